import type { Failure } from '../../cloud/client';
import { uuid } from '../../cloud/uuid';

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
  | 'phrase:new'
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

/**
 * The kept draft, or nothing when there is none or it is too old. One that a version before has kept comes as far as it still
 * fits: what it lacks, or has in another form, is as in `whole`.
 */
export function loadDraft<T extends object>(key: DraftKey, whole: T): T | undefined {
  const kept = wx.getStorageSync(PREFIX + key) as { at: number; value: T } | '';
  if (!isObject(kept) || !isObject(kept.value)) return undefined;
  if (Date.now() - kept.at > KEEP_MS) {
    dropDraft(key);
    return undefined;
  }
  const expected = Object.entries(whole);
  const lost = expected.filter(([name, part]) => !fits(kept.value[name as keyof T], part));
  return { ...whole, ...kept.value, ...Object.fromEntries(lost) };
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
