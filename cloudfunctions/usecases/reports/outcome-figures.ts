import type { FigureValue, ReportFigure } from '../../../typings/contract';
import type { Period } from '../../domain/engine/recurrence';
import { valueOf, type Whose } from '../../domain/reports/figures';
import type { Ports } from '../kernel/ports';
import type { Snapshot } from '../kernel/reading/snapshot';
import { readOutcomes, type OutcomeFigure } from '../oversight/outcomes';

/** What became of every limit in a period, by clause: the same reading as the page of compliance, so that both say the same. */

type Periods = { now: Period; before: Period; yearBefore: Period };
type Reading = Record<keyof Periods, OutcomeFigure[]>;

export type Outcomes = {
  of(whose: Whose): ReportFigure[];
};

const readingOf = async (
  ports: Pick<Ports, 'database' | 'now'>,
  snapshot: Pick<Snapshot, 'catalogue'>,
  periods: Periods,
  query: { region?: string; by?: 'unit' },
): Promise<Reading> => {
  const read = ({ first, last }: Period): Promise<OutcomeFigure[]> =>
    readOutcomes(ports, snapshot, { from: first, to: last, ...query });
  const [now, before, yearBefore] = await Promise.all([
    read(periods.now),
    read(periods.before),
    read(periods.yearBefore),
  ]);
  return { now, before, yearBefore };
};

const figuresIn = (reading: Reading, { now: period }: Periods, { unitId, region }: Whose): ReportFigure[] => {
  const value = (rows: readonly OutcomeFigure[], policy: string): FigureValue => {
    const row = rows.find(one => one.policy === policy);
    return valueOf(row?.inTime ?? 0, row?.due ?? 0);
  };
  return reading.now
    .filter(({ due }) => due > 0)
    .map(({ policy, label, clause, definition }) => ({
      key: `policy:${policy}`,
      label: `${label}（${clause}）`,
      definition: region === undefined ? definition : `${definition}；按件所在的地区计，不论由谁承办`,
      ...value(reading.now, policy),
      before: value(reading.before, policy),
      yearBefore: value(reading.yearBefore, policy),
      query: {
        action: 'compliance.tickets',
        input: {
          policy,
          outcome: 'late',
          from: period.first,
          to: period.last,
          ...(unitId === undefined ? {} : { unitId }),
          ...(region === undefined ? {} : { region }),
        },
      },
    }));
};

const ofUnit = (reading: Reading, unitId: string): Reading => {
  const own = (rows: readonly OutcomeFigure[]): OutcomeFigure[] => rows.filter(({ key }) => key === unitId);
  return { now: own(reading.now), before: own(reading.before), yearBefore: own(reading.yearBefore) };
};

/** Read once for the whole, all units and these regions. */
export const outcomesOf = async (
  ports: Pick<Ports, 'database' | 'now'>,
  snapshot: Pick<Snapshot, 'catalogue'>,
  periods: Periods,
  regions: readonly string[],
): Promise<Outcomes> => {
  const whole = await readingOf(ports, snapshot, periods, {});
  const units = await readingOf(ports, snapshot, periods, { by: 'unit' });
  const ofRegions = new Map<string, Reading>();
  for (const region of regions) ofRegions.set(region, await readingOf(ports, snapshot, periods, { region }));
  return {
    of: whose => {
      const { unitId, region } = whose;
      const reading =
        unitId !== undefined ? ofUnit(units, unitId) : region !== undefined ? ofRegions.get(region) : whole;
      return reading ? figuresIn(reading, periods, whose) : [];
    },
  };
};
