import fc from 'fast-check';
import type { Counts, Message } from '../../cloudfunctions/domain/engine';
import { openPrepared, prepareOpening } from '../../cloudfunctions/domain/engine';
import { procedureOf } from '../../cloudfunctions/domain/procedures';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { addMinutes, daysBetween, instantAt, type Instant } from '../../cloudfunctions/domain/time';
import { nextStep } from '../../cloudfunctions/usecases/clock/sweep-deadlines';
import { contextOf, handlerOf, open, operator, service, system, take } from '../support/domain';

/** Days without a sweep end as punctual days did: levels and steps as of the time at which they were due (A24). */

type World = { ticket: Ticket; service: typeof service; counts: Counts; messages: Message[] };

const sweep = (world: World, now: Instant): World => {
  let { ticket, service: shown, counts } = world;
  const messages = [...world.messages];
  for (;;) {
    const step = nextStep(ticket, contextOf(system, now, { service: shown }));
    if (!step) return { ticket, service: shown, counts, messages };
    const { outcome } = step;
    counts = { ...counts };
    for (const [key, n] of Object.entries(outcome.counts)) counts[key] = (counts[key] ?? 0) + n;
    messages.push(...outcome.messages);
    ticket = outcome.ticket;
    if (outcome.service) shown = outcome.service as typeof service;
  }
};

/** When a sweep ran, and what was changed besides, is all that may differ. */
const endOf = ({ ticket, service: shown, counts }: World) => {
  const clocks = ticket.clocks.map(({ reminded, ...clock }) => ({
    ...clock,
    reminded: reminded.map(({ processedAt: _when, ...record }) => record),
  }));
  return { ticket: { ...ticket, clocks }, service: shown, counts };
};

const opened = (kind: string, by: typeof operator, at: Instant, form: object): World => {
  const procedure = procedureOf(kind);
  const context = contextOf(by, at, { service });
  const input = prepareOpening(procedure, form, context);
  if (!input.ok) throw new Error(JSON.stringify(input.refusal));
  const outcome = openPrepared(procedure, 'WH20261123-000-001-0', input.value, context);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
  const { ticket, counts, service: shown = service } = outcome.value;
  return { ticket, service: shown as typeof service, counts, messages: [] };
};

const FROM = '2026-11-23T10:00:00.000+08:00';
const HALF_HOURS = 2 * 24 * 21;
const moments = Array.from({ length: HALF_HOURS + 1 }, (_, index) => addMinutes(FROM, index * 30));
/** In service hours: before, a level waits for them. */
const END = moments.at(-1)!;

const window = {
  type: 'upgrade',
  serviceId: 'card',
  startsAt: '2026-12-03T22:00:00+08:00',
  endsAt: '2026-12-04T02:00:00+08:00',
  impact: '不能申领社保卡。',
  instead: '请到窗口办理。',
};

const worlds: Record<string, () => World> = {
  'a complaint of which nobody takes notice': () => ({
    ticket: open({}, { now: FROM }),
    service,
    counts: {},
    messages: [],
  }),
  'an urgent consultation at a unit': () => {
    const ticket = open({ kind: 'consultation', urgent: true }, { now: FROM, service });
    return { ticket, service, counts: {}, messages: [] };
  },
  'maintenance that is announced by silence, begins and runs over for days': () =>
    opened('maintenance', handlerOf('hrss'), FROM, window),
  'a reply that is not rated': () => {
    const ticket = take(
      open({ kind: 'consultation' }, { now: FROM }),
      'dispatch',
      { unitId: 'hrss' },
      contextOf(operator, FROM),
    ).ticket;
    const text = '请带身份证到窗口办理。';
    const replied = take(ticket, 'reply', { text }, contextOf(handlerOf('hrss'), FROM));
    return { ticket: replied.ticket, service, counts: replied.counts, messages: [] };
  },
};

const runAt = (start: World, times: readonly Instant[]): World => times.reduce(sweep, start);

describe.each(Object.entries(worlds))('%s', (_what, start) => {
  const punctual = runAt(start(), moments);

  test('has something to do', () => {
    expect(endOf(punctual)).not.toEqual(endOf(start()));
  });

  test('once, after three weeks of silence, ends as punctual runs do', () => {
    expect(endOf(runAt(start(), [END]))).toEqual(endOf(punctual));
  });

  test('any pattern of missed runs ends as punctual runs do', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: HALF_HOURS }), { maxLength: 12 }), kept => {
        const times = [...new Set(kept)].sort((a, b) => a - b).map(index => moments[index]!);
        expect(endOf(runAt(start(), [...times, END]))).toEqual(endOf(punctual));
      }),
      { numRuns: 40 },
    );
  });
});

test('three days over the end of a window: eight lines, each as of the time at which it was due', () => {
  const world = runAt(worlds['maintenance that is announced by silence, begins and runs over for days']!(), [
    '2026-12-07T02:00:00.000+08:00',
  ]);
  const overruns = world.ticket.timeline.filter(({ act }) => act === 'overrun').map(({ at }) => at);
  expect(overruns).toEqual(
    [0, 1, 2, 4, 8, 16, 32, 64].map(hours => addMinutes('2026-12-04T02:00:00.000+08:00', hours * 60)),
  );
  expect(world.ticket.timeline.find(({ act }) => act === 'begin')?.at).toBe('2026-12-03T22:00:00.000+08:00');
  // Told once, of the end that is shown now.
  expect(world.messages.filter(({ template }) => template === 'begin')).toEqual([]);
  expect(new Set(world.messages.filter(one => one.template === 'overrun').map(one => one.text)).size).toBe(1);
  expect(Object.keys(world.counts).filter(key => key.includes('maintenance-overran'))).toEqual([
    '2026-12-04|maintenance-overran|maintenance|hrss',
  ]);
});

test('what is done before a late sweep sees it leaves the lights that had passed', () => {
  const dispatched = open({}, { now: FROM, service });
  const late = '2026-12-30T10:00:00.000+08:00';
  const answer = (ticket: Ticket): Ticket =>
    take(ticket, 'reply', { text: '已经补办。' }, contextOf(handlerOf('hrss'), late)).ticket;
  const accept = (ticket: Ticket): Ticket =>
    take(ticket, 'accept', {}, contextOf(handlerOf('hrss'), late)).ticket;
  const start: World = { ticket: dispatched, service, counts: {}, messages: [] };
  const days = Array.from({ length: daysBetween('2026-11-23', '2026-12-30') }, (_, day) =>
    addMinutes(instantAt('2026-11-23', '17:00'), day * 24 * 60),
  );
  const seen = answer(accept(runAt(start, days).ticket));
  const unseen = answer(accept(dispatched));
  expect(unseen.lights).toEqual(seen.lights);
  expect(unseen.lights.map(({ level }) => level)).toEqual(['yellow', 'red', 'yellow', 'red']);
});

test('a reply that nobody rates is closed as of the day after the last on which it may be rated (A20)', () => {
  const world = runAt(worlds['a reply that is not rated']!(), [END]);
  expect(world.ticket).toMatchObject({ state: 'closed', endsAt: '2026-12-01T00:00:00.000+08:00' });
});
