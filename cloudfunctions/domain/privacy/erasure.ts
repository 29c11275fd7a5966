import { maskIdNumber, maskName, maskPhone } from './mask';

/** Erasure at the wish of the person (J-21b): what goes, what stays and why, and names in what others wrote. */

/** Said on the page before the act, and in its answer; docs/security.md says the same for engineers. */
export const erasureTerms = {
  gone: [
    '已办结的件里您的姓名、电话、证件号码、标题、正文、补充、评价和文件',
    '工作人员在答复和记录里写到的您的姓名、电话和证件号码',
    '您问过的问题、收到的消息、关注和设置，传过但没有提交的文件',
  ],
  stays: [
    '正在办理的件：没有您的内容就办不下去，办结后请再来删除',
    '件的编号、类型、承办单位、时限和答复：是办理记录，按档案管理规定的期限保存，看不出是您',
    '操作记录（什么时候办了哪一步，没有您填写的内容）：《网络安全法》要求留存不少于六个月，随办理记录保存',
    '防止滥用的计数：不含您的身份，当天过后清除',
    '云平台的备份：里面的副本在备份到期后自动清除，最长 30 天',
  ],
} as const;

const GONE = '（已删除）';

/** By which somebody is called with the surname alone. */
const CALLED = '先生|女士|小姐|同志|老师|师傅|大爷|大妈|阿姨|叔叔';
/** Of two characters. */
const LONG_SURNAMES = /^(欧阳|司马|上官|诸葛|夏侯|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|长孙|宇文)/;

export type Names = {
  /** Of persons: the own one, and on whose behalf. */
  persons: readonly string[];
  /** Phones, identity numbers, credit codes, as they were given. */
  numbers: readonly string[];
};

const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const ofPerson = (name: string): string[] => {
  const surname = LONG_SURNAMES.exec(name)?.[0] ?? Array.from(name)[0] ?? '';
  return [`${quoted(name)}(?:${CALLED})?`, quoted(maskName(name)), `${quoted(surname)}(?:${CALLED})`];
};

/** Also with blanks and dashes between, and masked. */
const ofNumber = (number: string): string[] => [
  Array.from(number.replace(/[\s-]/g, '')).map(quoted).join('[\\s-]*'),
  quoted(maskPhone(number)),
  quoted(maskIdNumber(number)),
];

/** What finds these names in a text; undefined when there is nothing to find. */
const patternOf = ({ persons, numbers }: Names): RegExp | undefined => {
  const parts = [
    ...persons.filter(name => Array.from(name).length > 1).flatMap(ofPerson),
    ...numbers.filter(number => number.length > 5).flatMap(ofNumber),
  ].sort((one, other) => other.length - one.length);
  return parts.length > 0 ? new RegExp(parts.join('|'), 'gu') : undefined;
};

/** What is no text about the person: who acted, other persons' parts, sealed data. */
const NOT_TEXT = new Set([
  'by',
  'holder',
  'custody',
  'signing',
  'joined',
  'sealed',
  'applicant',
  'contact',
  'ruleSet',
]);

type Said = { by?: { role?: string } };

/** What citizens wrote themselves goes as a whole, or is another person's. */
const isSaidByCitizen = (value: object): boolean => (value as Said).by?.role === 'citizen';

const replaced = (value: unknown, pattern: RegExp): unknown => {
  if (typeof value === 'string') return value.replaceAll(pattern, GONE);
  if (Array.isArray(value)) return value.map(one => replaced(one, pattern));
  if (typeof value !== 'object' || value === null || isSaidByCitizen(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, NOT_TEXT.has(name) ? one : replaced(one, pattern)]),
  );
};

/** The same without these names, in every text that staff wrote. */
export const withoutNames = <T>(value: T, names: Names): T => {
  const pattern = patternOf(names);
  return pattern ? (replaced(value, pattern) as T) : value;
};
