import type { TryOut } from '../../../typings/api';

export type TriedLine = {
  policy: string;
  label: string;
  clause: string;
  words: string;
  units: { unitId: string; name: string; words: string }[];
};

const change = (before: number, after: number): string => {
  if (before === after) return `超期 ${before} 件，不变`;
  return `超期由 ${before} 件变为 ${after} 件（${after > before ? '多' : '少'} ${Math.abs(after - before)} 件）`;
};

const SPOKEN: Record<string, string> = { '@operator': '运营方', '@manager': '管理方' };

/** What each changed limit would have made of it; units for which nothing differs are left out. */
export const triedLines = ({ rows = [] }: TryOut, names: ReadonlyMap<string, string>): TriedLine[] =>
  rows.map(({ policy, label, clause, lateBefore, lateAfter, byUnit }) => ({
    policy,
    label,
    clause,
    words: change(lateBefore, lateAfter),
    units: byUnit
      .filter(unit => unit.lateBefore !== unit.lateAfter)
      .map(({ unitId, ...late }) => ({
        unitId,
        name: names.get(unitId) ?? SPOKEN[unitId] ?? unitId,
        words: change(late.lateBefore, late.lateAfter),
      })),
  }));
