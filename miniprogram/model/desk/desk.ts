import type { DeskLights, Light, MenuEntry, StaffView, TicketSummary } from '../../../typings/contract';
import { routes } from '../../lib/routes';
import { LIGHT_SHAPES } from '../../lib/lights';

export type Queue = { value: StaffView; label: string; none: string };

/** Whose tickets a role looks over: its own, and those whose limits it answers for. */
const SIDES: Record<string, { own: string; seen: string; answersFor?: string }> = {
  handler: { own: '本单位', seen: '本单位' },
  lead: { own: '本单位', seen: '本单位' },
  operator: { own: '运营方', seen: '全部' },
  'operator-lead': { own: '运营方', seen: '全部', answersFor: '全省' },
  manager: { own: '管理方', seen: '全部', answersFor: '全省' },
  local: { own: '本部门', seen: '本地区', answersFor: '本地区' },
};

/**
 * What the desk of a role holds. Roles without tickets have no queues, but a sentence that says what they are for.
 * `answersFor` = whose limits it has an eye on besides its own tickets (G-2.1c).
 */
export type Desk = { queues: Queue[]; open: string; purpose: string; answersFor: string };

/** What a list is narrowed to besides its view, and how that is called. */
export type Narrowed = { due?: 'today'; desk?: string; words: string };

/** The list that a number of the board stands for. */
export type Wanted = Narrowed & { view: StaffView };

const EVERYTHING: Narrowed = { words: '' };
export const notNarrowed = (): Narrowed => EVERYTHING;

/** The list behind what lies at a desk: what is overdue where there is such, else all that is open there. */
export const atDesk = ({ desk, name, overdue }: DeskLights): Wanted => ({
  view: overdue > 0 ? 'overdue' : 'all',
  desk,
  words: overdue > 0 ? `${name}超期的件` : `${name}在办的件`,
});

/** A desk in one line: its light with words, never colour alone. */
export type DeskLine = DeskLights & { light: Light; lit: string };

export const deskLine = (desk: DeskLights): DeskLine => {
  const light: Light = desk.overdue > 0 ? 'red' : desk.today > 0 ? 'yellow' : 'green';
  const lit =
    light === 'red' ? `${desk.overdue} 件超期` : light === 'yellow' ? `${desk.today} 件今天到期` : '没有超期';
  return { ...desk, light, lit: `${LIGHT_SHAPES[light]} ${lit}` };
};

const PURPOSES: Record<string, string> = {
  security: '您的账号用来核对办理记录是否完整、有没有被改动。它不查看也不办理工单。',
  partner: '您的账号用来接收与贵方服务有关的消息和公告。工单由承办单位办理，这里不显示。',
};

/** Queues in the words of a role; a role that is not known here (yet) gets the general words. */
export function deskOf(role: string): Desk {
  const purpose = PURPOSES[role];
  if (purpose !== undefined) return { queues: [], open: '', purpose, answersFor: '' };
  const { own, seen, answersFor = '' } = SIDES[role] ?? { own: '全单位', seen: '全部' };
  return {
    purpose: '',
    answersFor,
    open: `${own}在办`,
    queues: [
      { value: 'todo', label: '待我办', none: '待办的都办完了' },
      { value: 'mine', label: '我经手', none: '没有在您手上的件' },
      { value: 'unit', label: own, none: `${own}没有在办的件` },
      { value: 'overdue', label: `${seen}超期`, none: '没有超期的件' },
      { value: 'all', label: seen === own ? '全部' : `${seen}件`, none: '没有可以查看的件' },
    ],
  };
}

/** Pages that a menu entry of the cloud opens; entries without a page of their own are left out. */
const PAGES: Record<string, string> = {
  board: routes.board,
  knowledge: routes.knowledge,
  audit: routes.audit,
  timer: routes.timer,
  calendar: routes.holidays,
  rulesets: routes.rules,
  start: routes.start,
  services: routes.registered,
  maintenance: routes.maintenance,
  registers: routes.registers,
  notices: routes.staffNotices,
};

export type KindFilter = { value: string; label: string };

/** Kinds of tickets, as the queue is narrowed to one of them. */
export const kindFilters = (kinds: { kind: string; label: string }[] = []): KindFilter[] => [
  { value: '', label: '全部种类' },
  ...kinds.map(({ kind, label }) => ({ value: kind, label })),
];

/** `alarm`: what must be found at once when it is needed. */
export type Entry = { key: string; label: string; url: string; alarm: boolean };

export const entriesOf = (menu: MenuEntry[]): Entry[] =>
  menu.flatMap(({ key, label, opens, alarm = false }) => {
    const url = opens ? routes.openProcedure(opens) : PAGES[key];
    return url === undefined ? [] : [{ key, label, url, alarm }];
  });

/** How many of my to-dos are over, and how many fall due today or on the next working day; `40+` where the list goes on. */
export function pressing(tickets: TicketSummary[], goesOn: boolean): { overdue: string; soon: string } {
  const left = tickets.map(({ next }) => next?.daysLeft);
  // The list comes in the order of its dates: what follows the last one is not due before it.
  const last = goesOn ? left[left.length - 1] : undefined;
  const counted = (fits: (days: number) => boolean): string => {
    const count = left.filter(days => days !== undefined && fits(days)).length;
    return `${count}${last !== undefined && fits(last) ? '+' : ''}`;
  };
  return { overdue: counted(days => days < 0), soon: counted(days => days === 0 || days === 1) };
}
