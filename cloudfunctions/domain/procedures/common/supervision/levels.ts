import { operators } from '../../../catalogue/roles';
import type { Role } from '../../../catalogue';
import type { Context, FieldErrors } from '../../../engine';
import { workdays, type Policy } from '../../../rulesets';
import { civilDateOf } from '../../../time';
import { isTooFar, TOO_FAR } from '../../../time/plausible';

/** 催办, 督办, 提级 (A54): the levels of a supervision, from below; each with the time for its answer. */
export const levels = [
  { value: 'urge', label: '催办' },
  { value: 'supervise', label: '督办' },
  { value: 'escalate', label: '提级督办' },
] as const;

export type Level = (typeof levels)[number]['value'];

export const levelLabel = (level: Level): string => levels.find(({ value }) => value === level)?.label ?? '';

/** The next level above; undefined = there is none. */
export const levelAbove = (level: Level): Level | undefined =>
  levels[levels.findIndex(({ value }) => value === level) + 1]?.value;

/** Who may issue which: the operator urges, whoever answers for a side supervises, the manager escalates. */
export const levelsOf = (role: Role): (typeof levels)[number][] =>
  levels.filter(({ value }) => {
    if (role === 'manager') return true;
    if (role === 'lead' || role === 'operator-lead') return value !== 'escalate';
    return operators.includes(role) && value === 'urge';
  });

export const levelLimits = {
  urge: {
    id: 'supervise.urge',
    clock: 'supervise',
    label: '答复催办',
    clause: 'A54',
    limit: workdays(2),
  },
  supervise: {
    id: 'supervise',
    clock: 'supervise',
    label: '答复督办',
    clause: 'G-2.1c',
    limit: workdays(2),
  },
  escalate: {
    id: 'supervise.escalate',
    clock: 'supervise',
    label: '答复提级督办',
    clause: 'A54',
    limit: workdays(1),
  },
} as const satisfies Record<Level, Policy>;

/** What is wrong with the level and the day that somebody asks for. */
export const issueErrors = (
  { level, dueOn }: { level?: string | undefined; dueOn?: string | undefined },
  { actor, now }: Context,
): FieldErrors => {
  const today = civilDateOf(now);
  return {
    ...(level !== undefined && !levelsOf(actor.role).some(({ value }) => value === level)
      ? { level: '您不能签发这个级别' }
      : {}),
    ...(dueOn !== undefined && dueOn < today ? { dueOn: '答复日期不能在今天以前' } : {}),
    ...(dueOn !== undefined && isTooFar(dueOn, today) ? { dueOn: TOO_FAR } : {}),
  };
};
