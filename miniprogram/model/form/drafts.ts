import type { FormField } from '../../../typings/contract';
import type { Failure } from '../../cloud/client';
import { uuid } from '../../cloud/uuid';
import { copy } from '../../lib/wechat';
import type { Filled } from './forms';

/**
 * Drafts on the phone: what somebody has typed survives closing, a failed sending and a change by someone else.
 * A draft lives until its form was sent, its owner discards it, or 30 days went by.
 */
const PREFIX = 'draft:';
const REQUEST = `${PREFIX}request:`;
const KEEP_MS = 30 * 24 * 3_600_000;

export type DraftKey =
  | 'file'
  | 'register'
  | 'question'
  | 'address'
  | 'words'
  | 'submitting'
  | `phrase:${string}`
  | `service:${string}`
  | `plan:${string}`
  | `invite:${string}`
  | `act:${string}`
  | `faq:${string}`
  | `open:${string}`
  | `row:${string}`
  | `unit:${string}`
  | `notice:${string}`
  | `rules:${string}`
  | `calendar:${string}`;

/** Nothing is said beside a form: no errors, no trouble, nothing done. */
export const nothingSaid = () => ({
  errors: {} as Record<string, string>,
  trouble: '',
  troubleNo: '',
  done: '',
});

/** What a page that keeps a draft shows besides what is typed. */
export const draftState = () => ({ ...nothingSaid(), takenUp: false, saving: false });

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Whether a part that was kept can stand for one that is expected. */
const fits = (kept: unknown, expected: unknown): boolean =>
  isObject(expected)
    ? isObject(kept) && Array.isArray(kept) === Array.isArray(expected)
    : typeof kept === typeof expected;

/** What somebody has written, anywhere in it: ids, codes and the words of choices are none. */
const wordsIn = (part: unknown): string[] => {
  if (isObject(part)) return Object.values(part).flatMap(wordsIn);
  return typeof part === 'string' && /[^\x21-\x7e]/.test(part.trim()) ? [part.trim()] : [];
};

const NO_PLACE = '上次写的这些内容，现在的表单没有地方放';

/** What was written and has no place any more is given once, to be put elsewhere. */
export function setAside(written: unknown, why = NO_PLACE): void {
  const text = wordsIn(written).join('\n');
  if (!text) return;
  wx.showModal({
    title: '这些内容请另存',
    content: `${why}，可以复制下来另用：\n${text}`,
    confirmText: '复制',
    cancelText: '不要了',
    success: ({ confirm }) => confirm && copy(text),
  });
}

const fitsField = ({ type, many }: FormField, value: unknown): boolean => {
  if (type === 'rows' || type === 'files' || many) return Array.isArray(value);
  if (type === 'bool') return typeof value === 'boolean';
  return typeof value === 'string' || typeof value === 'number';
};

/** What was filled in, as far as the form still asks for it; what was written in the rest is set aside. */
export function fittingFields<T extends Filled>(filled: T, fields: FormField[]): T {
  const typed = Object.entries(filled.values).filter(([, value]) => value !== undefined);
  const stays = ([name, value]: (typeof typed)[0]): boolean =>
    fields.some(field => field.name === name && fitsField(field, value));
  setAside(typed.filter(one => !stays(one)).map(([, value]) => value));
  return { ...filled, values: Object.fromEntries(typed.filter(stays)) };
}

/** What was kept, in whatever form a version before has kept it: also without the time, or a text by itself. */
function readKept(key: DraftKey): { at: number; parts: Record<string, unknown> } | undefined {
  const kept: unknown = wx.getStorageSync(PREFIX + key);
  if (!kept) return undefined;
  const { at, value } = (isObject(kept) && 'value' in kept ? kept : { value: kept }) as Record<
    string,
    unknown
  >;
  const parts = isObject(value) ? { ...value } : { [BY_ITSELF]: value };
  return { at: typeof at === 'number' ? at : Date.now(), parts };
}
/** A text that was kept without a name. */
const BY_ITSELF = '';

/** The only part of a form that has no other, where it is a text. */
const onlyTextOf = (whole: object): string | undefined => {
  const [first, ...others] = Object.entries(whole);
  return first && others.length === 0 && typeof first[1] === 'string' ? first[0] : undefined;
};

/**
 * The kept draft, or nothing when there is none or it is too old. One that a version before has kept comes as far as it still
 * fits: what it lacks, or has in another form, is as in `whole`; what somebody wrote in what does not fit goes to the only
 * text of a form that has but one, and is set aside by others.
 */
export function loadDraft<T extends object>(key: DraftKey, whole: T): T | undefined {
  const kept = readKept(key);
  if (!kept) return undefined;
  if (Date.now() - kept.at > KEEP_MS) {
    dropDraft(key);
    return undefined;
  }
  const { parts } = kept;
  const expected = Object.entries(whole);
  const lost = expected.filter(([name, part]) => !fits(parts[name], part));
  const unfit = Object.entries(parts).filter(
    ([name]) => !(name in whole) || lost.some(([other]) => other === name),
  );
  const value = { ...whole, ...parts, ...Object.fromEntries(lost) };
  const words = wordsIn(unfit.map(([, part]) => part));
  if (words.length === 0) return value;
  // Set aside once: what is kept from now on has a place for all that it holds.
  const fitting = Object.fromEntries(Object.entries(value).filter(([name]) => name in whole)) as T;
  const only = onlyTextOf(whole);
  const placed =
    only && !String(fitting[only as keyof T]).trim() ? { ...fitting, [only]: words.join('\n') } : fitting;
  saveDraft(key, placed);
  if (placed === fitting) setAside(words);
  return placed;
}

/** Keeps what is typed; where the phone has no room for it, that is said once, as leaving the page would lose it. */
export function saveDraft(key: DraftKey, value: object): void {
  wx.setStorage({
    key: PREFIX + key,
    data: { at: Date.now(), value },
    success: () => (warned = false),
    fail: warnOfLoss,
  });
}

let warned = false;

function warnOfLoss(): void {
  if (warned) return;
  warned = true;
  wx.showModal({
    title: '草稿没有存下',
    content: '手机里存草稿的空间满了。请不要离开这一页，写好就提交；离开的话，刚写的内容会丢。',
    confirmText: '知道了',
    showCancel: false,
  });
}

export function dropDraft(key: DraftKey): void {
  wx.removeStorageSync(PREFIX + key);
  wx.removeStorageSync(REQUEST + key);
}

/**
 * The requestId of what a form creates: until an answer has come it is the same, so that whoever sends the form again creates
 * nothing twice.
 */
export function requestOf(key: DraftKey): string {
  const kept: unknown = wx.getStorageSync(REQUEST + key);
  if (typeof kept === 'string' && kept) return kept;
  const made = uuid();
  // Said as what is typed is: without it a retry after a restart would be another request.
  wx.setStorage({ key: REQUEST + key, data: made, fail: warnOfLoss });
  return made;
}

/** The request had arrived with other words: what is sent next is another one. */
export function meetRequest(key: DraftKey, { code, fields }: Pick<Failure, 'code' | 'fields'>): void {
  if (code === 'conflict' && !fields) wx.removeStorageSync(REQUEST + key);
}

/** After the citizen erased the account nothing of it stays on the phone. */
export function dropAllDrafts(): void {
  for (const key of wx.getStorageInfoSync().keys) if (key.startsWith(PREFIX)) wx.removeStorageSync(key);
}
