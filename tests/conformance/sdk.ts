/** The part of wx-server-sdk that the tests use: its own declarations leave `add` and transactions untyped. */

export type Doc = Record<string, unknown> & { _id: string };
type Stats = { stats: { updated: number; removed: number; created: number } };

type CommandName =
  | 'eq'
  | 'neq'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'in'
  | 'nin'
  | 'exists'
  | 'size'
  | 'all'
  | 'elemMatch'
  | 'mod'
  | 'and'
  | 'or'
  | 'nor'
  | 'not'
  | 'set'
  | 'remove'
  | 'inc'
  | 'mul'
  | 'min'
  | 'max'
  | 'push'
  | 'pop'
  | 'shift'
  | 'unshift'
  | 'pull'
  | 'pullAll'
  | 'addToSet'
  | 'rename';
type AggregateName = 'sum' | 'avg' | 'push' | 'first' | 'dateToString' | 'multiply';
export type Command = Record<CommandName, (...args: unknown[]) => Command>;

export type Query = {
  where(condition: object): Query;
  orderBy(path: string, way: 'asc' | 'desc'): Query;
  limit(n: number): Query;
  skip(n: number): Query;
  field(projection: object): Query;
  get(): Promise<{ data: Doc[] }>;
  count(): Promise<{ total: number }>;
  update(options: { data: object; multi?: boolean }): Promise<Stats>;
  remove(options?: { multi?: boolean }): Promise<Stats>;
};

export type Document = {
  get(): Promise<{ data: Doc | null }>;
  field(projection: object): Document;
  set(options: { data: object }): Promise<Stats>;
  update(options: { data: object }): Promise<Stats>;
  remove(): Promise<Stats>;
};

type StageName =
  | 'match'
  | 'sort'
  | 'group'
  | 'limit'
  | 'skip'
  | 'lookup'
  | 'project'
  | 'unwind'
  | 'addFields'
  | 'sortByCount'
  | 'count';
export type Aggregate = Record<StageName, (stage: unknown) => Aggregate> & {
  end(): Promise<{ list: Doc[] }>;
};

export type Collection = Query & {
  doc(id: string | number): Document;
  add(options: { data: object }): Promise<{ _id: string }>;
  aggregate(): Aggregate;
};

export type Transaction = {
  collection(name: string): Collection;
  commit(): Promise<void>;
  rollback(reason?: unknown): Promise<void>;
};

export type Database = {
  collection(name: string): Collection;
  command: Command;
  serverDate(options?: { offset: number }): unknown;
  RegExp(options: { regexp: string; options?: string }): unknown;
  runTransaction<T>(run: (transaction: Transaction) => Promise<T>, times?: number): Promise<T>;
  startTransaction(): Promise<Transaction>;
};

export type Cloud = {
  getWXContext(): Record<string, unknown>;
  callFunction(options: { name: string; data: object }): Promise<{ result: unknown }>;
  uploadFile(options: { cloudPath: string; fileContent: Buffer }): Promise<{ fileID: string }>;
  downloadFile(options: { fileID: string }): Promise<{ fileContent: Buffer }>;
  getTempFileURL(options: {
    fileList: unknown[];
  }): Promise<{ fileList: { fileID: string; tempFileURL: string; status: number }[] }>;
  deleteFile(options: { fileList: string[] }): Promise<{ fileList: { fileID: string; status: number }[] }>;
  openapi: {
    security: Record<'msgSecCheck' | 'mediaCheckAsync', OpenCall>;
    subscribeMessage: Record<'send', OpenCall>;
    phonenumber: Record<'getPhoneNumber', OpenCall>;
    wxacode: Record<'getUnlimited', OpenCall>;
  };
};
type OpenCall = (parameters: object) => Promise<Record<string, unknown>>;

/** What a test's work finds inside of a function. */
export type Tools = {
  cloud: Cloud;
  db: Database;
  /** A database handle that throws when a document is missing, as the SDK does by default. */
  strictDb: Database;
  _: Command;
  $: Record<AggregateName, (...args: unknown[]) => unknown>;
  caught: (error: unknown) => { errCode: number; errMsg: string };
  context: Record<string, unknown>;
};
