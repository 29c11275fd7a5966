import type { FormField, ShownNotice, StaffNotice } from '../../../typings/contract';
import type { NoticeDraft, Values } from '../../../typings/api';
import { staff, type Answer } from '../../cloud/client';
import { windowText } from './maintenance';
import { momentText, plannedText } from '../../lib/dates';

/** How staff write notices: what a notice is made of, its template, its states. */

export type NoticeState = StaffNotice['state'];

export const NOTICE_STATES: { value: NoticeState; label: string; none: string }[] = [
  { value: 'public', label: '公开中', none: '现在没有公开的公告' },
  { value: 'scheduled', label: '定时发布', none: '没有等着发布的公告' },
  { value: 'draft', label: '草稿', none: '没有草稿' },
  { value: 'ended', label: '已结束', none: '没有已结束的公告' },
];

export const stateLabel = (state: NoticeState): string =>
  NOTICE_STATES.filter(each => each.value === state)[0]?.label ?? '';

/** Who reviewed a notice, or that it has to be: shape and words. */
export const reviewText = (review: StaffNotice['review']): string => {
  if (!review) return '';
  if (review.state === 'done') return `● ${review.by} 于 ${momentText(review.at)} 审核通过`;
  const until = momentText(review.until);
  return review.state === 'late' ? `■ 应在 ${until} 前审核，还没有审核` : `▲ 请在 ${until} 前由另一人审核`;
};

const KINDS = [
  { value: 'general', label: '一般公告' },
  { value: 'maintenance', label: '维护提示' },
  { value: 'fault', label: '故障提示' },
  { value: 'offline', label: '停用提示' },
];

/** A general notice names no service and no hours. */
const ABOUT_SERVICE = ['serviceId', 'startsAt'];

const FIELDS: FormField[] = [
  { name: 'kind', label: '种类', type: 'select', required: true, options: KINDS },
  { name: 'serviceId', label: '哪项服务', type: 'service', required: true },
  { name: 'startsAt', label: '从什么时候开始', type: 'datetime', required: true },
  { name: 'endsAt', label: '到什么时候结束', type: 'datetime', required: false },
  { name: 'title', label: '标题', type: 'text', required: true, max: 60 },
  { name: 'text', label: '正文', type: 'longtext', required: true, max: 2000 },
  { name: 'instead', label: '这段时间可以怎么办', type: 'text', required: true, max: 500 },
  { name: 'publishAt', label: '定时发布（不选就马上发布）', type: 'datetime', required: false },
];

/** The fields that a notice of this kind needs. */
export function noticeFields(kind: string): FormField[] {
  if (kind !== 'general')
    return FIELDS.map(field =>
      field.name === 'endsAt' ? { ...field, required: kind === 'maintenance' } : field,
    );
  return FIELDS.filter(field => ABOUT_SERVICE.indexOf(field.name) < 0).map(field =>
    field.name === 'instead' ? { ...field, required: false } : field,
  );
}

const WHAT: Record<string, string> = { maintenance: '升级维护', fault: '出现异常', offline: '暂停服务' };
/** Stands in the text until somebody has written it. */
const TO_WRITE = '（写明什么不能用）';

/** Title and text in the order in which people ask: which service, from when to when, what does not work. */
export function noticeTemplate(
  values: Values,
  serviceName: string,
): { title: string; text: string } | undefined {
  const what = WHAT[String(values['kind'])];
  const startsAt = String(values['startsAt'] ?? '');
  const endsAt = String(values['endsAt'] ?? '');
  if (!what || !serviceName || !startsAt) return undefined;
  const when = endsAt
    ? `${windowText({ startsAt, endsAt })} ${what}`
    : `${plannedText(startsAt)} 起${what}，恢复时间另行公告`;
  return { title: `“${serviceName}”${what}`, text: `“${serviceName}” ${when}。${TO_WRITE}` };
}

/** What the phone itself can see to be wrong. */
export const writingErrors = (values: Values): Record<string, string> => {
  const errors: Record<string, string> = {};
  if (String(values['text'] ?? '').indexOf(TO_WRITE) >= 0) errors['text'] = `请把“${TO_WRITE}”换成实际情况`;
  return errors;
};

const textOf = (values: Values, name: string): string => String(values[name] ?? '').trim();

export function noticeInput(id: string, values: Values, region: string): NoticeDraft {
  const optional = ['serviceId', 'publishAt', 'startsAt', 'endsAt', 'instead'] as const;
  const shown = noticeFields(textOf(values, 'kind')).map(field => field.name);
  const input: NoticeDraft = {
    ...(id ? { id } : {}),
    kind: textOf(values, 'kind') as ShownNotice['kind'],
    title: textOf(values, 'title'),
    text: textOf(values, 'text'),
    ...(region ? { region } : {}),
  };
  for (const name of optional) {
    const value = textOf(values, name);
    if (value && shown.indexOf(name) >= 0) input[name] = value;
  }
  return input;
}

/** A notice that was written before, as the form holds it. */
export function noticeValues(notice: StaffNotice): { values: Values; labels: Record<string, string> } {
  const { kind, title, text, serviceId, serviceName, startsAt, endsAt, instead, publishedAt, state } = notice;
  const publishAt = state === 'scheduled' ? publishedAt : notice.publishAt;
  return {
    values: { kind, title, text, serviceId, startsAt, endsAt, instead, publishAt },
    labels: serviceName ? { serviceId: serviceName } : {},
  };
}

/** One notice of those that staff see. */
export async function findNotice(id: string): Promise<Answer<StaffNotice>> {
  const page = await staff('notice.list', { id });
  if (!page.ok) return page;
  const [found] = page.data.notices;
  if (found) return { ok: true, data: found };
  return { ok: false, error: { code: 'not-found', message: '没有这份公告，可能已被删除' } };
}
