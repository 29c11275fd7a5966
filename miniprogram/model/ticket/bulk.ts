import type { BulkResult } from '../../../typings/api';
import type { OfferedAct, TicketSummary } from '../../../typings/contract';

/** One act on several tickets: which acts all of them offer, and what became of each. */

/** The most that the cloud takes at once. */
export const MOST_AT_ONCE = 50;

const shapeOf = ({ act, fields }: OfferedAct): string =>
  JSON.stringify([act, fields.map(({ name, type, required }) => [name, type, required])]);

/** What each of the tickets offers with the same form; a value of one of them is no value for all. */
export const commonActs = (offered: readonly OfferedAct[][]): OfferedAct[] => {
  const [first = [], ...others] = offered;
  return first
    .filter(act => others.every(acts => acts.some(other => shapeOf(other) === shapeOf(act))))
    .map(({ fields, ...act }) => ({
      ...act,
      fields: fields.map(
        ({ value: _value, valueLabel: _label, suggested: _suggested, ifChanged: _ifChanged, ...field }) =>
          field,
      ),
    }));
};

/** What became of one ticket, by shape and words. */
export type Outcome = { no: string; title: string; ok: boolean; words: string };

export const outcomesOf = (
  results: readonly BulkResult[],
  tickets: readonly TicketSummary[],
  done: string,
): Outcome[] =>
  results.map(result => {
    const title = tickets.filter(({ no }) => no === result.no)[0]?.title ?? '';
    if (result.ok) return { no: result.no, title, ok: true, words: `● ${done}` };
    const { message, fields = {} } = result.error;
    const wrong = Object.values(fields).join('；');
    return { no: result.no, title, ok: false, words: `■ ${wrong || message}` };
  });
