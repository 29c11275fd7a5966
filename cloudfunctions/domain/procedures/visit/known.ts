import { choices, datetime, facts, longtext, rows, select, text, ticket as ticketField } from '../../engine';
import { ratingLevels } from '../../ticket/rating';
import { visitSources } from '../../ticket/visit';

/** What a visit knows. */

export const stages = [
  { value: 'first', label: '首次' },
  { value: 'final', label: '再次' },
] as const;

export const reachedAs = [
  { value: 'yes', label: '联系上，已回访' },
  { value: 'no', label: '没有联系上' },
  { value: 'declined', label: '联系上，不愿接受回访' },
] as const;

export const solvedAs = [
  { value: 'yes', label: '已解决' },
  { value: 'partly', label: '部分解决' },
  { value: 'no', label: '没有解决' },
] as const;

/** In the order in which its page shows it. */
export const known = facts({
  ticketNo: ticketField('回访的工单编号', { required: true }),
  source: select('为什么回访', visitSources),
  drawn: text('怎样抽中'),
  person: text('回访哪一件的反映人'),
  calls: rows('联系记录', {
    at: datetime('时间'),
    reached: select('结果', reachedAs),
    by: text('回访人'),
  }),
  results: rows('回访结果', {
    stage: select('回访', stages),
    at: datetime('时间'),
    solved: select('问题是否解决', solvedAs),
    level: select('评价', ratingLevels),
    text: longtext('群众的话'),
    followed: text('据此办理'),
  }),
  reason: text('不再回访的原因', { required: true, max: 200 }),
});

/** What no page shows. */
export const inner = facts({
  /** The number of the part whose person is called. */
  of: text('件'),
  /** Members of the operator who answered: they call nobody about it. */
  answeredBy: choices('答复人', []),
});

/** What somebody said. */
export type Answer = {
  solved: (typeof solvedAs)[number]['value'];
  level: number;
  text: string | undefined;
  objects: boolean;
};
