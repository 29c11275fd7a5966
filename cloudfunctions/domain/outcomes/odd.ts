import type { Clock } from '../deadline';
import { addMinutes, civilDateOf, epochOf, type CivilDate, type Instant } from '../time';
import type { Ticket } from '../ticket/ticket';
import { partyOf } from './rows';

/**
 * What is odd about how a ticket was handled (A52): signs that a limit was kept for its own sake. Each is a fact with its day
 * and its party; nothing is scored or ordered by it, and one alone says nothing.
 */
export type OddSign = {
  code: OddCode;
  on: CivilDate;
  party: string;
};

/** In the order in which they are shown, with what they mean. */
export const oddSigns = {
  'last-hours': '期限最后两小时内才答复',
  'accept-last-day': '受理期限最后一天才受理',
  'return-last-day': '退回期限最后一天才退回',
  reclassified: '分办以后又改了分类',
  'asked-unreachable': '请群众补充以后按联系不上办结',
  'assist-late': '答复期限过了五分之四才请协办',
  'same-explanation': '多个黄灯红灯用同一段原因说明',
  'against-warning': '核对提示以后没有改就答复',
  'same-words': '与发给另外两人以上的答复一字不差',
} as const;
export type OddCode = keyof typeof oddSigns;

/** Dates end at midnight, but nobody replies after the end of office hours: there the last two hours end. */
const LAST_HOURS = 2 * 60;
const OFFICE_ENDS = '17:30';

const endOf = ({ date, dueAt, redAt }: Clock): Instant =>
  date ? `${date}T${OFFICE_ENDS}:00.000+08:00` : (dueAt ?? redAt);

/** Of limits that began on an earlier day; what is due on the day on which it comes has no last hours. */
const isLastHours = (clock: Clock): boolean =>
  clock.state === 'met' &&
  !clock.internal &&
  clock.stoppedAt !== undefined &&
  civilDateOf(clock.startedAt) < civilDateOf(endOf(clock)) &&
  clock.stoppedAt >= addMinutes(endOf(clock), -LAST_HOURS);

const byClocks = ({ clocks, details }: Ticket): OddSign[] =>
  clocks.flatMap((clock): OddSign[] => {
    const { name, stoppedAt, state, responsible, date } = clock;
    if (details.assists.some(({ clockId }) => clockId === clock.id) || stoppedAt === undefined) return [];
    const sign = (code: OddCode): OddSign => ({
      code,
      on: civilDateOf(stoppedAt),
      party: partyOf(responsible),
    });
    if (name === 'reply' && isLastHours(clock)) return [sign('last-hours')];
    if (name === 'accept' && state === 'met' && date === civilDateOf(stoppedAt) && clock.startedOn < date)
      return [sign('accept-last-day')];
    return [];
  });

/** So many working days a unit has to return what is not its own (A27). */
const RETURN_DAYS = 2;

const byReturns = ({ clocks, details }: Ticket): OddSign[] =>
  details.returns.flatMap(({ at, unitId, clocks: ended = [] }): OddSign[] => {
    const counted = clocks
      .find(({ id }) => ended.includes(id))
      ?.explanation.filter(day => day.counted)
      .map(({ date }) => date);
    return counted?.[RETURN_DAYS - 1] === civilDateOf(at)
      ? [{ code: 'return-last-day', on: civilDateOf(at), party: unitId }]
      : [];
  });

/** Who held it at an instant. */
const holderAt = ({ custody }: Ticket, at: Instant): string => {
  const held = [...custody].reverse().find(({ from }) => from <= at);
  return held ? partyOf(held.holder) : '@operator';
};

const byClasses = (ticket: Ticket): OddSign[] => {
  const dispatched = ticket.custody.find(({ holder }) => holder.unitId !== undefined)?.from;
  if (dispatched === undefined) return [];
  return ticket.details.classChanges
    .filter(({ at, from, to }) => at > dispatched && from !== to)
    .map(({ at }) => ({ code: 'reclassified', on: civilDateOf(at), party: holderAt(ticket, at) }));
};

const byContact = (ticket: Ticket): OddSign[] => {
  const { closedAs } = ticket.details;
  const asked = ticket.timeline.some(({ act }) => act === 'askCitizen');
  if (closedAs !== 'unreachable' || !asked || ticket.endsAt === null) return [];
  return [
    {
      code: 'asked-unreachable',
      on: civilDateOf(ticket.endsAt),
      party: holderAt(ticket, ticket.endsAt),
    },
  ];
};

const byAssists = (ticket: Ticket): OddSign[] =>
  ticket.details.assists.flatMap(({ askedAt }): OddSign[] => {
    const main = ticket.clocks.find(
      ({ name, startedAt, stoppedAt, id }) =>
        name === 'reply' &&
        startedAt <= askedAt &&
        (stoppedAt === undefined || stoppedAt >= askedAt) &&
        !ticket.details.assists.some(({ clockId }) => clockId === id),
    );
    if (!main) return [];
    const [start, end, asked] = [main.startedAt, main.redAt, askedAt].map(epochOf) as [
      number,
      number,
      number,
    ];
    return asked - start > 0.8 * (end - start)
      ? [{ code: 'assist-late', on: civilDateOf(askedAt), party: partyOf(main.responsible) }]
      : [];
  });

const byExplanations = (ticket: Ticket): OddSign[] => {
  const seen = new Set<string>();
  return ticket.lights.flatMap(({ explained, clockId }): OddSign[] => {
    if (!explained) return [];
    const key = `${explained.at}`;
    const text = `${explained.cause}|${explained.correction}`;
    // One act explains all lights that were there: only another one with the same words is odd.
    const isCopied = seen.has(text) && !seen.has(key);
    seen.add(text).add(key);
    const clock = ticket.clocks.find(({ id }) => id === clockId);
    return isCopied && clock
      ? [{ code: 'same-explanation', on: civilDateOf(explained.at), party: partyOf(clock.responsible) }]
      : [];
  });
};

const byReplies = ({ replies }: Ticket): OddSign[] =>
  replies.flatMap(({ at, unitId, signs: { warned = [], sameWords } = {} }): OddSign[] => {
    const of = { on: civilDateOf(at), party: unitId ?? '@operator' };
    return [
      ...(warned.length > 0 ? [{ code: 'against-warning' as const, ...of }] : []),
      ...(sameWords ? [{ code: 'same-words' as const, ...of }] : []),
    ];
  });

/** All that is odd about a ticket; what staff start has other ways and none of these. */
export const oddOf = (ticket: Ticket): OddSign[] =>
  ticket.work
    ? []
    : [byClocks, byReturns, byClasses, byContact, byAssists, byExplanations, byReplies].flatMap(find =>
        find(ticket),
      );
