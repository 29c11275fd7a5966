import * as z from 'zod';
import { frontDesk, leads } from '../../../domain/catalogue/roles';
import type { ContentWarning } from '../../../domain/knowledge/content/compare-entries';
import {
  ENTRY_ID,
  mayWrite,
  reviewed,
  sideOf,
  signatureOf,
  validityOn,
  type Side,
} from '../../../domain/knowledge/content/content';
import type { Actor } from '../../../domain/engine';
import { civilDateOf } from '../../../domain/time';
import type { FaqVersionDocument } from '../../kernel/documents';
import { fail } from '../../kernel/failure';
import { administrative } from '../../kernel/writing/administer';
import { putFaq } from './faq-packs';
import {
  liveDocument,
  moved,
  newVersion,
  raiseKnowledgeVersion,
  readVersion,
  showVersion,
  versionId,
  warningsOf,
  type ShownVersion,
} from './faq-versions';
import { DuplicateKey, type Transaction } from '../../kernel/ports';
import type { Runtime } from '../../kernel/runtime';
import { useCase } from '../../kernel/use-case';
import { addVersion } from './save-faq';
import { telling } from './tell-editors';
import { tooLong, typedText } from '../../../domain/typed/text';
import { typedId } from '../../../domain/typed/identifier';
import { maskedText } from '../../../domain/privacy/personal';

/** The way of a version to its readers: submitted, reviewed by the unit and the manager, published, rolled back. */

const id = typedId('缺少条目编号').regex(ENTRY_ID, '编号不对');
const version = z.number({ error: '缺少版本号，请刷新后再试' }).int().positive();
export const faqVersionInput = z.object({ id, version });
type VersionInput = z.infer<typeof faqVersionInput>;

type Step = (
  document: FaqVersionDocument,
  transaction: Transaction,
  now: string,
) => FaqVersionDocument | Promise<FaqVersionDocument>;

/** One step of one version in one transaction. A step that changes nothing gives the document back as it is. */
const take = async (
  { ports, snapshots }: Runtime,
  actor: Actor,
  input: VersionInput,
  step: Step,
): Promise<ShownVersion> => {
  const snapshot = await snapshots.current();
  const now = ports.now();
  const after = await ports.database.transaction(async transaction => {
    const before = await readVersion(transaction, actor, input);
    const next = await step(before, transaction, now);
    if (next !== before) await transaction.put('faqversions', next);
    return next;
  });
  return showVersion(snapshot, actor, after, true);
};

export const outOfDate = (document: FaqVersionDocument): never =>
  document.stage === 'superseded'
    ? fail('conflict', '有人刚保存了新的版本，请刷新后再试')
    : fail('wrong-state', '这一版现在不能这样处理，请刷新后再看');

/** `faq.submit`. */
export const submitFaq = (runtime: Runtime, actor: Actor, input: VersionInput): Promise<ShownVersion> =>
  take(runtime, actor, input, (document, _transaction, now) => {
    if (!mayWrite(actor, document.content.unitId)) return fail('forbidden', '这个条目由负责单位提交');
    if (document.stage === 'submitted') return document;
    if (document.stage !== 'draft' && document.stage !== 'rejected') return outOfDate(document);
    const { rejected: _earlier, ...rest } = document;
    return telling(moved(rest, { stage: 'submitted', approvals: {} }, now), 'submitted', actor, now);
  });

export const faqSubmit = administrative(
  'faq.submit',
  ({ id, version }) => ({ about: id, what: `第 ${version} 版` }),
  useCase(faqVersionInput, frontDesk, async (runtime, { actor }, input) => ({
    faq: await submitFaq(runtime, actor, input),
  })),
);

export const sideFor = (actor: Actor, document: FaqVersionDocument): Side =>
  sideOf(actor, document.content.unitId) ?? fail('forbidden', '这个条目由负责单位的负责人和管理方审核');

export const reviewFaqInput = faqVersionInput
  .extend({
    approve: z.boolean({ error: '请选择通过或退回' }),
    reason: maskedText(typedText().max(500, tooLong('理由', 500))).optional(),
  })
  .refine(({ approve, reason }) => approve || (reason ?? '').length > 0, {
    error: '请写明退回的理由',
    path: ['reason'],
  });

/** `faq.review`: approval or rejection by the unit's lead (operator's lead without a unit) and by the manager. */
export const reviewFaq = (
  runtime: Runtime,
  actor: Actor,
  { approve, reason = '', ...input }: z.infer<typeof reviewFaqInput>,
): Promise<ShownVersion> =>
  take(runtime, actor, input, (document, _transaction, now) => {
    const side = sideFor(actor, document);
    const repeated = approve
      ? document.approvals[side]?.id === actor.id && document.stage !== 'superseded'
      : document.stage === 'rejected' && document.rejected?.id === actor.id;
    if (repeated) return document;
    if (document.stage !== 'submitted') return outOfDate(document);
    const signature = signatureOf(actor, now);
    const after = reviewed(document, side, signature, approve ? { approve } : { approve, reason });
    const next = moved(document, after, now);
    return approve ? next : telling(next, 'rejected', actor, now);
  });

export const faqReview = administrative(
  'faq.review',
  ({ id, approve }) => ({ about: id, what: approve ? '通过' : '退回' }),
  useCase(reviewFaqInput, leads, async (runtime, { actor }, input) => ({
    faq: await reviewFaq(runtime, actor, input),
  })),
);

/** Makes a version what citizens get; the one before it stays as history. */
export const putLive = async (
  transaction: Transaction,
  next: FaqVersionDocument,
  now: string,
): Promise<FaqVersionDocument> => {
  if (validityOn(next.content, civilDateOf(now)) === 'expired')
    return fail('wrong-state', '这一版的有效期已过，请先修改有效期');
  const present = await transaction.get('faqs', next.faqId);
  const earlier =
    present && present.version !== next.version
      ? await transaction.get('faqversions', versionId(next.faqId, present.version))
      : undefined;
  if (earlier?.stage === 'live') await transaction.put('faqversions', moved(earlier, { stage: 'past' }, now));
  await putFaq(transaction, liveDocument(next, now));
  await raiseKnowledgeVersion(transaction);
  return next;
};

export const publishFaqInput = faqVersionInput.extend({
  /** The entries whose warnings the reader has seen and accepts. */
  confirmed: z.array(z.string().max(64)).max(100).default([]),
});

/** `faq.publish`: what asks the same or answers differently is shown first and has to be confirmed one by one. */
export const publishFaq = async (
  runtime: Runtime,
  actor: Actor,
  { confirmed, ...input }: z.infer<typeof publishFaqInput>,
): Promise<{ published: boolean; faq: ShownVersion; warnings: ContentWarning[] }> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const document = await readVersion(ports.database, actor, input);
  sideFor(actor, document);
  const warnings = document.stage === 'approved' ? await warningsOf(runtime, snapshot, document) : [];
  if (warnings.some(({ faqId }) => !confirmed.includes(faqId)))
    return { published: false, faq: showVersion(snapshot, actor, document, true), warnings };
  const faq = await take(runtime, actor, input, async (fresh, transaction, now) => {
    if (fresh.stage === 'live') return fresh;
    if (fresh.stage !== 'approved') return outOfDate(fresh);
    const next = moved(fresh, { stage: 'live', published: signatureOf(actor, now) }, now);
    return putLive(transaction, telling(next, 'live', actor, now), now);
  });
  return { published: true, faq, warnings };
};

export const faqPublish = administrative(
  'faq.publish',
  ({ id, version }) => ({ about: id, what: `第 ${version} 版` }),
  useCase(publishFaqInput, leads, (runtime, { actor }, input) => publishFaq(runtime, actor, input)),
);

/** `faq.withdraw`: a wrong answer is taken away from citizens at once; its versions stay. */
export const withdrawFaq = (runtime: Runtime, actor: Actor, input: VersionInput): Promise<ShownVersion> =>
  take(runtime, actor, input, async (document, transaction, now) => {
    sideFor(actor, document);
    const present = await transaction.get('faqs', input.id);
    if (present?.version !== input.version) return outOfDate(document);
    if (present.status === 'withdrawn') return document;
    await putFaq(transaction, { ...present, status: 'withdrawn' });
    await raiseKnowledgeVersion(transaction);
    return moved(document, { stage: 'past' }, now);
  });

export const faqWithdraw = administrative(
  'faq.withdraw',
  ({ id }) => ({ about: id }),
  useCase(faqVersionInput, leads, async (runtime, { actor }, input) => ({
    faq: await withdrawFaq(runtime, actor, input),
  })),
);

export const rollbackFaqInput = faqVersionInput.extend({
  to: z.number({ error: '请选择要恢复的版本' }).int().positive(),
});

/** `faq.rollback`: an earlier published version is live again, in one call, as a new version; `version` is the newest. */
export const rollbackFaq = async (
  { ports, snapshots }: Runtime,
  actor: Actor,
  { to, ...input }: z.infer<typeof rollbackFaqInput>,
): Promise<ShownVersion> => {
  const snapshot = await snapshots.current();
  const now = ports.now();
  try {
    const restored = await ports.database.transaction(async transaction => {
      const newest = await readVersion(transaction, actor, input);
      const earlier = await readVersion(transaction, actor, { id: input.id, version: to });
      sideFor(actor, newest);
      sideFor(actor, earlier);
      if (!earlier.published || earlier.stage === 'live') return outOfDate(earlier);
      const next: FaqVersionDocument = {
        ...newVersion(input.id, input.version + 1, earlier.content, actor, now),
        stage: 'live',
        approvals: earlier.approvals,
        published: signatureOf(actor, now),
        restores: to,
      };
      await addVersion(transaction, newest, next);
      return putLive(transaction, next, now);
    });
    return showVersion(snapshot, actor, restored, true);
  } catch (error) {
    if (error instanceof DuplicateKey) return fail('conflict', '有人刚保存了新的版本，请刷新后再试');
    throw error;
  }
};

export const faqRollback = administrative(
  'faq.rollback',
  ({ id, to }) => ({ about: id, what: `恢复第 ${to} 版` }),
  useCase(rollbackFaqInput, leads, async (runtime, { actor }, input) => ({
    faq: await rollbackFaq(runtime, actor, input),
  })),
);
