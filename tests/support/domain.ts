import { buildCalendar } from '../../cloudfunctions/domain/calendar';
import type { Catalogue, Member, Region, Service, Unit } from '../../cloudfunctions/domain/catalogue';
import { staffOn } from '../../cloudfunctions/domain/catalogue/staffing';
import { takeAct, type Actor, type Context, type Outcome } from '../../cloudfunctions/domain/engine';
import { labelOf, openTicket, procedureOf, type Opening } from '../../cloudfunctions/domain/procedures';
import { shippedRuleSets, type RuleSet } from '../../cloudfunctions/domain/rulesets';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';

/** A small province for tests: a provincial bureau, a city bureau below it, a district bureau below that, a stranger. */

export const calendar = buildCalendar();
/** Monday 2026-11-23, 10:00. */
export const MONDAY = '2026-11-23T10:00:00.000+08:00';
const TODAY = '2026-11-23';

const unit = (id: string, name: string, region: string, more: Partial<Unit> = {}): Unit => ({
  id,
  name,
  region,
  duties: [],
  secondSignature: false,
  ...more,
});

export const units: Unit[] = [
  unit('hrss', '省人社厅', '440000'),
  unit('gz-hrss', '市人社局', '440100', { parentId: 'hrss', secondSignature: true }),
  unit('th-hrss', '区人社局', '440106', { parentId: 'gz-hrss' }),
  unit('psb', '省公安厅', '440000'),
];

export const regions: Region[] = [
  { code: '440000', name: '广东省' },
  { code: '440100', name: '广州市', parent: '440000' },
  { code: '440106', name: '天河区', parent: '440100' },
  { code: '440300', name: '深圳市', parent: '440000' },
];

export const catalogue: Catalogue = {
  unit: id => units.find(one => one.id === id),
  units: () => units,
  region: code => regions.find(one => one.code === code),
  regions: () => regions,
  staffAt: desk => everybodyThere()(desk),
};

let staffed: Catalogue['staffAt'] | undefined;
const everybodyThere = (): Catalogue['staffAt'] =>
  (staffed ??= staffOn(everybody.filter(({ role }) => role !== 'citizen').map(memberOf), TODAY));

/** The province when some have gone. */
export const without = (...ids: string[]): Catalogue => ({
  ...catalogue,
  staffAt: desk => everybodyThere()(desk).filter(({ id }) => !ids.includes(id)),
});

/** Complaints go to the provincial bureau, consultations from Guangzhou to the city bureau (A33). */
export const service: Service = {
  id: 'card',
  name: '社保卡申领',
  aliases: [],
  unitId: 'hrss',
  competent: [{ region: '440100', unitId: 'gz-hrss' }],
  region: '440000',
  state: 'online',
  statutory: [],
};

export const rules = shippedRuleSets[0] as RuleSet;

export const owner: Actor = { id: 'openid-owner', role: 'citizen', name: '群众' };
export const stranger: Actor = { id: 'openid-stranger', role: 'citizen', name: '群众' };
export const operator: Actor = { id: 'op', role: 'operator', name: '运营甲' };
export const operatorLead: Actor = { id: 'op-lead', role: 'operator-lead', name: '运营负责人乙' };
export const manager: Actor = { id: 'mgr', role: 'manager', name: '管理丙' };
export const system: Actor = { id: 'system', role: 'system', name: '系统' };

const ofUnit = (unitId: string, role: 'handler' | 'lead'): Actor => ({
  id: `${unitId}-${role}`,
  role,
  unitId,
  name: `${unitId}的${role === 'lead' ? '负责人' : '经办人'}`,
});
export const handlerOf = (unitId: string): Actor => ofUnit(unitId, 'handler');
export const leadOf = (unitId: string): Actor => ofUnit(unitId, 'lead');

/** Everybody who could try: each role, and each unit with one handler and one lead. */
export const everybody: Actor[] = [
  owner,
  stranger,
  operator,
  operatorLead,
  manager,
  { id: 'gz-local', role: 'local', name: '市主管丁', region: '440100' },
  { id: 'partner', role: 'partner', name: '合作方戊' },
  { id: 'security', role: 'security', name: '安全员己' },
  ...units.flatMap(({ id }) => [handlerOf(id), leadOf(id)]),
];

/** The member behind an actor, as the store holds it. */
export const memberOf = (actor: Actor): Member => ({
  id: actor.id,
  openid: `openid-${actor.id}`,
  name: actor.name,
  role: actor.role as Member['role'],
  ...(actor.unitId ? { unitId: actor.unitId } : {}),
  ...(actor.region ? { region: actor.region } : {}),
  state: 'active',
});

export const contextOf = (actor: Actor, now = MONDAY, more: Partial<Context> = {}): Context => ({
  now,
  calendar,
  ruleSet: rules,
  catalogue,
  actor,
  labelOf,
  ...more,
});

/** What a citizen files online: a complaint about business without a service, unless told otherwise. */
export const opening = (more: Partial<Opening> = {}): Opening => ({
  no: 'TS20261123-000-001-0',
  kind: 'complaint',
  category: 'business',
  title: '社保卡补办没有回音',
  text: '补办社保卡一个月没有回音，电话 138****8000。',
  channel: 'online',
  ownerId: owner.id,
  phoneHash: 'hash-of-the-phone',
  applicant: { type: 'person', name: '王**' },
  contact: { phone: '138****8000' },
  sealed: [{ keyId: 'k1', data: 'sealed-personal-data' }],
  anonymous: false,
  urgent: false,
  consent: { policyVersion: '2026-11', at: MONDAY },
  attachments: [],
  suggestions: [],
  reviewText: false,
  ...more,
});

/** Opens a ticket as its owner does. */
export const open = (more: Partial<Opening> = {}, context: Partial<Context> = {}): Ticket =>
  openTicket(opening(more), { ...contextOf(owner), ...context }).ticket;

/** Takes an act that must succeed; a refusal fails the test with its reason. */
export const take = (
  ticket: Ticket,
  act: string,
  input: Record<string, unknown>,
  context: Context,
): Outcome => {
  const result = takeAct(procedureOf(ticket.kind), ticket, act, input, context);
  if (!result.ok) throw new Error(`${act} was refused: ${JSON.stringify(result.refusal)}`);
  return result.value;
};
