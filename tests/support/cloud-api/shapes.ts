import * as z from 'zod';

/** What the interface takes, field by field, and nothing else: as recorded, and as its published model says. */

const text = z.string().min(1);
const environment = { EnvId: text };
const mongo = { MongoConnector: z.strictObject({ DatabaseName: text, InstanceId: z.literal('flexdb') }) };
const table = { ...environment, ...mongo, TableName: text };
const named = { FunctionName: text.max(60), Namespace: text };
const acl = z.enum(['READONLY', 'PRIVATE', 'ADMINWRITE', 'ADMINONLY', 'CUSTOM']);
const flag = z.enum(['TRUE', 'FALSE']);

const settings = {
  MemorySize: z
    .int()
    .min(64)
    .max(3072)
    .refine(size => size === 64 || size % 128 === 0),
  Timeout: z.int().min(1).max(900),
  InstallDependency: flag.optional(),
  ClsTopicId: text.optional(),
  ClsLogsetId: text.optional(),
  // Letters, digits, spaces, commas, line breaks, full stops, Chinese.
  Description: z
    .string()
    .max(1000)
    .regex(/^[\p{Script=Han}A-Za-z0-9 ,.\n]*$/u)
    .optional(),
  Environment: z
    .strictObject({
      Variables: z.array(z.strictObject({ Key: z.string().regex(/^[A-Za-z]\w+$/), Value: z.string() })),
    })
    .refine(
      ({ Variables }) =>
        Variables.reduce((sum, { Key, Value }) => sum + Buffer.byteLength(Key + Value), 0) <= 4096,
    )
    .optional(),
};
const code = { Code: z.strictObject({ ZipFile: z.base64().max(20 * 1024 * 1024) }) };

const route = z.strictObject({
  Path: z.string().startsWith('/'),
  UpstreamResourceType: z.enum(['SCF', 'CBR', 'STATIC_STORE', 'WEB_SCF', 'LH']).optional(),
  UpstreamResourceName: text.optional(),
  EnableSafeDomain: z.boolean().optional(),
  EnableAuth: z.boolean().optional(),
  EnablePathTransmission: z.boolean().optional(),
  Enable: z.boolean().optional(),
});
const routes = { ...environment, Domain: z.strictObject({ Domain: text, Routes: z.array(route).min(1) }) };

export const shapes = {
  tcb: {
    DescribeEnvInfo: z.strictObject(environment),
    ListFunctions: z.strictObject({ ...environment, Limit: z.int().max(100), Offset: z.int() }),
    ListTables: z.strictObject({
      ...environment,
      ...mongo,
      MgoLimit: z.int().max(100),
      MgoOffset: z.int(),
    }),
    DescribeTable: z.strictObject(table),
    CreateTable: z.strictObject(table),
    DeleteTable: z.strictObject(table),
    UpdateTable: z.strictObject({
      ...table,
      CreateIndexes: z
        .array(
          z.strictObject({
            IndexName: text,
            MgoKeySchema: z.strictObject({
              MgoIndexKeys: z.array(z.strictObject({ Name: text, Direction: z.enum(['1', '-1']) })).min(1),
              MgoIsUnique: z.boolean(),
            }),
          }),
        )
        .optional(),
      DropIndexes: z.array(z.strictObject({ IndexName: text })).optional(),
    }),
    ModifyDatabaseACL: z.strictObject({ ...environment, CollectionName: text, AclTag: acl }),
    DescribeDatabaseACL: z.strictObject({ ...environment, CollectionName: text }),
    ModifyStorageSafeRule: z.strictObject({ ...environment, Bucket: text, AclTag: acl }),
    DescribeStorageSafeRule: z.strictObject({ ...environment, Bucket: text }),
    DescribeHTTPServiceRoute: z.strictObject(environment),
    CreateHTTPServiceRoute: z.strictObject(routes),
    ModifyHTTPServiceRoute: z.strictObject(routes),
    DeleteHTTPServiceRoute: z.strictObject({ ...environment, Domain: text, Paths: z.array(text).min(1) }),
    DatabaseMigrateExport: z.strictObject({
      ...environment,
      CollectionName: text,
      FilePath: text,
      FileType: z.enum(['json', 'csv']),
    }),
    DatabaseMigrateQueryInfo: z.strictObject({ ...environment, JobId: z.int() }),
    SearchClsLog: z.strictObject({
      ...environment,
      StartTime: z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      EndTime: z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      QueryString: text,
      Limit: z.int().max(100),
      TenantModel: z.literal('public'),
    }),
  },
  scf: {
    GetFunction: z.strictObject({ ...named, ShowCode: flag }),
    GetFunctionAddress: z.strictObject(named),
    CreateFunction: z.strictObject({
      ...named,
      ...settings,
      ...code,
      Handler: text,
      Runtime: z.enum(['Nodejs16.13', 'Nodejs18.15', 'Nodejs20.19']),
      Role: text,
      Stamp: text,
    }),
    UpdateFunctionCode: z.strictObject({ ...named, ...code, Handler: text, InstallDependency: flag }),
    UpdateFunctionConfiguration: z.strictObject({ ...named, ...settings }),
    DeleteFunction: z.strictObject(named),
    BatchCreateTrigger: z.strictObject({ ...named, Triggers: text, Count: z.int() }),
    DeleteTrigger: z.strictObject({ ...named, TriggerName: text, Type: z.literal('timer') }),
    Invoke: z.strictObject({ ...named, ClientContext: text, LogType: z.literal('Tail').optional() }),
  },
};

/** `Triggers` is a text that holds this. */
export const triggersShape = z.array(
  z.strictObject({
    TriggerName: text.max(60),
    Type: z.literal('timer'),
    TriggerDesc: z.string().refine(cron => cron.split(' ').length === 7),
  }),
);

export const wechatShapes = {
  '/cgi-bin/stable_token': z.strictObject({
    grant_type: z.literal('client_credential'),
    appid: text,
    secret: text,
  }),
  '/tcb/getfuncconfig': z.strictObject({ type: z.literal(1), env: text, function_name: text }),
  '/tcb/uploadfuncconfig': z.strictObject({
    type: z.literal(1),
    env: text,
    function_name: text,
    config: text,
  }),
  '/tcb/getcallbackconfig': z.strictObject({}),
  '/tcb/setcallbackconfig': z.strictObject({
    function_config: z.strictObject({
      enable: z.boolean(),
      callbacks: z.array(
        z.strictObject({
          msgType: text,
          event: z.string(),
          env: text,
          functionName: text,
          enable: z.boolean(),
        }),
      ),
    }),
  }),
};
