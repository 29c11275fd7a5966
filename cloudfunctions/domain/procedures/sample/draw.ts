import { spread } from '../../ticket/called';
import type { Ticket } from '../../ticket/ticket';

/**
 * 随机抽查 (J-24): drawn with a printed seed, so that anybody who has the same tickets draws the same ones, and nobody draws
 * until it suits; each unit in proportion to what it had, and at least one.
 */

type Drawable = Pick<Ticket, 'no' | 'unitId'>;

const partyOf = ({ unitId }: Drawable): string => unitId ?? 'operator';

/** How many of each party: in proportion, the largest remainders first, none without one as long as there are enough. */
const shares = (counts: ReadonlyMap<string, number>, size: number): Map<string, number> => {
  const total = [...counts.values()].reduce((sum, n) => sum + n, 0);
  const wanted = Math.min(size, total);
  const parties = [...counts]
    .map(([party, n]) => ({ party, n, exact: (wanted * n) / total }))
    .sort((one, other) => (one.party < other.party ? -1 : 1));
  const given = new Map(
    parties.map(({ party, n, exact }) => [
      party,
      Math.min(n, Math.max(parties.length <= wanted ? 1 : 0, Math.floor(exact))),
    ]),
  );
  const sum = (): number => [...given.values()].reduce((all, n) => all + n, 0);
  const behind = (): (typeof parties)[number] | undefined =>
    parties
      .filter(({ party, n }) => (given.get(party) ?? 0) < n)
      .sort(
        (one, other) =>
          other.exact - (given.get(other.party) ?? 0) - (one.exact - (given.get(one.party) ?? 0)),
      )[0];
  const ahead = (): (typeof parties)[number] | undefined =>
    parties
      .filter(({ party }) => (given.get(party) ?? 0) > 1)
      .sort(
        (one, other) =>
          one.exact - (given.get(one.party) ?? 0) - (other.exact - (given.get(other.party) ?? 0)),
      )[0];
  while (sum() < wanted) {
    const next = behind();
    if (!next) break;
    given.set(next.party, (given.get(next.party) ?? 0) + 1);
  }
  while (sum() > wanted) {
    const next = ahead();
    if (!next) break;
    given.set(next.party, (given.get(next.party) ?? 0) - 1);
  }
  return given;
};

/** The tickets that are drawn, by party and number. Where there are fewer than wanted, all of them. */
export const drawSample = <T extends Drawable>(tickets: readonly T[], size: number, seed: string): T[] => {
  const byParty = new Map<string, T[]>();
  for (const ticket of tickets)
    byParty.set(partyOf(ticket), [...(byParty.get(partyOf(ticket)) ?? []), ticket]);
  const share = shares(new Map([...byParty].map(([party, own]) => [party, own.length])), size);
  const rank = ({ no }: Drawable): string => `${String(spread(`${seed}|${no}`)).padStart(5, '0')}|${no}`;
  return [...byParty]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([party, own]) =>
      [...own].sort((one, other) => (rank(one) < rank(other) ? -1 : 1)).slice(0, share.get(party) ?? 0),
    );
};
