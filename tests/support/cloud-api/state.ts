/** What the fake cloud holds. Plain data: each write leaves a copy behind, so that reads can be late. */

export type FakeFunction = {
  runtime: string;
  handler: string;
  memory: number;
  timeout: number;
  description: string;
  variables: { Key: string; Value: string }[];
  timers: { TriggerName: string; Type: 'timer'; TriggerDesc: string }[];
  /** The hash of the zip, and what its index.js holds. */
  code: { sha: string; size: number; index: string };
  /** Until when it is being made or changed. */
  busy: { until: number; as: 'Creating' | 'Updating' };
  failed?: 'CreateFailed' | 'UpdateFailed';
};

export type FakeIndex = { Name: string; Keys: { Name: string; Direction: string }[]; Unique: boolean };
export type FakeTable = { indexes: FakeIndex[]; acl: string; documents: number };
export type FakeRoute = {
  Path: string;
  UpstreamResourceType: string;
  UpstreamResourceName: string;
  EnableAuth: boolean;
  Enable: boolean;
};
export type Callback = { msgType: string; event: string; env: string; functionName: string; enable: boolean };

export type State = {
  functions: Record<string, FakeFunction>;
  tables: Record<string, FakeTable>;
  storageAcl: string;
  routes: Record<string, FakeRoute[]>;
  /** What WeChat holds. */
  openapi: Record<string, string[]>;
  callbacks: Callback[];
  /** Exports of collections: the form that the data had, and until when they are under way. */
  exports: { collection: string; path: string; form: number; documents: number; until: number }[];
  /** What `setup` has done. */
  data: { version: number; manager?: string; usedTokens: string[] };
};

export const emptyState = (): State => ({
  functions: {},
  tables: {},
  storageAcl: 'PRIVATE',
  routes: {},
  openapi: {},
  callbacks: [],
  exports: [],
  data: { version: 0, usedTokens: [] },
});

/** The interface refuses with this code. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message = code,
  ) {
    super(message);
  }
}
