import type { Holder } from '../ticket/ticket';
import { addDays, type CivilDate } from '../time';

/**
 * 内容日历 (G-4.1): what every party plans to say to citizens, by day. Each procedure says itself what of it stands there; two
 * that say the same, or speak through one channel, on one day are a clash.
 */

/** What of a ticket stands in the calendar. */
export type Scheduled = {
  from: CivilDate;
  until: CivilDate;
  /** What it is about, and through which channels it goes out, in words. */
  topic: string;
  channels: readonly string[];
  /** Whose it is. */
  by: Pick<Holder, 'role' | 'unitId' | 'region'>;
};

/** What lasts longer stands in the calendar with its first days: after two months it is news no more. */
const LONGEST_DAYS = 62;

/** The days on which it stands there. */
export const daysOf = ({ from, until }: Pick<Scheduled, 'from' | 'until'>): CivilDate[] => {
  const days: CivilDate[] = [];
  for (let day = from; day <= until && days.length < LONGEST_DAYS; day = addDays(day, 1)) days.push(day);
  return days.length > 0 ? days : [from];
};

const monthOf = (day: CivilDate): string => day.slice(0, 7);

/** A party as the calendar is narrowed to it: `unit:hrss`, `region:440100`, `operator`. */
export const partyOf = ({ role, unitId, region }: Scheduled['by']): string => {
  if (unitId) return `unit:${unitId}`;
  if (region) return `region:${region}`;
  return role === 'manager' ? 'manager' : 'operator';
};

/** Under what all of a month or a day is found, of everybody or of one party. */
export const calendarTag = (monthOrDay: string, party = ''): string => `calendar|${monthOrDay}|${party}`;

/** Nobody has to do anything about what is found by these. */
export const CALENDAR_TAGS = 'calendar|';

export const calendarTags = (scheduled: Scheduled | undefined): string[] => {
  if (!scheduled) return [];
  const days = daysOf(scheduled);
  const party = partyOf(scheduled.by);
  return [...new Set(days.map(monthOf)), ...days].flatMap(one => [calendarTag(one), calendarTag(one, party)]);
};

/** What clashes are looked for in. */
export type Planned = Pick<Scheduled, 'from' | 'until' | 'topic' | 'channels'> & {
  id: string;
  title: string;
  partyName: string;
  /** Nothing of it is ahead any more. */
  over: boolean;
};

const folded = (text: string): string => text.toLowerCase().replace(/[\s\p{P}\p{S}]/gu, '');

/** Fewer letters are in many topics. */
const SHORTEST = 4;

/** Of folded texts. */
const sameTopic = (one: string, other: string): boolean => {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short === long ? short !== '' : short.length >= SHORTEST && long.includes(short);
};

const sharedChannel = (one: readonly string[], other: readonly string[]): string | undefined =>
  one.find(channel => other.some(each => folded(each) === folded(channel)));

/** So many are named; the day shows the rest. */
const MOST_NAMED = 3;

/** What stands against each on its days, in words, by its id. */
export const clashesOf = (planned: readonly Planned[]): ReadonlyMap<string, string[]> => {
  const found = new Map<string, string[]>();
  const note = (one: Planned, other: Planned, why: string): void => {
    const words = found.get(one.id) ?? [];
    const says = `和“${other.title}”（${other.partyName}）同一天${why}`;
    if (words.length < MOST_NAMED && !words.includes(says)) words.push(says);
    found.set(one.id, words);
  };
  const topics = planned.map(({ topic }) => folded(topic));
  planned.forEach((one, index) => {
    for (let at = index + 1; at < planned.length; at += 1) {
      const other = planned[at] as Planned;
      if (one.from > other.until || other.from > one.until || (one.over && other.over)) continue;
      const channel = sharedChannel(one.channels, other.channels);
      const why = sameTopic(topics[index] ?? '', topics[at] ?? '')
        ? '，题目相近'
        : channel && `，都用${channel}`;
      if (why)
        for (const [each, against] of [
          [one, other],
          [other, one],
        ] as const)
          note(each, against, why);
    }
  });
  return found;
};
