import { recount, type Raw, type RawTicket } from '../../tools/recount/count';

/** The independent count of reports, where its own arithmetic has to know what the product means. */

const clock = (more: object): RawTicket['clocks'][number] => ({
  name: 'reply',
  state: 'met',
  startedAt: '2026-11-09T09:00:00.000+08:00',
  stoppedAt: '2026-11-12T09:00:00.000+08:00',
  redAt: '2026-11-20T00:00:00.000+08:00',
  responsible: { role: 'handler', unitId: 'psb' },
  ...more,
});

const complaint = (
  objection: NonNullable<RawTicket['details']['objection']>,
  clocks: RawTicket['clocks'],
): RawTicket => ({
  no: 'TS1',
  kind: 'complaint',
  state: 'accepted',
  channel: 'online',
  marks: [],
  createdAt: '2026-11-09T09:00:00.000+08:00',
  endsAt: null,
  unitId: 'psb',
  holder: { role: 'handler', unitId: 'psb' },
  custody: [{ holder: { role: 'handler', unitId: 'psb' }, from: '2026-11-09T09:00:00.000+08:00' }],
  clocks,
  replies: [],
  timeline: [],
  links: [],
  regionPath: [],
  details: { refusal: { at: '2026-11-12T09:00:00.000+08:00' }, objection },
});

const inTime = (ticket: RawTicket, first: string, last: string) => {
  const raw: Raw = { tickets: [ticket], availability: [], services: [], units: [], regions: [] };
  return recount(raw, { first, last }, {}).get('reply');
};

test('A16: a refusal that an objection overturned was late on the day of that decision, not on its own', () => {
  const upheld = {
    at: '2026-11-16T09:00:00.000+08:00',
    upheld: true,
    decidedAt: '2026-11-18T09:00:00.000+08:00',
  };
  const ticket = complaint(upheld, [clock({ state: 'late' })]);
  expect(inTime(ticket, '2026-11-09', '2026-11-15')).toEqual([0, 0]);
  expect(inTime(ticket, '2026-11-16', '2026-11-22')).toEqual([0, 1]);
});

test('A16: one that stood is counted on its day', () => {
  const stood = {
    at: '2026-11-16T09:00:00.000+08:00',
    upheld: false,
    decidedAt: '2026-11-18T09:00:00.000+08:00',
  };
  expect(inTime(complaint(stood, [clock({})]), '2026-11-09', '2026-11-15')).toEqual([1, 1]);
});
