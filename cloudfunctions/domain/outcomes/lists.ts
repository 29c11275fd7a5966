import type { Policy } from '../rulesets';
import type { Ticket } from '../ticket/ticket';
import { civilDateOf, type CivilDate } from '../time';
import { oddOf, type OddCode } from './odd';
import { monthOf, partyOf, rowsOf, type OutcomeRow } from './rows';

/**
 * The lists in which a ticket stands by its limits, its lights and what is odd about it, a month each: one field of its
 * document, so that every list is one range of one index.
 */

/** Whose list: of a party, of a region and what lies below it, or of all. */
export type ListScope = { party: string } | { region: string } | 'all';

export const listName = (what: string, month: string, scope: ListScope): string => {
  const whose = scope === 'all' ? '' : 'party' in scope ? scope.party : `#${scope.region}`;
  return `${what}|${month}|${whose}`;
};

/** Of which a limit that was due in a month has come to this. */
export const outcomeList = (policy: string, state: OutcomeRow['state']) => `${policy}|${state}`;
/** Of which a light went on in a month. */
export const lightList = 'light';
/** About which something odd was done in a month. */
export const oddList = (code: OddCode) => `odd|${code}`;

/** In which somebody was answered in these words (A52): of one desk, whenever it was. */
export const wordsList = (party: string, words: string): string => `words|${party}|${words}`;

type Entry = { what: string; on: CivilDate; party: string };

const lightsOf = ({ lights, clocks }: Ticket): Entry[] =>
  lights.flatMap(({ clockId, at }) => {
    const clock = clocks.find(({ id }) => id === clockId);
    return clock ? [{ what: lightList, on: civilDateOf(at), party: partyOf(clock.responsible) }] : [];
  });

const entriesOf = (ticket: Ticket, limits: readonly Policy[]): Entry[] => [
  ...rowsOf(ticket, limits).map(({ policy, state, due, party }) => ({
    what: outcomeList(policy, state),
    on: due,
    party,
  })),
  ...lightsOf(ticket),
  ...oddOf(ticket).map(({ code, on, party }) => ({ what: oddList(code), on, party })),
];

const wordsOf = ({ replies }: Ticket): string[] =>
  replies.flatMap(({ unitId, signs }) =>
    signs?.words ? [wordsList(unitId ?? '@operator', signs.words)] : [],
  );

/** The names of all its lists, each once. */
export const listsOf = (ticket: Ticket, limits: readonly Policy[]): string[] => [
  ...new Set([
    ...entriesOf(ticket, limits).flatMap(({ what, on, party }) =>
      (['all', { party }, ...ticket.regionPath.map(region => ({ region }))] as const).map(scope =>
        listName(what, monthOf(on), scope),
      ),
    ),
    ...wordsOf(ticket),
  ]),
];
