import type { ShownReply, ShownTicket, TimelineItem } from '../../../typings/contract';
import { channelLabels } from '../ticket/citizen-kinds';
import { spokenDay } from '../time/spoken';
import type { Block, Paper } from './paper';

/**
 * One case as one file (一件一档, A54): everything that its reader sees of a ticket, in the order of a file. It is read long after,
 * so every day has its year.
 */

type Rows = readonly (readonly [label: string, value: string])[];

const clockWords: Record<ShownTicket['clocks'][number]['state'], string> = {
  running: '进行中',
  met: '按时',
  late: '超期',
  cancelled: '已取消',
};

const relationWords: Record<ShownTicket['links'][number]['relation'], string> = {
  'same-matter': '同一事项',
  'merged-into': '本件并入该件',
  'merged-from': '该件并入本件',
  fault: '服务异常',
  about: '有关事项',
  supervision: '督办单',
};

/** `2026 年 10 月 30 日 周五 22:00`. */
const when = (at: string): string => `${spokenDay(at.slice(0, 10))} ${at.slice(11, 16)}`;

/** `2026-10-30 22:00`, in the narrow column of a table. */
const shortly = (at: string): string => at.slice(0, 16).replace('T', ' ');

const channelOf = ({ channel, externalNo }: { channel: string; externalNo?: string }): string =>
  [(channelLabels as Record<string, string>)[channel] ?? channel, externalNo ?? '']
    .filter(Boolean)
    .join('，');

const personOf = ({ applicant, contact }: Pick<ShownTicket, 'applicant' | 'contact'>): string => {
  const { name, creditCode, onBehalfOf } = applicant;
  const all = [name, creditCode, contact.phone, onBehalfOf === undefined ? undefined : `替${onBehalfOf}反映`];
  return all.filter(Boolean).join('，') || '—';
};

const heading = (text: string): Block => ({ kind: 'heading', text });
const paragraph = (text: string): Block => ({ kind: 'text', text });

/** A part with its heading, where there is anything to say. */
const part = (name: string, blocks: readonly Block[]): Block[] =>
  blocks.length > 0 ? [heading(name), ...blocks] : [];

const table = (
  head: readonly string[],
  widths: readonly number[],
  rows: readonly (readonly string[])[],
): Block[] => (rows.length > 0 ? [{ kind: 'table', head, widths, rows }] : []);

/** What has a value, as lines. */
const lines = (rows: Rows): Block[] => {
  const said = rows.filter(([, value]) => value !== '');
  return said.length > 0 ? [{ kind: 'facts', rows: said }] : [];
};

const cover = (ticket: ShownTicket, kindLabel: string): Rows => {
  const { assigned, promise, facts } = ticket;
  const isWork = facts !== undefined;
  const promised = promise?.extendedTo ?? promise?.date;
  const rows: Rows = [
    ['标题', ticket.title],
    ['种类', kindLabel],
    ['状态', ticket.stateLabel],
    [isWork ? '发起时间' : '提出时间', when(ticket.createdAt)],
    ['来源', isWork ? '' : channelOf(ticket)],
    [
      '交办',
      assigned ? `${assigned.origin} ${assigned.documentNo}，${spokenDay(assigned.dueOn)} 前办结` : '',
    ],
    [isWork ? '发起人' : '诉求人', personOf(ticket)],
    ['涉及服务', ticket.service?.name ?? '—'],
    ['事项', ticket.item?.name ?? ''],
    ['承办单位', ticket.unit?.name ?? '—'],
    ['承诺期限', promised === undefined ? '' : spokenDay(promised)],
    ['催办', ticket.urges > 0 ? `${ticket.urges} 次` : ''],
    ['依据', `${ticket.ruleSet.name}${ticket.ruleSet.draft ? '（征求意见稿）' : ''}`],
  ];
  return rows.filter(([, value]) => value !== '');
};

type Fact = NonNullable<ShownTicket['facts']>[number];

const factBlocks = ({ label, value, columns = [], rows }: Fact): Block[] =>
  rows
    ? [
        paragraph(`${label}：${rows.length === 0 ? '没有' : ''}`),
        ...table(
          columns.map(column => column.label),
          columns.map(() => 1),
          rows.map(row => columns.map(({ name }) => row.values[name] ?? '—')),
        ),
      ]
    : [paragraph(`${label}：${value}`)];

const replyBlocks = ({
  at,
  unitName,
  text,
  result = '',
  lateReason = '',
  corrected,
  attachments,
}: ShownReply): Block[] => [
  paragraph(`${when(at)}　${unitName}`),
  paragraph(text),
  ...lines([
    ['结果', result],
    ['超过期限的原因', lateReason],
    ['附件', attachments.map(({ name }) => name).join('、')],
    ['更正', corrected ? `${when(corrected.at)}　${corrected.text}` : ''],
    ['更正的原因', corrected?.reason ?? ''],
  ]),
];

const refusalBlocks = ({ refusal }: ShownTicket): Block[] =>
  refusal
    ? lines([
        ['理由', refusal.reason],
        ['依据', refusal.basis],
        ['建议去向', refusal.redirect],
        ['救济途径', refusal.remedies],
        ['异议期限', spokenDay(refusal.objectUntil)],
      ])
    : [];

const ratingBlocks = ({ rating }: ShownTicket): Block[] =>
  rating
    ? lines([
        ['评价', `${rating.level} 级（${rating.label}）`],
        ['时间', when(rating.at)],
        ['标签', rating.tags.join('、')],
        ['意见', rating.text ?? ''],
      ])
    : [];

/** Whose merged tickets were and how they came (A43). */
const mergedBlocks = ({ merged = [] }: ShownTicket): Block[] =>
  table(
    ['编号', '标题', '诉求人', '来源', '提出时间'],
    [7, 6, 5, 4, 5],
    merged.map(one => [one.no, one.title, personOf(one), channelOf(one), shortly(one.createdAt)]),
  );

const partsOf = (ticket: ShownTicket, timeline: readonly TimelineItem[]): Block[] => {
  const { answers = [], facts = [], merged = [], notice } = ticket;
  const alone = ticket.links.filter(
    ({ no, relation }) => relation !== 'merged-from' || !merged.some(one => one.no === no),
  );
  return [
    ...part('诉求内容', ticket.text ? [paragraph(ticket.text)] : []),
    ...part(
      '智能答复',
      answers.flatMap(({ question, answer }) => [paragraph(question), paragraph(answer)]),
    ),
    ...part('登记内容', facts.flatMap(factBlocks)),
    ...part(
      '时限',
      table(
        ['时限', '条款', '责任方', '最迟', '结果'],
        [4, 3, 4, 4, 2],
        ticket.clocks.map(clock => [
          clock.label,
          clock.clause,
          clock.responsible,
          clock.date ?? (clock.dueAt ? shortly(clock.dueAt) : '—'),
          clock.paused ? '暂停' : clockWords[clock.state],
        ]),
      ),
    ),
    ...part('不予受理', refusalBlocks(ticket)),
    ...part('答复', ticket.replies.flatMap(replyBlocks)),
    ...part('群众评价', ratingBlocks(ticket)),
    ...part('公告', notice ? [paragraph(notice.title), paragraph(notice.text)] : []),
    ...part('并入的件', mergedBlocks(ticket)),
    ...part(
      '有关的件',
      table(
        ['编号', '标题', '关系'],
        [4, 6, 3],
        alone.map(({ no, title, relation }) => [no, title, relationWords[relation]]),
      ),
    ),
    ...part(
      '附件目录',
      table(
        ['附件', '来自'],
        [7, 4],
        ticket.attachments.map(({ name, label, of }) => [
          label ? `${label}：${name}` : name,
          of ? `并入的 ${of}` : '本件',
        ]),
      ),
    ),
    ...part(
      '办理经过',
      table(
        ['时间', '谁', '做了什么'],
        [3, 3, 7],
        timeline.map(({ at, who, label, text, internal, of }) => [
          shortly(at),
          who,
          [
            [of && !label.includes(of) ? `并入的 ${of}` : '', internal ? '内部' : '', label]
              .filter(Boolean)
              .join(' · '),
            ...(text ? [text] : []),
          ].join('：'),
        ]),
      ),
    ),
  ];
};

/** `timeline`: all of it, the oldest first; `footer`: who took it out and when. */
export const casePaper = (
  ticket: ShownTicket,
  timeline: readonly TimelineItem[],
  kindLabel: string,
  at: string,
  footer: string,
): Paper => ({
  title: `${kindLabel}案卷`,
  subtitle: ticket.no,
  at,
  footer,
  blocks: [
    { kind: 'facts', rows: cover(ticket, kindLabel) },
    ...partsOf(ticket, timeline),
    { kind: 'small', text: '个人信息按规定遮盖。附件原件在系统中查看。' },
  ],
});
