import { date, datetime, facts, files, longtext, rows, select, text, type Change } from '../../engine';
import type { Scheduled } from '../../content/calendar';
import type { ListedTicket } from '../../ticket/listed';
import { civilDateOf } from '../../time';
import { consentFacts, unitsAsked } from '../common/consenting';
import { authorOf } from '../common/staff-ticket/author';

/** What a piece of content knows. */

const media = [
  { value: 'account', label: '公众号' },
  { value: 'video', label: '视频号' },
  { value: 'mini-program', label: '小程序内' },
  { value: 'other', label: '其他' },
] as const;

/** In the order in which its page shows it. */
export const known = facts({
  topic: text('选题', { required: true, max: 60 }),
  medium: select('发在哪里', media, { required: true }),
  plannedOn: date('计划哪天发布', { required: true }),
  why: longtext('为什么选这个题', { max: 1000 }),
  units: unitsAsked,
  headline: text('标题', { required: true, max: 64 }),
  body: longtext('正文（按发布时的样子写）', { required: true, max: 8000, keepPhones: true }),
  pictures: files('配图', { max: 9 }),
  source: text('来源或依据', { max: 200 }),
  hints: longtext('需要注意的用语'),
  changes: rows('和上一稿的不同', { was: text('上一稿'), is: text('这一稿') }),
  firstBy: text('初审'),
  secondBy: text('复审'),
  ...consentFacts,
  finalBy: text('终审'),
  basis: text('保密审查和个人信息审查的依据', { required: true, max: 200 }),
  link: text('发布链接', { required: true, max: 300 }),
  publishedAt: datetime('发布时间'),
  corrections: rows('更正记录', {
    at: datetime('时间', { required: true }),
    by: text('更正人', { required: true }),
    what: longtext('更正了什么', { required: true, max: 1000 }),
  }),
});

/** In the calendar from the first day on, as it was published once it is; what was withdrawn takes no day. */
export const onCalendar = (ticket: ListedTicket): Scheduled | undefined => {
  const { topic = '', medium, plannedOn, publishedAt } = known.of(ticket);
  const day = publishedAt === undefined ? plannedOn : civilDateOf(publishedAt);
  if (day === undefined || ticket.state === 'withdrawn') return undefined;
  const channels = media
    .filter(({ value }) => value === medium && value !== 'other')
    .map(({ label }) => label);
  return { from: day, until: day, topic, channels, by: authorOf(ticket) };
};

/** Who has done what, by person: whoever has written it does not review it, and nobody reviews twice (A53). */
const inner = facts({ writerId: text('撰稿人'), firstId: text('初审人'), previous: longtext('上一稿') });

export const innerOf = inner.of;
export const notePrevious = (change: Change, body: string): void => inner.note(change, { previous: body });
export const notePerson = (change: Change, name: 'writerId' | 'firstId'): void =>
  inner.note(change, { [name]: change.context.actor.id });
