import type {
  Light,
  ShownClock,
  ShownTicket,
  TicketFlag,
  TicketSummary,
  TimelineItem,
} from '../../../typings/contract';
import { dayText, daysText, momentText } from '../../lib/words';

/** The states in which a ticket has come to its end for the citizen. */
const ENDED = ['closed', 'withdrawn', 'merged', 'refused', 'replied', 'rectifying'];

export type Card = {
  lit: boolean;
  light: Light;
  daysLeft: number;
  /** For a target in hours the minute takes the place of the days. */
  until: string;
  stage: string;
  kind: string;
  where: string;
  marks: string;
};

/**
 * What a list shows of a ticket: for staff the clock that comes first, for its citizen the promise. `held` says in a
 * list across units who has it.
 */
export function cardOf(ticket: TicketSummary, staff: boolean, held = false): Card {
  const due = staff ? ticket.next : ENDED.includes(ticket.state) ? undefined : (ticket.promise ?? undefined);
  const stage = staff && ticket.next ? ticket.next.label : '';
  const dueAt = staff ? ticket.next?.dueAt : undefined;
  const parts = staff
    ? [
        held && ticket.holderName !== ticket.applicant.name ? ticket.holderName : '',
        ticket.applicant.name ?? '未留姓名',
        momentText(ticket.createdAt),
        ticket.urges > 0 ? `第 ${ticket.urges} 次催办` : '',
      ]
    : [ENDED.includes(ticket.state) && ticket.unit ? ticket.unit.name : ticket.holderName, ticket.stateLabel];
  const where = parts.filter(Boolean).join(' · ');
  const marks = flagWords(ticket.flags, staff).join(' · ');
  return {
    lit: due !== undefined,
    light: ticket.light,
    daysLeft: due ? due.daysLeft : 0,
    until: dueAt ? minuteText(dueAt, ticket.light) : '',
    stage,
    kind: ticket.kindLabel,
    where,
    marks,
  };
}

const minuteText = (dueAt: string, light: Light): string =>
  light === 'red' ? `已超过 ${momentText(dueAt)}` : `${momentText(dueAt)} 前`;

/** Whether nothing goes on until the citizen does something. */
const waitsForCitizen = ({ flags }: TicketSummary): boolean =>
  flags.includes('awaiting-citizen') || flags.includes('unreachable');

/** A citizen's tickets: what waits for the citizen before the rest, otherwise in the order in which they came. */
export const waitingFirst = (tickets: TicketSummary[]): TicketSummary[] => [
  ...tickets.filter(waitsForCitizen),
  ...tickets.filter(ticket => !waitsForCitizen(ticket)),
];

const FLAG_WORDS: Record<TicketFlag, string> = {
  'awaiting-citizen': '等您补充',
  urgent: '紧急',
  confidential: '保密',
  supervised: '已督办',
  'overdue-promise': '已超过承诺日期',
  unreachable: '联系不上您',
  'faulty-service': '服务有故障',
};
const FLAG_WORDS_STAFF: Partial<Record<TicketFlag, string>> = {
  'awaiting-citizen': '等群众补充',
  unreachable: '联系不上群众',
};

export const flagWords = (flags: TicketFlag[], staff: boolean): string[] =>
  flags.map(flag => (staff && FLAG_WORDS_STAFF[flag]) || FLAG_WORDS[flag]);

/** What one must do next, said in the first line of a ticket: until when, what, and under which clause. */
export type Task = { light: Light; first: string; second: string };

const DUTIES: Partial<Record<ShownClock['name'], string>> = {
  dispatch: '分办到负责单位',
  accept: '决定是否受理',
  reply: '答复群众',
  rectify: '完成整改并告知群众',
  contact: '联系给差评的群众',
  objection: '对异议作出决定',
  supervise: '回复督办',
  fix: '排除故障',
  notice: '发布公告',
  filing: '完成报备',
  report: '提交报告',
};

/** A clause as staff know it; where the documents say nothing, the platform has set the limit itself. */
export const clauseText = (clause: string): string => (/^A\d/.test(clause) ? '平台自定时限' : clause);

/** The act that a ticket waits for before all others: the call after a bad rating, what the citizen was asked for. */
export const awaitedAct = ({ clocks, flags }: ShownTicket, staff: boolean): string | undefined => {
  if (!staff) return flags.includes('awaiting-citizen') ? 'supplement' : undefined;
  return clocks.some(({ name, state }) => name === 'contact' && state === 'running') ? 'logCall' : undefined;
};

/** When a clock ends: a day lasts until midnight, an internal target in hours until its minute. */
const endOf = ({ dueAt, date }: ShownClock): string => dueAt ?? `${date ?? ''}T24`;

const endText = ({ dueAt, date }: ShownClock): string => (dueAt ? momentText(dueAt) : dayText(date ?? ''));

/** What else has an end: by when, or how long it is over. */
const laterText = (clock: ShownClock): string =>
  clock.daysLeft < 0
    ? `${clock.label}已超 ${-clock.daysLeft} 个工作日`
    : `${clock.label}最迟 ${endText(clock)}`;

const untilText = ({ dueAt, date, daysLeft, light }: ShownClock): string => {
  if (dueAt) return minuteText(dueAt, light);
  if (daysLeft < 0) return `已超 ${-daysLeft} 个工作日`;
  return daysLeft === 0 ? '今天 24:00 前' : `${dayText(date ?? '')} 前`;
};

/**
 * The task of a ticket for staff, the reader's own before that of others; nothing where no clock runs. A procedure that
 * staff started calls its clocks by what is to be done.
 */
export function taskOf(ticket: ShownTicket): Task | undefined {
  const running = ticket.clocks.filter(
    clock => clock.state === 'running' && !clock.paused && (clock.date || clock.dueAt),
  );
  const order = [...running].sort((a, b) => (endOf(a) < endOf(b) ? -1 : 1));
  const own = order.filter(clock => clock.own);
  const theirs = own.length > 0 ? own : order;
  const next = ticket.facts ? theirs[0] : (theirs.find(clock => !clock.internal) ?? theirs[0]);
  if (!next) return undefined;
  const duty = ticket.facts ? next.label : (DUTIES[next.name] ?? next.label);
  const limit = next.explanation.filter(day => day.counted).length;
  const later = order.filter(clock => clock !== next && !clock.internal && clock.name !== next.name);
  const second = [
    next.responsible,
    clauseText(next.clause),
    limit > 0 ? `${limit} 个工作日` : '',
    next.daysLeft > 0 && !next.dueAt ? daysText(next.daysLeft) : '',
    next.internal && ticket.facts ? '内部目标' : '',
    next.provisional ? '日期暂定' : '',
    ...later.slice(0, 1).map(laterText),
  ];
  return {
    light: next.light,
    first: `${untilText(next)}：${duty}`,
    second: second.filter(Boolean).join(' · '),
  };
}

/** The first thing a citizen reads on a ticket: when do I hear from you, or what came of it. */
export type Head = {
  /** `date` is a day by which the citizen hears. */
  running: boolean;
  label: string;
  date: string;
  /** What counts the days. */
  clock: Pick<ShownClock, 'light' | 'daysLeft' | 'explanation' | 'provisional'>;
  notes: string[];
};

const AFTER: Partial<Record<ShownClock['name'], string>> = {
  rectify: '整改结果最迟告诉您',
  objection: '复核结果最迟告诉您',
};

export function headOf(ticket: ShownTicket): Head {
  const { promise } = ticket;
  // After the answer or the refusal another clock may run for the citizen: the rectification, or the review of an objection.
  const after = ticket.clocks.find(
    ({ name, state, date }) => date !== undefined && state === 'running' && AFTER[name] !== undefined,
  );
  if (after?.date) {
    return {
      running: true,
      label: AFTER[after.name] ?? '',
      date: dayText(after.date),
      clock: after,
      notes: [],
    };
  }
  if (!promise || ENDED.includes(ticket.state)) {
    const last = ticket.timeline[ticket.timeline.length - 1];
    return {
      running: false,
      label: last ? momentText(last.at) : '',
      date: ticket.stateLabel,
      clock: STILL,
      notes: afterwards(ticket),
    };
  }
  const notes: string[] = [];
  if (ticket.flags.includes('awaiting-citizen')) notes.push('等您补充：要补充什么，写在“办理经过”里');
  if (ticket.state === 'answered')
    notes.push('知识库已先回答。没解决请点“转人工”；到下一个工作日没有选，会自动转人工');
  if (promise.extendedTo)
    notes.push(`原承诺 ${dayText(promise.date)}，经批准延期至 ${dayText(promise.extendedTo)}`);
  if (!promise.confirmed) notes.push('分给负责单位后，日期就确定下来');
  if (promise.provisional) notes.push('日期暂定：国家还没有公布那一年的放假安排');
  if (promise.broken) notes.push('办理单位可能晚于这一天，已督促尽快办理');
  const clock = { ...promise, light: ticket.light };
  return {
    running: true,
    label: '最迟答复您',
    date: dayText(promise.extendedTo ?? promise.date),
    clock,
    notes,
  };
}

/** What the citizen can still do, or where it went, once the ticket has come to its end. */
function afterwards({ state, acts, links, refusal }: ShownTicket): string[] {
  const offers = (name: string) => acts.some(({ act }) => act === name);
  const notes: string[] = [];
  if (state === 'merged' || links.some(({ relation }) => relation === 'merged-into'))
    notes.push('和另一件是同一件事，合在一起办，请看下面“有关的件”');
  if (offers('rate')) notes.push('请看下面的答复；满意不满意，都请评价');
  if (offers('object'))
    notes.push(`不同意可以提出异议${refusal ? `，${dayText(refusal.objectUntil)} 24:00 前` : ''}`);
  if (offers('reopen')) notes.push('还需要办，可以重新打开一次');
  return notes;
}

const plain = (text: string): string => text.trim().replace(/[。！？!?…]+$/, '');

/** Whether the text says more than a title that was made from it. */
export const saysMore = ({ title, text }: Pick<ShownTicket, 'title' | 'text'>): boolean =>
  plain(text) !== plain(title);

/**
 * Title and text without saying anything twice: a title that was made from the first sentence stands for it, one that was
 * cut off gives way to the text.
 */
export function openingOf({ title, text }: Pick<ShownTicket, 'title' | 'text'>): {
  title: string;
  text: string;
} {
  const written = text.trim();
  const start = plain(title);
  if (!start || !written.startsWith(start)) return { title, text };
  if (title.endsWith('…')) return { title: '', text: written };
  const rest = /^[。！？!?\n]+\s*/.exec(written.slice(start.length));
  if (written.length === start.length) return { title, text: '' };
  return rest ? { title, text: written.slice(start.length + rest[0].length) } : { title: '', text: written };
}

/** What happened, without the texts that stand on the page in a card of their own: answers, refusal, rating. */
export function storyOf({ timeline, replies, refusal, rating }: ShownTicket): TimelineItem[] {
  const above = [...replies.map(reply => reply.text), refusal?.reason, rating?.text];
  return timeline.map(item => (above.includes(item.text) ? { ...item, text: undefined } : item));
}

const STILL: Head['clock'] = { light: 'green', daysLeft: 0, explanation: [], provisional: false };

const DRAFT = '征求意见稿';

/** The rules under which it is handled; of a draft it is said once, also where its name says so. */
export const rulesText = ({ name, version, draft }: ShownTicket['ruleSet']): string =>
  `${name}${draft && !name.includes(DRAFT) ? `（${DRAFT}）` : ''} 第 ${version} 版`;
