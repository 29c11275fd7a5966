import * as z from 'zod';
import { citizenActions } from '../../cloudfunctions/api/citizen';
import { staffActions } from '../../cloudfunctions/api/staff';
import type { CollectionName } from '../../cloudfunctions/usecases/kernel/documents';
import type { StaffApi } from '../../typings/api';
import { citizenOf, staffOf } from '../support/callers';
import { handlerOf, manager, operator } from '../support/domain';
import { memory, type Memory } from '../support/memory';

/** An answer that is lost on its way: whoever asks again creates nothing twice (contract §2, A47). */

const START = '2026-11-26T10:00:00.000+08:00';
const REQUEST = 'ABCDEF01-0000-4000-8000-000000000001';
const OTHER = 'abcdef01-0000-4000-8000-000000000002';

const filing = {
  kind: 'complaint',
  category: 'unsure',
  title: '楼道的灯坏了',
  text: '楼道的灯坏了一个月。',
  contact: { phone: '13800138000' },
  consent: { policyVersion: '2026-11' },
} as const;

type Creation = {
  as: 'citizen' | typeof manager;
  input: Record<string, unknown>;
  /** The same form with another word in it. */
  changed: Record<string, unknown>;
  in: CollectionName;
  idOf: (out: never) => string | undefined;
  /** What has to be there before, and how the form names it. */
  about?: (world: Memory) => Promise<Record<string, unknown>>;
};

const begin = async ({ about }: Creation): Promise<{ world: Memory; named: Record<string, unknown> }> => {
  const world = memory(START);
  return { world, named: (await about?.(world)) ?? {} };
};

const noOf = ({ ticket }: { ticket: { no: string } }) => ticket.no;
const hrss = handlerOf('hrss');
const invited = { name: '新人', role: 'handler', unitId: 'hrss', phone: '13800138000' };
const entry = { question: '社保卡怎么补办', answer: '带身份证到窗口。', similar: [], unitId: 'hrss' };
const notice = { kind: 'general', title: '中秋停机', text: '中秋节停机一小时。' };
const asset = {
  name: '服务器',
  kind: 'hardware',
  unitId: 'hrss',
  project: '一期',
  acquiredOn: '2026-01-01',
  state: 'in-use',
};
const plan = {
  kind: 'inspection',
  topic: 'patrol',
  title: '日常巡检',
  period: 'weekly',
  party: { role: 'unit', unitId: 'hrss' },
  from: '2026-11-26',
};

const creations: Record<string, Creation> = {
  'citizen/ticket.file': {
    as: 'citizen',
    input: filing,
    changed: { ...filing, text: '楼道的灯坏了两个月。' },
    in: 'tickets',
    idOf: noOf,
  },
  'staff/ticket.register': {
    as: operator,
    input: { ...filing, channel: 'phone' },
    changed: { ...filing, channel: 'counter' },
    in: 'tickets',
    idOf: noOf,
  },
  'staff/procedure.open': {
    as: manager,
    input: {
      kind: 'coordination',
      input: {
        subject: '数据不同步',
        background: '两家说法不一。',
        parties: [{ unitId: 'hrss' }, { unitId: 'psb' }],
      },
    },
    changed: {
      kind: 'coordination',
      input: {
        subject: '数据不一致',
        background: '两家说法不一。',
        parties: [{ unitId: 'hrss' }, { unitId: 'psb' }],
      },
    },
    in: 'tickets',
    idOf: noOf,
  },
  'staff/member.invite': {
    as: manager,
    input: invited,
    changed: { ...invited, phone: '13800138001' },
    in: 'members',
    idOf: ({ member }: { member: { id: string } }) => member.id,
  },
  'staff/register.save': {
    as: manager,
    input: { register: 'assets', values: asset },
    changed: { register: 'assets', values: { ...asset, name: '交换机' } },
    in: 'registers',
    idOf: ({ row }: { row: { id: string } }) => row.id,
  },
  'staff/register.rectify': {
    as: manager,
    input: { values: { what: '弱口令', severity: 'high', unitId: 'hrss' } },
    changed: { values: { what: '越权', severity: 'high', unitId: 'hrss' } },
    in: 'tickets',
    idOf: ({ no }: { no: string }) => no,
    about: async world => {
      const { row } = await staffOf(world, manager).call('register.save', {
        register: 'certificates',
        values: { name: '社保系统', kind: 'penetration', unitId: 'hrss', issuedOn: '2026-01-01' },
      });
      return { register: 'certificates', id: row.id };
    },
  },
  'staff/plan.save': {
    as: manager,
    input: plan,
    changed: { ...plan, title: '每周巡检' },
    in: 'plans',
    idOf: (out: { plan: { id: string } }) => out.plan.id,
  },
  'staff/phrase.save': {
    as: hrss,
    input: { title: '已办好', text: '{称呼}：已办好。' },
    changed: { title: '办好了', text: '{称呼}：已办好。' },
    in: 'phrases',
    idOf: ({ phrase }: { phrase: { id: string } }) => phrase.id,
  },
  'staff/notice.save': {
    as: operator,
    input: { notice },
    changed: { notice: { ...notice, title: '中秋停机公告' } },
    in: 'notices',
    idOf: (out: { notice: { id: string } }) => out.notice.id,
  },
  'staff/faq.save': {
    as: hrss,
    input: { entry },
    changed: { entry: { ...entry, answer: '带社保卡到窗口。' } },
    in: 'faqversions',
    idOf: ({ faq }: { faq: { id: string } }) => faq.id,
  },
};

const call = (world: Memory, name: string, { as }: Creation, input: object): Promise<never> => {
  const [, action = ''] = name.split('/');
  return (
    as === 'citizen'
      ? citizenOf(world, 'ou').call(action as 'ticket.file', input as never)
      : staffOf(world, as).call(action as keyof StaffApi, input as never)
  ) as Promise<never>;
};

describe.each(Object.entries(creations))('%s', (name, creation) => {
  const { input, changed, in: collection, idOf } = creation;
  const countIn = (world: Memory): number => world.all(collection).length;

  test('asked for again, it is there once, and the answer is the same', async () => {
    const { world, named } = await begin(creation);
    const before = countIn(world);
    const first = await call(world, name, creation, { ...named, ...input, requestId: REQUEST });
    world.pass(60_000);
    const entries = world.all('journal').length;
    // The same number in other letters is the same.
    const again = await call(world, name, creation, { ...named, ...input, requestId: REQUEST.toLowerCase() });
    expect(idOf(again)).toBe(idOf(first));
    expect([countIn(world) - before, world.all('journal').length]).toEqual([1, entries]);
  });

  test('of two at one time one creates it', async () => {
    const { world, named } = await begin(creation);
    const before = countIn(world);
    const both = await Promise.all(
      [1, 2].map(() => call(world, name, creation, { ...named, ...input, requestId: REQUEST })),
    );
    expect(new Set(both.map(out => idOf(out))).size).toBe(1);
    expect(countIn(world) - before).toBe(1);
  });

  test('with other words under the same number nothing is created, and it is said', async () => {
    const { world, named } = await begin(creation);
    await call(world, name, creation, { ...named, ...input, requestId: REQUEST });
    const before = countIn(world);
    await expect(
      call(world, name, creation, { ...named, ...changed, requestId: REQUEST }),
    ).rejects.toMatchObject({
      code: 'conflict',
      fields: undefined,
    });
    expect(countIn(world)).toBe(before);
    await call(world, name, creation, { ...named, ...changed, requestId: OTHER });
    expect(countIn(world)).toBe(before + 1);
  });
});

describe('an invitation', () => {
  const boss = (world: Memory) => staffOf(world, manager);
  const invite = (world: Memory, more: object = {}) =>
    boss(world).call('member.invite', { ...invited, requestId: REQUEST, ...more } as never);

  test('tells its code again to whoever did not hear it, until it was used', async () => {
    const world = memory(START);
    const { code } = await invite(world);
    expect((await invite(world)).code).toBe(code);
    await citizenOf(world, 'new-one').call('member.join', { code: code ?? '' });
    const { member, code: after } = await invite(world);
    expect([member.state, after]).toEqual(['active', undefined]);
  });

  test('of somebody else’s request is another one with another code', async () => {
    const world = memory(START);
    const { code } = await invite(world);
    const { code: other } = await staffOf(world, { ...manager, id: 'mgr2' }).call('member.invite', {
      ...invited,
      requestId: REQUEST,
    } as never);
    expect(other).not.toBe(code);
    expect(JSON.stringify(world.all('members'))).not.toContain((code ?? '?').replaceAll('-', ''));
  });

  test('of a known WeChat identity is answered again too', async () => {
    const world = memory(START);
    const { member } = await invite(world, { openid: 'known' });
    expect((await invite(world, { openid: 'known' })).member.id).toBe(member.id);
    await expect(invite(world, { openid: 'known', requestId: OTHER })).rejects.toMatchObject({
      code: 'conflict',
    });
  });
});

/** Why the others, sent again, create nothing twice. */
const otherwise: Record<string, readonly string[]> = {
  'is written under an id that is given or follows from what is meant': [
    'unit.save',
    'region.save',
    'service.save',
    'service.import',
    'faq.import',
    'calendar.import',
    'calendar.confirm',
    'report.build',
    'member.standIn',
    'member.address',
    'draft.save',
    'presence.touch',
    'knowledge.judge',
    'inbox.read',
    'notice.subscribe',
    'notice.unsubscribe',
    'ask.feedback',
    'me.save',
  ],
  'takes a version, or a state that is over afterwards': [
    'ticket.act',
    'ticket.bulk',
    'ticket.claim',
    'ticket.purge',
    'phrase.remove',
    'faq.submit',
    'faq.review',
    'faq.publish',
    'faq.withdraw',
    'faq.rollback',
    'faq.merge',
    'notice.publish',
    'notice.withdraw',
    'notice.review',
    'unit.dissolve',
    'member.revoke',
    'member.join',
    'ruleset.save',
    'ruleset.activate',
    'knowledge.saveWords',
    'knowledge.rollback',
    'knowledge.refit',
    'router.refit',
    'router.rollback',
    'clock.retry',
    'me.erase',
  ],
  'gives a file out, each of which is told of': [
    'ticket.file',
    'report.file',
    'service.export',
    'faq.export',
    'register.export',
    'me.export',
  ],
  'is a question, each of which is counted': ['ask'],
};
const READS =
  /\.(get|list|queue|timeline|files|history|numbers|proposals|sample|candidates|standIns|words|calendar|check|state|likely|suggest|tickets|tryOut|missed|unjudged|duplicates|held|guess|preview|public)$/;

const takesRequest = (schema: z.ZodType): boolean => {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as {
    properties?: object;
  };
  return 'requestId' in properties;
};

test('every action that creates takes a requestId and is walked above; of every other one it is said why not', () => {
  const all = [
    ...Object.entries(citizenActions).map(([name, { takes }]) => [`citizen/${name}`, takes] as const),
    ...Object.entries(staffActions).map(([name, { takes }]) => [`staff/${name}`, takes] as const),
  ];
  const creating = all.filter(([, takes]) => takesRequest(takes)).map(([name]) => name);
  expect(creating.sort()).toEqual(Object.keys(creations).sort());
  const named = Object.values(otherwise).flat();
  const left = all
    .map(([name]) => name)
    .filter(name => !creating.includes(name))
    .map(name => name.split('/')[1] ?? '')
    .filter(name => !READS.test(name) && !named.includes(name));
  expect(left).toEqual([]);
});
