import type { ShownLimit, ShownRuleSet, ShownSwitch, SwitchValue } from '../../../typings/api';

/** A version of a rule set line by line, and what is being changed of it. */

type Limit = ShownLimit['limit'];

/** By name; names of limits, windows and switches are never the same. */
export type RuleChanges = {
  limits: Record<string, Limit>;
  windows: Record<string, number>;
  switches: Record<string, SwitchValue>;
};
export const noChanges = (): RuleChanges => ({ limits: {}, windows: {}, switches: {} });

export const countChanges = ({ limits, windows, switches }: RuleChanges): number =>
  [limits, windows, switches].reduce((sum, part) => sum + Object.keys(part).length, 0);

export type RulePart = keyof RuleChanges;
export type RuleLine = {
  name: string;
  part: RulePart;
  title: string;
  clause: string;
  words: string;
  /** What the product came with, where it is something else. */
  shipped: string;
  /** Changed and not saved yet. */
  fresh: boolean;
  error: string;
};
export type RuleSection = { key: string; title: string; hint: string; lines: RuleLine[] };

const limitText = ({ n, unit }: Limit, { units }: ShownLimit): string =>
  `${n} ${units.find(one => one.unit === unit)?.label ?? ''}`;

const switchText = (value: SwitchValue, { options, none = '' }: ShownSwitch): string =>
  options?.find(one => one.value === value)?.label ?? (value === null ? none : `${value}`);

const line = (
  part: RulePart,
  name: string,
  about: { title: string; clause?: string; words: string; shipped: string; fresh: boolean },
  errors: Record<string, string>,
): RuleLine => ({
  part,
  name,
  title: about.title,
  clause: about.clause ?? '',
  words: about.words,
  shipped: about.shipped === about.words ? '' : about.shipped,
  fresh: about.fresh,
  error: errors[name] ?? '',
});

const limitLines = (
  ruleSet: ShownRuleSet,
  changes: RuleChanges,
  errors: Record<string, string>,
  internal: boolean,
): RuleLine[] =>
  Object.entries(ruleSet.limits)
    .filter(([, one]) => (one.internal ?? false) === internal)
    .map(([name, one]) => {
      const changed = changes.limits[name];
      const words = limitText(changed ?? one.limit, one);
      const shipped = limitText(one.shipped, one);
      return line(
        'limits',
        name,
        { title: one.title, clause: one.clause, words, shipped, fresh: changed !== undefined },
        errors,
      );
    });

const windowLines = (
  ruleSet: ShownRuleSet,
  changes: RuleChanges,
  errors: Record<string, string>,
): RuleLine[] =>
  Object.entries(ruleSet.about.windows).map(([name, { label, clause, unit, shipped }]) => {
    const changed = changes.windows[name];
    return line(
      'windows',
      name,
      {
        title: label,
        clause,
        words: `${changed ?? ruleSet.windows[name]} ${unit}`,
        shipped: `${shipped} ${unit}`,
        fresh: changed !== undefined,
      },
      errors,
    );
  });

const switchLines = (
  ruleSet: ShownRuleSet,
  changes: RuleChanges,
  errors: Record<string, string>,
): RuleLine[] =>
  Object.entries(ruleSet.about.switches).map(([name, one]) => {
    const changed = changes.switches[name];
    const value = changed === undefined ? (ruleSet.switches[name] ?? null) : changed;
    return line(
      'switches',
      name,
      {
        title: one.label,
        clause: one.clause,
        words: switchText(value, one),
        shipped: switchText(one.shipped, one),
        fresh: changed !== undefined,
      },
      errors,
    );
  });

/** A version in plain words, with what is being changed put onto it. */
export const ruleSections = (
  ruleSet: ShownRuleSet,
  changes: RuleChanges,
  errors: Record<string, string>,
): RuleSection[] => [
  {
    key: 'limits',
    title: '办理时限',
    hint: '依据条款规定，对群众和单位有效。',
    lines: limitLines(ruleSet, changes, errors, false),
  },
  {
    key: 'internal',
    title: '内部目标',
    hint: '条款没有规定数字，只用于内部提醒，不对群众显示。',
    lines: limitLines(ruleSet, changes, errors, true),
  },
  { key: 'windows', title: '期限和次数', hint: '', lines: windowLines(ruleSet, changes, errors) },
  { key: 'switches', title: '办理方式', hint: '', lines: switchLines(ruleSet, changes, errors) },
];

/** What one line is changed with: a number, perhaps of one of some units, or one of some values by their place. */
export type RuleEditor = {
  part: RulePart;
  name: string;
  title: string;
  typed: string;
  unit: string;
  units: { value: string; label: string }[];
  options: { value: string; label: string }[];
  /** Which of `options`. */
  chosen: string;
  hint: string;
  /** Nothing typed means something. */
  optional: boolean;
  decimal: boolean;
  error: string;
};

const blank = (part: RulePart, name: string, title: string): RuleEditor => ({
  part,
  name,
  title,
  typed: '',
  unit: '',
  units: [],
  options: [],
  chosen: '',
  hint: '',
  optional: false,
  decimal: false,
  error: '',
});

type Bounds = { min: number; max: number; label: string };

const boundsText = ({ min, max, label }: Bounds): string => `${min} 到 ${max} ${label}`;

/** From what to what the number may go, in the unit that is chosen. */
const boundsOf = (ruleSet: ShownRuleSet, { part, name, unit }: RuleEditor): Bounds | undefined => {
  if (part === 'limits') return ruleSet.limits[name]?.units.find(one => one.unit === unit);
  const found = part === 'windows' ? ruleSet.about.windows[name] : ruleSet.about.switches[name];
  if (found?.min === undefined || found.max === undefined) return undefined;
  return { min: found.min, max: found.max, label: 'unit' in found ? found.unit : '' };
};

const withHint = (ruleSet: ShownRuleSet, editor: RuleEditor): RuleEditor => {
  const bounds = boundsOf(ruleSet, editor);
  const none = ruleSet.about.switches[editor.name]?.none;
  return {
    ...editor,
    hint: bounds ? boundsText(bounds) + (editor.optional && none ? `，留空表示${none}` : '') : '',
  };
};

/** Opens a line with what it says now. */
export const editorOf = (
  ruleSet: ShownRuleSet,
  changes: RuleChanges,
  part: RulePart,
  name: string,
): RuleEditor | undefined => {
  if (part === 'limits') {
    const one = ruleSet.limits[name];
    if (!one) return undefined;
    const { n, unit } = changes.limits[name] ?? one.limit;
    const units = one.units.map(each => ({ value: each.unit, label: each.label }));
    return withHint(ruleSet, { ...blank(part, name, one.title), typed: `${n}`, unit, units });
  }
  if (part === 'windows') {
    const one = ruleSet.about.windows[name];
    const value = changes.windows[name] ?? ruleSet.windows[name];
    return one && withHint(ruleSet, { ...blank(part, name, one.label), typed: `${value}` });
  }
  const one = ruleSet.about.switches[name];
  if (!one) return undefined;
  const changed = changes.switches[name];
  const value = changed === undefined ? (ruleSet.switches[name] ?? null) : changed;
  if (!one.options) {
    const typed = value === null ? '' : `${value}`;
    return withHint(ruleSet, { ...blank(part, name, one.label), typed, optional: true, decimal: true });
  }
  return {
    ...blank(part, name, one.label),
    options: one.options.map(({ label }, at) => ({ value: `${at}`, label })),
    chosen: `${one.options.findIndex(option => option.value === value)}`,
  };
};

/** The other unit; the bounds are those of it. */
export const withUnit = (ruleSet: ShownRuleSet, editor: RuleEditor, unit: string): RuleEditor =>
  withHint(ruleSet, { ...editor, unit, error: '' });

/** What was typed as a value, or what is wrong with it. */
const readEditor = (
  ruleSet: ShownRuleSet,
  editor: RuleEditor,
): { value: SwitchValue | number } | { error: string } => {
  const options = ruleSet.about.switches[editor.name]?.options;
  if (editor.part === 'switches' && options) {
    const option = options[Number(editor.chosen)];
    return option ? { value: option.value } : { error: '请选择' };
  }
  const typed = editor.typed.trim();
  if (!typed && editor.optional) return { value: null };
  const value = Number(typed);
  const bounds = boundsOf(ruleSet, editor);
  const fits =
    bounds && typed && value >= bounds.min && value <= bounds.max && (editor.decimal || value % 1 === 0);
  return fits ? { value } : { error: `请填 ${editor.hint}` };
};

const without = <T>(part: Record<string, T>, name: string): Record<string, T> => {
  const { [name]: _gone, ...rest } = part;
  return rest;
};

/** The changes with this line; a value that stands there already is none. */
export const withLine = (
  ruleSet: ShownRuleSet,
  changes: RuleChanges,
  editor: RuleEditor,
): { changes: RuleChanges } | { error: string } => {
  const read = readEditor(ruleSet, editor);
  if ('error' in read) return read;
  const { part, name } = editor;
  const { value } = read;
  if (part === 'limits') {
    const now = ruleSet.limits[name]?.limit;
    const limit = { n: value as number, unit: editor.unit as Limit['unit'] };
    const limits = without(changes.limits, name);
    const same = now?.n === limit.n && now.unit === limit.unit;
    return { changes: { ...changes, limits: same ? limits : { ...limits, [name]: limit } } };
  }
  if (part === 'windows') {
    const windows = without(changes.windows, name);
    const same = ruleSet.windows[name] === value;
    return { changes: { ...changes, windows: same ? windows : { ...windows, [name]: value as number } } };
  }
  const switches = without(changes.switches, name);
  const same = ruleSet.switches[name] === value;
  return {
    changes: { ...changes, switches: same ? switches : { ...switches, [name]: value as SwitchValue } },
  };
};
