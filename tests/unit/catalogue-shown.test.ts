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
