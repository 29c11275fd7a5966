import type {
  FoundBy,
  Light,
  OfferedAct,
  ShownTicket,
  TicketFlag,
  TicketSummary,
  TimelineItem,
} from '../../../typings/contract';
import { momentText } from '../../lib/dates';
import { isolated, runAtEnd } from '../../lib/text';

export type Card = {
  lit: boolean;
  light: Light;
  daysLeft: number;
  /** For a target in hours the minute takes the place of the days. */
  until: string;
  stage: string;
  /** Unless the title says it already. */
  kind: string;
  where: string;
  marks: string;
  /** Of what was searched for: where it was found. */
  found: string;
};

/**
 * What a list shows of a ticket: for staff the clock that comes first, for its citizen the promise. `held` says in a
 * list across units who has it.
 */
export function cardOf(ticket: TicketSummary, staff: boolean, held = false): Card {
  const due = staff ? ticket.next : ticket.settled ? undefined : (ticket.promise ?? undefined);
  const stage = staff && ticket.next ? ticket.next.label : '';
  const dueAt = staff ? ticket.next?.dueAt : undefined;
  const parts = staff
    ? [
        held && ticket.holderName !== ticket.applicant.name ? ticket.holderName : '',
        isolated(ticket.applicant.name ?? '未留姓名'),
        momentText(ticket.createdAt),
        ticket.urges > 0 ? `第 ${ticket.urges} 次催办` : '',
      ]
    : [ticket.settled && ticket.unit ? ticket.unit.name : ticket.holderName, ticket.stateLabel];
  const where = parts.filter(Boolean).join(' · ');
  // What it wants says that it waits already.
  const flags = ticket.wants ? ticket.flags.filter(flag => WAITING_FLAGS.indexOf(flag) < 0) : ticket.flags;
  const { signature, stateLabel } = ticket;
  const signed = signature && signature.label !== stateLabel ? `✎ ${signature.label}` : '';
  const marks = [ticket.wants ?? '', signed, ...flagWords(flags, staff)].filter(Boolean).join(' · ');
  return {
    lit: due !== undefined,
    light: ticket.light,
    daysLeft: due ? due.daysLeft : 0,
    until: dueAt ? minuteText(dueAt, ticket.light) : '',
    stage,
    kind: ticket.title.includes(ticket.kindLabel) ? '' : ticket.kindLabel,
    where,
    marks,
    found: ticket.found ? FOUND_WORDS[ticket.found] : '',
  };
}

/** Where the words that were searched for stand. */
const FOUND_WORDS: Record<FoundBy, string> = {
  no: '编号',
  externalNo: '外部编号',
  phone: '电话',
  title: '标题',
  text: '正文',
};

const WAITING_FLAGS: TicketFlag[] = ['awaiting-citizen', 'unreachable'];

const minuteText = (dueAt: string, light: Light): string =>
  light === 'red' ? `已超过 ${momentText(dueAt)}` : `${momentText(dueAt)} 前`;

/** Whether nothing goes on until the citizen does something. */
const waitsForCitizen = ({ flags }: TicketSummary): boolean =>
  flags.includes('awaiting-citizen') || flags.includes('unreachable');

/**
 * A citizen's tickets: what does not go on without the citizen, then what wants a word of the citizen (is it solved, how
 * was it), then the rest; otherwise in the order in which they came.
 */
export const waitingFirst = (tickets: TicketSummary[]): TicketSummary[] => {
  const rank = (ticket: TicketSummary): number => (waitsForCitizen(ticket) ? 0 : ticket.wants ? 1 : 2);
  return [0, 1, 2].flatMap(wanted => tickets.filter(ticket => rank(ticket) === wanted));
};

const FLAG_WORDS: Record<TicketFlag, string> = {
  'awaiting-citizen': '等您补充',
  urgent: '紧急',
  confidential: '保密',
  supervised: '已督办',
  'overdue-promise': '已超过承诺日期',
  unreachable: '联系不上您',
  'faulty-service': '服务有故障',
  vacant: '无人办理',
  assigned: '交办',
};
const FLAG_WORDS_STAFF: Partial<Record<TicketFlag, string>> = {
  'awaiting-citizen': '等群众补充',
  unreachable: '联系不上群众',
};

export const flagWords = (flags: TicketFlag[], staff: boolean): string[] =>
  flags.map(flag => (staff && FLAG_WORDS_STAFF[flag]) || FLAG_WORDS[flag]);

/** What a title of the cloud never holds: marks of direction and what has no width, as texts that were pasted do. */
const UNSEEN = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;
const seen = (text: string): string => text.replace(UNSEEN, '').trim();

const plain = (text: string): string => {
  const trimmed = seen(text);
  return trimmed.slice(0, runAtEnd(trimmed, /[。！？!?…]/));
};

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
  const written = seen(text);
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

/** What was answered, newest first, as it is read aloud. */
export const spokenOf = ({ replies }: Pick<ShownTicket, 'replies'>): string =>
  [...replies]
    .reverse()
    .map(({ unitName, text, corrected }) => `${unitName}答复：${corrected?.text ?? text}`)
    .join('\n');

const DRAFT = '征求意见稿';

/** The rules under which it is handled; of a draft it is said once, also where its name says so. */
export const rulesText = ({ name, version, draft }: ShownTicket['ruleSet']): string =>
  `${name}${draft && !name.includes(DRAFT) ? `（${DRAFT}）` : ''} 第 ${version} 版`;

/**
 * What is decided with an act: what the cloud says, else of what waits for a signature what its forms were given, as the sheet
 * covers it on a phone; `beside` = it lies beside the form anyway.
 */
export function decidedWith(
  { shows = [] }: Pick<OfferedAct, 'shows'>,
  ticket: Pick<ShownTicket, 'signature' | 'facts'> | null,
  beside: boolean,
): { label: string; text: string }[] {
  if (shows.length > 0 || beside || !ticket || !ticket.signature) return shows;
  if (ticket.signature.state !== 'waiting') return [];
  return (ticket.facts ?? []).flatMap(({ label, value, rows }) => {
    const text = rows ? `${rows.length} 项，在这件的页面上` : value;
    return text ? [{ label, text }] : [];
  });
}
