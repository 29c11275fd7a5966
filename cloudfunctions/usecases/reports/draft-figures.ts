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
import { countedOf, minutesOf, readSums, unitsOf, type AllSums } from './read-counted';
import { digestOfFigures, reportId, whoseName } from './report-document';

/** The figures of a report and of its editions, all from one reading: what one says another cannot contradict. */

type Drafted = Pick<ReportDocument, 'figures' | 'parties' | 'digest'>;

const readAllSums = async (ports: Pick<Ports, 'database'>, document: ReportDocument): Promise<AllSums> => {
  const period = reportPeriod(document.type, document.period);
  if (!period) throw new Error(`no period ${document.period}`);
  const { before, yearBefore } = comparedWith(document.type, period);
  const [now, last, year] = await Promise.all([
    readSums(ports, period),
    readSums(ports, before),
    readSums(ports, yearBefore),
  ]);
  return { now, before: last, yearBefore: year };
};

const figuresFor = (
  { period: id, first, last }: ReportDocument,
  whose: Whose,
  sums: AllSums,
  progress: ReportProgress,
  snapshot: Snapshot,
): ReportDocument['figures'] => {
  const units = unitsOf(whose, snapshot.catalogue);
  const counted = countedOf(sums, units);
  return [
    availabilityFigure(
      minutesOf(progress.now, units),
      minutesOf(progress.before, units),
      minutesOf(progress.yearBefore, units),
    ),
    ...figuresOf(counted, { id, first, last }, whose),
  ];
};

/** The units with anything in the period, in the order of the catalogue, also those that ended meanwhile. */
const partiesOf = (
  document: ReportDocument,
  whose: Whose,
  sums: AllSums,
  snapshot: Snapshot,
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

const draftOf = (
  ports: Ports,
  document: ReportDocument,
  whose: Whose,
  sums: AllSums,
  progress: ReportProgress,
  snapshot: Snapshot,
): Drafted => {
  const drafted = {
    figures: figuresFor(document, whose, sums, progress, snapshot),
    parties: partiesOf(document, whose, sums, snapshot),
  };
  return { ...drafted, digest: digestOfFigures(ports, drafted) };
};

/** Who gets an edition: each unit with somebody at its desk and anything to read, each region with a local authority. */
const readersOf = (sums: AllSums, { catalogue, directory }: Snapshot): Whose[] => {
  const active = catalogue
    .units()
    .filter(unit => !unit.ended && sums.now.has(unit.id) && isStaffed(unit.id, false, catalogue));
  const authorities = new Set(
    directory.members.flatMap(({ role, region }) => (role === 'local' && region ? [region] : [])),
  );
  const regions = catalogue.regions().filter(({ code }) => authorities.has(code));
  return [...active.map(({ id }) => ({ unitId: id })), ...regions.map(({ code }) => ({ region: code }))];
};

export type DraftedReport = { main: ReportDocument; editions: ReportDocument[] };

/** A report with its figures, and its editions with theirs; `replaced` = the version before. */
export const draftReport = async (
  ports: Ports,
  snapshot: Snapshot,
  document: ReportDocument,
  progress: ReportProgress,
  replaced: ReportDocument | undefined,
): Promise<DraftedReport> => {
  const sums = await readAllSums(ports, document);
  const { unitId, region, type, period, version } = document;
  const whose: Whose = unitId !== null ? { unitId } : region !== null ? { region } : {};
  const drafted = draftOf(ports, document, whose, sums, progress, snapshot);
  const { progress: _done, ...rest } = document;
  const main: ReportDocument = {
    ...rest,
    ...drafted,
    changes: replaced
      ? { replaces: replaced._id, lines: changedFigures(replaced.figures, drafted.figures) }
      : null,
  };
  if (unitId !== null || region !== null) return { main, editions: [] };
  const editions = readersOf(sums, snapshot).map(own => ({
    ...main,
    _id: reportId(type, period, version, own),
    // A bulletin says the same to everybody.
    ...(type === 'bulletin' ? drafted : draftOf(ports, document, own, sums, progress, snapshot)),
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
