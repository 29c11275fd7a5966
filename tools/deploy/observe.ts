import { createHash } from 'node:crypto';
import * as z from 'zod';
import { ApiError, type Api } from '../tencent-cloud';
import { readMark, type Index, type Observed, type ObservedCollection, type ObservedFunction } from './state';

/** Reads an environment through the interface; writes nothing. Fields that it does not need may come and go. */

/** What names the parts of an environment in requests. */
export type Place = {
  environment: string;
  database: string;
  bucket: string;
  log: { ClsLogsetId: string; ClsTopicId: string } | undefined;
};

const PAGE = 100;

const placeShape = z.object({
  EnvInfo: z.object({
    EnvBaseInfo: z.object({
      Status: z.string(),
      Databases: z.array(z.object({ InstanceId: z.string() })).min(1),
      Storages: z.array(z.object({ Bucket: z.string() })).min(1),
      LogServices: z.array(z.object({ LogsetId: z.string(), TopicId: z.string() })).nullish(),
    }),
  }),
});

export const findPlace = async (api: Api, environment: string): Promise<Place> => {
  const answer = await api.call('tcb', 'DescribeEnvInfo', { EnvId: environment });
  const { Status, Databases, Storages, LogServices } = placeShape.parse(answer).EnvInfo.EnvBaseInfo;
  if (Status !== 'NORMAL') throw new Error(`环境 ${environment} 的状态是 ${Status}，不能部署`);
  const log = LogServices?.[0];
  return {
    environment,
    database: Databases[0]?.InstanceId ?? '',
    bucket: Storages[0]?.Bucket ?? '',
    log: log && { ClsLogsetId: log.LogsetId, ClsTopicId: log.TopicId },
  };
};

export const tableOf = ({ environment, database }: Place, name?: string) => ({
  EnvId: environment,
  MongoConnector: { DatabaseName: database, InstanceId: 'flexdb' },
  ...(name === undefined ? {} : { TableName: name }),
});

/** All pages of a list. */
const readAll = async <T>(page: (from: number) => Promise<{ rows: T[]; total: number }>): Promise<T[]> => {
  const all: T[] = [];
  for (;;) {
    const { rows, total } = await page(all.length);
    all.push(...rows);
    if (rows.length === 0 || all.length >= total) return all;
  }
};

/** Undefined when the interface says that there is none. */
const ifThere = async (answer: Promise<unknown>): Promise<unknown> => {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError && error.code.startsWith('ResourceNotFound')) return undefined;
    throw error;
  }
};

const tablesShape = z.object({
  Tables: z.array(z.object({ TableName: z.string(), Count: z.number().nullish() })).nullable(),
  Pager: z.object({ Total: z.number() }),
});
const tableShape = z.object({
  Indexes: z
    .array(
      z.object({
        Name: z.string(),
        Keys: z.array(z.object({ Name: z.string(), Direction: z.string() })),
        Unique: z.boolean().nullish(),
      }),
    )
    .nullish(),
});
const ruleShape = z.object({ AclTag: z.string() });

const indexesIn = (answer: unknown): Index[] =>
  (tableShape.parse(answer).Indexes ?? [])
    .filter(({ Keys }) => !(Keys.length === 1 && Keys[0]?.Name === '_id'))
    .map(({ Name, Keys, Unique }) => ({
      name: Name,
      keys: Object.fromEntries(Keys.map(key => [key.Name, Number(key.Direction)])),
      unique: Unique === true,
    }));

const readCollections = async (api: Api, place: Place): Promise<ObservedCollection[]> => {
  const tables = await readAll(async MgoOffset => {
    const answer = await api.call('tcb', 'ListTables', { ...tableOf(place), MgoLimit: PAGE, MgoOffset });
    const { Tables, Pager } = tablesShape.parse(answer);
    return { rows: Tables ?? [], total: Pager.Total };
  });
  const found: ObservedCollection[] = [];
  for (const { TableName: name, Count } of tables) {
    const table = await ifThere(api.call('tcb', 'DescribeTable', tableOf(place, name)));
    // It was dropped after the list was made.
    if (table === undefined) continue;
    const indexes = indexesIn(table);
    const input = { EnvId: place.environment, CollectionName: name };
    const rule = await ifThere(api.call('tcb', 'DescribeDatabaseACL', input));
    if (rule === undefined) continue;
    found.push({ name, indexes, rule: ruleShape.parse(rule).AclTag, documents: Count ?? undefined });
  }
  return found;
};

const functionsShape = z.object({
  Functions: z.array(z.object({ FunctionName: z.string() })),
  TotalCount: z.number(),
});
const functionShape = z.object({
  Status: z.string(),
  Runtime: z.string(),
  Handler: z.string(),
  MemorySize: z.number(),
  Timeout: z.number(),
  Description: z.string().nullish(),
  Environment: z
    .object({ Variables: z.array(z.object({ Key: z.string(), Value: z.string() })).nullish() })
    .nullish(),
  Triggers: z
    .array(z.object({ TriggerName: z.string(), Type: z.string(), TriggerDesc: z.string() }))
    .nullish(),
});

/** A timer is described by its time alone, or by JSON that holds it. */
const cronIn = (description: string): string => {
  const found = /"cron"\s*:\s*"([^"]*)"/.exec(description);
  return found?.[1] ?? description;
};

/** Undefined: there is none. */
export const readFunction = async (
  api: Api,
  { environment }: Place,
  name: string,
): Promise<ObservedFunction | undefined> => {
  const input = { FunctionName: name, Namespace: environment, ShowCode: 'FALSE' };
  const answer = await ifThere(api.call('scf', 'GetFunction', input));
  if (answer === undefined) return undefined;
  const found = functionShape.parse(answer);
  return {
    name,
    status: found.Status,
    runtime: found.Runtime,
    handler: found.Handler,
    memory: found.MemorySize,
    timeout: found.Timeout,
    variables: Object.fromEntries((found.Environment?.Variables ?? []).map(({ Key, Value }) => [Key, Value])),
    timers: (found.Triggers ?? [])
      .filter(({ Type }) => Type === 'timer')
      .map(({ TriggerName, TriggerDesc }) => ({ name: TriggerName, cron: cronIn(TriggerDesc) })),
    mark: readMark(found.Description ?? ''),
  };
};

const addressShape = z.object({ CodeSha256: z.string().min(1) });

/** What the cloud says of the code that it holds, shortened; undefined where it does not say. */
export const readCloudCode = async (
  api: Api,
  { environment }: Place,
  name: string,
): Promise<string | undefined> => {
  try {
    const answer = await api.call('scf', 'GetFunctionAddress', {
      FunctionName: name,
      Namespace: environment,
    });
    const { CodeSha256 } = addressShape.parse(answer);
    return createHash('sha256').update(CodeSha256).digest('hex').slice(0, 12);
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
};

const readFunctions = async (api: Api, place: Place): Promise<ObservedFunction[]> => {
  const names = await readAll(async Offset => {
    const input = { EnvId: place.environment, Limit: PAGE, Offset };
    const { Functions, TotalCount } = functionsShape.parse(await api.call('tcb', 'ListFunctions', input));
    return { rows: Functions, total: TotalCount };
  });
  const found: ObservedFunction[] = [];
  for (const { FunctionName } of names) {
    const one = await readFunction(api, place, FunctionName);
    if (!one) continue;
    const cloud = await readCloudCode(api, place, FunctionName);
    found.push({ ...one, ...(cloud === undefined ? {} : { cloud }) });
  }
  return found;
};

const routesShape = z.object({
  Domains: z
    .array(
      z.object({
        Domain: z.string(),
        Routes: z
          .array(
            z.object({
              Path: z.string(),
              UpstreamResourceName: z.string(),
              EnableAuth: z.boolean().nullish(),
              Enable: z.boolean().nullish(),
            }),
          )
          .nullish(),
      }),
    )
    .nullish(),
});

const readRoutes = async (api: Api, { environment }: Place): Promise<Observed['routes']> => {
  const answer = await api.call('tcb', 'DescribeHTTPServiceRoute', { EnvId: environment });
  return (routesShape.parse(answer).Domains ?? []).flatMap(({ Domain, Routes }) =>
    (Routes ?? []).map(route => ({
      domain: Domain,
      path: route.Path,
      to: route.UpstreamResourceName,
      open: route.EnableAuth !== true && route.Enable !== false,
    })),
  );
};

/** Everything but what WeChat alone knows. */
export const observe = async (api: Api, place: Place): Promise<Observed> => ({
  collections: await readCollections(api, place),
  storageRule: ruleShape.parse(
    await api.call('tcb', 'DescribeStorageSafeRule', { EnvId: place.environment, Bucket: place.bucket }),
  ).AclTag,
  functions: await readFunctions(api, place),
  routes: await readRoutes(api, place),
});
