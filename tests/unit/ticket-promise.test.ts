import { buildCalendar } from '../../cloudfunctions/domain/calendar';
import type { Service } from '../../cloudfunctions/domain/catalogue';
import {
  confirmEarlierPromise,
  promiseFor,
  recalculatePromise,
} from '../../cloudfunctions/domain/procedures/common/citizen-ticket/promise';
import type { CitizenPromise } from '../../cloudfunctions/domain/ticket/ticket';
import {
  contextOf,
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
import { calendar, handlerOf } from '../support/domain';
import { off, year2027 } from './calendar-fixtures';

/** What is promised to the citizen: fixed at filing, settled once, never moved afterwards (contract §6). */

const staffOf = (unitId: string) => contextOf(handlerOf(unitId));

describe('the promise at filing, on Monday 2026-11-23', () => {
  test.each([
    // Answered by the operator: the limit itself.
    ['consultation', 'technical', false, '2026-11-25', false],
    ['complaint', 'technical', false, '2026-11-25', false],
    ['suggestion', 'technical', true, '2026-11-25', false],
    // Dispatched in the same moment: the unit's own date, confirmed.
    ['consultation', 'business', true, '2026-11-30', true],
    ['consultation', 'system', true, '2026-11-30', true],
    ['complaint', 'business', true, '2026-12-21', true],
    // Otherwise one working day for the dispatch goes before it.
    ['consultation', 'business', false, '2026-12-01', false],
    ['consultation', 'unsure', true, '2026-12-01', false],
    ['complaint', 'unsure', true, '2026-12-22', false],
    ['suggestion', 'system', false, '2026-12-01', false],
  ] as const)(
    '%s, %s, with a service: %s → %s, confirmed: %s',
    (kind, category, withService, date, confirmed) => {
      const ticket = open({ kind, category }, withService ? { service } : {});
      expect(ticket.promise).toMatchObject({ date, confirmed, broken: false, provisional: false });
      expect(ticket.promise?.explanation.at(-1)).toMatchObject({ date, counted: true });
    },
  );

  test('a statutory limit of the service replaces the 20 WD (A3); calendar days follow the day of dispatch', () => {
    const statutory: Service['statutory'] = [
      { n: 10, unit: 'calendar-day', stage: 'reply', basis: '某条例' },
    ];
    const own = { ...service, statutory };
    expect(open({ kind: 'complaint' }, { service: own }).promise?.date).toBe('2026-12-03');
    const way = { dispatchedAtOnce: false, confirmed: false };
    const ticket = { kind: 'complaint' as const, category: 'unsure' as const, createdAt: MONDAY };
    const promise = promiseFor(ticket, way, own, { calendar, ruleSet: rules });
    // One working day (11-24), then ten days; the explanation holds every day of both.
    expect(promise.date).toBe('2026-12-04');
    expect(promise.explanation).toHaveLength(11);
  });

  test('where 20 WD count from acceptance (A30) the 7 WD before it are part of the promise', () => {
    const ruleSet = { ...rules, switches: { ...rules.switches, replyCountsFrom: 'acceptance' as const } };
    expect(open({}, { service, ruleSet }).promise?.date).toBe('2026-12-30');
    expect(open({ category: 'technical' }, { ruleSet }).promise?.date).toBe('2026-11-25');
  });
});

describe('settled once (A1)', () => {
  const triage = (ticket: ReturnType<typeof open>, category: string, now = '2026-11-25T10:00:00.000+08:00') =>
    take(ticket, 'triage', { category }, contextOf(operator, now)).ticket;

  test('the first triage sets it once more, from the day of filing, and confirms it', () => {
    const filed = open({ kind: 'consultation', category: 'technical' });
    const triaged = triage(filed, 'business');
    expect(triaged.promise).toMatchObject({ date: '2026-12-01', confirmed: true });
    const again = triage(triaged, 'technical');
    expect(again.promise).toEqual(triaged.promise);
  });

  test('a dispatch without triage and the operator’s reply confirm it as it is', () => {
    const unsure = open({ kind: 'consultation', category: 'unsure' });
    const dispatched = take(unsure, 'dispatch', { unitId: 'hrss' }, contextOf(operator)).ticket;
    expect(dispatched.promise).toEqual({ ...unsure.promise, confirmed: true });
    const technical = open({ kind: 'consultation', category: 'technical' });
    expect(take(technical, 'reply', { text: '请更新微信。' }, contextOf(operator)).ticket.promise).toEqual({
      ...technical.promise,
      confirmed: true,
    });
  });

  test('a returned ticket keeps its promise; a unit date behind it breaks it and is supervised (A27)', () => {
    const filed = open({ kind: 'consultation' }, { service });
    const later = '2026-11-25T10:00:00.000+08:00';
    const reason = { reason: '不归我们管' };
    const back = take(filed, 'return', reason, contextOf(handlerOf('hrss'), later)).ticket;
    const again = take(back, 'dispatch', { unitId: 'psb' }, contextOf(operator, later)).ticket;
    expect(again.promise).toEqual({ ...filed.promise, broken: true });
    expect(again.clocks.filter(one => one.state === 'running').map(one => [one.name, one.date])).toEqual([
      ['reply', '2026-12-02'],
      ['supervise', '2026-11-27'],
    ]);
  });

  test('a refusal ends it; an upheld objection promises the ordered 15 WD (A16)', () => {
    const filed = open({}, { service });
    const refusal = { reason: '不在职责内', basis: '某条例', redirect: '信访' };
    const refused = take(filed, 'refuse', refusal, staffOf('hrss')).ticket;
    expect(refused.promise).toBeNull();
    const objected = take(refused, 'object', { text: '就是你们管' }, contextOf(owner)).ticket;
    const upheld = take(
      objected,
      'decideObjection',
      { uphold: true, reason: '应受理' },
      contextOf(manager),
    ).ticket;
    expect(upheld.promise).toMatchObject({ date: '2026-12-14', confirmed: true });
    const kept = take(
      objected,
      'decideObjection',
      { uphold: false, reason: '不属' },
      contextOf(manager),
    ).ticket;
    expect(kept.promise).toBeNull();
    expect(kept.endsAt).toBe(MONDAY);
  });

  test('an approved extension leaves the promised date and shows the new one beside it (A26)', () => {
    const ruleSet = { ...rules, switches: { ...rules.switches, extension: true } };
    const filed = open({}, { service, ruleSet });
    const asked = take(
      filed,
      'requestExtension',
      { days: 5, reason: '须现场核查' },
      {
        ...staffOf('hrss'),
        ruleSet,
      },
    ).ticket;
    const decided = take(
      asked,
      'decideExtension',
      { approve: true, reason: '同意' },
      {
        ...contextOf(leadOf('hrss')),
        ruleSet,
      },
    ).ticket;
    expect(decided.promise).toMatchObject({ date: '2026-12-21', extendedTo: '2026-12-28' });
  });
});

describe('when a year is published (A32)', () => {
  const way = { dispatchedAtOnce: true, confirmed: true };
  const filedOn = (day: string): CitizenPromise =>
    promiseFor(
      { kind: 'complaint', category: 'business', createdAt: `${day}T10:00:00.000+08:00` },
      way,
      undefined,
      { calendar, ruleSet: rules },
    );
  const shorter = buildCalendar([year2027()]);
  const longer = buildCalendar([year2027([off('2027-01-04', '元旦')])]);

  test('a promise inside of published years never moves', () => {
    const promise = filedOn('2026-11-23');
    expect(recalculatePromise(promise, longer)).toBe(promise);
  });

  test('a later date moves by itself, and is no longer provisional', () => {
    const promise = filedOn('2026-12-04');
    expect(promise).toMatchObject({ date: '2027-01-04', provisional: true });
    expect(recalculatePromise(promise, longer)).toMatchObject({ date: '2027-01-05', provisional: false });
  });

  test('an earlier date waits for the manager, and is forgotten when a correction takes it back', () => {
    const later = recalculatePromise({ ...filedOn('2026-12-04'), date: '2027-01-08' }, shorter);
    expect(later).toMatchObject({ date: '2027-01-08', pendingDate: '2027-01-04' });
    expect(recalculatePromise(later, shorter)).toEqual(later);
    expect(confirmEarlierPromise(later, shorter)).toMatchObject({ date: '2027-01-04', provisional: false });
    expect(confirmEarlierPromise(later, shorter)).not.toHaveProperty('pendingDate');
    const back = recalculatePromise({ ...later, date: '2027-01-05' }, longer);
    expect(back).not.toHaveProperty('pendingDate');
  });

  test('nothing waits: nothing to confirm', () => {
    const promise = filedOn('2026-12-04');
    expect(confirmEarlierPromise(promise, shorter)).toBe(promise);
  });
});
