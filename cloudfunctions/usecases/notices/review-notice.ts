import * as z from 'zod';
import type { StaffNotice } from '../../../typings/contract';
import { platformStaff } from '../../domain/catalogue/roles';
import { wordsOn, type Actor } from '../../domain/engine';
import type { Notice } from '../../domain/notices/notice';
import { publicText } from '../../domain/privacy/personal';
import { officeWindows, windowOf, type RuleSet } from '../../domain/rulesets';
import { addMinutes, NEVER, type Instant } from '../../domain/time';
import { spokenTime } from '../../domain/time/spoken';
import { tooLong, typedText } from '../../domain/typed/text';
import { createAddressBook, deliver } from '../clock/outbox/deliver-messages';
import type { NoticeDocument } from '../kernel/documents';
import { fail } from '../kernel/failure';
import type { Ports } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { administrative } from '../kernel/writing/administer';
import { noticeVersion, readOwn, refuseOld, showForStaff, step } from './own-notices';

/**
 * A notice passes somebody who has neither written nor published it (A53): 保密审查 and 个人信息审查, with the basis. What
 * was published before is reviewed within two hours; a change makes both necessary again.
 */

/** What people read of it. */
const READ = ['kind', 'title', 'text', 'serviceId', 'region', 'startsAt', 'endsAt', 'instead'] as const;

const saysTheSame = (one: Omit<Notice, 'id'>, other: Omit<Notice, 'id'>): boolean =>
  READ.every(name => one[name] === other[name]);

const dueFrom = (publishedAt: Instant, ruleSet: RuleSet): Instant =>
  addMinutes(publishedAt, windowOf(ruleSet, officeWindows.noticeReview));

/** That it has to be reviewed until then, where the timer has nothing else to do with it before. */
const owing = (
  { announceAt }: NoticeDocument,
  reviewBy: Instant,
): Pick<NoticeDocument, 'reviewBy' | 'announceAt'> => ({
  reviewBy,
  announceAt: announceAt === NEVER ? reviewBy : announceAt,
});

/** What was saved: who wrote it, and whether its review still holds. */
export const afterSaving = (
  saved: NoticeDocument,
  known: NoticeDocument | undefined,
  actor: Actor,
  { now, ruleSet }: { now: Instant; ruleSet: RuleSet },
): NoticeDocument => {
  const { hands, review, reviewBy } = known ?? {};
  if (known && saysTheSame(saved, known))
    return {
      ...saved,
      ...(hands ? { hands } : {}),
      ...(review ? { review } : {}),
      ...(reviewBy ? { reviewBy } : {}),
    };
  const wrote = { ...saved, hands: { ...hands, wrote: actor.id } };
  if (saved.publishedAt === NEVER) return wrote;
  const from = saved.publishedAt > now ? saved.publishedAt : now;
  const due = { ...wrote, announceAt: saved.announceAt === reviewBy ? NEVER : saved.announceAt };
  return { ...due, ...owing(due, dueFrom(from, ruleSet)) };
};

/** What was published: by whom, and until when it has to be reviewed if nobody else has yet. */
export const afterPublishing = (
  published: NoticeDocument,
  { hands, review }: NoticeDocument,
  actor: Actor,
  ruleSet: RuleSet,
): NoticeDocument => {
  const done = { ...published, hands: { wrote: hands?.wrote ?? '', published: actor.id } };
  return review && review.by !== actor.id
    ? { ...done, review }
    : { ...done, ...owing(done, dueFrom(published.publishedAt, ruleSet)) };
};

export const isReviewedFor = ({ review }: NoticeDocument, actor: Actor): boolean =>
  review !== undefined && review.by !== actor.id;

const tell = async (
  ports: Ports,
  { _id, title, reviewBy }: NoticeDocument,
  when: 'published' | 'late',
  says: string,
): Promise<void> => {
  const addressBook = createAddressBook(ports);
  for (const to of ['operator-lead', 'manager'] as const) {
    const key = `notice-review:${_id}:${reviewBy}:${when}`;
    const message = { audience: { to }, template: 'notice-review', ...wordsOn(`公告“${title}”`, says), key };
    await deliver(ports, addressBook, message, null, _id);
  }
};

/** Those who may review hear of what is owed, in the moment in which it is published. */
export const askForReview = async (ports: Ports, notice: NoticeDocument): Promise<void> => {
  if (notice.reviewBy)
    await tell(ports, notice, 'published', `已先发布，请在 ${spokenTime(notice.reviewBy)} 前由另一人审核`);
};

/** Of the timer: the time for its review is over. */
export const tellUnreviewed = (ports: Ports, notice: NoticeDocument): Promise<void> =>
  tell(ports, notice, 'late', '发布后没有按时审核，请马上审核');

const reviewInput = z.object({
  id: z.string({ error: '缺少公告编号' }).min(1).max(64),
  version: noticeVersion,
  approve: z.boolean({ error: '请选择通过或者不通过' }),
  /** The basis; why not. */
  reason: publicText(typedText('请填写审核依据').min(1, '请填写审核依据').max(300, tooLong('', 300))),
});

/** `notice.review`: approved, or sent back; what is public already and is not approved is gone at once. */
export const reviewNotice = async (
  runtime: Runtime,
  actor: Actor,
  { id, version, approve, reason }: z.infer<typeof reviewInput>,
): Promise<StaffNotice> => {
  const { activeRuleSet: ruleSet } = await runtime.snapshots.current();
  return runtime.ports.database.transaction(async transaction => {
    const now = runtime.ports.now();
    const known = await readOwn(runtime, transaction, actor, id);
    refuseOld(known, version);
    if (known.hands?.wrote === actor.id || known.hands?.published === actor.id)
      return fail('wrong-state', '写公告和发布公告的人不能审核，请由另一人审核');
    const { reviewBy: _due, review: _before, ...rest } = known;
    const steps = [
      ...known.steps,
      step(actor, now, approve ? `审核通过（保密、个人信息）：${reason}` : `审核不通过：${reason}`),
    ];
    const ended = { endsAt: now, endKey: `${now}|${id}`, announceAt: NEVER };
    const scheduled = { publishedAt: NEVER, announceAt: NEVER };
    const reviewed: NoticeDocument = {
      ...rest,
      steps,
      ...(known.announceAt === known.reviewBy ? { announceAt: NEVER } : {}),
      ...(approve
        ? { review: { by: actor.id, name: actor.name, at: now } }
        : known.publishedAt <= now
          ? ended
          : scheduled),
    };
    await transaction.put('notices', reviewed);
    return showForStaff(reviewed, actor, { now, ruleSet });
  });
};

export const noticeReview = administrative(
  'notice.review',
  ({ id, approve, reason }) => ({ about: id, what: `${approve ? '通过' : '不通过'}：${reason}` }),
  useCase(reviewInput, platformStaff, async (runtime, { actor }, input) => ({
    notice: await reviewNotice(runtime, actor, input),
  })),
);
