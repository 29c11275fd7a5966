import { FakeCloud, Killed } from '../support/cloud-api/fake';
import { FIRST_CODE } from '../support/cloud-api/functions';
import { emptyState, type FakeFunction } from '../support/cloud-api/state';
import { check, deployed, keys, moreKeys, product, run } from '../support/cloud-api/small';

/** `npm run deploy` and `npm run doctor` against a strict fake of the cloud's interface. */

describe('an empty environment', () => {
  test('becomes a running one; timers come last, and nobody but functions reaches the data', async () => {
    const fake = new FakeCloud();
    const { exit, wrote } = await run(fake, product());
    expect(exit).toBe(0);
    expect(wrote.at(-1)).toBe('BatchCreateTrigger');
    const { state } = fake;
    expect(state.tables['tickets']).toMatchObject({
      acl: 'ADMINONLY',
      indexes: [
        { Name: '_id_' },
        {
          Name: 'byTag',
          Keys: [
            { Name: 'keys.tags', Direction: '1' },
            { Name: 'keys.newKey', Direction: '-1' },
          ],
        },
        { Name: 'external', Unique: true },
      ],
    });
    expect(state.storageAcl).toBe('READONLY');
    expect(state.functions['clock']).toMatchObject({
      ...{ runtime: 'Nodejs20.19', handler: 'index.main', memory: 512, timeout: 20 },
      timers: [{ TriggerName: 'everyMinute', TriggerDesc: '0 * * * * * *' }],
    });
    expect(state.openapi['clock']).toEqual(['subscribeMessage.send']);
    expect(state.callbacks).toEqual([
      expect.objectContaining({ event: 'wxa_media_check', functionName: 'events', enable: true }),
    ]);
    // The collection was closed to people before anything could be written to it.
    expect(wrote.indexOf('ModifyDatabaseACL')).toBeLessThan(wrote.indexOf('CreateFunction'));
  });

  test('setup has run with a token that is gone afterwards, and has made the manager', async () => {
    const { state } = await deployed();
    expect(state.data).toMatchObject({ version: 1, manager: 'openid-1', usedTokens: [expect.any(String)] });
    expect(state.functions['setup']?.variables.map(({ Key }) => Key)).not.toContain(
      'BANJIE_SETUP_TOKEN_HASH',
    );
  });

  test('the code of the first manager is told, where no OPENID was given', async () => {
    const functions = product().functions.map(one =>
      one.name === 'setup' ? { ...one, variables: keys } : one,
    );
    const desired = { ...product(), functions };
    expect((await run(new FakeCloud(), desired)).text).toContain(`第一位管理方人员的邀请码：${FIRST_CODE}`);
    expect((await run(new FakeCloud(), product())).text).not.toContain('邀请码');
  });

  test('a second run writes nothing, nor does the doctor, who finds nothing', async () => {
    const fake = await deployed();
    const { exit, wrote, text } = await run(fake, product());
    expect([exit, wrote]).toEqual([0, []]);
    expect(text).toContain('没有要做的');
    expect(await check(fake, product())).toMatchObject({ exit: 0, text: '环境与代码一致。' });
  });

  test('a dry run says step by step what the deployment then does, and does nothing', async () => {
    const fake = new FakeCloud();
    const dry = await run(fake, product(), { dryRun: true });
    expect([dry.exit, dry.wrote]).toEqual([0, []]);
    const wet = await run(fake, product());
    const steps = (said: string[]): string[] =>
      said.filter(line => /^(集合|索引|云存储|函数|数据|HTTP|定时器)/.test(line));
    expect(steps(dry.said).length).toBeGreaterThan(8);
    expect(steps(wet.said)).toEqual(steps(dry.said));
  });

  test('no secret is shown, but whether it changes', async () => {
    const fake = new FakeCloud();
    const { text } = await run(fake, product(), { dryRun: true });
    expect(text).toMatch(/变量 BANJIE_KEYS：新设 [0-9a-f]{8}$/m);
    for (const secret of Object.values(keys)) expect(text).not.toContain(secret);
    await run(fake, product());
    const changed = await run(fake, product(2), { dryRun: true });
    expect(changed.text).toMatch(/变量 BANJIE_KEYS：[0-9a-f]{8} 改为 [0-9a-f]{8}$/m);
    expect(changed.text).not.toContain(moreKeys.BANJIE_KEYS);
    expect(changed.text).not.toMatch(/BANJIE_PHONE_KEY：.*改为/);
  });
});

test('the next version: what is new is added, what has changed is changed, the data come along', async () => {
  const fake = await deployed();
  expect(await check(fake, product(2))).toMatchObject({
    exit: 1,
    text: expect.stringContaining('集合 plans：新建'),
  });
  const { exit, wrote } = await run(fake, product(2));
  expect(exit).toBe(0);
  expect(wrote).not.toContain('DeleteFunction');
  expect(fake.state).toMatchObject({
    tables: { plans: { acl: 'ADMINONLY' } },
    routes: { '*': [{ Path: '/hotline', UpstreamResourceName: 'hotline', EnableAuth: false }] },
    data: { version: 2, manager: 'openid-1' },
    functions: {
      clock: { timers: [{ TriggerDesc: '0 */2 * * * * *' }], code: { index: '// clock newest=2' } },
      events: { memory: 256 },
    },
  });
  expect((await run(fake, product(2))).wrote).toEqual([]);
  const fresh = await deployed(2);
  expect(fake.summary()).toEqual({ ...(fresh.summary() as object), tables: expect.anything() });
});

describe('data that come to another form', () => {
  test('are exported before anything is changed, and where that lies is told', async () => {
    const fake = await deployed();
    expect(fake.state.exports).toEqual([]);
    const dry = await run(fake, product(2), { dryRun: true });
    expect(dry.said[0]).toBe('数据：先导出 1 个集合（tickets）');
    const { exit, wrote, text } = await run(fake, product(2));
    expect(exit).toBe(0);
    // `form`: as it was before.
    expect(fake.state.exports).toEqual([expect.objectContaining({ collection: 'tickets', form: 1, documents: 3 })]); // prettier-ignore
    expect(wrote.filter(name => name === 'DatabaseMigrateExport')).toHaveLength(1);
    expect(wrote[0]).toBe('DatabaseMigrateExport');
    const [folder] = /exports\/\d{4}-\d\d-\d\d-[0-9a-f]{32}\//.exec(text) ?? [];
    expect(fake.state.exports[0]?.path).toBe(`${folder}tickets.json`);
    expect((await run(fake, product(2))).wrote).toEqual([]);
  });

  test('not where it is declined, not of other code with the same form, not of what is empty', async () => {
    const fake = await deployed();
    await run(fake, { ...product(2), form: 1 });
    await run(fake, { ...product(2), form: 3 }, { noExport: true });
    expect(fake.state.exports).toEqual([]);
    const empty = await deployed();
    empty.change(({ tables }) => Object.values(tables).forEach(table => void (table.documents = 0)));
    await run(empty, product(2));
    expect(empty.state.exports).toEqual([]);
  });

  test('when it cannot be exported nothing is changed, and one step is left to a person', async () => {
    const fake = await deployed();
    fake.refuses = { action: 'DatabaseMigrateExport', code: 'UnauthorizedOperation' };
    const before = fake.written.length;
    await expect(run(fake, product(2))).rejects.toThrow(/什么都没有改.*导出 tickets.*--no-export/);
    expect(fake.written.length).toBe(before);
    expect((await run(fake, product(2), { noExport: true })).exit).toBe(0);
    expect(fake.state.data.version).toBe(2);
  });
});

describe('ended anywhere and run again, the end is the same', () => {
  const from = (state: FakeCloud['state']): FakeCloud => {
    const fake = new FakeCloud();
    fake.change(there => Object.assign(there, structuredClone(state)));
    return fake;
  };

  /** Between two writes nothing changes: with `writes` the runs that end between are left out. */
  const ends = async (begin: FakeCloud['state'], version: 1 | 2, lag: number, which: 'all' | 'writes') => {
    const whole = from(begin);
    await run(whole, product(version));
    const aim = whole.summary();
    const kinds = new Set(whole.written);
    const places = whole.requests.flatMap((name, at) => (which === 'all' || kinds.has(name) ? [at + 1] : []));
    for (const request of places) {
      const fake = from(begin);
      fake.lag = lag;
      fake.killAt = request;
      await expect(run(fake, product(version))).rejects.toThrow(Killed);
      fake.killAt = undefined;
      await run(fake, product(version));
      expect([request, fake.summary()]).toEqual([request, aim]);
    }
    return places.length;
  };

  test('an empty environment, at every request', async () => {
    expect(await ends(emptyState(), 1, 0, 'all')).toBeGreaterThan(40);
  });

  test('an upgrade, after every write, where what is read lags behind', async () => {
    const { state } = await deployed();
    expect(await ends(state, 2, 2500, 'writes')).toBeGreaterThan(15);
  });
});

describe('an environment that somebody has changed', () => {
  test.each<[string, (state: FakeCloud['state']) => void, string]>([
    [
      'a collection open to people',
      ({ tables }) => void Object.assign(tables['tickets'] ?? {}, { acl: 'READONLY' }),
      '集合 tickets：权限改为 ADMINONLY（现在 READONLY）',
    ],
    ['another rule of storage', state => void (state.storageAcl = 'PRIVATE'), '云存储：权限改为 READONLY'],
    [
      'an index gone',
      ({ tables }) => void tables['tickets']?.indexes.pop(),
      '索引 tickets.external：新建（keys.externalKey 升，唯一）',
    ],
    [
      'an index of another kind',
      ({ tables }) => tables['tickets']?.indexes.forEach(one => void (one.Unique = one.Name === '_id_')),
      '索引 tickets.external：删除（内容变了，先删后建）',
    ],
    [
      'a key changed',
      ({ functions }) =>
        functions['clock']?.variables.forEach(
          one => void (one.Value = one.Key === 'BANJIE_KEYS' ? '{}' : one.Value),
        ),
      '变量 BANJIE_KEYS',
    ],
    [
      'less time',
      ({ functions }) => void Object.assign(functions['clock'] ?? {}, { timeout: 3 }),
      '超时 3 改为 20',
    ],
    [
      'code of unknown origin',
      ({ functions }) => void Object.assign(functions['events'] ?? {}, { description: 'by hand' }),
      '函数 events：更新代码（来历不明',
    ],
    [
      'code that another tool has put there',
      ({ functions }) =>
        void Object.assign(functions['events'] ?? {}, { code: { sha: 'ab', size: 3, index: '// by hand' } }),
      '函数 events：更新代码（被别的工具改过',
    ],
    [
      'an old runtime',
      ({ functions }) => void Object.assign(functions['clock'] ?? {}, { runtime: 'Nodejs16.13' }),
      '函数 clock：删除（运行环境或入口不能修改',
    ],
    [
      'a function that never came to be',
      ({ functions }) => void Object.assign(functions['clock'] ?? {}, { failed: 'CreateFailed' }),
      '函数 clock：删除（上次没有建成',
    ],
    [
      'a change that failed',
      ({ functions }) => void Object.assign(functions['clock'] ?? {}, { failed: 'UpdateFailed' }),
      '函数 clock：更新代码',
    ],
    [
      'a timer twice',
      ({ functions }) =>
        void functions['clock']?.timers.push({
          TriggerName: 'everyMinute',
          Type: 'timer',
          TriggerDesc: '0 * * * * * *',
        }),
      '定时器 clock.everyMinute：删除（时间变了或有重复',
    ],
    ['no timer', ({ functions }) => void functions['clock']?.timers.pop(), '定时器 clock.everyMinute：新建'],
    [
      'a permission taken away',
      state => void (state.openapi = {}),
      '函数 clock：云调用权限改为 subscribeMessage.send',
    ],
    [
      'a permission too many',
      state => void (state.openapi['setup'] = ['security.msgSecCheck']),
      '函数 setup：云调用权限改为 无',
    ],
    ['pushes elsewhere', state => void (state.callbacks = []), '消息推送：wxa_media_check 推送到函数 events'],
    [
      'a token left behind',
      ({ functions }) =>
        void functions['setup']?.variables.push({ Key: 'BANJIE_SETUP_TOKEN_HASH', Value: 'x' }),
      '变量 BANJIE_SETUP_TOKEN_HASH：去掉',
    ],
  ])('%s: is told, and put right', async (_what, drift, told) => {
    const fake = await deployed();
    const aim = fake.summary();
    fake.change(drift);
    expect(await check(fake, product())).toMatchObject({ exit: 1, text: expect.stringContaining(told) });
    const { exit, text } = await run(fake, product());
    expect(exit).toBe(0);
    expect(text).toContain(told);
    expect(fake.summary()).toEqual(aim);
  });

  test('what is there beside is named and left alone, and taken away only when that is asked for', async () => {
    const fake = await deployed();
    const aim = fake.summary();
    fake.change(({ tables, functions, routes }) => {
      tables['notes'] = { indexes: [], acl: 'PRIVATE', documents: 7 };
      tables['tickets']?.indexes.push({ Name: 'old', Keys: [{ Name: 'x', Direction: '1' }], Unique: false });
      functions['seed'] = structuredClone(functions['events']) as FakeFunction;
      functions['clock']?.timers.push({
        TriggerName: 'nightly',
        Type: 'timer',
        TriggerDesc: '0 0 3 * * * *',
      });
      functions['clock']?.variables.push({ Key: 'SMTP_URL', Value: 'smtps://a' });
      routes['*'] = [
        {
          Path: '/old',
          UpstreamResourceType: 'SCF',
          UpstreamResourceName: 'seed',
          EnableAuth: false,
          Enable: true,
        },
      ];
    });
    const kept = await run(fake, product());
    expect([kept.exit, kept.wrote]).toEqual([0, []]);
    for (const name of [
      '集合 notes：删除（多出来的，有 7 条记录）',
      '索引 tickets.old',
      '函数 seed',
      '定时器 clock.nightly',
      '变量 SMTP_URL',
      'HTTP 访问 */old',
    ])
      expect(kept.text).toContain(name);
    // A change of the same function does not take the variable along.
    fake.change(({ functions }) => void Object.assign(functions['clock'] ?? {}, { timeout: 3 }));
    await run(fake, product());
    expect(fake.state.functions['clock']?.variables.map(({ Key }) => Key)).toContain('SMTP_URL');
    fake.lag = 2000;
    const { exit } = await run(fake, product(), { prune: true });
    expect(exit).toBe(0);
    expect(fake.summary()).toEqual({ ...(aim as object), routes: { '*': [] } });
  });
});
