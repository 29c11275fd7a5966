import type { BulkResult } from '../../../typings/api';
import type { OfferedAct, TicketSummary } from '../../../typings/contract';

/** One act on several tickets: which acts all of them offer, and what became of each. */

/** The most that the cloud takes at once. */
export const MOST_AT_ONCE = 50;

const shapeOf = ({ act, fields }: OfferedAct): string =>
  JSON.stringify([act, fields.map(({ name, type, required }) => [name, type, required])]);

/** What a field starts with in all of the tickets: a choice that each of them starts with; words of one are no words for all. */
const startOf = ({ name, type, value }: OfferedAct['fields'][number], same: readonly OfferedAct[]) => {
  const isShared =
    type === 'select' &&
    value !== undefined &&
    same.every(({ fields }) => fields.some(field => field.name === name && field.value === value));
  return isShared ? { value } : {};
};

/** What is said above the button of all of them, e.g. that it is for good; what is signed with one is not signed with the others. */
const saidOf = ({ shows = [] }: OfferedAct, same: readonly OfferedAct[]): Pick<OfferedAct, 'shows'> =>
  shows.length > 0 && same.every(other => JSON.stringify(other.shows) === JSON.stringify(shows))
    ? { shows }
    : {};

/** What each of the tickets offers with the same form. */
export const commonActs = (offered: readonly OfferedAct[][]): OfferedAct[] => {
  const [first = [], ...others] = offered;
  return first
    .filter(act => !act.alone && others.every(acts => acts.some(other => shapeOf(other) === shapeOf(act))))
    .map(({ fields, shows, ...act }) => {
      const same = others.map(acts => acts.filter(other => other.act === act.act)[0] ?? { ...act, fields });
      return {
        ...act,
        ...saidOf({ ...act, fields, ...(shows ? { shows } : {}) }, same),
        fields: fields.map(whole => {
          const { value: _value, valueLabel: _label, suggested: _suggested, ifChanged: _, ...field } = whole;
          return { ...field, ...startOf(whole, same) };
        }),
      };
    });
};

/** What became of one ticket, by shape and words. */
export type Outcome = { no: string; title: string; ok: boolean; words: string };

/** What was refused first: among fifty it would have to be looked for. */
export const outcomesOf = (
  results: readonly BulkResult[],
  tickets: readonly TicketSummary[],
  done: string,
): Outcome[] => {
  const outcomes = results.map((result): Outcome => {
    const title = tickets.filter(({ no }) => no === result.no)[0]?.title ?? '';
    if (result.ok) return { no: result.no, title, ok: true, words: `● ${done}` };
    const { message, fields = {} } = result.error;
    const wrong = Object.values(fields).join('；');
    return { no: result.no, title, ok: false, words: `■ ${wrong || message}` };
  });
  return [...outcomes.filter(({ ok }) => !ok), ...outcomes.filter(({ ok }) => ok)];
};
