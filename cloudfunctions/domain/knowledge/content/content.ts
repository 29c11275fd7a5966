import * as z from 'zod';
import type { FaqAct } from '../../../../typings/api';
import { hasRole, operators, unitMembers } from '../../catalogue/roles';
import type { Actor } from '../../engine';
import { isCivilDate, type CivilDate, type Instant } from '../../time';
import { tooLong, typedLine, typedText } from '../../typed/text';
import { typedId } from '../../typed/identifier';

/**
 * Content work on the knowledge base: a version of an entry goes draft → submitted → approved by the responsible
 * unit and the manager → live (G-5.2b: only what the unit has confirmed is ever shown). Entries without a unit are
 * about the mini-program itself; the operator's lead answers for them.
 */

const day = z
  .string()
  .refine(isCivilDate, '日期应写作 2026-01-31')
  .nullish()
  .transform(text => text ?? undefined);
const code = (max: number) =>
  typedId()
    .max(max, tooLong('', max))
    .nullish()
    .transform(text => text || undefined);

const LONGEST_QUESTION = 200;
const LONGEST_ANSWER = 5000;
export const MOST_SIMILAR = 60;

/** What an entry says and where and when it holds. */
export type FaqContent = {
  question: string;
  similar: string[];
  answer: string;
  /** Who answers for it; none = the operator, about the mini-program itself. */
  unitId?: string;
  serviceId?: string;
  region?: string;
  /** First and last day, both included. */
  validFrom?: CivilDate;
  validUntil?: CivilDate;
};

/** Empty optional fields count as missing. */
export const contentSchema: z.ZodType<FaqContent> = z
  .object({
    question: typedLine('请填写问题')
      .min(2, '问题最少 2 个字')
      .max(LONGEST_QUESTION, tooLong('问题', LONGEST_QUESTION)),
    similar: z
      .array(typedLine().max(LONGEST_QUESTION, tooLong('相似问法', LONGEST_QUESTION)))
      .max(MOST_SIMILAR, `相似问法最多 ${MOST_SIMILAR} 个`)
      .nullish()
      .transform(list => [...new Set(list?.filter(Boolean))]),
    answer: typedText('请填写答复').min(1, '请填写答复').max(LONGEST_ANSWER, tooLong('答复', LONGEST_ANSWER)),
    unitId: code(32),
    serviceId: code(32),
    region: code(12),
    validFrom: day,
    validUntil: day,
  })
  .refine(({ validFrom, validUntil }) => !validFrom || !validUntil || validFrom <= validUntil, {
    error: '有效期的结束日早于开始日',
    path: ['validUntil'],
  });

/** An id of an entry, as imports may give it. */
export const ENTRY_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;

export const stageLabels = {
  draft: '草稿',
  submitted: '待审核',
  rejected: '已退回',
  approved: '待发布',
  live: '已发布',
  past: '发布过',
  superseded: '未发布',
} as const;
export type Stage = keyof typeof stageLabels;
/** The stages in which somebody still has to do something. */
export const openStages = ['draft', 'submitted', 'rejected', 'approved'] as const;

type Signature = { id: string; name: string; at: Instant };
/** Who has to agree before publication: the unit that answers for the entry, and the manager. */
export type Side = 'owner' | 'manager';

/** The part of a version that changes on its way. */
export type Progress = {
  stage: Stage;
  approvals: Partial<Record<Side, Signature>>;
  rejected?: Signature & { reason: string };
  published?: Signature;
};

export const signatureOf = (actor: Actor, at: Instant): Signature => ({ id: actor.id, name: actor.name, at });

/** Operators write everything, since every text is reviewed by its unit; units write their own entries. */
export const mayWrite = (actor: Actor, unitId: string | undefined): boolean =>
  hasRole(actor, operators) ||
  (hasRole(actor, unitMembers) && actor.unitId !== undefined && actor.unitId === unitId);

/** The side for which an actor reviews an entry of this unit, if any. */
export const sideOf = (actor: Actor, unitId: string | undefined): Side | undefined => {
  if (actor.role === 'manager') return 'manager';
  const owns = unitId ? actor.role === 'lead' && actor.unitId === unitId : actor.role === 'operator-lead';
  return owns ? 'owner' : undefined;
};

/** Who sees texts that are not published: those who may work on them. */
export const maySeeWork = (actor: Actor, unitId: string | undefined): boolean =>
  mayWrite(actor, unitId) || sideOf(actor, unitId) !== undefined;

/** A review of a submitted version; the second approval makes it ready to publish. */
export const reviewed = (
  progress: Progress,
  side: Side,
  signature: Signature,
  decision: { approve: true } | { approve: false; reason: string },
): Progress => {
  if (!decision.approve)
    return {
      ...progress,
      stage: 'rejected',
      approvals: {},
      rejected: { ...signature, reason: decision.reason },
    };
  const approvals = { ...progress.approvals, [side]: signature };
  return { ...progress, approvals, stage: approvals.owner && approvals.manager ? 'approved' : 'submitted' };
};

/** What an actor can do with a version now, for the buttons of the screens. */
export const offeredOn = (
  actor: Actor,
  { stage, approvals, published }: Progress,
  { unitId, newest }: { unitId: string | undefined; newest: boolean },
): FaqAct[] => {
  const side = sideOf(actor, unitId);
  const offered: FaqAct[] = [];
  if (newest && mayWrite(actor, unitId)) {
    offered.push('save');
    if (stage === 'draft' || stage === 'rejected') offered.push('submit');
  }
  if (side && stage === 'submitted' && !approvals[side]) offered.push('review');
  if (side && stage === 'approved') offered.push('publish');
  if (side && stage === 'live') offered.push('withdraw');
  if (side && stage === 'past' && published) offered.push('rollback');
  return offered;
};

export const validityOn = (
  { validFrom, validUntil }: Pick<FaqContent, 'validFrom' | 'validUntil'>,
  today: CivilDate,
): 'valid' | 'expired' | 'not-yet' => {
  if (validUntil && validUntil < today) return 'expired';
  return validFrom && validFrom > today ? 'not-yet' : 'valid';
};
