import type { Actor } from '../../cloudfunctions/domain/engine';
import { wakeAt } from '../../cloudfunctions/domain/engine';
import { procedureOf } from '../../cloudfunctions/domain/procedures';
import {
  isAtRest,
  keysOf,
  maySee,
  NEVER,
  scopeKey,
  tag,
  type TicketKeys,
} from '../../cloudfunctions/domain/ticket/scope';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import {
  contextOf,
  everybody,
  handlerOf,
  leadOf,
  manager,
  memberOf,
  MONDAY,
  open,
  operator,
  operatorLead,
  owner,
  service,
  stranger,
  system,
  take,
} from '../support/domain';

/** Whose rows: who may see a ticket, who has to act, at whose desk it lies; each list is one tag (A34, design §6). */

const keys = (ticket: Ticket): TicketKeys => {
  const procedure = procedureOf(ticket.kind);
  return keysOf(ticket, procedure, wakeAt(procedure, ticket, contextOf(system)), contextOf(system).now);
};
const tagged = (ticket: Ticket, prefix: string): string[] =>
  keys(ticket)
    .tags.filter(one => one.startsWith(`${prefix}|`))
    .map(one => one.slice(prefix.length + 1))
    .sort();
const seers = (ticket: Ticket): string[] => everybody.filter(one => maySee(one, ticket)).map(({ id }) => id);

const local = (region: string): Actor => ({ id: `local-${region}`, role: 'local', name: '主管', region });

describe('who has which key', () => {
  test.each([
    [handlerOf('hrss'), 'unit:hrss'],
    [leadOf('hrss'), 'lead:hrss'],
    [operator, 'operator'],
    [operatorLead, 'operator-lead'],
    [manager, 'manager'],
    [local('440100'), 'region:440100'],
    // Its own matter alone (J-15a).
    [{ id: 'p', role: 'partner', name: '合作方' }, 'partner:p'],
    // What concerns security (J-20a).
    [{ id: 's', role: 'security', name: '安全员' }, 'security'],
    [owner, undefined],
  ] as [Actor, string | undefined][])('%j', (actor, key) => {
    expect(scopeKey(actor)).toBe(key);
  });

  test('a member without a unit or region sees nothing instead of everything', () => {
    for (const role of ['handler', 'lead', 'local'] as const) {
      const lost: Actor = { id: 'x', role, name: '某人' };
      expect(scopeKey(lost)).toBeUndefined();
      expect(maySee(lost, open({}, { service }))).toBe(false);
    }
  });
});

describe('who sees what', () => {
  test('an undispatched complaint: the owner, operator and manager; no unit', () => {
    expect(seers(open())).toEqual(['openid-owner', 'op', 'op-lead', 'mgr']);
  });

  test('dispatched, also its unit; nobody above, below or elsewhere', () => {
    expect(seers(open({}, { service }))).toEqual([
      'openid-owner',
      'op',
      'op-lead',
      'mgr',
      'hrss-handler',
      'hrss-lead',
    ]);
  });

  test('a local authority sees its region and below, not above and not beside', () => {
    const ticket = open({ region: '440106' });
    expect(['440000', '440100', '440106', '440300'].map(code => maySee(local(code), ticket))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(maySee(local('440106'), open({ region: '440100' }))).toBe(false);
  });

  test('a confidential complaint: leads and manager only, no handler, no local authority (A34)', () => {
    const ticket = open({ against: 'staff', region: '440100' }, { service });
    expect(seers(ticket)).toEqual(['openid-owner', 'op-lead', 'mgr', 'hrss-lead']);
    expect(tagged(ticket, 'todo')).toEqual(['lead:hrss']);
    expect(tagged(ticket, 'desk')).toEqual(['lead:hrss']);
  });

  test('a complaint about the operator lies with its lead, whatever it is about (A34)', () => {
    const ticket = open({ against: 'operator' }, { service });
    expect(ticket.holder).toEqual({ role: 'operator-lead' });
    expect(seers(ticket)).toEqual(['openid-owner', 'op-lead', 'mgr']);
  });

  test('a ticket taken by phone has no owner: an OPENID that is empty or null opens nothing', () => {
    const ticket = open({ ownerId: null });
    expect(maySee({ ...stranger, id: '' }, ticket)).toBe(false);
    expect(maySee(owner, ticket)).toBe(false);
    expect(tagged(ticket, 'owner')).toEqual([]);
  });
});

describe('what stands in which list', () => {
  const dispatched = open({}, { service });

  test('todo and desk follow the holder; an assisting unit has to do until it has answered (A28)', () => {
    expect(tagged(dispatched, 'todo')).toEqual(['lead:hrss', 'unit:hrss']);
    const ask = { unitId: 'psb', text: '请核实' };
    const asked = take(dispatched, 'assist', ask, contextOf(handlerOf('hrss'))).ticket;
    expect(tagged(asked, 'todo')).toEqual(['lead:hrss', 'lead:psb', 'unit:hrss', 'unit:psb']);
    expect(tagged(asked, 'desk')).toEqual(['lead:hrss', 'unit:hrss']);
    expect(maySee(handlerOf('psb'), asked)).toBe(true);
    const answered = take(asked, 'answerAssist', { text: '属实' }, contextOf(handlerOf('psb'))).ticket;
    expect(tagged(answered, 'todo')).toEqual(['lead:hrss', 'unit:hrss']);
    const replied = take(asked, 'reply', { text: '已补办。' }, contextOf(handlerOf('hrss'))).ticket;
    expect(tagged(replied, 'todo')).toEqual([]);
    expect(maySee(handlerOf('psb'), replied)).toBe(true);
  });

  test('an extension that was asked for is also the manager’s to do (A26)', () => {
    const asked: Ticket = structuredClone(dispatched);
    asked.details.extension = { days: 5, reason: '核查', by: 'hrss-handler', at: MONDAY, state: 'asked' };
    expect(tagged(asked, 'todo')).toEqual(['lead:hrss', 'manager', 'unit:hrss']);
  });

  test('a refusal waits for the citizen, an objection for the manager (A16)', () => {
    const refusal = { reason: '不在职责内', basis: '某条例', redirect: '信访' };
    const refused = take(dispatched, 'refuse', refusal, contextOf(handlerOf('hrss'))).ticket;
    expect(tagged(refused, 'todo')).toEqual([]);
    expect(keys(refused).endsAt).toBe('2026-12-01T00:00:00.000+08:00');
    const objected = take(refused, 'object', { text: '不服' }, contextOf(owner)).ticket;
    expect(tagged(objected, 'todo')).toEqual(['manager']);
    expect(keys(objected).endsAt).toBe(NEVER);
    // The unit keeps sight of what it refused.
    expect(maySee(handlerOf('hrss'), objected)).toBe(true);
  });

  test('mine from claim to the end; a holder who passes it on has it no longer', () => {
    const mine = take(dispatched, 'claim', {}, contextOf(handlerOf('hrss'))).ticket;
    expect(tagged(mine, 'mine')).toEqual(['hrss-handler']);
    const member = memberOf(leadOf('hrss'));
    const given = take(
      mine,
      'assign',
      { memberId: member.id },
      contextOf(leadOf('hrss'), MONDAY, { member }),
    ).ticket;
    expect(tagged(given, 'mine')).toEqual(['hrss-lead']);
    const back = take(mine, 'return', { reason: '不归我们管' }, contextOf(handlerOf('hrss'))).ticket;
    expect(tagged(back, 'mine')).toEqual([]);
    expect(tagged(take(mine, 'withdraw', {}, contextOf(owner)).ticket, 'mine')).toEqual([]);
  });

  test('an ended ticket lies on no desk and wakes nobody', () => {
    const withdrawn = take(dispatched, 'withdraw', {}, contextOf(owner)).ticket;
    expect(tagged(withdrawn, 'desk')).toEqual([]);
    expect(keys(withdrawn)).toMatchObject({ wakeAt: NEVER, yellowAt: NEVER, endsAt: MONDAY });
    expect(keys(withdrawn).dueKey).toBe(`${NEVER}|${withdrawn.no}`);
  });

  test('ended, it is found by its readers and its unit still, and may go to the archive', () => {
    const withdrawn = take(open({ region: '440106' }, { service }), 'withdraw', {}, contextOf(owner)).ticket;
    expect(tagged(withdrawn, 'seen-of')).toEqual(['region:440100|hrss', 'region:440106|hrss']);
    expect(tagged(withdrawn, 'seen-as')).toEqual(['lead:hrss|complaint', 'unit:hrss|complaint']);
    expect(tagged(withdrawn, 'seen-in')).toEqual(
      ['lead:hrss', 'unit:hrss'].flatMap(key => [`${key}|440100`, `${key}|440106`]),
    );
    expect(isAtRest(keys(withdrawn))).toBe(true);
  });

  test('G-3.2.2c: about its service, and unanswered until somebody replies to it or refuses it', () => {
    const asked = open({}, { service });
    const by = contextOf(handlerOf('hrss'));
    expect(tagged(asked, 'about')).toEqual([service.id]);
    expect(tagged(asked, 'unanswered')).toEqual([service.id]);
    const replied = take(asked, 'reply', { text: '已补办。' }, by).ticket;
    expect(tagged(replied, 'about')).toEqual([service.id]);
    expect(tagged(replied, 'unanswered')).toEqual([]);
    const reason = { reason: '不在职责内', basis: '某条例', redirect: '信访' };
    expect(tagged(take(asked, 'refuse', reason, by).ticket, 'unanswered')).toEqual([]);
    expect(tagged(take(asked, 'withdraw', {}, contextOf(owner)).ticket, 'unanswered')).toEqual([]);
  });

  test('an earlier date that waits for the manager, and a disclosed outcome, have tags of their own', () => {
    const waiting: Ticket = structuredClone(dispatched);
    waiting.clocks.at(-1)!.pendingDate = '2026-12-01';
    expect(keys(waiting).tags).toContain(tag.pendingDate);
    waiting.clocks.at(-1)!.state = 'met';
    expect(keys(waiting).tags).not.toContain(tag.pendingDate);
    const replied = take(dispatched, 'reply', { text: '已补办。' }, contextOf(handlerOf('hrss'))).ticket;
    const shown = take(replied, 'disclose', {}, contextOf(manager)).ticket;
    expect(keys(shown).tags).toContain(tag.disclosed);
    expect(keys(take(shown, 'undisclose', {}, contextOf(manager)).ticket).tags).not.toContain(tag.disclosed);
  });
});

describe('the order of the lists', () => {
  test('what turns red first comes first: accept before reply', () => {
    const ticket = open({}, { service });
    // 7 WD after 11-23 is 12-02, red from 12-03 on; yellow 2 WD before.
    expect(keys(ticket).dueKey).toBe(`2026-12-03T00:00:00.000+08:00|${ticket.no}`);
    expect(keys(ticket).yellowAt).toBe('2026-11-30T00:00:00.000+08:00');
    expect(keys(ticket).newKey).toBe(`${MONDAY}|${ticket.no}`);
  });

  test('another system’s number stands once a channel; without one the own number does (A14)', () => {
    expect(keys(open({ channel: '12345', externalNo: 'X1' })).externalKey).toBe('12345|X1');
    expect(keys(open()).externalKey).toBe(open().no);
  });
});
