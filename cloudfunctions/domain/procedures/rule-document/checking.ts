import type { Context, FieldErrors } from '../../engine';
import { limitOf } from '../../rulesets';
import { civilDateOf, type CivilDate } from '../../time';
import { isTooFar, TOO_FAR } from '../../time/plausible';
import { noticeProblems } from '../../notices/notice';
import { NEVER } from '../../time';
import type { Ticket } from '../../ticket/ticket';
import { authorOf } from '../common/staff-ticket/author';
import { isOfSide } from '../common/staff-ticket/side';
import { changeable, known, RULE_DOCUMENT } from './known';

/** What a document may not say. */

type Dates = { effectiveOn?: CivilDate | undefined; validUntil?: CivilDate | undefined };

const dayErrors = ({ effectiveOn, validUntil }: Dates, now: string): FieldErrors => {
  const today = civilDateOf(now);
  if (effectiveOn !== undefined && effectiveOn < today) return { effectiveOn: '不能早于今天' };
  if (effectiveOn !== undefined && isTooFar(effectiveOn, today)) return { effectiveOn: TOO_FAR };
  const from = effectiveOn ?? today;
  return validUntil !== undefined && validUntil <= from ? { validUntil: '须晚于施行日期' } : {};
};

/** What citizens read of it is checked as every notice (A53). */
const publicErrors = (words: string | undefined, context: Pick<Context, 'now' | 'ruleSet'>): FieldErrors => {
  if (!words) return {};
  const nowhere = { serviceId: null, serviceName: null, region: null, startsAt: null, instead: null };
  const { text: problem } = noticeProblems(
    { id: '', kind: 'general', title: '', text: words, publishedAt: NEVER, endsAt: NEVER, ...nowhere },
    context,
  );
  return problem ? { publicWords: problem } : {};
};

type Limits = readonly { policy: string; days: number }[];

/** Nothing is decided later than answered (G-5.3c, G-5.3d); each limit stands there once. */
const limitErrors = (limits: Limits, { ruleSet }: Context): FieldErrors => {
  const errors: FieldErrors = {};
  limits.forEach(({ policy }, index) => {
    if (limits.findIndex(one => one.policy === policy) < index)
      errors[`limits.${index}.policy`] = '这个时限写了两次';
  });
  const daysOf = (policy: string): number => {
    const shipped = changeable.find(({ id }) => id === policy);
    return limits.find(one => one.policy === policy)?.days ?? (shipped ? limitOf(ruleSet, shipped).n : 0);
  };
  for (const policy of changeable) {
    const within = 'within' in policy ? policy.within : undefined;
    const at = limits.findIndex(one => one.policy === policy.id || one.policy === within);
    if (within !== undefined && at >= 0 && daysOf(policy.id) > daysOf(within))
      errors[`limits.${at}.days`] = '决定是否受理的时限不能长于答复的时限';
  }
  return errors;
};

type Form = Dates & { publicWords?: string | undefined; limits?: Limits | undefined };

export const formErrors = (input: Form, context: Context): FieldErrors => ({
  ...dayErrors(input, context.now),
  ...publicErrors(input.publicWords, context),
  ...limitErrors(input.limits ?? [], context),
});

/** Only what is in force is revised, by whoever has written it. */
export const revisionErrors = (
  related: Ticket | undefined,
  docType: string,
  context: Context,
): FieldErrors => {
  if (!related) return {};
  if (related.kind !== RULE_DOCUMENT) return { replaces: '请填写一件制度文件的编号' };
  if (!isOfSide(context.actor, authorOf(related))) return { replaces: '只能修订本方制定的文件' };
  const { docType: was, replacedBy } = known.of(related);
  if (was !== docType) return { replaces: '文件类别和原文件不同' };
  if (replacedBy !== undefined) return { replaces: '这一件已经有新的版本，请填写最新的一件' };
  return ['published', 'in-force', 'lapsed'].includes(related.state)
    ? {}
    : { replaces: '这一件没有发布，请在那一件里修改' };
};
