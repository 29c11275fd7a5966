import type { ShownNotice } from '../../../typings/contract';
import type { RuleSet } from '../rulesets';
import { longestFrom } from '../services/maintenance-window';
import { spokenTime } from '../time/spoken';
import { NEVER, type Instant } from '../time';
import { personalIn } from '../privacy/personal';

/** A public notice: which service, from when to when, what does not work, what to do instead. */
export type Notice = {
  id: string;
  kind: 'maintenance' | 'fault' | 'offline' | 'general';
  title: string;
  text: string;
  serviceId: string | null;
  serviceName: string | null;
  region: string | null;
  /** Public from then on; `NEVER` while it is a draft. */
  publishedAt: Instant;
  startsAt: Instant | null;
  /** Public until then; `NEVER` = until it is withdrawn. */
  endsAt: Instant;
  /** What it tells of goes on when it is public no longer: a service that was withdrawn does not come back then. */
  lasting?: true;
  instead: string | null;
};

/** What cannot wait for its review (A53): people stand before something that does not work. */
export const isUrgentNotice = ({ kind }: Pick<Notice, 'kind'>): boolean =>
  kind === 'fault' || kind === 'offline';

export type NoticeParts = {
  /** What it is called in the title, e.g. 升级维护, 暂停服务. */
  what: string;
  /** How its text says that, where the title cannot be said so. */
  doing?: string;
  serviceName: string;
  startsAt: Instant;
  /** Unknown while a fault lasts. */
  endsAt?: Instant;
  /** What does not work. */
  impact: string;
  instead: string;
};

const sentence = (text: string): string =>
  /[。！？!?]）?$/.test(text.trim()) ? text.trim() : `${text.trim()}。`;

/** Title and text of a notice by the template, in the order in which people ask (clause: G-3.2.3b, J-11c). */
export const noticeWords = (parts: NoticeParts): { title: string; text: string } => {
  const doing = parts.doing ?? parts.what;
  const until = parts.endsAt ? `至 ${spokenTime(parts.endsAt)} ${doing}` : `起${doing}，恢复时间另行公告`;
  return {
    title: `“${parts.serviceName}”${parts.what}`,
    text: `“${parts.serviceName}”自 ${spokenTime(parts.startsAt)} ${until}。${sentence(parts.impact)}`,
  };
};

/** Words that citizens do not use: a notice says what they see instead. */
const jargon = [
  '割接',
  '宕机',
  '后端',
  '后台服务',
  '服务端',
  '接口',
  '服务器',
  '数据库',
  '中间件',
  '网关',
  '缓存',
  '带宽',
  '扩容',
  '切流',
  '容灾',
  '补丁',
  '回滚',
  '灰度',
  '运维',
  '上线',
];

/** Latin letters that citizens read on their phones every day; addresses of pages have a dot. */
const knownLatin = [
  'app',
  'pdf',
  'nfc',
  'wifi',
  'wi-fi',
  'etc',
  'ic',
  'id',
  'sim',
  'gps',
  'vip',
  'word',
  'jpg',
  'png',
];

/** The first word of a text that citizens do not understand, if any. */
export const jargonIn = (text: string): string | undefined =>
  jargon.find(word => text.includes(word)) ??
  (text.match(/[A-Za-z][A-Za-z0-9./:_-]*[A-Za-z0-9]/g) ?? []).find(
    word => !word.includes('.') && !knownLatin.includes(word.toLowerCase()),
  );

const LONGEST_SENTENCE = 100;

const plainProblem = (text: string): string | undefined => {
  const strange = jargonIn(text);
  if (strange) return `“${strange}”群众看不懂，请换成群众看得到的情况`;
  const long = text.split(/[。！？!?；;\n]/).find(one => [...one].length > LONGEST_SENTENCE);
  return long ? `“${[...long].slice(0, 10).join('')}……”这句太长，请分成几句` : undefined;
};

type Rules = { now: Instant; ruleSet: RuleSet };

const timeProblems = (
  { kind, startsAt, endsAt, publishedAt }: Notice,
  { now, ruleSet }: Rules,
): Record<string, string> => {
  const starts = startsAt ?? (publishedAt === NEVER ? now : publishedAt);
  if (endsAt <= now) return { endsAt: '结束时间已过，请重新填写' };
  if (endsAt <= starts) return { endsAt: '结束时间要晚于开始时间和发布时间' };
  if (kind === 'general') return {};
  if (startsAt === null) return { startsAt: '请填写从什么时候开始' };
  if (kind !== 'maintenance') return {};
  if (endsAt === NEVER) return { endsAt: '请填写到什么时候结束' };
  const { until, words } = longestFrom(startsAt, ruleSet);
  return endsAt > until ? { endsAt: words } : {};
};

/**
 * What is wrong with a notice that somebody wrote, by field; empty = it may be published. A notice about a service
 * says which service, from when to when, what does not work and what to do instead, in plain words.
 */
export const noticeProblems = (notice: Notice, rules: Rules): Record<string, string> => {
  const { kind, title, text, instead, serviceName } = notice;
  const problems = timeProblems(notice, rules);
  for (const [field, words] of Object.entries({ title, text, instead: instead ?? '' })) {
    // What a service is called cannot be said otherwise.
    const problem = plainProblem(serviceName ? words.replaceAll(serviceName, '') : words);
    if (problem) problems[field] = problem;
    const personal = personalIn(words);
    if (personal) problems[field] = personal;
  }
  if (kind === 'general') return problems;
  if (serviceName === null) problems['serviceId'] = '请选择是哪项服务';
  else if (!`${title}${text}`.includes(serviceName)) problems['title'] ??= `请写明是“${serviceName}”`;
  if ([...text.trim()].length < 10) problems['text'] ??= '请写明什么不能用';
  if (!instead?.trim()) problems['instead'] ??= '请写明这段时间可以怎么办';
  return problems;
};

/** A notice as everybody may read it. */
export const showNotice = (notice: Notice): ShownNotice => ({
  id: notice.id,
  kind: notice.kind,
  title: notice.title,
  text: notice.text,
  ...(notice.serviceId ? { serviceId: notice.serviceId } : {}),
  ...(notice.serviceName ? { serviceName: notice.serviceName } : {}),
  ...(notice.region ? { region: notice.region } : {}),
  publishedAt: notice.publishedAt,
  ...(notice.startsAt ? { startsAt: notice.startsAt } : {}),
  ...(notice.endsAt === NEVER || notice.lasting ? {} : { endsAt: notice.endsAt }),
  ...(notice.instead ? { instead: notice.instead } : {}),
});

/** A single notice that is read at a time: when it is over, it says so. */
export const showNoticeAt = (notice: Notice, now: Instant): ShownNotice => ({
  ...showNotice(notice),
  ...(notice.endsAt <= now ? { ended: true } : {}),
});
