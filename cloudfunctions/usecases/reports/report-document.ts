import type { ReportLine } from '../../../typings/contract';
import { authorityName } from '../../domain/catalogue';
import type { Period } from '../../domain/engine/recurrence';
import { draftReaders, listsOf } from '../../domain/reports/readers';
import { reportPeriod, reportTitle, type ReportType } from '../../domain/reports/periods';
import type { Whose } from '../../domain/reports/figures';
import { addDays, startOfDay, type Instant } from '../../domain/time';
import type { ReportDocument } from '../kernel/documents';
import type { Database, Ports } from '../kernel/ports';
import type { Snapshot } from '../kernel/reading/snapshot';

/** A report as it is stored, from when it is asked for. */

/** `weekly-2026-W39-v2-unit-hrss`. */
export const reportId = (
  type: ReportType,
  period: string,
  version: number,
  { unitId, region }: Whose,
): string =>
  [
    type,
    period,
    ...(version > 1 ? [`v${version}`] : []),
    ...(unitId === undefined ? [] : ['unit', unitId]),
    ...(region === undefined ? [] : ['region', region]),
  ].join('-');

/** For whom it is: the manager as the rule set calls it, a unit, a local authority. */
export const whoseName = ({ unitId, region }: Whose, snapshot: Snapshot, type: ReportType): string => {
  const { catalogue, activeRuleSet } = snapshot;
  if (unitId !== undefined) return catalogue.unit(unitId)?.name ?? unitId;
  if (region !== undefined) return authorityName(region, activeRuleSet.roleNames.local, catalogue);
  return type === 'bulletin' ? '各单位' : activeRuleSet.roleNames.manager;
};

/** What is to be built: it waits for the timer. */
export const newReport = (
  snapshot: Snapshot,
  type: ReportType,
  { id: period, first, last }: Period,
  version: number,
  whose: Whose,
  now: Instant,
): ReportDocument => {
  const _id = reportId(type, period, version, whose);
  const of = { type, unitId: whose.unitId ?? null, region: whose.region ?? null };
  return {
    _id,
    ...of,
    period,
    first,
    last,
    version,
    state: 'building',
    whose: whoseName(whose, snapshot, type),
    main: null,
    no: null,
    scope: listsOf(draftReaders(of), of),
    key: `${last}|${_id}`,
    // By the ends of the periods: a month counts the limits of its weekly reports, also when all are late.
    nextAt: startOfDay(addDays(last, 1)),
    at: now,
    figures: [],
    parties: [],
    digest: '',
    changes: null,
  };
};

/** The newest version of a report, or undefined when there is none. */
export const newestReport = async (
  database: Pick<Database, 'get'>,
  type: ReportType,
  period: string,
  whose: Whose,
): Promise<ReportDocument | undefined> => {
  let newest: ReportDocument | undefined;
  for (let version = 1; ; version += 1) {
    const found = await database.get('reports', reportId(type, period, version, whose));
    if (!found) return newest;
    newest = found;
  }
};

/** Of the numbers alone. Letters, so that nothing in it can be taken for somebody's number and be masked. */
export const digestOfFigures = (
  { secrets }: Pick<Ports, 'secrets'>,
  { figures, parties }: Pick<ReportDocument, 'figures' | 'parties'>,
): string =>
  secrets
    .sha256(JSON.stringify([figures, parties]))
    .replace(/\d/g, digit => 'ghijklmnop'[Number(digit)] ?? digit);

export const titleOfReport = ({ type, period: id, whose, version }: ReportDocument): string => {
  const period = reportPeriod(type, id);
  return [
    period ? reportTitle(type, period) : id,
    `（${whose}）`,
    version > 1 ? `（更正第 ${version} 版）` : '',
  ].join('');
};

/** How far it has come while its figures are added up: of a hundred. */
const progressOf = ({ state, progress }: ReportDocument): Pick<ReportLine, 'done' | 'total'> =>
  state === 'building' ? { done: progress?.after === null ? 50 : progress ? 10 : 0, total: 100 } : {};

export const showLine = (document: ReportDocument): ReportLine => {
  const { _id, no, type, period, version, state, unitId, region, whose } = document;
  return {
    id: _id,
    no,
    title: titleOfReport(document),
    type,
    period,
    version,
    state,
    whose,
    ...progressOf(document),
    ...(unitId === null ? {} : { unitId }),
    ...(region === null ? {} : { region }),
  };
};
