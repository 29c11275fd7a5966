import type { Instant } from '../../time';

/**
 * Schema 2: the call list of a major fault becomes rows (J-16c). Before, `calls` held whom to ring as texts, `reached`
 * the places of those who were reached, and `call1` to `call30` the lines that were shown:
 * `单位值班 姓名 电话：10 月 9 日 周五 10:12 已通知`.
 */
export type CallRow = {
  who: string;
  /** Missing where none was on record: `who` says then who has to enter it. */
  phone?: string;
  result: 'waiting' | 'missed' | 'reached';
  /** When it was rung last; missing while nobody has. */
  at?: Instant;
};

/** As the procedure understood them then: its own code may have moved on. */
const PHONE = /\+?\d[\d-]{6,}/;
const SAID = /：(?:(\d{1,2}) 月 (\d{1,2}) 日[^：]*? (\d{2}:\d{2}) )?(已通知|未接通|待通知)$/;
const RESULTS = { 已通知: 'reached', 未接通: 'missed', 待通知: 'waiting' } as const;

const LINE = /^call\d+$/;
const MOST_CALLS = 30;

/** The words gave no year: a call follows the report, so a day before it lies in the next year. */
const instantOf = (month: string, day: string, time: string, reportedAt: Instant): Instant => {
  const date = `${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const year = Number(reportedAt.slice(0, 4)) + (date < reportedAt.slice(5, 10) ? 1 : 0);
  return `${year}-${date}T${time}:00.000+08:00`;
};

const rowOf = (person: string | undefined, line: unknown, reached: boolean, reportedAt: Instant): CallRow => {
  const text = line === undefined ? '' : String(line);
  const said = SAID.exec(text);
  const [, month, day, time, word] = said ?? [];
  // A line that says nothing of what came of it is kept as it is.
  const whom = said ? (person ?? text.slice(0, said.index)) : [person, text].filter(Boolean).join(' ');
  const phone = PHONE.exec(whom)?.[0] ?? '';
  return {
    who: whom.replace(phone, '').trim(),
    ...(phone ? { phone } : {}),
    result: reached ? 'reached' : RESULTS[(word ?? '待通知') as keyof typeof RESULTS],
    ...(month && day && time ? { at: instantOf(month, day, time, reportedAt) } : {}),
  };
};

const isRow = (value: unknown): value is CallRow =>
  typeof value === 'object' && value !== null && 'who' in value && 'result' in value;

const asList = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** The values of a major fault with its call list as rows; what cannot be understood stays readable as `who`. */
export const callsAsRows = (
  values: Readonly<Record<string, unknown>>,
  reportedAt: Instant,
): Record<string, unknown> => {
  const people = asList(values['calls']);
  const lines = Array.from({ length: MOST_CALLS }, (_, index) => values[`call${index + 1}`]);
  const length = Math.max(people.length, ...lines.map((line, index) => (line === undefined ? 0 : index + 1)));
  const reached = asList(values['reached']).map(String);
  const { calls: _calls, reached: _reached, ...others } = values;
  const kept = Object.fromEntries(Object.entries(others).filter(([name]) => !LINE.test(name)));
  if (length === 0 && values['calls'] === undefined) return kept;
  const calls = Array.from({ length }, (_, index) => {
    const person = people[index];
    if (isRow(person)) return person;
    const name = person === undefined ? undefined : String(person);
    return rowOf(name, lines[index], reached.includes(String(index + 1)), reportedAt);
  });
  return { ...kept, calls };
};
