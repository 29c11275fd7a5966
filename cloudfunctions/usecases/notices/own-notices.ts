import * as z from 'zod';
import type { StaffNotice } from '../../../typings/contract';
import { hasRole, platformStaff } from '../../domain/catalogue/roles';
import type { Service } from '../../domain/catalogue';
import type { Actor } from '../../domain/engine';
import { noticeProblems, showNotice } from '../../domain/notices/notice';
import { notTheirs } from '../../domain/procedures/common/staff-ticket/words';
import type { RuleSet } from '../../domain/rulesets';
import { NEVER, parseInstant, type Instant } from '../../domain/time';
import type { NoticeDocument } from '../kernel/documents';
import { fail, notFound } from '../kernel/failure';
import type { Reader } from '../kernel/ports';
import type { Snapshot } from '../kernel/reading/snapshot';
import { contextFor, storedService, type Runtime } from '../kernel/runtime';

/** In whose hands a notice is, and what they may do with it. */

const mayPublish = (actor: Actor): boolean => hasRole(actor, platformStaff);

export const stateOf = ({ publishedAt, endsAt }: NoticeDocument, now: Instant): StaffNotice['state'] => {
  if (endsAt <= now) return 'ended';
  if (publishedAt === NEVER) return 'draft';
  return publishedAt <= now ? 'public' : 'scheduled';
};

/** Notices of tickets belong to their procedures; a unit writes on until its draft is taken up. */
const mayEdit = (actor: Actor, notice: NoticeDocument, now: Instant): boolean => {
  if (notice.no !== null || notice.endsAt <= now) return false;
  return mayPublish(actor) || stateOf(notice, now) === 'draft';
};

/** Whoever has neither written nor published it, as long as nobody has reviewed what it says (A53). */
const mayReview = (actor: Actor, { hands, review, reviewBy, publishedAt }: NoticeDocument): boolean =>
  mayPublish(actor) &&
  !review &&
  (publishedAt === NEVER || reviewBy !== undefined) &&
  hands?.wrote !== actor.id &&
  hands?.published !== actor.id;

const reviewOf = (
  { review, reviewBy, endsAt }: NoticeDocument,
  now: Instant,
): Pick<StaffNotice, 'review'> => {
  if (review) return { review: { state: 'done', by: review.name, at: review.at } };
  // What is over need not be reviewed any more.
  if (reviewBy === undefined || endsAt <= now) return {};
  return { review: { state: reviewBy < now ? 'late' : 'due', until: reviewBy } };
};

export const showForStaff = (
  notice: NoticeDocument,
  actor: Actor,
  rules: { now: Instant; ruleSet: RuleSet },
): StaffNotice => {
  const { now } = rules;
  const { publishedAt: _publishedAt, ...shown } = showNotice({ ...notice, id: notice._id });
  const editable = mayEdit(actor, notice, now);
  return {
    ...shown,
    state: stateOf(notice, now),
    ...(notice.publishedAt === NEVER ? {} : { publishedAt: notice.publishedAt }),
    ...(notice.publishAt ? { publishAt: notice.publishAt } : {}),
    ...(notice.no ? { no: notice.no } : {}),
    problems: notice.no ? {} : noticeProblems({ ...notice, id: notice._id }, rules),
    acts: editable
      ? [
          'save' as const,
          ...(mayPublish(actor) && notice.publishedAt > now ? ['publish' as const] : []),
          'withdraw' as const,
          ...(mayReview(actor, notice) ? ['review' as const] : []),
        ]
      : [],
    ...reviewOf(notice, now),
    steps: notice.steps.slice(-MOST_STEPS),
    version: notice.steps.length,
  };
};

/** The newest steps are shown. */
const MOST_STEPS = 30;

/** Every step makes a new version; who comes with an older one is told, and has lost nothing. */
export const refuseOld = ({ steps }: NoticeDocument, version: number | undefined): void => {
  if (version !== undefined && version !== steps.length)
    fail('conflict', '这条公告刚被别人更改过，请看过最新内容后再操作；您填写的内容还在');
};

/** Of the notice as it was read. */
export const noticeVersion = z.number({ error: '版本号不对，请刷新后再试' }).int().nonnegative().optional();

/** Whether the notice is in the actor's hands: units and local authorities those of their services. */
export const isTheirs = (
  snapshot: Snapshot,
  actor: Actor,
  now: Instant,
  service: Service | undefined,
): boolean => {
  if (mayPublish(actor)) return true;
  if (service === undefined) return false;
  return notTheirs(service, contextFor(snapshot, actor, now, undefined, { service })) === undefined;
};

/** The notice as it is stored, when it exists and is in the actor's hands. */
export const readOwn = async (
  runtime: Runtime,
  reader: Reader,
  actor: Actor,
  id: string,
): Promise<NoticeDocument> => {
  const [snapshot, notice] = await Promise.all([runtime.snapshots.current(), reader.get('notices', id)]);
  if (!notice) return notFound('公告');
  const service = notice.serviceId === null ? undefined : await storedService(reader, notice.serviceId);
  if (!isTheirs(snapshot, actor, runtime.ports.now(), service)) return notFound('公告');
  if (notice.no !== null) return fail('wrong-state', `这条公告由 ${notice.no} 发布，请在那件里修改或撤下`);
  if (!mayEdit(actor, notice, runtime.ports.now()))
    return fail('wrong-state', '这条公告已发布、已排期或已结束，请联系运营方');
  return notice;
};

/** A step for the history of a notice. */
export const step = (actor: Actor, at: Instant, what: string) => ({ at, by: actor.name, what });

/** An instant in an input, as it is stored. */
export const instant = (what: string) =>
  z
    .string({ error: `${what}的格式不对` })
    .refine(text => parseInstant(text) !== undefined, `${what}须是带时区的时间`)
    .transform(text => parseInstant(text) ?? text);

export const invalid = (fields: Record<string, string>): never =>
  fail('invalid', '有内容需要补充或更正', fields);
