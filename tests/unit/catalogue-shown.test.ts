import type { Actor } from '../../cloudfunctions/domain/engine';
import { staffOf } from '../support/callers';
import { handlerOf, leadOf, manager, operator, operatorLead, service, units } from '../support/domain';
import { memory } from '../support/memory';

/** Who sees the persons behind units and services, and those on duty: by name, one by one. */

const START = '2026-11-23T10:00:00.000+08:00';
const PHONE = '13800138000';
const contacts = [{ duty: 'owner' as const, name: '张三', phone: PHONE }];
const local = (region: string): Actor => ({ id: 'gz-local', role: 'local', name: '市主管丁', region });
const partner: Actor = { id: 'partner', role: 'partner', name: '合作方戊' };
const security: Actor = { id: 'security', role: 'security', name: '安全员己' };

const world = () => {
  const made = memory(START);
  made.put('units', {
    _id: 'gz-hrss',
    ...units.find(({ id }) => id === 'gz-hrss')!,
    contacts,
    phone: '020-83331234',
  });
  made.put('services', {
    ...made.get('services', 'card')!,
    contacts,
    unitId: 'gz-hrss',
    competent: [],
    region: '440100',
  });
  return made;
};

const everybody: [string, Actor, boolean][] = [
  ['operator', operator, true],
  ['operator’s lead', operatorLead, true],
  ['manager', manager, true],
  ['its handler', handlerOf('gz-hrss'), true],
  ['its lead', leadOf('gz-hrss'), true],
  ['the authority of its city', local('440100'), true],
  ['the authority of the province above', local('440000'), true],
  ['the authority of a district below', local('440106'), false],
  ['the authority of another city', local('440300'), false],
  ['a handler of the bureau above', handlerOf('hrss'), false],
  ['the lead of another unit', leadOf('psb'), false],
  ['a partner', partner, false],
  ['the security officer', security, false],
];

test.each(everybody)('contacts of a unit and of a service: %s', async (_who, actor, sees) => {
  const { call } = staffOf(world(), actor);
  const listed = await call('unit.list', {});
  const unit = listed.units.find(({ id }) => id === 'gz-hrss');
  expect(unit).toMatchObject({ name: '市人社局', phone: '020-83331234' });
  expect(unit?.contacts).toEqual(sees ? contacts : undefined);
  const { service: shown } = await call('service.get', { id: service.id });
  expect(shown.contacts).toEqual(sees ? contacts : undefined);
  expect(JSON.stringify([listed, shown]).includes(PHONE)).toBe(sees);
});

test('members come without account, mail and phone; each lead those of the own side', async () => {
  const made = world();
  made.put('members', { ...made.get('members', 'hrss-handler')!, phone: PHONE, email: 'a@example.com' });
  const listed = async (actor: Actor) => (await staffOf(made, actor).call('member.list', {})).members;
  const all = await listed(manager);
  expect(all).toHaveLength(made.all('members').length);
  expect(JSON.stringify(all)).not.toMatch(/openid|13800138000|example/);
  expect((await listed(leadOf('hrss'))).map(({ id }) => id).sort()).toEqual(['hrss-handler', 'hrss-lead']);
  expect((await listed(operatorLead)).map(({ id }) => id).sort()).toEqual(['op', 'op-lead']);
});

test('members are found by a part of the name, however it is typed: of those who work here, each lead the own side', async () => {
  const made = world();
  const called = (id: string, name: string, state: 'active' | 'revoked' = 'active') =>
    made.put('members', { ...made.get('members', id)!, name, state });
  called('hrss-handler', '买买提·艾力');
  called('gz-hrss-handler', '艾力江');
  called('psb-handler', '艾力', 'revoked');
  const found = async (actor: Actor, query: string) =>
    (await staffOf(made, actor).call('member.list', { query })).members.map(({ id }) => id);
  expect(await found(manager, '艾力')).toEqual(['gz-hrss-handler', 'hrss-handler']);
  expect(await found(manager, ' 买买提艾 力')).toEqual(['hrss-handler']);
  expect(await found(leadOf('hrss'), '艾力')).toEqual(['hrss-handler']);
  expect(await found(operatorLead, '艾力')).toEqual([]);
  expect(await found(manager, '没有这个人')).toEqual([]);
});

test.each([
  ['its handler', handlerOf('gz-hrss'), true],
  ['its lead', leadOf('gz-hrss'), true],
  ['operator', operator, true],
  ['the authority of its city', local('440100'), true],
  ['the authority of another city', local('440300'), false],
  ['a handler of another unit', handlerOf('psb'), false],
] as const)('who is on duty, and at which number: %s', async (_who, actor, sees) => {
  const made = world();
  await staffOf(made, leadOf('gz-hrss')).call('register.save', {
    register: 'rosters',
    values: {
      name: '夜班',
      memberId: 'gz-hrss-handler',
      startsAt: '2026-11-23T18:00:00+08:00',
      endsAt: '2026-11-24T08:00:00+08:00',
      reach: 'inbox',
      phone: PHONE,
    },
  });
  const { rows } = await staffOf(made, actor).call('register.list', { register: 'rosters' });
  expect(rows).toHaveLength(sees ? 1 : 0);
});

test('where a list of notices goes on tells nothing of those of others in between', async () => {
  const made = world();
  const save = async (actor: Actor, serviceId: string) => {
    made.pass(1_000);
    const notice = { kind: 'general', title: '窗口调整', text: '窗口下周搬到二楼。', serviceId } as const;
    return (await staffOf(made, actor).call('notice.save', { notice })).notice.id;
  };
  made.put('services', {
    ...made.get('services', 'card')!,
    _id: 'pass',
    id: 'pass',
    unitId: 'psb',
    nameKey: 'pass',
  });
  const own: string[] = [];
  let others = '';
  for (let n = 0; n < 25; n += 1) {
    others = await save(leadOf('gz-hrss'), 'card');
    own.push(await save(leadOf('psb'), 'pass'));
    await save(leadOf('gz-hrss'), 'card');
  }
  const { call } = staffOf(made, leadOf('psb'));
  // One alone by its id, however many there are; of another unit it is not there.
  expect((await call('notice.list', { id: own[0]! })).notices.map(({ id }) => id)).toEqual([own[0]]);
  expect((await call('notice.list', { id: others })).notices).toEqual([]);
  expect((await call('notice.list', { id: 'GG-none' })).notices).toEqual([]);
  const first = await call('notice.list', {});
  expect(first.nextCursor).toContain(first.notices.at(-1)!.id);
  const second = await call('notice.list', { cursor: first.nextCursor! });
  expect([...first.notices, ...second.notices].map(({ id }) => id)).toEqual(own.reverse());
  expect(second.nextCursor).toBeUndefined();
});
