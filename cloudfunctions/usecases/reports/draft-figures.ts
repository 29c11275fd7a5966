import { isStaffed } from '../../domain/catalogue/staffing';
import { comparedWith, reportPeriod } from '../../domain/reports/periods';
import {
  availabilityFigure,
  changedFigures,
  figuresOf,
  ofParties,
  type Whose,
} from '../../domain/reports/figures';
import type { ReportDocument, ReportProgress } from '../kernel/documents';
import type { Ports } from '../kernel/ports';
import type { Snapshot } from '../kernel/reading/snapshot';
import type { DayCounts } from '../oversight/board/read-days';
import { countedOf, minutesOf, readSums, unitsOf, type AllSums } from './read-counted';
import { outcomesOf, type Outcomes } from './outcome-figures';
import { digestOfFigures, reportId, whoseName } from './report-document';

/** The figures of a report and of its editions, all from one reading: what one says another cannot contradict. */

type Drafted = Pick<ReportDocument, 'figures' | 'parties' | 'digest'>;

/** Everything that was read for a report, once. */
type Reading = { sums: AllSums; progress: ReportProgress; outcomes: Outcomes; snapshot: Snapshot };

const regionsOf = ({ catalogue, directory }: Snapshot): string[] => {
  const authorities = new Set(
    directory.members.flatMap(({ role, region }) => (role === 'local' && region ? [region] : [])),
  );
  return catalogue.regions().flatMap(({ code }) => (authorities.has(code) ? [code] : []));
};

const readAll = async (
  ports: Pick<Ports, 'database' | 'now'>,
  snapshot: Snapshot,
  document: ReportDocument,
  progress: ReportProgress,
  waiting: readonly DayCounts[],
): Promise<Reading> => {
  const now = reportPeriod(document.type, document.period);
  if (!now) throw new Error(`no period ${document.period}`);
  const periods = { now, ...comparedWith(document.type, now) };
  const [ofNow, before, yearBefore] = await Promise.all([
    readSums(ports, periods.now, waiting),
    readSums(ports, periods.before, waiting),
    readSums(ports, periods.yearBefore, waiting),
  ]);
  const regions = [
    ...new Set([...regionsOf(snapshot), ...(document.region === null ? [] : [document.region])]),
  ];
  const outcomes = await outcomesOf(ports, snapshot, periods, regions);
  return { sums: { now: ofNow, before, yearBefore }, progress, outcomes, snapshot };
};

const figuresFor = (
  { period: id, first, last }: ReportDocument,
  whose: Whose,
  { sums, progress, outcomes, snapshot }: Reading,
): ReportDocument['figures'] => {
  const units = unitsOf(whose, snapshot.catalogue);
  return [
    availabilityFigure(
      minutesOf(progress.now, units),
      minutesOf(progress.before, units),
      minutesOf(progress.yearBefore, units),
    ),
    ...figuresOf(countedOf(sums, units), { id, first, last }, whose),
    ...outcomes.of(whose),
  ];
};

/** The units with anything in the period, in the order of the catalogue, also those that ended meanwhile. */
const partiesOf = (
  document: ReportDocument,
  whose: Whose,
  { sums, snapshot }: Reading,
): ReportDocument['parties'] => {
  if (whose.unitId !== undefined) return [];
  const wanted = unitsOf(whose, snapshot.catalogue);
  const { period: id, first, last } = document;
  return snapshot.catalogue
    .units()
    .filter(unit => sums.now.has(unit.id) && (!wanted || wanted.has(unit.id)))
    .map(({ id: unitId, name }) => {
      const own = figuresOf(countedOf(sums, new Set([unitId])), { id, first, last }, { unitId });
      return {
        unitId,
        name,
        figures: own
          .filter(({ key }) => (ofParties as readonly string[]).includes(key))
          .map(({ key, numerator, denominator, rate }) => ({ key, numerator, denominator, rate })),
      };
    });
};

const draftOf = (ports: Ports, document: ReportDocument, whose: Whose, reading: Reading): Drafted => {
  const drafted = {
    figures: figuresFor(document, whose, reading),
    parties: partiesOf(document, whose, reading),
  };
  return { ...drafted, digest: digestOfFigures(ports, drafted) };
};

/** Who gets an edition: each unit with somebody at its desk and anything to read, each region with a local authority. */
const readersOf = ({ sums, snapshot }: Reading): Whose[] => {
  const { catalogue } = snapshot;
  const active = catalogue
    .units()
    .filter(unit => !unit.ended && sums.now.has(unit.id) && isStaffed(unit.id, false, catalogue));
  return [
    ...active.map(({ id }) => ({ unitId: id })),
    ...regionsOf(snapshot).map(code => ({ region: code })),
  ];
};

export type DraftedReport = { main: ReportDocument; editions: ReportDocument[] };

/**
 * A report with its figures, and its editions with theirs; `replaced` = the version before, `waiting` = what the counters do
 * not hold yet.
 */
export const draftReport = async (
  ports: Ports,
  snapshot: Snapshot,
  document: ReportDocument,
  progress: ReportProgress,
  replaced: ReportDocument | undefined,
  waiting: readonly DayCounts[],
): Promise<DraftedReport> => {
  const reading = await readAll(ports, snapshot, document, progress, waiting);
  const { unitId, region, type, period, version } = document;
  const whose: Whose = unitId !== null ? { unitId } : region !== null ? { region } : {};
  const drafted = draftOf(ports, document, whose, reading);
  const { progress: _done, ...rest } = document;
  const main: ReportDocument = {
    ...rest,
    ...drafted,
    changes: replaced
      ? { replaces: replaced._id, lines: changedFigures(replaced.figures, drafted.figures) }
      : null,
  };
  if (unitId !== null || region !== null) return { main, editions: [] };
  const editions = readersOf(reading).map(own => ({
    ...main,
    _id: reportId(type, period, version, own),
    // A bulletin says the same to everybody.
    ...(type === 'bulletin' ? drafted : draftOf(ports, document, own, reading)),
    key: `${document.last}|${reportId(type, period, version, own)}`,
    main: document._id,
    whose: whoseName(own, snapshot, type),
    unitId: own.unitId ?? null,
    region: own.region ?? null,
    scope: [],
    changes: main.changes ? { ...main.changes, lines: [] } : null,
  }));
  return { main, editions };
};
