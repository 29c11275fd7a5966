import * as z from 'zod';
import type { StaffNotice } from '../../../typings/contract';
import { ticketReaders, platformStaff } from '../../domain/catalogue/roles';
import type { Actor } from '../../domain/engine';
import { isUrgentNotice, noticeProblems, type Notice } from '../../domain/notices/notice';
import { NEVER } from '../../domain/time';
import { administrative } from '../kernel/writing/administer';
import type { NoticeDocument } from '../kernel/documents';
import { fail } from '../kernel/failure';
import type { Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { noticeDocument } from './notice-document';
import { instant, invalid, noticeVersion, readOwn, refuseOld, showForStaff, step } from './own-notices';
import { platformSwitches, switchOf } from '../../domain/rulesets';
import { afterPublishing, askForReview, isReviewedFor } from './review-notice';
import { tooLong, typedText } from '../../domain/typed/text';
import { publicText } from '../../domain/privacy/personal';

/** A notice becomes public, at once or later, and is taken back. */

const noticeId = z.string({ error: '缺少公告编号' }).min(1).max(64);
export const publishNoticeInput = z.object({
  id: noticeId,
  version: noticeVersion,
  publishAt: instant('发布时间').optional(),
});

/** `notice.publish`: at once, or at the time that is named now or was when it was drafted; checked word by word. */
export const publishNotice = async (
  runtime: Runtime,
  actor: Actor,
  { id, version, publishAt }: z.infer<typeof publishNoticeInput>,
): Promise<StaffNotice> => {
  const { activeRuleSet: ruleSet } = await runtime.snapshots.current();
  const { notice, shown } = await runtime.ports.database.transaction(async transaction => {
    const now = runtime.ports.now();
    const known = await readOwn(runtime, transaction, actor, id);
    refuseOld(known, version);
    if (known.publishedAt <= now) return fail('wrong-state', '这条公告已经发布');
    if (
      switchOf(ruleSet, platformSwitches.noticeReview) === 'before' &&
      !isUrgentNotice(known) &&
      !isReviewedFor(known, actor)
    )
      return fail('wrong-state', '公告要由另一人审核通过才能发布，请另一人在公告里审核');
    const wanted = publishAt ?? known.publishAt ?? now;
    if (publishAt && publishAt < now) invalid({ publishAt: '发布时间已过，请填写以后的时间，或者立即发布' });
    const publishedAt = wanted > now ? wanted : now;
    const notice: Notice = { ...known, id, publishedAt };
    const problems = noticeProblems(notice, { now, ruleSet });
    if (Object.keys(problems).length > 0) invalid(problems);
    const { _id: _known, endKey: _endKey, ...content } = notice as Notice & NoticeDocument;
    const { publishAt: _publishAt, ...document } = noticeDocument(content, known, now, null);
    const what = publishedAt > now ? '排期发布' : '发布';
    const stepped: NoticeDocument = { ...document, steps: [...known.steps, step(actor, now, what)] };
    const published = afterPublishing(stepped, known, actor, ruleSet);
    await transaction.put('notices', published);
    return { notice: published, shown: showForStaff(published, actor, { now, ruleSet }) };
  });
  await askForReview(runtime.ports, notice);
  return shown;
};

export const noticePublish = administrative(
  'notice.publish',
  ({ id }) => ({ about: id }),
  useCase(publishNoticeInput, platformStaff, async (runtime, { actor }, input) => ({
    notice: await publishNotice(runtime, actor, input),
  })),
);

export const withdrawNoticeInput = z.object({
  id: noticeId,
  version: noticeVersion,
  reason: publicText(typedText('请填写理由').min(1, '请填写理由').max(300, tooLong('', 300))),
});

/** `notice.withdraw`: gone at once; the reason stays with it. */
export const withdrawNotice = async (
  runtime: Runtime,
  actor: Actor,
  { id, version, reason }: z.infer<typeof withdrawNoticeInput>,
): Promise<StaffNotice> => {
  const { activeRuleSet: ruleSet } = await runtime.snapshots.current();
  return runtime.ports.database.transaction(async transaction => {
    const now = runtime.ports.now();
    const known = await readOwn(runtime, transaction, actor, id);
    refuseOld(known, version);
    const withdrawn: NoticeDocument = {
      ...known,
      // What was never public stays so.
      publishedAt: known.publishedAt > now ? NEVER : known.publishedAt,
      endsAt: now,
      endKey: `${now}|${id}`,
      announceAt: NEVER,
      steps: [...known.steps, step(actor, now, `撤下：${reason}`)],
    };
    await transaction.put('notices', withdrawn);
    return showForStaff(withdrawn, actor, { now, ruleSet });
  });
};

export const noticeWithdraw = administrative(
  'notice.withdraw',
  ({ id, reason }) => ({ about: id, what: reason }),
  useCase(withdrawNoticeInput, ticketReaders, async (runtime, { actor }, input) => ({
    notice: await withdrawNotice(runtime, actor, input),
  })),
);
