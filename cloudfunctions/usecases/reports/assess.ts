import { regionPath } from '../../domain/catalogue';
import { bandOf, scoreLines, type Counted } from '../../domain/procedures/assessment/score';
import {
  COUNTING,
  counted,
  DROPPING,
  known,
  SHOWING,
  shown,
  TELLING,
  told,
} from '../../domain/procedures/assessment';
import {
  cardsOf,
  correctedIn,
  drop,
  earlierOf,
  inner as ofCard,
  known as card,
  makeKnown,
  scorecard,
  show,
} from '../../domain/procedures/scorecard';
import { carriedInto, takeOut, type TakenOut } from '../../domain/procedures/scorecard/taken-out';
import type { FollowUpStep } from '../../domain/engine';
import type { Whose } from '../../domain/reports/figures';
import type { Ticket } from '../../domain/ticket/ticket';
import type { CivilDate } from '../../domain/time';
import { spokenDate } from '../../domain/time/spoken';
import { takeStep } from '../clock/follow-up';
import type { Work } from '../clock/work';
import { PAGE, type Ports } from '../kernel/ports';
import type { Snapshot } from '../kernel/reading/snapshot';
import type { Runtime } from '../kernel/runtime';
import { readSums, readWaiting, together, unitsOf } from './read-counted';
import { openAutomatically } from '../tickets/open-procedure';
import { readOutcomes, type OutcomeFigure } from '../oversight/outcomes';
import type { DayCounts } from '../oversight/board/read-days';

/**
 * The job behind 考核 (G-2.1d, J-25): counts the cards of an assessment from what is frozen (tallies, counters of days, monthly
 * reports), a card each under a key of its own, and shows them to those whom they are about once the manager has reviewed them.
 * Each step can be repeated; no ticket is counted.
 */

const found = async ({ database }: Pick<Ports, 'database'>, tag: string): Promise<Ticket[]> =>
  (
    await database.find('tickets', {
      where: { 'keys.tags': tag },
      order: ['keys.newKey', 'desc'],
      limit: PAGE,
    })
  ).map(({ ticket }) => ticket);

type Party = Whose & { whose: string; class: string };

const classOf = (region: string): string =>
  region.endsWith('0000') ? '省级单位' : region.endsWith('00') ? '市级单位' : '县（区）级单位';

/** The months that lie in the time as wholes. */
const monthsOf = (from: string, to: string): string[] => {
  const months: string[] = [];
  for (let [year = 0, month = 0] = from.split('-').map(Number); ;) {
    const id = `${year}-${String(month).padStart(2, '0')}`;
    if (id > to.slice(0, 7)) return months;
    months.push(id);
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
};

/** Minutes in which addresses answered, as the monthly reports of the time have frozen them. */
const readAvailable = async (
  { database }: Pick<Ports, 'database'>,
  months: readonly string[],
  { unitId, region }: Whose,
): Promise<Counted['available']> => {
  const part = unitId !== undefined ? `-unit-${unitId}` : region !== undefined ? `-region-${region}` : '';
  const reports = await database.find('reports', {
    where: { _id: { in: months.map(month => `monthly-${month}${part}`) } },
    limit: PAGE,
  });
  const figures = reports.flatMap(one => one.figures.filter(({ key }) => key === 'available'));
  return {
    numerator: figures.reduce((sum, one) => sum + one.numerator, 0),
    denominator: figures.reduce((sum, one) => sum + (one.denominator ?? 0), 0),
  };
};

/** All that is read for one assessment, once: what one card says another cannot contradict. */
const readAll = async (
  ports: Pick<Ports, 'database' | 'now'>,
  snapshot: Snapshot,
  { from, to }: { from: CivilDate; to: CivilDate },
  waiting: readonly DayCounts[],
) => {
  const { catalogue, directory } = snapshot;
  const [sums, byUnit, whole] = await Promise.all([
    readSums(ports, { first: from, last: to }, waiting),
    readOutcomes(ports, snapshot, { from, to, by: 'unit' }),
    readOutcomes(ports, snapshot, { from, to }),
  ]);
  const isOf = (id: string): boolean => sums.has(id) || byUnit.some(({ key }) => key === id);
  const authorities = new Set(
    directory.members.flatMap(({ role, region }) => (role === 'local' && region ? [region] : [])),
  );
  const units = catalogue
    .units()
    .filter(({ id }) => isOf(id))
    .map(({ id, name, region, ended }): Party => ({
      unitId: id,
      whose: `${name}${ended ? '（已撤并）' : ''}`,
      class: classOf(region),
    }));
  const regions = catalogue
    .regions()
    .filter(({ code }) => authorities.has(code))
    .map(({ code, name }): Party => ({ region: code, whose: name, class: '各地主管部门' }));
  const outcomesOf = ({ unitId, region }: Whose): OutcomeFigure[] => {
    if (unitId !== undefined) return byUnit.filter(({ key }) => key === unitId);
    if (region === undefined) return whole;
    const own = byUnit.filter(({ key = '' }) =>
      regionPath(catalogue.unit(key)?.region, catalogue).includes(region),
    );
    return [...new Set(own.map(({ policy }) => policy))].flatMap(policy => {
      const of = own.filter(one => one.policy === policy);
      const [first] = of;
      const sum = (what: (one: OutcomeFigure) => number): number =>
        of.reduce((all, one) => all + what(one), 0);
      return first
        ? [
            {
              ...first,
              due: sum(one => one.due),
              inTime: sum(one => one.inTime),
              waitedFor: sum(({ waitedFor = 0 }) => waitedFor),
            },
          ]
        : [];
    });
  };
  const months = monthsOf(from, to);
  const countedOf = async (whose: Whose): Promise<Counted> => ({
    sums: together(sums, unitsOf(whose, catalogue)),
    outcomes: outcomesOf(whose),
    available: await readAvailable(ports, months, whose),
  });
  return { parties: [...units, ...regions], countedOf };
};

/** Cards, page by page. */
const cardsUnder = async ({ database }: Pick<Ports, 'database'>, tag: string): Promise<Ticket[]> => {
  const all: Ticket[] = [];
  for (let after = ''; ;) {
    const page = await database.find('tickets', {
      where: { 'keys.tags': tag, 'keys.newKey': { gt: after } },
      order: ['keys.newKey', 'asc'],
      limit: PAGE,
    });
    all.push(...page.map(({ ticket }) => ticket));
    if (page.length < PAGE) return all;
    after = page.at(-1)?.keys.newKey ?? after;
  }
};

/** Those of an assessment that wait for something to come of it. */
const waitingCards = (ports: Pick<Ports, 'database'>, { no }: Ticket): Promise<Ticket[]> =>
  cardsUnder(ports, cardsOf(no));

const keyOf = ({ unitId, region }: Whose): string => unitId ?? region ?? '';

/** What was taken out of the figures of each in the times within this one (A55). */
const readCarried = async (
  ports: Pick<Ports, 'database'>,
  time: { from: CivilDate; to: CivilDate },
): Promise<(whose: Whose) => TakenOut[]> => {
  const years = [...new Set([time.from.slice(0, 4), time.to.slice(0, 4)])];
  const cards = (await Promise.all(years.map(year => cardsUnder(ports, correctedIn(year))))).flat();
  return whose =>
    carriedInto(time, cards.filter(one => keyOf(ofCard.of(one)) === keyOf(whose)).flatMap(earlierOf));
};

/** Its cards, each once, then what the whole comes to; false = there was no time for all. */
const countCards = async (runtime: Runtime, work: Work, ticket: Ticket): Promise<boolean> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const { from, to } = known.of(ticket);
  if (from === undefined || to === undefined) throw new Error(`${ticket.no} says no days`);
  const { activeRuleSet: ruleSet } = snapshot;
  const waiting = await readWaiting(ports, to);
  // The timer is still busy with what happened then.
  if (waiting === undefined) return false;
  const [{ parties, countedOf }, carriedOf] = await Promise.all([
    readAll(ports, snapshot, { from, to }, waiting),
    readCarried(ports, { from, to }),
  ]);
  const cards: { whose: string; class: string; band: string; cardNo: string }[] = [];
  const opened = new Map(
    (await waitingCards(ports, ticket)).map(one => [keyOf(ofCard.of(one)), one] as const),
  );
  for (const { unitId, region, whose, class: group } of parties) {
    // Counted by a run that had no time for all: it stays as it is.
    const before = opened.get(keyOf({ unitId, region }));
    if (before) {
      cards.push({ whose, class: group, band: card.of(before).band ?? '', cardNo: before.no });
      continue;
    }
    if (!(await work.hasTime())) return false;
    const own = { ...(unitId === undefined ? {} : { unitId }), ...(region === undefined ? {} : { region }) };
    const asCounted = scoreLines(await countedOf(own), ruleSet);
    const { lines: figures, corrected } = takeOut(asCounted, carriedOf(own));
    const band = bandOf(figures, ruleSet);
    const { no } = await openAutomatically(
      runtime,
      scorecard.kind,
      {
        ...own,
        assessmentNo: ticket.no,
        from,
        to,
        whose,
        class: group,
        period: `${spokenDate(from)}至 ${spokenDate(to)}`,
        band,
        figures,
        ...(corrected.length > 0 ? { corrected, bandBefore: bandOf(asCounted, ruleSet) } : {}),
      },
      `${scorecard.kind}:${ticket.no}:${keyOf(own)}`,
    );
    cards.push({ whose, class: group, band, cardNo: no });
  }
  const totals = scoreLines(await countedOf({}), ruleSet).map(({ label, now, definition }) => ({
    label,
    now,
    definition,
  }));
  await takeStep(runtime, { no: ticket.no, act: counted, input: { totals, cards } });
  return true;
};

/** The same on each of its cards that still waits for it, then that it is done. */
const onCards =
  (state: string, step: (ticket: Ticket) => Pick<FollowUpStep, 'act' | 'input'>, done: FollowUpStep['act']) =>
  async (runtime: Runtime, work: Work, ticket: Ticket): Promise<boolean> => {
    for (const card of await waitingCards(runtime.ports, ticket)) {
      if (card.state !== state) continue;
      if (!(await work.hasTime())) return false;
      await takeStep(runtime, { no: card.no, ...step(ticket) });
    }
    await takeStep(runtime, { no: ticket.no, act: done, input: {} });
    return true;
  };

const showCards = onCards('counted', () => ({ act: show, input: {} }), shown);
const tellCards = onCards(
  'settled',
  ticket => ({ act: makeKnown, input: { bulletin: known.of(ticket).bulletin ?? '' } }),
  told,
);
const dropCards = onCards('counted', () => ({ act: drop, input: {} }), told);

export const assess = async (
  runtime: Runtime,
  work: Work,
): Promise<{ counted: number; shown: number; told: number }> => {
  const did = { counted: 0, shown: 0, told: 0 };
  let isAll = true;
  const each = async (tag: string, run: typeof countCards, name: keyof typeof did): Promise<void> => {
    for (const ticket of await found(runtime.ports, tag)) {
      if (!(await work.hasTime())) {
        isAll = false;
        return;
      }
      await work.attempt(ticket.no, async () => {
        if (await run(runtime, work, ticket)) did[name] += 1;
        else isAll = false;
      });
    }
  };
  await each(COUNTING, countCards, 'counted');
  await each(SHOWING, showCards, 'shown');
  await each(TELLING, tellCards, 'told');
  await each(DROPPING, dropCards, 'told');
  if (isAll) work.rest();
  return did;
};
