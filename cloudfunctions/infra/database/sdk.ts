/** The part of wx-server-sdk's database that the product uses, typed at the boundary. */

type Document = Record<string, unknown>;

export type CloudCommand = {
  in(values: unknown[]): unknown;
  all(values: unknown[]): unknown;
  gt(value: unknown): unknown;
  gte(value: unknown): unknown;
  lt(value: unknown): unknown;
  lte(value: unknown): unknown;
  and(conditions: unknown[]): unknown;
  inc(by: number): unknown;
  set(value: unknown): unknown;
};

type CloudQuery = {
  orderBy(field: string, direction: 'asc' | 'desc'): CloudQuery;
  limit(n: number): CloudQuery;
  skip(n: number): CloudQuery;
  get(): Promise<{ data: Document[] }>;
  field(projection: Record<string, true>): CloudQuery;
  update(options: { data: object }): Promise<{ stats: { updated: number } }>;
};

type CloudDocument = {
  get(): Promise<{ data: Document | null | undefined }>;
  set(options: { data: object }): Promise<unknown>;
  remove(): Promise<unknown>;
};

type CloudAggregate = {
  match(condition: object): CloudAggregate;
  limit(n: number): CloudAggregate;
  count(name: string): CloudAggregate;
  end(): Promise<{ list: Document[] }>;
};

type CloudCollection = {
  doc(id: string): CloudDocument;
  where(condition: object): CloudQuery;
  add(options: { data: object }): Promise<unknown>;
  aggregate(): CloudAggregate;
};

export type CloudTransaction = {
  collection(name: string): Pick<CloudCollection, 'doc' | 'add'>;
  commit(): Promise<unknown>;
  rollback(): Promise<unknown>;
};

export type CloudDatabase = {
  command: CloudCommand;
  collection(name: string): CloudCollection;
  startTransaction(): Promise<CloudTransaction>;
};
