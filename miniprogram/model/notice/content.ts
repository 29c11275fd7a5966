import type { CivilDate, ContentCalendar, PlannedContent } from '../../../typings/contract';
import { dayText } from '../../lib/dates';
import { monthSheet, type Cell, type Held } from './sheet';

/** The calendar of content: what all parties plan to say, as a month and as a list. */

/** Of more the cloud says "99+". */
const MANY = 100;

export const isPlannedOn = (
  { from, until }: Pick<PlannedContent, 'from' | 'until'>,
  date: CivilDate,
): boolean => from <= date && date <= until;

const inWords = (n: number): string => (n >= MANY ? `${MANY - 1}+` : String(n));

/** A full month comes as numbers alone, without what clashes. */
const heldOn = ({ items, counts }: ContentCalendar, date: CivilDate): Held => {
  const on = items.filter(item => isPlannedOn(item, date));
  const n = counts ? (counts.filter(each => each.date === date)[0]?.n ?? 0) : on.length;
  return {
    count: n > 0 ? `${inWords(n)}项` : '',
    spoken: n > 0 ? `计划 ${inWords(n)} 项` : '没有计划',
    warns: on.some(({ clashes }) => clashes.length > 0),
  };
};

export const contentSheet = (month: CivilDate, calendar: ContentCalendar, today: CivilDate): Cell[] =>
  monthSheet(month, calendar.days, today, date => heldOn(calendar, date));

export type PlannedLine = {
  id: string;
  /** Empty = a notice by itself. */
  no: string;
  title: string;
  when: string;
  /** Kind, state, party and channels. */
  what: string;
  clashes: string[];
};

/** What is planned on a day, or in the whole month. */
export const plannedLines = (items: PlannedContent[], date: CivilDate): PlannedLine[] =>
  items
    .filter(item => date === '' || isPlannedOn(item, date))
    .map(({ id, no = '', title, from, until, kindLabel, stateLabel, party, channels, clashes }) => ({
      id,
      no,
      title,
      when: from === until ? dayText(from) : `${dayText(from)} 至 ${dayText(until)}`,
      what: [kindLabel, stateLabel, party.name, channels.join('、')].filter(Boolean).join(' · '),
      clashes,
    }));

export const ALL_PARTIES = { id: '', name: '全部单位' };

/** Whom it can be narrowed to; whoever it is narrowed to stays among them. */
export const partyChoices = (
  { parties }: Pick<ContentCalendar, 'parties'>,
  before: { id: string; name: string }[],
  party: string,
): { id: string; name: string }[] => (party ? before : [ALL_PARTIES, ...parties]);
