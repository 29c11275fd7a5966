/** What an environment of the cloud consists of: as the repository wants it, and as it is found. */

export type Keys = Readonly<Record<string, number>>;
export type Index = { name: string; keys: Keys; unique: boolean };
export type Timer = { name: string; cron: string };
export type Variables = Readonly<Record<string, string>>;

export const RUNTIME = 'Nodejs20.19';
export const HANDLER = 'index.main';
/** Nobody but functions reads or writes the database. */
export const COLLECTION_RULE = 'ADMINONLY';
/** People upload what is theirs, and read by its name what a function has stored for them; only functions write that. */
export const STORAGE_RULE = 'READONLY';
/** Set for the run of `setup` alone, and taken away with its end. */
export const TOKEN_HASH = 'BANJIE_SETUP_TOKEN_HASH';

export type DesiredFunction = {
  name: string;
  memory: number;
  timeout: number;
  variables: Variables;
  /** Interfaces of WeChat that it may call. */
  openapi: string[];
  /** Events of WeChat that are pushed to it. */
  pushed: string[];
  timers: Timer[];
  paths: string[];
  /** The zip in base64, and the hash of what is in it. */
  code: { hash: string; zip: string };
};

export type Desired = {
  /** The form that the code wants the data in: the number of its last migration. */
  form: number;
  collections: { name: string; indexes: Index[] }[];
  functions: DesiredFunction[];
};

/** What a function says of itself in its description: nothing else of what is deployed can be read back. */
export type Mark = {
  code?: string;
  /** What the cloud said of the code that it held when it had been uploaded: another tool leaves something else. */
  cloud?: string;
  /** Of `setup`: for which code and keys the data have been brought over, */
  data?: string;
  /** and the form that they were brought to. */
  form?: string;
  /** Which interfaces and events a person has allowed by hand. */
  hand?: string;
};

export type ObservedFunction = {
  name: string;
  status: string;
  runtime: string;
  handler: string;
  memory: number;
  timeout: number;
  variables: Variables;
  timers: Timer[];
  mark: Mark;
  /** What the cloud says of the code that it holds; undefined where it does not. */
  cloud?: string;
};

export type Route = { domain: string; path: string; to: string; open: boolean };

export type ObservedCollection = { name: string; rule: string; indexes: Index[]; documents?: number };

/** What WeChat alone knows; undefined when it was not asked or refuses. */
export type WeChatState = { openapi: Readonly<Record<string, string[]>>; pushed: Push[] };
export type Push = { event: string; to: string };

export type Observed = {
  collections: ObservedCollection[];
  storageRule: string;
  functions: ObservedFunction[];
  routes: Route[];
  wechat?: WeChatState;
};

const MARKS = ['code', 'cloud', 'data', 'form', 'hand'] as const;
const MARK = new RegExp(`^banjie((?: (?:${MARKS.join('|')}) [0-9a-f]+)*)$`);

/** A description takes letters, digits, spaces and full stops. */
export const writeMark = (mark: Mark): string =>
  ['banjie', ...MARKS.flatMap(key => (mark[key] ? [key, mark[key]] : []))].join(' ');

/** Nothing when somebody else has written it. */
export const readMark = (description: string): Mark => {
  const words = (MARK.exec(description)?.[1] ?? '').trim().split(' ');
  const mark: Record<string, string> = {};
  for (let at = 0; at + 1 < words.length; at += 2) mark[words[at] ?? ''] = words[at + 1] ?? '';
  return mark;
};
