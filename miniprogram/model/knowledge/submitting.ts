import { staff, type Answer, type Failure } from '../../cloud/client';
import type { ListedFaq } from '../../../typings/api';
import { troubleText, withoutTyped } from '../../cloud/view';
import { momentText } from '../../lib/dates';

/** Drafts that are submitted for review many at a time, one call after the other. */

export type Draft = { id: string; version: number; question: string; unitName: string; saved: string };
/** What was saved by one person at one moment, as an import saves it; drafts written one by one stand together. */
export type DraftGroup = { key: string; title: string; isImport: boolean; drafts: Draft[] };

/** More are not submitted in one go: ten pages of the list. */
const MOST_PAGES = 10;

/** All drafts that I may submit. */
export async function fetchDrafts(): Promise<Answer<{ drafts: Draft[]; isCut: boolean }>> {
  const drafts: Draft[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await staff('faq.list', { view: 'draft', ...(cursor ? { cursor } : {}) });
    if (!answer.ok) return answer;
    drafts.push(...answer.data.faqs.filter(({ acts = [] }) => acts.indexOf('submit') >= 0).map(draftOf));
    cursor = answer.data.nextCursor;
    if (!cursor) break;
  }
  return { ok: true, data: { drafts, isCut: cursor !== undefined } };
}

const draftOf = ({ id, version, question, unitName, saved }: ListedFaq): Draft => ({
  id,
  version,
  question,
  unitName,
  saved: saved ? `${saved.at} ${saved.name}` : '',
});

const ALONE = 'alone';

/** Rows of a file come in no order of their own. */
const byQuestion = (one: Draft, other: Draft): number => (one.question < other.question ? -1 : 1);

export function groupsOf(drafts: Draft[]): DraftGroup[] {
  const together = new Map<string, Draft[]>();
  for (const draft of drafts) together.set(draft.saved, [...(together.get(draft.saved) ?? []), draft]);
  const groups: DraftGroup[] = [];
  const alone: Draft[] = [];
  together.forEach((members, saved) => {
    if (members.length < 2 || !saved) return alone.push(...members);
    const cut = saved.indexOf(' ');
    const title = `${momentText(saved.slice(0, cut))} ${saved.slice(cut + 1)} 导入`;
    return groups.push({ key: saved, title, isImport: true, drafts: members.sort(byQuestion) });
  });
  if (alone.length > 0) groups.push({ key: ALONE, title: '单独写的', isImport: false, drafts: alone });
  return groups;
}

/** `''` = submitted; else why it was not. */
export type Results = Record<string, string>;
type Run = {
  /** Whether to go on: the page is still there, and nobody said stop. */
  goesOn: () => boolean;
  told: (draft: Draft, reason: string) => void;
};

/** These say something about the line or the person, not about the draft: the rest waits until it is better. */
const WAITS: Failure['code'][] = ['offline', 'timeout', 'unavailable', 'rate-limited', 'unauthenticated'];

/**
 * Submits one after the other and tells what came of each. Gives the reason where it had to stop in between. A draft
 * that was submitted already is submitted once (`faq.submit` may be repeated).
 */
export async function submitAll(drafts: Draft[], { goesOn, told }: Run): Promise<string> {
  for (const draft of drafts) {
    if (!goesOn()) return '';
    const { id, version } = draft;
    const answer = await staff('faq.submit', { id, version });
    if (!answer.ok && WAITS.indexOf(answer.error.code) >= 0) return withoutTyped(answer.error.message);
    told(draft, answer.ok ? '' : troubleText(answer.error));
  }
  return '';
}

export function resultText(results: Results): string {
  const all = Object.values(results);
  const refused = all.filter(Boolean).length;
  return [`已提交 ${all.length - refused} 条`, refused > 0 ? `没有提交 ${refused} 条` : '']
    .filter(Boolean)
    .join('，');
}

/** A draft as it was seen: a later version is another one. */
export const keyOf = ({ id, version }: Draft): string => `${id}:${version}`;

type Row = {
  key: string;
  id: string;
  question: string;
  unitName: string;
  checked: boolean;
  done: boolean;
  reason: string;
};
export type ShownGroup = {
  key: string;
  title: string;
  isImport: boolean;
  /** Not submitted yet. */
  left: number;
  allChecked: boolean;
  rows: Row[];
  hidden: number;
};

/** Rows of a group that are shown before it is opened. */
const SHOWN_ROWS = 20;

export function shownGroup(
  group: DraftGroup,
  { chosen, results, opened }: { chosen: Set<string>; results: Results; opened: Set<string> },
): ShownGroup {
  const { key, title, isImport, drafts } = group;
  const left = drafts.filter(draft => results[keyOf(draft)] !== '');
  const rows = opened.has(key) ? drafts : drafts.slice(0, SHOWN_ROWS);
  return {
    key,
    title,
    isImport,
    left: left.length,
    allChecked: left.length > 0 && left.every(draft => chosen.has(keyOf(draft))),
    hidden: drafts.length - rows.length,
    rows: rows.map(draft => ({
      key: keyOf(draft),
      id: draft.id,
      question: draft.question,
      unitName: draft.unitName,
      checked: chosen.has(keyOf(draft)),
      done: results[keyOf(draft)] === '',
      reason: results[keyOf(draft)] ?? '',
    })),
  };
}
