import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signedHeaders } from '../../cloudfunctions/infra/platform/tencent-signature';
import { packCode } from '../../tools/deploy/code';
import { deploy } from '../../tools/deploy/deploy';
import {
  declaredCollections,
  declaredFunctions,
  readDesired,
  readVariables,
} from '../../tools/deploy/desired';
import { hideValues } from '../../tools/deploy/show';
import { readMark, writeMark } from '../../tools/deploy/state';
import { createApi } from '../../tools/tencent-cloud';
import { account, FakeCloud } from '../support/cloud-api/fake';
import { keys, siteAt } from '../support/cloud-api/small';

/** What the repository wants deployed, and the interface that it is deployed by (issue 17). */

const root = join(__dirname, '../..');
const sourcesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts'))
    .map(path => readFileSync(join(root, folder, path), 'utf8'));

let built = '';
beforeAll(() => {
  built = mkdtempSync(join(tmpdir(), 'built-'));
  for (const { name } of declaredFunctions()) {
    mkdirSync(join(built, name, 'fonts'), { recursive: true });
    writeFileSync(join(built, name, 'index.js'), `// ${name} newest=3`);
    writeFileSync(join(built, name, 'fonts', 'a.otf'), name);
  }
});
afterAll(() => rmSync(built, { recursive: true }));

const variables = { ...keys, BANJIE_MANAGER: 'openid-1', BANJIE_HOTLINE_KEY: 'a2V5', SMTP_URL: 'smtps://a' };

describe('what the repository wants', () => {
  test('every function, each with the variables that it reads and no other', () => {
    const { desired, missing, unread } = readDesired(variables, built);
    expect([missing, unread]).toEqual([[], []]);
    const given = Object.fromEntries(
      desired.functions.map(({ name, variables: own }) => [
        name,
        Object.keys(own).filter(variable => !(variable in keys)),
      ]),
    );
    expect(given).toEqual({
      ...{ citizen: [], events: [], report: [], staff: [] },
      ...{ clock: ['SMTP_URL'], hotline: ['BANJIE_HOTLINE_KEY'], setup: ['BANJIE_MANAGER'] },
    });
    expect(desired.functions.find(({ name }) => name === 'clock')).toMatchObject({
      ...{ memory: 512, timeout: 300 },
      openapi: ['security.mediaCheckAsync', 'subscribeMessage.send'],
      timers: [{ name: 'everyMinute', cron: '0 * * * * * *' }],
    });
    expect(desired.functions.find(({ name }) => name === 'hotline')?.paths).toEqual(['/hotline']);
    expect(desired.functions.find(({ name }) => name === 'events')?.pushed).toEqual(['wxa_media_check']);
  });

  test('what is missing, and what nobody reads', () => {
    const { BANJIE_KEYS: _keys, ...rest } = variables;
    expect(readDesired({ ...rest, SMTP_ULR: 'x' }, built)).toMatchObject({
      missing: ['BANJIE_KEYS'],
      unread: ['SMTP_ULR'],
    });
  });

  test('every variable that the code reads is declared for a function, and no other is', () => {
    const read = sourcesIn('cloudfunctions').flatMap(text =>
      [...text.matchAll(/(?<![A-Z_a-z])(?:BANJIE|SMTP|SMS|SUBSCRIBE)_[A-Z_]+\b/g)].map(([name]) => name),
    );
    const declared = declaredFunctions().flatMap(({ required, optional }) => [...required, ...optional]);
    // Set by the deployment and by the build itself.
    const own = ['BANJIE_SETUP_TOKEN_HASH', 'BANJIE_BUILD'];
    expect([...new Set(read)].filter(name => !own.includes(name)).sort()).toEqual(
      [...new Set(declared)].sort(),
    );
  });

  test('every collection and index that is declared, the order of keys kept', () => {
    const collections = declaredCollections();
    expect(collections.length).toBeGreaterThan(25);
    const tickets = collections.find(({ name }) => name === 'tickets')?.indexes;
    expect(tickets).toContainEqual({
      name: 'byTagNew',
      keys: { 'keys.tags': 1, 'keys.newKey': -1 },
      unique: false,
    });
    expect(tickets?.filter(({ unique }) => unique)).toHaveLength(1);
  });

  test('the whole of it fits into an empty environment, and then nothing is left to do', async () => {
    const fake = new FakeCloud();
    const { desired, ...wanted } = readDesired(variables, built);
    expect(await deploy(await siteAt(fake, desired), wanted)).toBe(0);
    expect(Object.keys(fake.state.functions)).toEqual(desired.functions.map(({ name }) => name));
    expect(Object.values(fake.state.tables).every(({ acl }) => acl === 'ADMINONLY')).toBe(true);
    const before = fake.written.length;
    expect(await deploy(await siteAt(fake, desired), wanted)).toBe(0);
    expect(fake.written.length).toBe(before);
  });

  test('the same files are the same code; another name or content is another', () => {
    const folder = join(built, 'citizen');
    const first = packCode(folder);
    expect(packCode(folder)).toEqual(first);
    writeFileSync(join(folder, 'fonts', 'a.otf'), 'another');
    expect(packCode(folder).hash).not.toBe(first.hash);
  });

  test('variables stand a line each, as they are; comments and empty ones are none', () => {
    const json = '{"current":"k1","keys":{"k1":"a=="}}';
    expect(
      readVariables(`# keys\nBANJIE_KEYS=${json}\r\n\nSMTP_FROM= 办结 <a@b> \nSMS_SIGN=\nnot one`),
    ).toEqual({
      BANJIE_KEYS: json,
      SMTP_FROM: '办结 <a@b>',
    });
  });

  test('what the interface repeats of a value is not shown', () => {
    const said = `InvalidParameterValue: ${keys.BANJIE_PHONE_KEY} is not one, nor ${keys.BANJIE_KEYS.slice(30)}`;
    const shown = hideValues(keys, said);
    expect(shown).toContain('InvalidParameterValue: *** is not one');
    for (const key of [keys.BANJIE_PHONE_KEY, ...keys.BANJIE_KEYS.split('"').filter(one => one.length > 20)])
      expect(shown).not.toContain(key);
  });

  test('a function’s own mark comes back, and what others have written is none', () => {
    const mark = { code: 'ab12', cloud: '0a', data: 'cd34', form: '15', hand: 'ef56' };
    expect(readMark(writeMark(mark))).toEqual(mark);
    expect(readMark(writeMark({ code: 'ab12' }))).toEqual({ code: 'ab12' });
    for (const other of ['', 'my function', 'banjie code', 'banjie code XY', 'banjie code ab12 and more'])
      expect(readMark(other)).toEqual({});
  });
});

test('the signature is the one that the provider’s own client makes of the same request', () => {
  const body = '{"FunctionName":"setup","Namespace":"env-1"}';
  const request = {
    service: 'scf',
    host: 'scf.tencentcloudapi.com',
    action: 'GetFunction',
    version: '1',
    body,
  };
  const credentials = { secretId: 'id', secretKey: 'key', region: 'ap-shanghai' };
  // tencentcloud-sdk-nodejs-common 4.1.220.
  expect(signedHeaders(credentials, request, 1_551_113_065)['authorization']).toBe(
    'TC3-HMAC-SHA256 Credential=id/2019-02-25/scf/tc3_request, SignedHeaders=content-type;host, Signature=e890adfcba65a28c64fb08b434fd25159318b9d5a6e64bf1dffcab39996c4817',
  );
  expect(signedHeaders(credentials, { ...request, body: '{}' }, 1_551_113_065)).not.toEqual(
    signedHeaders(credentials, request, 1_551_113_065),
  );
  expect(signedHeaders({ ...credentials, token: 't' }, request, 1)['x-tc-token']).toBe('t');
});

describe('the fake is no kinder than the interface', () => {
  const place = { FunctionName: 'events', Namespace: 'env-fake' };
  const table = {
    EnvId: 'env-fake',
    MongoConnector: { DatabaseName: 'tnt-fake', InstanceId: 'flexdb' },
    TableName: 'tickets',
  };
  const made = {
    ...place,
    ...{ Handler: 'index.main', Runtime: 'Nodejs20.19', MemorySize: 256, Timeout: 20 },
    ...{ InstallDependency: 'TRUE', Role: 'TCB_QcsRole', Stamp: 'MINI_QCBASE' },
    ...{ ClsTopicId: 'tp', ClsLogsetId: 'ls' },
    Environment: { Variables: [{ Key: 'BANJIE_KEYS', Value: 'x' }] },
  };
  const world = () => {
    const fake = new FakeCloud();
    const zip = packCode(join(built, 'events')).zip;
    const api = createApi(account, fake.outside);
    const scf = (action: string, input: object) => api.call('scf', action, input);
    const tcb = (action: string, input: object) => api.call('tcb', action, input);
    const create = () => scf('CreateFunction', { ...made, Code: { ZipFile: zip } });
    return { fake, scf, tcb, create };
  };

  test('answers have the recorded shapes', async () => {
    const { scf, tcb, create } = world();
    const environment = { EnvId: 'env-fake' };
    expect(await tcb('DescribeEnvInfo', environment)).toMatchObject({
      EnvInfo: {
        EnvBaseInfo: { EnvId: 'env-fake', Status: 'NORMAL', Databases: [{ InstanceId: 'tnt-fake' }] },
      },
    });
    expect(await tcb('ListFunctions', { ...environment, Limit: 100, Offset: 0 })).toMatchObject({
      ...{ Functions: [], TotalCount: 0 },
    });
    expect(await create()).toEqual({ RequestId: expect.any(String) });
    expect(await scf('GetFunction', { ...place, ShowCode: 'TRUE' })).toMatchObject({
      ...{ FunctionName: 'events', Namespace: 'env-fake', Handler: 'index.main', Runtime: 'Nodejs20.19' },
      ...{ MemorySize: 256, Timeout: 20, Status: 'Creating', Triggers: [] },
      Environment: { Variables: [{ Key: 'BANJIE_KEYS', Value: 'x' }] },
    });
    const timer = { TriggerName: 'everyMinute', Type: 'timer', TriggerDesc: '0 * * * * * *' };
    await scf('BatchCreateTrigger', { ...place, Triggers: JSON.stringify([timer]), Count: 1 });
    expect(await scf('GetFunction', { ...place, ShowCode: 'TRUE' })).toMatchObject({
      ...{ Status: 'Active', Triggers: [timer] },
    });
    await expect(tcb('DescribeTable', table)).rejects.toMatchObject({ code: 'ResourceNotFound' });
    await tcb('CreateTable', table);
    const key = { MgoIndexKeys: [{ Name: 'keys.externalKey', Direction: '1' }], MgoIsUnique: true };
    await tcb('UpdateTable', { ...table, CreateIndexes: [{ IndexName: 'external', MgoKeySchema: key }] });
    expect(await tcb('DescribeTable', table)).toMatchObject({
      IndexNum: 2,
      Indexes: [
        { Name: '_id_', Keys: [{ Name: '_id', Direction: '1' }], Unique: true },
        { Name: 'external', Keys: [{ Name: 'keys.externalKey', Direction: '1' }], Unique: true },
      ],
    });
    await tcb('UpdateTable', { ...table, DropIndexes: [{ IndexName: 'external' }] });
    const rule = { ...environment, CollectionName: 'tickets' };
    await tcb('ModifyDatabaseACL', { ...rule, AclTag: 'ADMINONLY' });
    expect(await tcb('DescribeDatabaseACL', rule)).toMatchObject({ AclTag: 'ADMINONLY' });
    const bucket = { ...environment, Bucket: '656e-env-fake-1300000000' };
    await tcb('ModifyStorageSafeRule', { ...bucket, AclTag: 'ADMINONLY' });
    expect(await tcb('DescribeStorageSafeRule', bucket)).toMatchObject({ AclTag: 'ADMINONLY' });
    expect(await scf('Invoke', { ...place, LogType: 'Tail', ClientContext: '{"a":1}' })).toMatchObject({
      Result: { InvokeResult: 0, RetMsg: expect.stringContaining('ok') },
    });
  });

  test.each<[string, string, object, string]>([
    [
      'a field that it does not know',
      'GetFunction',
      { ...place, ShowCode: 'TRUE', Colour: 1 },
      'UnknownParameter',
    ],
    ['a field that is missing', 'GetFunction', { FunctionName: 'events' }, 'InvalidParameter'],
    [
      'another environment',
      'GetFunction',
      { ...place, Namespace: 'other', ShowCode: 'TRUE' },
      'ResourceNotFound',
    ],
    [
      'a function that is there',
      'CreateFunction',
      { ...made, Code: { ZipFile: '' } },
      'ResourceInUse.FunctionName',
    ],
    [
      'a function that is not',
      'DeleteFunction',
      { ...place, FunctionName: 'none' },
      'ResourceNotFound.FunctionName',
    ],
    [
      'a description with signs',
      'UpdateFunctionConfiguration',
      { ...place, MemorySize: 256, Timeout: 20, Description: 'code=1' },
      'InvalidParameter',
    ],
    [
      'a memory that there is not',
      'UpdateFunctionConfiguration',
      { ...place, MemorySize: 300, Timeout: 20 },
      'InvalidParameter',
    ],
    [
      'more than 4 KB of variables',
      'UpdateFunctionConfiguration',
      {
        ...place,
        MemorySize: 256,
        Timeout: 20,
        Environment: { Variables: [{ Key: 'AB', Value: 'x'.repeat(4095) }] },
      },
      'InvalidParameter',
    ],
    ['an action that is not', 'UploadConfig', place, 'InvalidAction'],
  ])('it refuses %s', async (_what, action, input, code) => {
    const { scf, create } = world();
    await create();
    await expect(scf(action, input)).rejects.toMatchObject({ code });
  });

  test('a change while a function is being changed waits for its end; more than 20 requests a second are too many', async () => {
    const { fake, scf, create } = world();
    await create();
    await scf('UpdateFunctionConfiguration', { ...place, MemorySize: 256, Timeout: 30 });
    const tries = fake.requests.filter(name => name === 'UpdateFunctionConfiguration').length;
    expect([tries, fake.state.functions['events']?.timeout]).toEqual([3, 30]);
    const hasty = { ...fake.outside, sleep: async () => undefined };
    const input = { EnvId: 'env-fake' };
    const api = createApi(account, hasty);
    await expect(
      Promise.all(Array.from({ length: 30 }, () => api.call('tcb', 'DescribeEnvInfo', input))),
    ).resolves.toBeDefined();
    expect(fake.requests.filter(name => name === 'DescribeEnvInfo').length).toBeGreaterThan(30);
  });
});
