import type { ComplianceOutcome, ComplianceRow, OddCode } from '../../../typings/api';

/** What became of each limit, as the page shows it: a bar, and beside it the same numbers in words. */

export type ClauseCell = { outcome: ComplianceOutcome; label: string; n: number };
export type ClauseLine = {
  id: string;
  policy: string;
  label: string;
  /** The unit, region or month; empty for the sum. */
  key: string;
  keyName: string;
  clause: string;
  rate: string;
  due: number;
  /** Shares of the bar in percent. */
  inTime: number;
  late: number;
  cells: ClauseCell[];
  /** What is known of those late. */
  lateNotes: string[];
  spoken: string;
};

const OUTCOMES: [ComplianceOutcome, string][] = [
  ['inTime', '● 按时'],
  ['late', '■ 超期办结'],
  ['runningLate', '■ 超期未办'],
  ['running', '在办'],
];

export const rateWords = (rate: number | null): string =>
  rate === null ? '不足 20 件，不算比率' : `按时率 ${Math.round(rate * 1000) / 10}%`;

/** Both stay late; an assessment may see it otherwise (A3, A25). */
const lateNotes = ({ reasoned = 0, waitedFor = 0 }: ComplianceRow): string[] => [
  ...(reasoned > 0 ? [`超期办结的有 ${reasoned} 件说明了原因`] : []),
  ...(waitedFor > 0 ? [`超期办结的有 ${waitedFor} 件，不算等群众补充的天数就是按时`] : []),
];

const lineOf = (row: ComplianceRow): ClauseLine => {
  const late = row.late + row.runningLate;
  const rate = rateWords(row.rate);
  const name = row.keyName ?? '';
  return {
    id: `${row.policy}|${row.key ?? ''}`,
    policy: row.policy,
    label: row.label,
    key: row.key ?? '',
    keyName: name,
    clause: `${row.clause}${row.internal ? ' · 内部目标' : ''}`,
    rate,
    due: row.due,
    inTime: row.due === 0 ? 0 : Math.round((row.inTime / row.due) * 1000) / 10,
    late: row.due === 0 ? 0 : Math.round((late / row.due) * 1000) / 10,
    cells: OUTCOMES.map(([outcome, label]) => ({ outcome, label, n: row[outcome] })),
    lateNotes: lateNotes(row),
    spoken: `${name}${row.label}，到期 ${row.due} 件，按时 ${row.inTime}，超期 ${late}，${rate}`,
  };
};

export type ClausesView = { first: string; definition: string; lines: ClauseLine[] };

const sum = (rows: ComplianceRow[], outcome: ComplianceOutcome | 'due'): number =>
  rows.reduce((total, row) => total + row[outcome], 0);

/** The numbers first in one line; a row of an internal target is none of the promises and not in it. */
export const clausesView = (rows: ComplianceRow[]): ClausesView => {
  const statutory = rows.filter(row => !row.internal);
  const late = sum(statutory, 'late') + sum(statutory, 'runningLate');
  return {
    first:
      rows.length === 0
        ? '这段时间没有到期的时限'
        : `到期 ${sum(statutory, 'due')} 项时限，按时 ${sum(statutory, 'inTime')}，超期 ${late}，其中还没办结 ${sum(statutory, 'runningLate')}`,
    definition: rows[0]?.definition ?? '',
    lines: rows.map(lineOf),
  };
};

/** What is asked for behind one number, as it is handed to the page of tickets. */
export type Figure = {
  title: string;
  from: string;
  to: string;
  unitId?: string;
  region?: string;
} & ({ policy: string; outcome: ComplianceOutcome } | { code: OddCode });
