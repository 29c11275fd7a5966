import type { Failure } from './client';

/** What a page shows in place of its content. */
export type View = {
  state: 'loading' | 'ready' | 'empty' | 'error' | 'offline' | 'forbidden';
  text: string;
  errorNo: string;
  /** Where to go on, when trying again would change nothing. */
  next?: { label: string; url: string };
};

export const loading: View = { state: 'loading', text: '', errorNo: '' };
export const ready: View = { state: 'ready', text: '', errorNo: '' };
export const empty = (text: string, next?: View['next']): View => ({
  state: 'empty',
  text,
  errorNo: '',
  ...(next ? { next } : {}),
});

/** Nothing can be done here: who asks, or comes without what the page before hands over, is led on. */
export const closed = (text: string, label: string, url: string): View => ({
  state: 'forbidden',
  text,
  errorNo: '',
  next: { label, url },
});

/** What was shown is no longer the reader's to see: it must not stay on the screen while the cloud says so. */
export const isClosed = ({ code }: Failure): boolean =>
  code === 'forbidden' || code === 'unauthenticated' || code === 'not-found';

/**
 * A page could not be fetched again: what was read before stays, and that it may be old is said, unless it is no longer the
 * reader's to see. False = what is there has to go.
 */
export function staysOld(error: Failure, isThere: boolean): boolean {
  const stays = isThere && !isClosed(error);
  if (stays) wx.showToast({ title: `没有刷新：${error.message}`, icon: 'none' });
  return stays;
}

/** The state of a page whose content could not be fetched. */
export function problem(error: Failure): View {
  const state = error.code === 'offline' ? 'offline' : isClosed(error) ? 'forbidden' : 'error';
  return { state, text: error.message, errorNo: error.errorNo ?? '' };
}

/** What went wrong, where nobody typed anything that could be lost. */
export const withoutTyped = (message: string): string => message.replace('填写的内容都留着，', '');

/** The number to quote to the help desk; what a person can put right without help needs none. */
export const quotedNo = ({ code, errorNo }: Failure): string => (code === 'invalid' ? '' : (errorNo ?? ''));

/** What went wrong in one line, with the number to quote. */
export const troubleText = (error: Failure): string =>
  quotedNo(error) ? `${error.message}（错误编号 ${quotedNo(error)}）` : error.message;

/** What a refusal says without its advice to refresh: the page has fetched the ticket already. */
export const withoutRefresh = (message: string): string =>
  message.replace(/[。，]?(请刷新后再看)?[。！]?$/, '');
