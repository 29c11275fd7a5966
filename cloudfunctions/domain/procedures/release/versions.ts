import type { Calendar } from '../../calendar';
import { holidayFreeze } from '../../calendar/freeze';
import type { RuleSet } from '../../rulesets';
import { spokenDate } from '../../time/spoken';
import type { CivilDate } from '../../time';

/** The rules about versions: which is newer, which change is major, when nothing is published. */

/** What a release can change. `login` and `authentication` are always major (A12). */
const changeKinds = [
  { value: 'login', label: '登录方式' },
  { value: 'authentication', label: '认证方式' },
  { value: 'authorization', label: '授权和隐私' },
  { value: 'payment', label: '缴费支付' },
  { value: 'feature', label: '新增功能' },
  { value: 'adjustment', label: '功能调整' },
  { value: 'interface', label: '界面和文案' },
  { value: 'fix', label: '问题修复' },
  { value: 'performance', label: '性能和稳定' },
];

const alwaysMajor: readonly string[] = ['login', 'authentication'];

/** The kinds to choose from: the fixed ones, and those that the manager has added in own words. */
export const kindsOfChange = ({
  majorChanges = [],
}: Pick<RuleSet, 'majorChanges'>): { value: string; label: string }[] => [
  ...changeKinds,
  ...majorChanges
    .filter(added => !changeKinds.some(({ value }) => value === added))
    .map(added => ({ value: added, label: added })),
];

/** The chosen kinds that make a release major: by the fixed list, or because the manager said so (A12). */
export const majorKinds = (
  chosen: readonly string[],
  { majorChanges = [] }: Pick<RuleSet, 'majorChanges'>,
): string[] => chosen.filter(kind => alwaysMajor.includes(kind) || majorChanges.includes(kind));

/** `1.10.2`: three numbers without leading zeros. */
export const isVersion = (text: string): boolean => /^(0|[1-9]\d{0,4})(\.(0|[1-9]\d{0,4})){2}$/.test(text);

/** Whether a version is newer than another, number by number: 1.10.0 is newer than 1.9.9. */
export const isNewer = (version: string, than: string): boolean => {
  const [one, other] = [version, than].map(text => text.split('.').map(Number));
  const at = [0, 1, 2].find(index => one?.[index] !== other?.[index]);
  return at !== undefined && (one?.[at] ?? 0) > (other?.[at] ?? 0);
};

/** The newest version whose publishing has begun, besides this ticket's own. */
export const newestOf = (
  versions: readonly { no: string; version: string }[] | undefined,
  exceptNo?: string,
): string | undefined =>
  (versions ?? [])
    .filter(({ no }) => no !== exceptNo)
    .map(({ version }) => version)
    .reduce<string | undefined>((best, one) => (best && !isNewer(one, best) ? best : one), undefined);

/** Why nothing is published on a day, with the day from which it is again; undefined = it may be. */
export const whyFrozen = (calendar: Calendar, date: CivilDate): string | undefined => {
  const freeze = holidayFreeze(calendar, date);
  return (
    freeze && `${freeze.holiday}假期和放假前的最后一个工作日不发布版本，${spokenDate(freeze.until)}起可以发布`
  );
};
