import { procedureOf } from '../../cloudfunctions/domain/procedures';
import { showTicket } from '../../cloudfunctions/domain/views/ticket';
import type { Actor, Context } from '../../cloudfunctions/domain/engine';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import type { ShownTicket } from '../../typings/contract';
import { catalogue, contextOf, handlerOf, open, owner, rules, service, units } from '../support/domain';

/** A2: a limit ends at midnight of its last day; when the office closes stands beside it as a softer line. */

const at = (time: string): string => `${time}:00.000+08:00`;
const show = (ticket: Ticket, actor: Actor, now: string, more: Partial<Context> = {}): ShownTicket =>
  showTicket(
    ticket,
    procedureOf(ticket.kind),
    { name: rules.name, draft: false },
    contextOf(actor, now, more),
  );
const complaint = open({}, { service });
const hrss = handlerOf('hrss');
const officeOf = (actor: Actor, now: string, more: Partial<Context> = {}): string | undefined =>
  show(complaint, actor, now, more).headline.office;

test('A2: until when the office is open that day, for whoever has to keep it and for whoever waits', () => {
  expect(officeOf(hrss, at('2026-11-24T09:00'))).toBe('最好在当天 17:30 下班前办完');
  expect(officeOf(owner, at('2026-11-24T09:00'))).toBe('一般在当天 17:30 下班前');
  // The dispatch was met at once, and has no end to come.
  const { clocks } = show(complaint, hrss, at('2026-11-24T09:00'));
  expect(clocks.map(({ officeUntil }) => officeUntil)).toEqual([
    undefined,
    at('2026-12-02T17:30'),
    at('2026-12-21T17:30'),
  ]);
});

test('A2: after it nothing is late before midnight, and staff read so', () => {
  const shown = show(complaint, hrss, at('2026-12-02T18:00'));
  expect(shown.headline).toMatchObject({
    line: '今天 24:00 前：决定是否受理',
    office: '17:30 已下班，今天 24:00 前仍算按时',
  });
  expect(shown.clocks.find(({ name }) => name === 'accept')?.light).toBe('yellow');
  // Over is over: there is no line within a day that has passed.
  expect(officeOf(hrss, at('2026-12-03T09:00'))).toBeUndefined();
  expect(officeOf(owner, at('2026-12-22T09:00'))).toBeUndefined();
});

test('A2, A31: by the service hours of the unit that has to keep it', () => {
  const late = units.map(unit =>
    unit.id === 'hrss'
      ? { ...unit, serviceHours: { periods: [['10:00', '20:00']] as [string, string][] } }
      : unit,
  );
  const more = { catalogue: { ...catalogue, unit: (id: string) => late.find(one => one.id === id) } };
  expect(officeOf(hrss, at('2026-11-24T09:00'), more)).toContain('20:00');
  expect(officeOf(owner, at('2026-11-24T09:00'), more)).toContain('20:00');
});
