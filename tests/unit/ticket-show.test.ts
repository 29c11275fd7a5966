import { procedureOf } from '../../cloudfunctions/domain/procedures';
import { shippedRuleSets } from '../../cloudfunctions/domain/rulesets';
import { showTicket, summarise } from '../../cloudfunctions/domain/views/ticket';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import type { Actor } from '../../cloudfunctions/domain/engine';
import type { ShownTicket } from '../../typings/contract';
import {
  contextOf,
  handlerOf,
  leadOf,
  manager,
  MONDAY,
  open,
  operator,
  owner,
  rules,
  service,
  take,
} from '../support/domain';

/** Which fields: what a ticket looks like to its reader, at a moment (contract §6). */

const at = (time: string): string => `${time}:00.000+08:00`;
const show = (ticket: Ticket, actor: Actor = owner, now = MONDAY): ShownTicket =>
  showTicket(ticket, procedureOf(ticket.kind), { name: rules.name, draft: false }, contextOf(actor, now));

const complaint = open({}, { service });
const consultation = open({ kind: 'consultation' }, { service });

describe('the light of the promise (A24), for the citizen', () => {
  // 5 WD from Monday: due on Monday 11-30; yellow one working day before, from Friday on.
  test.each([
    ['2026-11-26T23:59', 'green', 2],
    ['2026-11-27T00:00', 'yellow', 1],
    ['2026-11-30T23:59', 'yellow', 0],
    ['2026-12-01T00:00', 'red', -1],
  ])('5 WD, at %s: %s, %s days left', (time, light, daysLeft) => {
    const shown = show(consultation, owner, at(time));
    expect([shown.light, shown.promise?.daysLeft]).toEqual([light, daysLeft]);
    expect(shown.flags.includes('overdue-promise')).toBe(light === 'red');
  });

  test('2 WD: yellow from the start of the due day', () => {
    const technical = open({ kind: 'consultation', category: 'technical' });
    expect(show(technical, owner, at('2026-11-24T23:59')).light).toBe('green');
    expect(show(technical, owner, at('2026-11-25T00:00')).light).toBe('yellow');
  });

  test('20 WD: yellow four working days before', () => {
    expect(complaint.promise?.date).toBe('2026-12-21');
    expect(show(complaint, owner, at('2026-12-14T23:59')).light).toBe('green');
    expect(show(complaint, owner, at('2026-12-15T00:00')).light).toBe('yellow');
  });

  test('an answer in time stays green, a late one red, for ever', () => {
    const answered = take(
      consultation,
      'reply',
      { text: '答' },
      contextOf(handlerOf('hrss'), at('2026-11-30T17:00')),
    );
    expect(show(answered.ticket, owner, at('2027-06-01T10:00'))).toMatchObject({ light: 'green' });
    const late = take(
      consultation,
      'reply',
      { text: '答' },
      contextOf(handlerOf('hrss'), at('2026-12-01T09:00')),
    );
    expect(show(late.ticket, owner, at('2027-06-01T10:00')).light).toBe('red');
    expect(show(late.ticket, owner, at('2027-06-01T10:00')).flags).toContain('overdue-promise');
  });

  test('solved by the machine is no promise that is broken later', () => {
    const answers = [
      { faqId: 'f', question: '问', answer: '答', unitName: '厅', updatedOn: '2026-01-01', confidence: 0.9 },
    ];
    const machine = { askId: 'a', answers, unjudged: true };
    const solved = take(
      open({ kind: 'consultation', machine }),
      'confirmSolved',
      {},
      contextOf(owner),
    ).ticket;
    const later = show(solved, owner, at('2027-06-01T10:00'));
    expect([later.light, later.flags, later.promise?.daysLeft]).toEqual(['green', [], 6]);
  });

  test('staff see the worst running clock instead', () => {
    expect(show(complaint, handlerOf('hrss'), at('2026-12-03T00:00')).light).toBe('red');
    expect(show(complaint, owner, at('2026-12-03T00:00')).light).toBe('green');
  });
});

describe('flags', () => {
  test('supervised is the staff’s business', () => {
    const supervised = take(complaint, 'supervise', { text: '请抓紧' }, contextOf(manager)).ticket;
    expect(show(supervised, manager).flags).toContain('supervised');
    expect(show(supervised, owner).flags).not.toContain('supervised');
  });

  test('urgent, confidential, faulty service as they were filed', () => {
    const ticket = open({ urgent: true, against: 'staff' }, { service: { ...service, state: 'fault' } });
    expect(show(ticket).flags).toEqual(['confidential', 'urgent', 'faulty-service']);
  });

  test('awaiting the citizen until there is an answer, and not after the end', () => {
    const asked = take(complaint, 'askCitizen', { text: '请补充卡号' }, contextOf(handlerOf('hrss'))).ticket;
    expect(show(asked).flags).toContain('awaiting-citizen');
    expect(show(take(asked, 'supplement', { text: '已补充' }, contextOf(owner)).ticket).flags).toEqual([]);
    expect(show(take(asked, 'withdraw', {}, contextOf(owner)).ticket).flags).toEqual([]);
  });
});

describe('who stands in the timeline', () => {
  const claimed = take(complaint, 'accept', {}, contextOf(handlerOf('hrss'))).ticket;
  const lineOf = (reader: Actor): string | undefined => show(claimed, reader).timeline.at(-1)?.who;

  test('a name for colleagues of the same unit, the unit for everybody else', () => {
    expect(lineOf(leadOf('hrss'))).toBe('hrss的经办人');
    expect([lineOf(owner), lineOf(operator), lineOf(manager)]).toEqual(['省人社厅', '省人社厅', '省人社厅']);
  });

  test('the citizen is “您” to himself and “群众” to others', () => {
    expect(show(complaint, owner).timeline[0]?.who).toBe('您');
    expect(show(complaint, handlerOf('hrss')).timeline[0]?.who).toBe('群众');
  });

  test('the name of the holder is for colleagues only', () => {
    const mine = take(complaint, 'claim', {}, contextOf(handlerOf('hrss'))).ticket;
    expect(show(mine, leadOf('hrss')).holder.memberName).toBe('hrss的经办人');
    expect(show(mine, owner).holder.memberName).toBeUndefined();
    expect(show(mine, operator).holder.memberName).toBeUndefined();
  });
});

describe('who holds it now, in the words of its rule set', () => {
  const named = (ticket: Ticket, ruleSet = rules): string =>
    summarise(ticket, procedureOf(ticket.kind), contextOf(manager, MONDAY, { ruleSet })).holderName;
  const technical = open({ kind: 'consultation', category: 'technical' });
  const refused = take(
    complaint,
    'refuse',
    { reason: '同一争议已申请仲裁', basis: '条例第二十一条', redirect: '向人民法院起诉' },
    contextOf(handlerOf('hrss')),
  ).ticket;
  const objected = take(refused, 'object', { text: '并没有申请仲裁' }, contextOf(owner)).ticket;

  test('a unit by its name, the operator without a unit, the manager once the citizen objects', () => {
    expect([named(complaint), named(technical), named(objected)]).toEqual(['省人社厅', '运营方', '管理方']);
    expect(named(open({ against: 'operator' }))).toBe('运营方');
  });

  test('another rule set calls operator and manager differently', () => {
    const ganfutong = shippedRuleSets[1];
    expect([named(complaint, ganfutong), named(technical, ganfutong), named(objected, ganfutong)]).toEqual([
      '省人社厅',
      '平台运营机构',
      '省级主管部门',
    ]);
  });
});

describe('what is kept from whom', () => {
  test('an anonymous applicant has no name and no phone, except for himself', () => {
    const anonymous = open({ anonymous: true }, { service });
    expect(show(anonymous, handlerOf('hrss'))).toMatchObject({ applicant: { name: '匿名' }, contact: {} });
    expect(show(anonymous, owner)).toMatchObject({ applicant: { name: '王**' } });
  });

  test('other people’s tickets of the same matter are linked for staff only', () => {
    const other = open({ no: 'TS20261123-000-009-0', ownerId: 'somebody', phoneHash: 'other' });
    const linked = take(
      complaint,
      'link',
      { to: other.no },
      contextOf(operator, MONDAY, { related: other }),
    ).ticket;
    expect(show(linked, operator).links).toHaveLength(1);
    expect(show(linked, owner).links).toEqual([]);
  });

  test('the list shows neither text nor timeline nor how a date came about', () => {
    const summary = summarise(complaint, procedureOf('complaint'), contextOf(operator));
    expect(Object.keys(summary)).not.toEqual(expect.arrayContaining(['text']));
    expect(JSON.stringify(summary)).not.toContain('explanation');
    expect(summary).not.toHaveProperty('timeline');
    expect(summary.next).toMatchObject({ name: 'accept', date: '2026-12-02', daysLeft: 7 });
  });
});

describe('a corrected answer (A35)', () => {
  test('every text that was given stays visible, also after a second correction', () => {
    const unit = contextOf(handlerOf('hrss'));
    const replied = take(complaint, 'reply', { text: '第一次' }, unit).ticket;
    const once = take(replied, 'correctReply', { text: '第二次', reason: '写错' }, unit).ticket;
    const twice = take(once, 'correctReply', { text: '第三次', reason: '又写错' }, unit).ticket;
    const shown = JSON.stringify(show(twice, owner));
    expect(['第一次', '第二次', '第三次'].map(text => shown.includes(text))).toEqual([true, true, true]);
    expect(show(twice).replies[0]?.corrected?.text).toBe('第三次');
  });
});

describe('whose time it was (A27)', () => {
  test('each holder is charged the working days between receipt and passing on', () => {
    const filed = open({ category: 'unsure' });
    const dispatched = take(
      filed,
      'dispatch',
      { unitId: 'hrss' },
      contextOf(operator, at('2026-11-25T09:00')),
    ).ticket;
    const reason = { reason: '不归我们管' };
    // Friday to Friday: the weekend costs nobody anything.
    const back = take(
      dispatched,
      'return',
      reason,
      contextOf(handlerOf('hrss'), at('2026-11-27T18:00')),
    ).ticket;
    const again = take(
      back,
      'dispatch',
      { unitId: 'psb' },
      contextOf(operator, at('2026-11-30T08:00')),
    ).ticket;
    expect(again.custody.map(({ holder, workdays }) => [holder.unitId ?? holder.role, workdays])).toEqual([
      ['operator', 2],
      ['hrss', 2],
      ['operator', 1],
      ['psb', undefined],
    ]);
  });

  test('an overdue clock ends as late when the ticket is passed on: that excuses nobody', () => {
    const late = contextOf(handlerOf('hrss'), at('2026-12-01T09:00'));
    const below = take(consultation, 'dispatch', { unitId: 'gz-hrss' }, late);
    expect(below.ticket.clocks.map(one => [one.name, one.responsible.unitId, one.state])).toContainEqual([
      'reply',
      'hrss',
      'late',
    ]);
    expect(below.counts).toMatchObject({ '2026-12-01|clock.reply.late|consultation|hrss': 1 });
    const early = take(consultation, 'dispatch', { unitId: 'gz-hrss' }, contextOf(handlerOf('hrss')));
    expect(
      early.ticket.clocks.find(one => one.responsible.unitId === 'hrss' && one.name === 'reply')?.state,
    ).toBe('cancelled');
  });

  test('merged, the earlier date wins, but not the inner date of an assisting unit (A29)', () => {
    const assisted = take(
      complaint,
      'assist',
      { unitId: 'psb', text: '请核实' },
      contextOf(handlerOf('hrss')),
    ).ticket;
    const related = open(
      { no: 'TS20261124-000-009-0' },
      { service, ...contextOf(owner, at('2026-11-24T10:00')) },
    );
    const outcome = take(
      assisted,
      'merge',
      { into: related.no },
      contextOf(operator, at('2026-11-24T11:00'), { related }),
    );
    const target = outcome.related?.ticket;
    expect(target?.clocks.map(one => [one.name, one.date])).toEqual([
      ['dispatch', '2026-11-25'],
      ['accept', '2026-12-02'],
      ['reply', '2026-12-21'],
    ]);
    expect(target?.promise?.date).toBe('2026-12-21');
    expect(outcome.ticket).toMatchObject({ state: 'merged', promise: null });
  });

  test('merged before it was dispatched, its earlier promise breaks the other’s unit date (A27, A29)', () => {
    const waiting = open({ kind: 'consultation', category: 'unsure' });
    const related = open(
      { no: 'ZX20261126-000-009-0', kind: 'consultation' },
      { service, ...contextOf(owner, at('2026-11-26T10:00')) },
    );
    const into = { into: related.no };
    const outcome = take(waiting, 'merge', into, contextOf(operator, at('2026-11-26T11:00'), { related }));
    const target = outcome.related?.ticket;
    expect(target?.promise).toMatchObject({ date: '2026-12-01', broken: true, confirmed: true });
    expect(target?.clocks.some(one => one.name === 'supervise' && one.state === 'running')).toBe(true);
  });
});
