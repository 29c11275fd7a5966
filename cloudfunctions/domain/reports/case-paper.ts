import type { ShownTicket, TimelineItem } from '../../../typings/contract';
import { spokenDate, spokenTime } from '../time/spoken';
import type { Block, Paper } from './paper';

/** One case as one file (一件一档, A54): everything that its reader sees of a ticket, in the order of a file. */

const clockWords: Record<ShownTicket['clocks'][number]['state'], string> = {
  running: '进行中',
  met: '按时',
  late: '超期',
  cancelled: '已取消',
};

const when = ({ date, dueAt }: Pick<ShownTicket['clocks'][number], 'date' | 'dueAt'>): string =>
  date ? spokenDate(date) : dueAt ? spokenTime(dueAt) : '—';

const personOf = ({ applicant, contact }: ShownTicket): string =>
  [applicant.name ?? '', contact.phone ?? ''].filter(Boolean).join('，') || '—';

const partsOf = (ticket: ShownTicket, timeline: readonly TimelineItem[]): Block[] => {
  const { clocks, replies, attachments, facts = [] } = ticket;
  const some = <T>(list: readonly T[], blocks: () => Block[]): Block[] => (list.length > 0 ? blocks() : []);
  return [
    ...(ticket.text
      ? ([
          { kind: 'heading', text: '诉求内容' },
          { kind: 'text', text: ticket.text },
        ] as const)
      : []),
    ...some(facts, () => [
      { kind: 'heading', text: '登记内容' },
      ...facts.flatMap((fact): Block[] => [{ kind: 'text', text: `${fact.label}：${factWords(fact)}` }]),
    ]),
    ...some(clocks, () => [
      { kind: 'heading', text: '时限' },
      {
        kind: 'table',
        head: ['时限', '条款', '最迟', '结果'],
        widths: [3, 2, 3, 2],
        rows: clocks.map(clock => [clock.label, clock.clause, when(clock), clockWords[clock.state]]),
      },
    ]),
    ...some(replies, () => [
      { kind: 'heading', text: '答复' },
      ...replies.flatMap((reply): Block[] => [
        { kind: 'text', text: `${spokenTime(reply.at)}　${reply.unitName}` },
        { kind: 'text', text: reply.text },
        ...(reply.corrected ? [{ kind: 'text', text: `更正：${reply.corrected.text}` } as const] : []),
      ]),
    ]),
    ...some(attachments, () => [
      { kind: 'heading', text: '附件目录' },
      { kind: 'table', head: ['附件'], rows: attachments.map(({ name }) => [name]) },
    ]),
    ...some(timeline, () => [
      { kind: 'heading', text: '办理经过' },
      {
        kind: 'table',
        head: ['时间', '谁', '做了什么'],
        widths: [3, 3, 7],
        rows: timeline.map(({ at, who, label, text }) => [
          spokenTime(at),
          who,
          text ? `${label}：${text}` : label,
        ]),
      },
    ]),
  ];
};

type Fact = NonNullable<ShownTicket['facts']>[number];

const factWords = ({ value, columns = [], rows }: Fact): string =>
  rows
    ? rows
        .map(row => columns.map(({ name, label }) => `${label} ${row.values[name] ?? '—'}`).join('，'))
        .join('；')
    : value;

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
    {
      kind: 'facts',
      rows: [
        ['标题', ticket.title],
        ['种类', kindLabel],
        ['状态', ticket.stateLabel],
        ['提出时间', spokenTime(ticket.createdAt)],
        ['诉求人', personOf(ticket)],
        ['涉及服务', ticket.service?.name ?? '—'],
        ['承办单位', ticket.unit?.name ?? '—'],
        ...(ticket.promise ? ([['承诺期限', spokenDate(ticket.promise.date)]] as const) : []),
        ...(ticket.rating ? ([['群众评价', `${ticket.rating.level} 级`]] as const) : []),
      ],
    },
    ...partsOf(ticket, timeline),
    { kind: 'small', text: '个人信息按规定遮盖。附件原件在系统中查看。' },
  ],
});
