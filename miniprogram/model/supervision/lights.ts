import type { ShownLight } from '../../../typings/api';
import { daysText, momentText } from '../../lib/dates';

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
};

const NAMES = { red: '■ 红灯', yellow: '▲ 黄灯' };
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

export const lightLine = (light: ShownLight): LightLine => {
  const { no, level, at, party, partyId, holder, explained, isOver } = light;
  const until = isOver ? '这项时限已结束' : daysText(light.daysLeft);
  return {
    id: `${no}|${level}|${at}|${light.clock}`,
    no,
    level,
    partyId,
    party,
    head: `${NAMES[level]} ${party}${holder ? ` · ${holder}` : ''}`,
    title: light.title,
    facts: `${light.clock}（${light.clause}） · ${sinceText(at)} 起 · ${until}`,
    known: knownWords(light),
    cause: explained ? `原因：${explained.cause}` : '还没有说明原因和整改措施',
    correction: explained
      ? `整改：${explained.correction}（${explained.by ?? ''} ${momentText(explained.at)}）`
      : '',
  };
};
