import type { Change } from '../../engine';
import {
  beginRectification,
  isRectifying,
  isRatedBy,
  takeRating,
  wasRectified,
} from '../common/citizen-ticket/citizen-acts';
import { takeUpUnreached } from '../common/citizen-ticket/handling';
import { raiseObjection, tellObjection } from '../complaint/objecting';
import { takeUpAgain } from '../common/citizen-ticket/replying';
import { theHolder, theLead, theManager, until } from '../common/citizen-ticket/words';
import { ratingLevels } from '../../ticket/rating';
import type { Ticket } from '../../ticket/ticket';
import type { Visit } from '../../ticket/visit';
import { inner, known, solvedAs, type Answer } from './known';
import { limits } from './limits';

/**
 * What comes of a call for the ticket that it is about. The first time "not solved" sends it back to whoever had answered,
 * once; after that it is a rectification, once; after that it stands on record and the manager is told.
 */

/** What was done, in words, and whether the person is called again when that has ended. */
export type Course = { followed?: string; waits: boolean };

/** Nobody has to do anything about it any more. */
export const isOver = ({ state, details: { objection } }: Ticket): boolean =>
  state === 'closed' || (state === 'refused' && (!objection || objection.decidedAt !== undefined));

const lastOf = (change: Change) => known.of(change.ticket).results?.at(-1);

const redo = (related: Change): Course => {
  const { ticket } = related;
  ticket.details.redoneAt = related.now;
  takeUpAgain(related, limits.redo);
  related.count('redone', ticket.holder.unitId ?? ticket.holder.role);
  related.tell(theHolder(ticket), `回访没有解决，请在 ${until(ticket, 'reply')} 前重新办理并答复`);
  related.tell(theLead(ticket), '回访没有解决，已退回重新办理');
  return { followed: `退回重新办理，最迟 ${until(ticket, 'reply')} 再次答复`, waits: true };
};

/** What the answer means where the ticket stays with nobody: a rating, and a rectification where it has had none. */
const judge = (related: Change, of: string, { level, solved, text }: Answer): Course => {
  const { ticket } = related;
  if (ticket.state !== 'closed') return { waits: false };
  const rated = takeRating(related, of, level, text);
  if (solved === 'no' && !wasRectified(ticket)) beginRectification(related, '回访仍未解决');
  if (isRectifying(ticket))
    return { followed: `发起整改，最迟 ${until(ticket, 'rectify')} 反馈结果`, waits: true };
  if (solved === 'no') related.tell(theManager(), '回访仍未解决，已记录', undefined, { digest: true });
  return { ...(rated ? { followed: '登记评价' } : {}), waits: false };
};

/** Does what the answer asks for. */
export const follow = (change: Change, answer: Answer, isFirst: boolean): Course => {
  const { related } = change;
  if (!related) return { waits: false };
  const { ticket } = related;
  const of = inner.of(change.ticket).of ?? ticket.no;
  // It is in hand again already: the person is called when that has ended.
  if (!isOver(ticket)) return { waits: isFirst };
  if (answer.objects) {
    raiseObjection(related, answer.text ?? '', of);
    tellObjection(related);
    return { followed: `提出异议，最迟 ${until(ticket, 'objection')} 复核`, waits: true };
  }
  if (isFirst && answer.solved === 'no' && ticket.state === 'closed') {
    if (ticket.details.closedAs === 'unreachable' && !ticket.details.reopened) {
      takeUpUnreached(related);
      related.tell(theHolder(ticket), '群众请求恢复办理，答复时限重新起算');
      return { followed: '恢复办理', waits: true };
    }
    if (!ticket.details.redoneAt) return redo(related);
  }
  const course = judge(related, of, answer);
  return { ...course, waits: course.waits && isFirst };
};

/** The visit as the ticket knows it. */
export const markVisit = (change: Change, stage: Visit['stage']): void => {
  const { related, ticket } = change;
  if (!related) return;
  const { details } = related.ticket;
  details.visits = details.visits?.map(visit => (visit.no === ticket.no ? { ...visit, stage } : visit));
};

/** A line of the ticket, also for the person who was called; `said` is how what the person said is found. */
export const tellOnTicket = (change: Change, label: string, text?: string, internal = false): void => {
  const { related } = change;
  if (!related) return;
  related.say(label, text, internal);
  const line = related.ticket.timeline.at(-1);
  if (line && !internal) line.said = inner.of(change.ticket).of ?? related.ticket.no;
};

/** `问题没有解决；评价“不满意”；原话：…；退回重新办理 …`. */
export const inWords = ({ solved, level, text }: Answer, { followed }: Course): string =>
  [
    `问题${solvedAs.find(({ value }) => value === solved)?.label ?? ''}`,
    `评价“${ratingLevels.find(({ value }) => value === String(level))?.label ?? ''}”`,
    ...(text ? [`原话：${text}`] : []),
    ...(followed ? [followed] : []),
  ].join('；');

/**
 * Ends the visit and counts it, by whose ticket it was: what the person said last is what counts. A level that became no
 * rating counts by itself, unless the person has rated.
 */
export const endVisit = (change: Change, state: string): void => {
  const { related } = change;
  change.to(state);
  change.end();
  markVisit(change, 'done');
  if (!related) return;
  const { unitId, holder, replies } = related.ticket;
  const party = unitId ?? holder.role;
  change.count('visited', party);
  if (replies.length === 0) change.count('visited-unanswered', party);
  const { solved, level } = lastOf(change) ?? {};
  if (solved) change.count(`visit-solved.${solved}`, party);
  if (level && !isRatedBy(related.ticket, inner.of(change.ticket).of ?? related.ticket.no))
    change.count(`visit-level.${level}`, party);
};
