import type { ShownLight } from '../../../typings/api';
import { daysText, momentText } from '../../lib/dates';
import { headOf } from '../../lib/text';

/** A yellow or red light as pages show it: whose, since when, who knows of it, why, and what is done (A24, J-24). */
export type LightLine = {
  id: string;
  no: string;
  level: ShownLight['level'];
  partyId: string;
  party: string;
  head: string;
  title: string;
  facts: string;
  /** Who knows of it, or who was told that nobody does. */
  known: string;
  cause: string;
  correction: string;
  /** One short line of it: mark, title, since when, the last step. `isIdle`: nobody has done anything yet. */
  mark: string;
  short: string;
  since: string;
  step: string;
  isIdle: boolean;
  /** The line as it is read aloud. */
  spoken: string;
};

/** What one party has, the first that came first. */
export type LightGroup = { partyId: string; party: string; heading: string; lights: LightLine[] };

const MARKS = { red: '■', yellow: '▲' };
const WORDS = { red: '红灯', yellow: '黄灯' };
const TOLD = { lead: '单位负责人', manager: '管理方' };

const knownWords = ({ acknowledged, explained, escalated = [] }: ShownLight): string => {
  if (acknowledged) return `${acknowledged.by ?? ''} ${momentText(acknowledged.at)} 已知悉`.trim();
  if (explained) return '已知悉';
  return escalated.length > 0
    ? `没有人知悉，已提请${escalated.map(level => TOLD[level]).join('、')}`
    : '还没有人知悉';
};

/** A limit in days runs out at midnight: the day alone says it. */
const sinceText = (at: string): string => momentText(at).replace(/ 00:00$/, '');

/** So much of a title tells which case it is, and of a measure what was done. */
const SHORT = 8;
const cut = (text: string): string => (text.length > SHORT ? `${headOf(text, SHORT)}…` : text);

/** Without the year in front, which most have in common, what stands in brackets, and blanks. */
const condensed = (title: string): string =>
  title
    .replace(/^\d{4} ?年/, '')
    .replace(/（[^（）]*）/g, '')
    .replace(/\s/g, '') || title;

/** What was done last. */
const stepWords = ({ acknowledged, explained }: ShownLight): string => {
  if (explained) return `整改：${cut(explained.correction)}`;
  return acknowledged ? '已知悉' : '未知悉';
};

export const lightLine = (light: ShownLight): LightLine => {
  const { no, level, at, party, partyId, holder, explained, isOver } = light;
  const until = isOver ? '这项时限已结束' : daysText(light.daysLeft);
  const since = sinceText(at);
  const step = stepWords(light);
  return {
    id: `${no}|${level}|${at}|${light.clock}`,
    no,
    level,
    partyId,
    party,
    head: `${MARKS[level]} ${WORDS[level]} ${party}${holder ? ` · ${holder}` : ''}`,
    title: light.title,
    facts: `${light.clock}（${light.clause}） · ${since}起 · ${until}`,
    known: knownWords(light),
    cause: explained ? `原因：${explained.cause}` : '还没有说明原因和整改措施',
    correction: explained
      ? `整改：${explained.correction}（${explained.by ?? ''} ${momentText(explained.at)}）`
      : '',
    mark: MARKS[level],
    short: cut(condensed(light.title)),
    since,
    step,
    isIdle: !explained && !light.acknowledged,
    spoken: `${WORDS[level]}，${light.title}，${since}起，${step}`,
  };
};

const countWords = (lights: readonly LightLine[]): string =>
  (['red', 'yellow'] as const)
    .map(level => ({ level, n: lights.filter(one => one.level === level).length }))
    .filter(({ n }) => n > 0)
    .map(({ level, n }) => `${WORDS[level]} ${n}`)
    .join('，');

/** By whose they are. Where there are others that are not listed (`more`), a number of these would pass for all. */
export const byParty = (lights: readonly LightLine[], more: boolean): LightGroup[] =>
  [...new Set(lights.map(({ partyId }) => partyId))].map(partyId => {
    const own = lights.filter(one => one.partyId === partyId);
    const party = own[0]?.party ?? '';
    return { partyId, party, heading: more ? party : `${party} ${countWords(own)}`, lights: own };
  });

/** Counted no further than this (`board.get`). */
const MOST_COUNTED = 1000;
const cases = (n: number): string => (n >= MOST_COUNTED ? `${MOST_COUNTED} 件以上` : `${n} 件`);

/** The units with most, and the rest as one. */
const MOST_NAMED = 3;

/** How much is late and with whom, in a sentence (A24). */
export const lateWords = (
  { overdue }: { overdue: number },
  desks: readonly { name: string; overdue: number }[],
): string => {
  if (overdue === 0) return '现在没有超期的件';
  const late = desks.filter(desk => desk.overdue > 0);
  const named = late.slice(0, MOST_NAMED);
  const words = named.map(desk => `${desk.name} ${cases(desk.overdue)}`).join('、');
  if (named.length === 0) return `现在超期 ${cases(overdue)}`;
  const whole = late.length > named.length ? `等 ${late.length} 个单位` : '';
  return `现在超期 ${cases(overdue)}，其中${words}${whole}`;
};
