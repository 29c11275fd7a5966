import { operators } from '../../catalogue/roles';
import {
  act,
  bool,
  longtext,
  number,
  opening,
  pick,
  select,
  text,
  ticket as ticketField,
  type Change,
  type Context,
  type InputOf,
  type Procedure,
} from '../../engine';
import { windowOf } from '../../rulesets';
import { ratingLevels } from '../../ticket/rating';
import { tag } from '../../ticket/scope';
import { runningClock, type Ticket } from '../../ticket/ticket';
import { canBeCalled, peopleOf, visitOf } from '../../ticket/called';
import type { Visit } from '../../ticket/visit';
import { civilDateOf } from '../../time';
import { spokenDate } from '../../time/spoken';
import { whyNotObject } from '../complaint/objecting';
import { theHolder } from '../common/citizen-ticket/words';
import { noteProgress } from '../common/staff-ticket/forms';
import { platform } from '../common/staff-ticket/parties';
import { tellInDigest } from '../common/words';
import { inner, known, reachedAs, solvedAs, type Answer } from './known';
import { limits, windows } from './limits';
import { endVisit, follow, inWords, isOver, markVisit, tellOnTicket } from './outcome';
import { caller, deskFor, managerInstead } from './parties';

/**
 * 回访, A49: somebody of the operator who has not answered calls the person of a ticket that has ended. What the person says
 * is taken down for whoever has no phone of ours: rating, objection, reopening. Where something comes of it, the person is
 * called once more when that has ended; the last answer counts.
 */

const callers = [caller, managerInstead];
const toCall = ['calling', 'recalling'] as const;

/** The first person of the ticket who is to be called, or whom the operator may call besides. */
const wantedIn = (ticket: Ticket): Visit | undefined => {
  const wanted = ticket.details.visits?.find(({ stage }) => stage === 'wanted');
  if (wanted) return wanted;
  const parts = peopleOf(ticket).find(one => canBeCalled(ticket, one) && !visitOf(ticket, one));
  return parts?.[0] && { of: parts[0].no, source: 'asked', at: ticket.updatedAt, stage: 'wanted' };
};

/** Why nobody is called about it. */
const unfit = (related: Ticket | undefined): string | undefined => {
  if (!related) return undefined;
  if (related.work) return '请填写咨询、投诉或建议的编号';
  if (!isOver(related)) return '这件还在办理，办结后再回访';
  return wantedIn(related) ? undefined : '已回访过，或者没有留联系电话、是匿名件';
};

/** Who of the operator answered in any way. */
const answerersOf = ({ replies, timeline }: Ticket): string[] => {
  const answers = ['reply', 'approveReply', 'rectify', 'correctReply', 'closeUnreachable'];
  const acted = timeline.filter(({ act, by }) => answers.includes(act) && operators.includes(by.role));
  return [...new Set([...replies.map(({ by }) => by), ...acted.map(({ by }) => by.id)])];
};

/** At the desk of somebody who may call, under the limit. */
const awaitCall = (change: Change, since: string): void => {
  const { related, context } = change;
  if (related) inner.note(change, { answeredBy: answerersOf(related.ticket) });
  const desk = deskFor(change.ticket, context.catalogue);
  change.hold(desk);
  change.start(limits.call, { role: desk.role }, { startedAt: since });
};

const open = (change: Change): void => {
  const { related, ticket, context } = change;
  const wanted = related && wantedIn(related.ticket);
  change.to('calling');
  if (!related || !wanted) return awaitCall(change, change.now);
  const { details, joined, no, kind, marks } = related.ticket;
  if (marks.includes('confidential')) change.mark('confidential');
  known.note(change, {
    source: wanted.source,
    drawn: wanted.drawn,
    person: joined ? wanted.of : undefined,
  });
  inner.note(change, { of: wanted.of });
  ticket.links.push({ no, title: context.labelOf(kind), relation: 'about' });
  details.visits = [
    ...(details.visits ?? []).filter(({ of }) => of !== wanted.of),
    { ...wanted, stage: 'opened', no: ticket.no },
  ];
  tellOnTicket(change, `发起回访 ${ticket.no}`, undefined, true);
  awaitCall(change, wanted.source === 'asked' ? change.now : wanted.at);
};

const callForm = {
  reached: select('是否联系上', reachedAs, { required: true }),
  solved: select('问题是否解决', solvedAs, {
    required: true,
    onlyIf: { field: 'reached', is: ['yes'] },
  }),
  level: number('群众的评价', {
    required: true,
    min: 1,
    max: 5,
    options: ratingLevels,
    onlyIf: { field: 'reached', is: ['yes'] },
  }),
  objects: bool('群众要求对不予受理提出异议', {
    onlyIf: { field: 'reached', is: ['yes'] },
    known: ticket => known.of(ticket).source !== 'refused' || ticket.state !== 'calling',
  }),
  text: longtext('群众的话', { max: 2000, onlyIf: { field: 'reached', is: ['yes'] } }),
};

const checkCall = (
  ticket: Ticket,
  { objects, text: said }: InputOf<typeof callForm>,
  { related }: Context,
): Record<string, string> | undefined => {
  if (!objects) return undefined;
  if (related?.state !== 'refused') return { objects: '只有不予受理的件可以提出异议' };
  // Whoever was to be called in time loses nothing by a call that is late.
  const late = whyNotObject(related, { now: ticket.createdAt });
  if (late) return { objects: late };
  return said ? undefined : { text: '请写下异议的理由' };
};

/** Days on which nobody was reached, since the person was to be called. */
const missedDays = (ticket: Ticket): number => {
  const { calls = [], results = [] } = known.of(ticket);
  const since = results.at(-1)?.at ?? '';
  const missed = calls.filter(({ reached, at }) => reached === 'no' && String(at) > since);
  return new Set(missed.map(({ at }) => civilDateOf(String(at)))).size;
};

const takeDown = (change: Change, answer: Answer): void => {
  const { ticket } = change;
  const isFirst = (known.of(ticket).results ?? []).length === 0;
  const course = follow(change, answer, isFirst);
  known.note(change, {
    results: [
      ...(known.of(ticket).results ?? []),
      {
        stage: isFirst ? 'first' : 'final',
        at: change.now,
        solved: answer.solved,
        level: String(answer.level),
        text: answer.text,
        followed: course.followed,
      },
    ],
  });
  tellOnTicket(change, '回访记录', inWords(answer, course));
  if (!course.waits) return endVisit(change, 'visited');
  change.to('following');
  markVisit(change, 'waiting');
};

const recordVisit = act({
  act: 'recordVisit',
  label: '登记回访结果',
  clause: 'A49',
  by: callers,
  from: [...toCall],
  fields: callForm,
  check: checkCall,
  says: null,
  run: (change, { reached, solved, level, objects, text: said }) => {
    const { ticket, context } = change;
    known.note(change, {
      calls: [
        ...(known.of(ticket).calls ?? []),
        { at: change.now, reached: reached as 'yes', by: context.actor.name },
      ],
    });
    if (reached === 'no' && missedDays(ticket) < windowOf(context.ruleSet, windows.calls)) return;
    change.meet(['visit']);
    if (reached === 'yes' && solved && level !== undefined)
      return takeDown(change, {
        solved: solved as Answer['solved'],
        level,
        text: said,
        objects: objects === true,
      });
    tellOnTicket(change, '回访记录', reached === 'no' ? '多次联系不上，回访结束' : '不愿接受回访');
    endVisit(change, reached === 'no' ? 'unreached' : 'visited');
  },
});

/** What came of the first call has ended: the person is called once more. */
const resumeVisit = act({
  act: 'resumeVisit',
  label: '处理已有结果，再次回访',
  clause: 'A49',
  by: [platform],
  from: ['following'],
  fields: { ticketNo: ticketField('回访的工单编号', { required: true }) },
  run: change => {
    const { related } = change;
    // It may have been merged meanwhile: `ticketNo` is the one that went on.
    known.note(change, { ticketNo: related?.ticket.no });
    tellOnTicket(change, `再次回访 ${change.ticket.no}`, undefined, true);
    if (related?.ticket.state === 'withdrawn') return endVisit(change, 'visited');
    change.to('recalling');
    markVisit(change, 'opened');
    const { details } = related?.ticket ?? {};
    awaitCall(change, details?.visits?.find(({ no }) => no === change.ticket.no)?.at ?? change.now);
  },
});

const drop = act({
  act: 'drop',
  label: '不再回访',
  place: 'beside',
  clause: 'A49',
  by: callers,
  from: [...toCall],
  cancels: ['visit'],
  fields: pick(known.fields, 'reason'),
  run: (change, { reason }) => {
    tellOnTicket(change, '不再回访', reason, true);
    endVisit(change, 'dropped');
  },
});

/** The number to call; on the record of both tickets (J-21b). */
const reveal = act({
  act: 'reveal',
  alone: true,
  label: '查看联系方式',
  place: 'beside',
  clause: 'J-21b',
  by: callers,
  from: [...toCall],
  fields: { reason: text('查看原因', { required: true, max: 200 }) },
  internal: true,
  run: (change, { reason }) => tellOnTicket(change, '回访查看联系方式', reason, true),
});

/** Nothing of what the person said stays; what was done about it does. */
const withoutWords = (ticket: Ticket): Ticket => {
  const { work } = ticket;
  const results = known.of(ticket).results?.map(({ text: _said, ...row }) => row);
  return {
    ...ticket,
    sealed: [],
    ...(work && results ? { work: { ...work, values: { ...work.values, results } } } : {}),
  };
};

export const visit: Procedure = {
  kind: 'visit',
  prefix: 'HF',
  label: '回访',
  group: '监督协调',
  purpose: '办结后问群众：联系上没有，解决没有，满意不满意',
  order: 92,
  clauses: ['A49'],
  limits: Object.values(limits),
  windows: Object.values(windows),
  states: {
    calling: { label: '待回访' },
    following: { label: '等待处理结果' },
    recalling: { label: '待再次回访' },
    visited: { label: '已回访', ended: true },
    unreached: { label: '回访未联系上', ended: true },
    dropped: { label: '不再回访', ended: true },
  },
  about: ticket => known.of(ticket).ticketNo,
  opening: opening({
    label: '发起回访',
    clause: 'A49',
    by: [...operators, 'system'],
    fields: pick(known.fields, 'ticketNo'),
    check: (_input, { related }) => {
      const wrong = unfit(related);
      return wrong ? { ticketNo: wrong } : undefined;
    },
    title: ({ ticketNo }, { related, labelOf }) =>
      `${related ? labelOf(related.kind) : '工单'}回访 ${ticketNo}`,
    units: () => [],
    run: open,
    tells: [
      tellInDigest(theHolder, ticket => {
        const { date } = runningClock(ticket, 'visit') ?? {};
        return date ? `请在 ${spokenDate(date)} 前回访` : '请回访';
      }),
    ],
  }),
  opensFor: {
    tag: tag.visitDue,
    openings: ticket =>
      isOver(ticket)
        ? (ticket.details.visits ?? [])
            .filter(({ stage }) => stage === 'wanted')
            .map(({ of }) => ({ key: `${ticket.no}:${of}`, input: { ticketNo: ticket.no } }))
        : [],
    steps: ticket =>
      (ticket.details.visits ?? []).flatMap(({ stage, no }) =>
        stage === 'again' && no !== undefined
          ? [{ no, act: resumeVisit, input: { ticketNo: ticket.no } }]
          : [],
      ),
  },
  erased: withoutWords,
  facts: known,
  acts: [
    recordVisit,
    drop,
    reveal,
    noteProgress({ clause: 'A49', by: callers, from: [...toCall] }),
    resumeVisit,
  ],
};
