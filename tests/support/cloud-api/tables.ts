import type * as z from 'zod';
import type { shapes } from './shapes';
import { Refused, type FakeRoute, type FakeTable, type State } from './state';

/** Collections, rules and HTTP paths, as the host `tcb` has them. */

type Shapes = typeof shapes.tcb;
type In<A extends keyof Shapes> = z.infer<Shapes[A]>;

/** An export is under way that long. */
const EXPORT_TAKES = 5000;

const ID_INDEX = { Name: '_id_', Keys: [{ Name: '_id', Direction: '1' }], Unique: true };

const existing = (state: State, name: string): FakeTable => {
  const found = state.tables[name];
  if (!found) throw new Refused('ResourceNotFound', 'no table');
  return found;
};

const fullRoute = (one: In<'CreateHTTPServiceRoute'>['Domain']['Routes'][number]): FakeRoute => ({
  UpstreamResourceType: 'SCF',
  UpstreamResourceName: '',
  EnableAuth: false,
  Enable: true,
  ...one,
});

export const tableWrites = {
  CreateTable(state: State, { TableName }: In<'CreateTable'>) {
    if (state.tables[TableName]) throw new Refused('ResourceInUse.Table');
    state.tables[TableName] = { indexes: [ID_INDEX], acl: 'PRIVATE', documents: 0 };
  },
  DeleteTable(state: State, { TableName }: In<'DeleteTable'>) {
    existing(state, TableName);
    delete state.tables[TableName];
  },
  UpdateTable(state: State, { TableName, CreateIndexes = [], DropIndexes = [] }: In<'UpdateTable'>) {
    const found = existing(state, TableName);
    for (const { IndexName } of DropIndexes) {
      if (!found.indexes.some(({ Name }) => Name === IndexName)) throw new Refused('ResourceNotFound.Index');
      found.indexes = found.indexes.filter(({ Name }) => Name !== IndexName);
    }
    for (const { IndexName, MgoKeySchema } of CreateIndexes) {
      const keys = JSON.stringify(MgoKeySchema.MgoIndexKeys);
      if (found.indexes.some(({ Name, Keys }) => Name === IndexName || JSON.stringify(Keys) === keys))
        throw new Refused('ResourceInUse.Index');
      found.indexes.push({
        Name: IndexName,
        Keys: MgoKeySchema.MgoIndexKeys,
        Unique: MgoKeySchema.MgoIsUnique,
      });
    }
  },
  DatabaseMigrateExport(state: State, input: In<'DatabaseMigrateExport'>, now: number) {
    const { documents } = existing(state, input.CollectionName);
    const form = state.data.version;
    state.exports.push({ collection: input.CollectionName, path: input.FilePath, form, documents, until: now + EXPORT_TAKES }); // prettier-ignore
    return { JobId: state.exports.length };
  },
  ModifyDatabaseACL(state: State, { CollectionName, AclTag }: In<'ModifyDatabaseACL'>) {
    existing(state, CollectionName).acl = AclTag;
  },
  ModifyStorageSafeRule(state: State, { AclTag }: In<'ModifyStorageSafeRule'>) {
    state.storageAcl = AclTag;
  },
  CreateHTTPServiceRoute(state: State, { Domain: { Domain, Routes } }: In<'CreateHTTPServiceRoute'>) {
    const there = (state.routes[Domain] ??= []);
    for (const one of Routes) {
      if (there.some(({ Path }) => Path === one.Path)) throw new Refused('InvalidParameter.APICreated');
      there.push(fullRoute(one));
    }
  },
  ModifyHTTPServiceRoute(state: State, { Domain: { Domain, Routes } }: In<'ModifyHTTPServiceRoute'>) {
    for (const one of Routes) {
      const found = state.routes[Domain]?.find(({ Path }) => Path === one.Path);
      if (!found) throw new Refused('ResourceNotFound');
      Object.assign(found, one);
    }
  },
  DeleteHTTPServiceRoute(state: State, { Domain, Paths }: In<'DeleteHTTPServiceRoute'>) {
    state.routes[Domain] = (state.routes[Domain] ?? []).filter(({ Path }) => !Paths.includes(Path));
  },
};

export const tableReads = {
  DatabaseMigrateQueryInfo({ exports }: State, { JobId }: In<'DatabaseMigrateQueryInfo'>, at: number) {
    const job = exports[JobId - 1];
    if (!job || at < job.until) return { Status: job ? 'migrating' : 'waiting', RecordSuccess: 0, RecordFail: 0, ErrorMsg: '', FileUrl: '' }; // prettier-ignore
    return { Status: 'success', RecordSuccess: job.documents, RecordFail: 0, ErrorMsg: '', FileUrl: 'https://example.invalid/' }; // prettier-ignore
  },
  DescribeEnvInfo: (_state: State, { EnvId }: In<'DescribeEnvInfo'>) => ({
    EnvInfo: {
      UserInfo: { AppId: '1300000000' },
      EnvBaseInfo: {
        EnvId,
        Source: 'miniapp',
        Region: 'ap-shanghai',
        Status: 'NORMAL',
        Databases: [{ InstanceId: 'tnt-fake', Region: 'ap-shanghai', Status: 'RUNNING' }],
        Storages: [{ Bucket: '656e-env-fake-1300000000', Region: 'ap-shanghai', AppId: '1300000000' }],
        Functions: [{ Namespace: EnvId, Region: 'ap-shanghai' }],
        LogServices: [{ LogsetId: 'ls', TopicId: 'tp' }],
      },
    },
  }),
  ListFunctions: ({ functions }: State, { Limit, Offset }: In<'ListFunctions'>) => ({
    Functions: Object.keys(functions)
      .slice(Offset, Offset + Limit)
      .map(FunctionName => ({ FunctionName, Status: 'Active' })),
    TotalCount: Object.keys(functions).length,
  }),
  ListTables: ({ tables }: State, { MgoLimit, MgoOffset }: In<'ListTables'>) => ({
    Tables: Object.entries(tables)
      .slice(MgoOffset, MgoOffset + MgoLimit)
      .map(([TableName, { documents }]) => ({ TableName, Count: documents })),
    Pager: { Total: Object.keys(tables).length },
  }),
  DescribeTable(state: State, { TableName }: In<'DescribeTable'>) {
    const { indexes } = existing(state, TableName);
    return { Indexes: indexes, IndexNum: indexes.length };
  },
  DescribeDatabaseACL: (state: State, { CollectionName }: In<'DescribeDatabaseACL'>) => ({
    AclTag: existing(state, CollectionName).acl,
  }),
  DescribeStorageSafeRule: ({ storageAcl }: State) => ({ AclTag: storageAcl }),
  DescribeHTTPServiceRoute: ({ routes }: State) => ({
    Domains: Object.entries(routes).map(([Domain, Routes]) => ({ Domain, IsDefault: true, Routes })),
    OriginDomain: 'env-fake.service.tcloudbase.com',
    TotalCount: Object.keys(routes).length,
  }),
};
