import type { ReplySuggestions, ReplyWarning } from '../../../typings/api';
import type { OfferedAct } from '../../../typings/contract';
import { staff } from '../../cloud/client';
import { dayText } from '../../lib/dates';

/** Writing a reply: what it can be started from, line by line, and how that is put into it. */

/** `place` = the number before it, from 1 on over all groups. */
export type Suggestion = { place: number; name: string; text: string; hint: string };
export type SuggestionGroup = { name: string; items: Suggestion[] };

/** Entries first: they are approved; then what was answered before, then the phrases of the desk. Groups with nothing are left out. */
export function groupsOf({ entries, similar, phrases }: ReplySuggestions): SuggestionGroup[] {
  let place = 0;
  const group = (name: string, items: Omit<Suggestion, 'place'>[]): SuggestionGroup => ({
    name,
    items: items.map(item => ({ ...item, place: (place += 1) })),
  });
  return [
    group(
      '知识库',
      entries.map(({ question, answer, why }) => ({ name: question, text: answer, hint: why })),
    ),
    group(
      '同类件的答复',
      similar.map(({ title, reply, unitName, repliedOn }) => ({
        name: title,
        text: reply,
        hint: `${unitName} · ${dayText(repliedOn)} 答复`,
      })),
    ),
    group(
      '常用语',
      phrases.map(({ title, text }) => ({ name: title, text, hint: '' })),
    ),
  ].filter(({ items }) => items.length > 0);
}

/** Of an act that answers somebody, the field of the answer; empty for all others. */
export const composedField = (act: Pick<OfferedAct, 'control' | 'fields'> | undefined): string =>
  (act && act.control === 'compose' && act.fields.filter(({ type }) => type === 'longtext')[0]?.name) || '';

/** What stands there stays: a suggestion is put below it, once. */
export const inserted = (written: string, text: string): string => {
  if (!written.trim()) return text;
  return written.includes(text.trim()) ? written : `${written.trimEnd()}\n${text}`;
};

/** What to look at once more; without an answer nothing is known against it. */
export async function warningsOf(no: string, text: string): Promise<ReplyWarning[]> {
  if (!text.trim()) return [];
  const answer = await staff('reply.check', { no, text });
  return answer.ok ? answer.data.warnings : [];
}
