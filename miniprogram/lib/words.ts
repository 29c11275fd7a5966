import type { Category, CivilDate, Instant, Light } from '../../typings/contract';

const WEEKDAYS = '日一二三四五六';

/** `2026-10-30` → `10 月 30 日 周五`; with the year where it is not the present one. Computed in UTC: no time zone can move it. */
export function dayText(date: CivilDate): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const weekday = WEEKDAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()];
  return `${yearText(year)}${month} 月 ${day} 日 周${weekday}`;
}

/** `2026-10-09T10:12:00.000+08:00` → `10 月 9 日 10:12`. */
export function momentText(instant: Instant): string {
  const [year, month, day] = instant.slice(0, 10).split('-').map(Number) as [number, number, number];
  return `${yearText(year)}${month} 月 ${day} 日 ${instant.slice(11, 16)}`;
}

/** A moment for which somebody plans, with its weekday: `10 月 9 日 周五 10:12`. */
export const plannedText = (instant: Instant): string =>
  `${dayText(instant.slice(0, 10))} ${instant.slice(11, 16)}`;

const yearText = (year: number) => (year === new Date().getFullYear() ? '' : `${year} 年 `);

/** `2026-10-30` and 3 → `2026-11-02`; computed in UTC: no time zone can move it. */
export function addDays(date: CivilDate, days: number): CivilDate {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
}

/** The civil time of Asia/Shanghai now, `2026-10-30T09:05`, wherever the phone is. */
export const civilNow = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 16);

/** Working days left, in words: 0 = due today, negative = over. */
export function daysText(daysLeft: number): string {
  if (daysLeft < 0) return `超 ${-daysLeft} 个工作日`;
  return daysLeft === 0 ? '今天到期' : `剩 ${daysLeft} 个工作日`;
}

/** A light is shape, words and colour, never colour alone. */
export function lightText(light: Light, daysLeft: number): string {
  return `${LIGHT_SHAPES[light]} ${daysText(daysLeft)}`;
}

export const LIGHT_SHAPES: Record<Light, string> = { green: '●', yellow: '▲', red: '■' };

export const KINDS = [
  { value: 'consultation', label: '我要咨询', short: '咨询', limit: '5 个工作日内答复' },
  { value: 'complaint', label: '我要投诉', short: '投诉', limit: '7 个工作日内受理，20 个工作日内答复' },
  { value: 'suggestion', label: '提个建议', short: '建议', limit: '5 个工作日内答复' },
] as const;

/** The limit before anything is filed: without a service or a category the operator first has a working day to find the unit. */
export function limitText(kind: string, category: string, serviceId: string): string {
  if (category === 'technical') return '2 个工作日内答复';
  const limit = KINDS.find(each => each.value === kind)?.limit ?? '';
  return serviceId && category !== 'unsure' ? limit : `${limit}；另有 1 个工作日用来找负责单位`;
}

/** The category in plain words; the operator corrects it, so 不确定 costs the citizen nothing. */
export const CATEGORIES = [
  { value: 'unsure', label: '不确定', hint: '由工作人员帮您判断' },
  { value: 'business', label: '办事的规定、材料或进度', hint: '由主管单位答复' },
  { value: 'technical', label: '小程序打不开、登不上、用不了', hint: '由平台运营方处理' },
  { value: 'system', label: '某个服务里面出错、查不到', hint: '由提供服务的单位处理' },
] as const;

/** The category as staff call it. */
export const CATEGORY_NAMES: Record<Category, string> = {
  unsure: '待分类',
  business: '业务',
  technical: '技术',
  system: '系统',
};

/** The five levels of a rating (public-rules §2.5); the last two are 差评 and lead to rectification. */
export const RATINGS = [
  { value: '5', label: '非常满意' },
  { value: '4', label: '满意' },
  { value: '3', label: '基本满意' },
  { value: '2', label: '不满意' },
  { value: '1', label: '非常不满意' },
] as const;

/** What a refusal says without its advice to refresh: the page has fetched the ticket already. */
export const withoutRefresh = (message: string): string =>
  message.replace(/[。，]?(请刷新后再看)?[。！]?$/, '');
