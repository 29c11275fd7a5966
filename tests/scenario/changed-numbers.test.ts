import type { TicketSummary } from '../../typings/contract';
import { adjustable, policies } from '../../cloudfunctions/domain/procedures';
import type { Limit } from '../../cloudfunctions/domain/deadline';
import { APPROVES } from '../support/change';
import { citizenLimits } from '../support/limits-of-citizens';
import { staffLimits } from '../support/limits-of-staff';
import { useSystem } from '../support/system';

/**
 * Words never carry a number that a rule set may change (design §1): every limit and every window is changed, a story is
 * told for each limit, and no ticket, form or message says an old number.
 */
const system = useSystem();
const manager = system.staff('demo-manager');

/** Other than every number that shipped, and long enough for each story. */
const changed: Record<Limit['unit'], number> = {
  'working-day': 13,
  'calendar-day': 13,
  month: 13,
  'service-minute': 77,
  minute: 37,
};
const special: Record<string, number> = {
  'complaint.business.accept': 17,
  'complaint.business.reply': 29,
  'consult.business': 17,
  // A later window than the story's would be refused.
  'maintenance.notice': 6,
  // Half of it tells when its light turns yellow.
  'maintenance.finish': 57,
};
const windows: Record<string, number> = {
  rateDays: 11,
  objectDays: 19,
  returnWorkdays: 4,
  amendMinutes: 17,
  unreachableCalls: 4,
  unreachableWorkdays: 11,
  extensionWorkdays: 17,
  visitPercent: 31,
  visitCalls: 4,
  claimCodeDays: 13,
  'consultation.retainYears': 3,
  'complaint.retainYears': 3,
  'suggestion.retainYears': 3,
  'assigned.retainYears': 13,
  'rosters.longHoliday': 4,
  'rosters.ahead': 4,
  'rosters.days': 9,
  reportsBefore: 19,
  lightToLead: 3,
  lightToManager: 6,
  archiveAfterDays: 411,
  hotlineChangesDays: 191,
  revealsPerDay: 49,
  filingsPerDay: 23,
  asksPerDay: 273,
  feedbacksPerDay: 193,
  uploadsPerDay: 93,
  profileSavesPerDay: 97,
  subscriptionsPerDay: 97,
  ownExportsPerDay: 13,
  staffExportsPerDay: 97,
  phoneSearchesPerDay: 193,
  'fault.postponement': 6,
  'maintenance.longest': 41,
  'maintenance.extension': 9,
  'change.notice': 37,
  'emergency.oral': 3,
  'assets.reminder': 47,
  'agreements.reminder': 47,
  firstContactDays: 13,
  'early-warning.minutes': 77,
  'early-warning.inCity': 6,
  'early-warning.anywhere': 12,
  'assessment.weight.inTime': 31,
  'assessment.weight.returned': 6,
  'assessment.weight.redone': 11,
  'assessment.weight.solved': 12,
  'assessment.weight.satisfied': 13,
  'assessment.weight.rectified': 9,
  'assessment.weight.fix': 7,
  'assessment.weight.available': 6,
  'assessment.weight.inspected': 4,
  'assessment.band.excellent': 96,
  'assessment.band.good': 87,
  'assessment.band.fair': 72,
  'data-use.reminder': 47,
  'interfaces.reminder': 47,
  'resources.reminder': 47,
  'certificates.reminder': 47,
  'partner-access.renewal': 47,
  rectificationRepeats: 9,
};

/** The numbers that shipped, as words of time: `5 个工作日`, `7 日内`, `2 小时`, `30 分钟`. */
const amounts: [n: number, unit: string][] = [
  ...policies.flatMap(({ limit: { n, unit } }): [number, string][] => {
    if (unit === 'working-day') return [[n, '个?\\s*工作日|天内?|日内']];
    return n % 60 === 0
      ? [
          [n, '分钟'],
          [n / 60, '个?\\s*(服务)?小时'],
        ]
      : [[n, '分钟']];
  }),
  ...adjustable.windows
    .filter(({ unit }) => !['次', '件', '人', '分', '%'].includes(unit))
    .map(({ first, unit }): [number, string] => [
      first,
      unit === '分钟' ? unit : '个?\\s*工作日|天内?|日内|日后',
    ]),
];
const OLD = new RegExp(amounts.map(([n, unit]) => `(?<![0-9.])${n}\\s*(${unit})`).join('|'));

/** What is counted between two dates may be any number. */
const COUNTED = /中间有 \d+ 天不算在内|数满 \d+ 个工作日|(剩|已超) \d+ 个工作日/g;

/** Every text in what came from the cloud; the days that explain a date are counted, and may be any. */
const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value)
    .filter(([name]) => name !== 'explanation')
    .flatMap(([, inner]) => textsIn(inner));
};
const oldIn = (value: unknown): string[] => [
  ...new Set(textsIn(value).filter(text => OLD.test(text.replace(COUNTED, '')))),
];

const stories = { ...citizenLimits(system), ...staffLimits(system) };

beforeAll(async () => {
  const limits = Object.fromEntries(
    policies.map(({ id, limit: { unit } }) => [id, { n: special[id] ?? changed[unit], unit }]),
  );
  const { ruleSet } = await manager.call<{ ruleSet: { id: string; version: number } }>('ruleset.save', {
    id: APPROVES,
    limits,
    windows,
    switches: { extension: true },
  });
  await manager.call('ruleset.activate', ruleSet);
});

test('every number is another one, and an old one would be found', () => {
  for (const { id, limit } of policies) expect(special[id] ?? changed[limit.unit]).not.toBe(limit.n);
  for (const { id, first } of adjustable.windows) {
    expect(windows).toHaveProperty([id]);
    expect(windows[id]).not.toBe(first);
  }
  for (const text of ['请在 5 个工作日内答复', '20个工作日', '7 日内可以评价', '30 分钟', '2 小时'])
    expect(oldIn({ a: [text] })).toEqual([text]);
  expect(oldIn(['13 个工作日', '11 月 2 日', '15 个工作日后的第 113 天'])).toHaveLength(1);
});

/** Those of reports come first: of a week that another story has gone past, the timer has drafted them. */
const inOrder = Object.keys(stories).sort(
  (one, other) => Number(other.startsWith('report.')) - Number(one.startsWith('report.')),
);

test.each(inOrder)('the story of %s', async name => {
  expect(await stories[name]?.tell()).not.toBe(stories[name]?.shipped);
});

const staff = [
  'operator',
  'operator-lead',
  'manager',
  'hrss-handler',
  'hrss-lead',
  'psb-handler',
  'gz-local',
];

test('no ticket says an old number, neither in a list nor with its acts and forms', async () => {
  const nos: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await manager.call<{ tickets: TicketSummary[]; nextCursor?: string }>('ticket.queue', {
      view: 'all',
      limit: 50,
      ...(cursor ? { cursor } : {}),
    });
    expect(oldIn(page.tickets)).toEqual([]);
    nos.push(...page.tickets.map(({ no }) => no));
    cursor = page.nextCursor;
  } while (cursor);
  expect(nos.length).toBeGreaterThan(30);
  for (const no of nos) expect(oldIn(await manager.get(no))).toEqual([]);
  for (const name of staff) {
    const member = system.staff(`demo-${name}`);
    for (const no of await member.queue('todo')) expect(oldIn(await member.get(no))).toEqual([]);
    expect(oldIn(await member.call('procedure.list'))).toEqual([]);
  }
});

test('no ticket says an old number to the citizen who filed it', async () => {
  let seen = 0;
  for (let index = 1; index <= 12; index += 1) {
    const citizen = system.citizen(`limit-${index}`);
    const { tickets } = await citizen.call<{ tickets: TicketSummary[] }>('ticket.list');
    expect(oldIn(tickets)).toEqual([]);
    for (const { no } of tickets) expect(oldIn(await citizen.get(no))).toEqual([]);
    seen += tickets.length;
  }
  expect(seen).toBeGreaterThan(8);
});

test('no message says an old number', async () => {
  await system.run();
  const people = [
    ...staff.map(name => `demo-${name}`),
    ...Array.from({ length: 15 }, (_, index) => `limit-${index + 1}`),
  ];
  const messages = people.flatMap(one => system.messages(one));
  expect(messages.length).toBeGreaterThan(60);
  expect(oldIn(messages.map(({ text }) => text))).toEqual([]);
});
