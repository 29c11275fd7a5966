import * as z from 'zod';
import type { Limit } from '../deadline';
import type { Adjustable } from './overrides';
import { limitInWords, limitOf, limitUnits, MIN_LIMIT, titleOf, unitsOf, type Policy } from './policy';
import type { RuleSet } from './rule-set';
import { switchInWords, switchOf, type SwitchDefinition, type SwitchValue } from './switches';
import { windowOf, type WindowDefinition } from './windows';
import { tooLong, typedLine } from '../typed/text';
import { publicText } from '../privacy/personal';

/** What a new version of a rule set is to say, as it came: each part by name, nothing of it looked at yet. */
export type Changes = {
  /** `{n, unit}`, or `{limit: {n, unit}}` as older clients say it. */
  limits: Record<string, unknown>;
  switches: Record<string, unknown>;
  windows: Record<string, unknown>;
  roleNames: Record<string, unknown>;
  /** Replaces the kinds of change that are major besides the fixed ones (A12). */
  majorChanges?: unknown;
};

/** What is wrong, by the name of the limit, switch or window: what would be allowed. */
export type ChangeErrors = Record<string, string>;
type Read<T> = { value: T } | { wrong: string };

const UNKNOWN = '没有这一项';

const integer = (value: unknown, min: number, max: number): number | undefined =>
  z.int().min(min).max(max).safeParse(value).data;

const givenLimit = z.object({ n: z.unknown(), unit: z.unknown() });

const readLimit = (given: unknown, policy: Policy): Read<Limit> => {
  const inner = z.object({ limit: givenLimit }).safeParse(given);
  const { data } = inner.success ? { data: inner.data.limit } : givenLimit.safeParse(given);
  const units = unitsOf(policy);
  const unit = units.find(one => one === data?.unit);
  if (!unit) return { wrong: `这一时限的单位只能是：${units.map(one => limitUnits[one].label).join('、')}` };
  const { label, max } = limitUnits[unit];
  const n = integer(data?.n, MIN_LIMIT, max);
  return n === undefined ? { wrong: `应为整数，${MIN_LIMIT} 到 ${max} ${label}` } : { value: { n, unit } };
};

const readWindow = (given: unknown, { min, max, unit }: WindowDefinition): Read<number> => {
  const value = integer(given, min, max);
  return value === undefined ? { wrong: `应为整数，${min} 到 ${max} ${unit}` } : { value };
};

const readSwitch = (given: unknown, definition: SwitchDefinition): Read<SwitchValue> => {
  if ('options' in definition) {
    const { options } = definition;
    const found = options.find(({ value }) => value === given);
    return found
      ? { value: found.value }
      : { wrong: `只能选：${options.map(({ label }) => label).join('、')}` };
  }
  const { min, max, none } = definition;
  const { data } = z.number().min(min).max(max).nullable().safeParse(given);
  return data === undefined ? { wrong: `应为 ${min} 到 ${max} 的数，留空表示${none}` } : { value: data };
};

const LEAST = '应为至少 2 个字的文字';
const nameSchema = publicText(typedLine(LEAST).min(2, LEAST).max(20, tooLong('', 20)));

const readRoleName = (given: unknown): Read<string> => {
  const { data, error } = nameSchema.safeParse(given);
  return error ? { wrong: error.issues[0]?.message ?? LEAST } : { value: data };
};

const namesSchema = z.array(nameSchema, '应为名称的清单').max(20, '最多 20 种');

const readMajorChanges = (given: unknown): Read<string[]> => {
  const { data, error } = namesSchema.safeParse(given);
  if (!error) return { value: [...new Set(data)] };
  const [issue] = error.issues;
  const [at] = issue?.path ?? [];
  return { wrong: `${typeof at === 'number' ? `第 ${at + 1} 种` : ''}${issue?.message ?? LEAST}` };
};

/** Each by its own rule; what is wrong is noted under its name. */
const readAll = <T>(
  given: Record<string, unknown>,
  reader: (name: string) => ((value: unknown) => Read<T>) | undefined,
  errors: ChangeErrors,
): Record<string, T> =>
  Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => {
      const read = reader(name)?.(value) ?? { wrong: UNKNOWN };
      if ('value' in read) return [[name, read.value]];
      errors[name] = read.wrong;
      return [];
    }),
  );

/** Each as its definition reads it, by its name: names come from outside. */
const readBy =
  <D extends { id: string }, T>(
    definitions: readonly D[],
    read: (given: unknown, definition: D) => Read<T>,
  ) =>
  (name: string): ((given: unknown) => Read<T>) | undefined => {
    const definition = definitions.find(({ id }) => id === name);
    return definition && (given => read(given, definition));
  };

/** Roughly in calendar days, for limits of different units; of two in the same unit the greater number is the longer. */
const roughDays = ({ n, unit }: Limit): number =>
  n *
  { 'working-day': 7 / 5, 'calendar-day': 1, month: 30, 'service-minute': 1 / 480, minute: 1 / 1440 }[unit];

/** A limit that has to end before another one does not outlast it, e.g. accepting before replying (G-5.3c, G-5.3d). */
const outlasting = (
  ruleSet: RuleSet,
  changed: Record<string, Limit>,
  policies: readonly Policy[],
): ChangeErrors =>
  Object.fromEntries(
    policies.flatMap(policy => {
      const outer = policies.find(({ id }) => id === policy.within);
      if (!outer || !(policy.id in changed || outer.id in changed)) return [];
      const [inner, longest] = [limitOf(ruleSet, policy), limitOf(ruleSet, outer)];
      if (roughDays(inner) <= roughDays(longest)) return [];
      return policy.id in changed
        ? [[policy.id, `不能长于“${outer.label}”的 ${limitInWords(longest)}`]]
        : [[outer.id, `不能短于“${policy.label}”的 ${limitInWords(inner)}`]];
    }),
  );

/** A version with changes, or what is wrong with them. */
export const applyChanges = <R extends RuleSet>(
  before: R,
  changes: Changes,
  { policies, windows: windowDefinitions, switches: switchDefinitions }: Adjustable,
): { ruleSet: R } | { errors: ChangeErrors } => {
  const errors: ChangeErrors = {};
  const limits = readAll(changes.limits, readBy(policies, readLimit), errors);
  const windows = readAll(changes.windows, readBy(windowDefinitions, readWindow), errors);
  const switches = readAll(changes.switches, readBy(switchDefinitions, readSwitch), errors);
  const roleNames = readAll(
    changes.roleNames,
    name => (Object.hasOwn(before.roleNames, name) ? readRoleName : undefined),
    errors,
  );
  const { majorChanges } =
    changes.majorChanges === undefined
      ? { majorChanges: before.majorChanges }
      : readAll({ majorChanges: changes.majorChanges }, () => readMajorChanges, errors);
  const ruleSet = {
    ...before,
    limits: { ...before.limits, ...limits },
    windows: { ...before.windows, ...windows },
    switches: { ...before.switches, ...switches },
    roleNames: { ...before.roleNames, ...roleNames },
    ...(majorChanges ? { majorChanges } : {}),
  };
  const all = { ...outlasting(ruleSet, limits, policies), ...errors };
  return Object.keys(all).length > 0 ? { errors: all } : { ruleSet };
};

/** One thing that two versions say differently, in words. */
export type Difference = { label: string; clause?: string; before: string; after: string };

const roleLabels: Record<keyof RuleSet['roleNames'], string> = {
  manager: '管理方的称谓',
  operator: '运营方的称谓',
  unit: '责任单位的称谓',
  local: '各地主管部门的称谓',
};

/** What changes for new tickets when `after` takes the place of `before`. */
export const differencesOf = (
  before: RuleSet,
  after: RuleSet,
  policies: readonly { policy: Policy; procedures: readonly string[] }[],
  { windows, switches }: Pick<Adjustable, 'windows' | 'switches'>,
): Difference[] => {
  const line = (label: string, clause: string | undefined, was: string, is: string): Difference[] =>
    was === is ? [] : [{ label, ...(clause ? { clause } : {}), before: was, after: is }];
  const listed = ({ majorChanges = [] }: RuleSet): string => majorChanges.join('、') || '无';
  return [
    ...policies.flatMap(({ policy, procedures }) =>
      line(
        titleOf(policy, procedures),
        policy.clause,
        limitInWords(limitOf(before, policy)),
        limitInWords(limitOf(after, policy)),
      ),
    ),
    ...windows.flatMap(one =>
      line(
        one.label,
        one.clause,
        `${windowOf(before, one)} ${one.unit}`,
        `${windowOf(after, one)} ${one.unit}`,
      ),
    ),
    ...switches.flatMap(one =>
      line(
        one.label,
        one.clause,
        switchInWords(one, switchOf(before, one)),
        switchInWords(one, switchOf(after, one)),
      ),
    ),
    ...line('另行规定的重大变更', 'A12', listed(before), listed(after)),
    ...Object.entries(roleLabels).flatMap(([key, label]) => {
      const name = key as keyof RuleSet['roleNames'];
      return line(label, undefined, before.roleNames[name], after.roleNames[name]);
    }),
  ];
};
