import type { Board, Opinion, QueuePage } from '../../../typings/api';
import { deskLine, ofDesk, type DeskLine } from './desk';
import { counted } from '../../lib/text';

/** Replies in time among all replies, in words; a dash where there were none. */
export const rateText = (inTime: number, late: number): string =>
  inTime + late === 0 ? '–' : `${Math.round((inTime / (inTime + late)) * 1000) / 10}%`;

export type BoardView = {
  rate: string;
  filed: number;
  late: number;
  /** Which unit was late most in these weeks, in one line. */
  behind: string;
  /** What documents assigned, in one line; empty where there was nothing. */
  assigned: string;
  weeks: { from: string; label: string; filed: number; rate: string; height: number }[];
  units: { unitId: string; name: string; inTime: number; late: number; share: number }[];
  /** What people say of it, each number with its meaning (A49). */
  opinions: { name: string; rate: string; counts: string; definition: string }[];
  /** 首次解决 of calls (A48); nothing where none was taken down. */
  firstContact: { rate: string; counts: string; definition: string } | null;
  opinionsOfUnits: { unitId: string; name: string; lines: string[] }[];
  /** What lies where now, the worst first, with the shares of its light in percent. */
  desks: (DeskLine & { more: string; red: number; yellow: number })[];
};

const share = (part: number, whole: number): number => Math.round((part / Math.max(1, whole)) * 100);

const deskRow = (desk: Board['desks'][number]): BoardView['desks'][number] => {
  const { overdue, today, open, longest } = desk;
  const more = [
    overdue > 0 && today > 0 ? `▲ ${ofDesk(today)} 件今天到期` : '',
    longest > 0 ? `最长超 ${longest} 个工作日` : '',
    `在办 ${ofDesk(open)} 件`,
  ];
  return {
    ...deskLine(desk),
    more: more.filter(Boolean).join(' · '),
    red: share(overdue, open),
    yellow: share(today, open),
  };
};

const percent = (rate: number): string => `${Math.round(rate * 1000) / 10}%`;

const opinionWords = {
  solved: { name: '解决率', yes: '已解决', answers: '回答', asked: '询问' },
  satisfied: { name: '满意率', yes: '满意', answers: '评价', asked: '答复' },
} as const;
type Asked = keyof typeof opinionWords;
const asked: readonly Asked[] = ['solved', 'satisfied'];

/** `已解决 30 件，共 40 人回答；回应率 80%（40/50）`; where there are few, numbers alone. */
const opinionCounts = (which: Asked, { yes, answers, asked: all, response }: Opinion): string => {
  const words = opinionWords[which];
  const responded = response === null ? '' : ` ${percent(response)}`;
  return `${words.yes} ${yes} / ${words.answers} ${answers}，回应率${responded}（${answers} / ${words.asked} ${all}）`;
};

const opinionRate = ({ rate }: Opinion): string => (rate === null ? '不足 20 件，不算比率' : percent(rate));

/** The board as it is shown: this week in three numbers, the weeks side by side, units with the latest replies first. */
export function boardView(board: Board): BoardView {
  const week = board.weeks[board.weeks.length - 1] ?? { filed: 0, inTime: 0, late: 0 };
  const most = Math.max(1, ...board.weeks.map(each => each.filed));
  const units = board.units
    .map(unit => ({ ...unit, share: share(unit.inTime, unit.inTime + unit.late) }))
    .sort((a, b) => b.late - a.late || a.share - b.share);
  const burning = units.filter(unit => unit.late > 0);
  const worst = burning[0];
  return {
    rate: rateText(week.inTime, week.late),
    filed: week.filed,
    late: week.late,
    behind: worst
      ? `近 ${board.weeks.length} 周${worst.name}超期答复 ${worst.late} 件${burning.length > 1 ? `，另有 ${burning.length - 1} 个单位` : ''}`
      : `近 ${board.weeks.length} 周没有超期答复`,
    assigned: assignedLine(board.assigned),
    weeks: board.weeks.map(({ from, filed, inTime, late }) => ({
      from,
      label: `${Number(from.slice(5, 7))}/${Number(from.slice(8, 10))}`,
      filed,
      rate: rateText(inTime, late),
      height: Math.round((filed / most) * 100),
    })),
    units,
    opinions: asked.map(which => ({
      name: opinionWords[which].name,
      rate: opinionRate(board.opinions[which]),
      counts: opinionCounts(which, board.opinions[which]),
      definition: board.opinions.definitions[which],
    })),
    firstContact: firstContactView(board.firstContact),
    opinionsOfUnits: board.opinions.units.map(({ unitId, name, ...of }) => ({
      unitId,
      name,
      lines: asked.map(
        which => `${opinionWords[which].name} ${opinionRate(of[which])}：${opinionCounts(which, of[which])}`,
      ),
    })),
    desks: board.desks.map(deskRow),
  };
}

const firstContactView = (of: Board['firstContact']): BoardView['firstContact'] =>
  of && of.calls > 0
    ? {
        rate: of.rate === null ? '不足 20 件，不算比率' : percent(of.rate),
        counts: `当场解决 ${of.solved} / 来电和窗口件 ${of.calls}`,
        definition: of.definition,
      }
    : null;

const assignedLine = (sum: Board['assigned']): string =>
  sum && sum.filed + sum.inTime + sum.late > 0
    ? `另有交办件：新增 ${sum.filed}，按时答复 ${sum.inTime}，超期答复 ${sum.late}`
    : '';

/** Where it burns now, in one line: how many are overdue, and by how much the oldest. */
export const burning = ({ tickets, counts }: QueuePage): string => {
  const longest = Math.max(0, ...tickets.map(ticket => -(ticket.next?.daysLeft ?? 0)));
  if (counts.overdue === 0) return '现在没有超期的件';
  return `现在 ${counted(counts.overdue)} 件超期${longest > 0 ? `，最长超 ${longest} 个工作日` : ''}`;
};
