import { windowOf } from '../../../rulesets';
import type { Change } from '../../../engine';
import { canBeCalled, draw, peopleOf, sourceOf, visitOf, type Called } from '../../../ticket/called';
import type { Visit } from '../../../ticket/visit';
import { windows } from './limits';

/** What the end of a ticket means for those who are called about it (A49). */

const newVisit = (change: Change, parts: readonly Called[]): Visit[] => {
  const { ticket, context } = change;
  const [first] = parts;
  if (!first || !canBeCalled(ticket, parts)) return [];
  const known = { of: first.no, at: change.now, stage: 'wanted' } as const;
  const source = sourceOf(ticket, parts);
  if (source) return [{ ...known, source }];
  const percent = windowOf(context.ruleSet, windows.visits);
  const drawn = draw(ticket.ruleSet, change.today, first.no, percent);
  return drawn ? [{ ...known, source: 'sample', drawn }] : [];
};

/**
 * The ticket has ended: decides who is called about it, each person once for the matter. Who was called before and waits for
 * what comes of it is called again.
 */
export const wantVisits = (change: Change): void => {
  const { ticket } = change;
  const visits = (ticket.details.visits ?? []).map((visit): Visit =>
    visit.stage === 'waiting' ? { ...visit, stage: 'again', at: change.now } : visit,
  );
  const added = ['closed', 'refused'].includes(ticket.state)
    ? peopleOf(ticket)
        .filter(parts => !visitOf(ticket, parts))
        .flatMap(parts => newVisit(change, parts))
    : [];
  if (visits.length + added.length > 0) ticket.details.visits = [...visits, ...added];
};
