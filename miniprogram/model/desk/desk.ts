import type {
  DeskLights,
  Light,
  MenuEntry,
  StaffDesk,
  StaffView,
  TicketSummary,
} from '../../../typings/contract';
import type { StaffApi } from '../../../typings/api';
import { routes } from '../../lib/routes';
import { LIGHT_SHAPES } from '../../lib/lights';
import { counted } from '../../lib/text';
import { standingIn, type StandingIn } from '../people/stand-ins';

/** Before it is known who one is. */
export const NO_DESK: StaffDesk = { queues: [], open: '', answersFor: '' };

/** What a list is narrowed to besides its view, and how that is called. */
export type Narrowed = { due?: 'today'; desk?: string; open?: true; kind?: string; words: string };

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

/** The board counts no further. */
const MOST_AT_DESK = 999;
export const ofDesk = (count: number): string => counted(count, MOST_AT_DESK);

/** What lies open in the whole province or region. */
export const wholeLine = (
  now: Pick<DeskLights, 'overdue' | 'today' | 'open'>,
): Record<'overdue' | 'today' | 'open', string> => ({
  overdue: ofDesk(now.overdue),
  today: ofDesk(now.today),
  open: ofDesk(now.open),
});

/** So many desks stand above the list, on a phone and in a wide window; the board has them all. */
export const DESKS_SHOWN = { narrow: 6, wide: 2 };

/** A desk in one line: its light with words, never colour alone. */
export type DeskLine = DeskLights & { light: Light; lit: string };

export const deskLine = (desk: DeskLights): DeskLine => {
  const light: Light = desk.overdue > 0 ? 'red' : desk.today > 0 ? 'yellow' : 'green';
  const lit =
    light === 'red'
      ? `${ofDesk(desk.overdue)} 件超期`
      : light === 'yellow'
        ? `${ofDesk(desk.today)} 件今天到期`
        : '没有超期';
  return { ...desk, light, lit: `${LIGHT_SHAPES[light]} ${lit}` };
};

/** Pages that a menu entry of the cloud opens; entries without a page of their own are left out. */
const PAGES: Record<string, string> = {
  board: routes.board,
  supervision: routes.supervision,
  knowledge: routes.knowledge,
  phrases: routes.phrases,
  audit: routes.audit,
  timer: routes.timer,
  reports: routes.reports,
  calendar: routes.calendar,
  rulesets: routes.rules,
  start: routes.start,
  services: routes.registered,
  maintenance: routes.maintenance,
  plans: routes.plans,
  registers: routes.registers,
  notices: routes.staffNotices,
  contentCalendar: routes.contentCalendar,
  units: routes.units,
  regions: routes.regions,
  standIn: routes.standIn,
};

export type KindFilter = { value: string; label: string; channel?: 'assigned' };
export const ALL_KINDS: KindFilter = { value: '', label: '全部种类' };

/** Kinds of tickets, as the queue is narrowed to one of them. */
export const kindFilters = (
  kinds: { kind: string; label: string }[] = [],
  channels: { channel: 'assigned'; label: string }[] = [],
): KindFilter[] => [
  ALL_KINDS,
  ...channels.map(({ channel, label }) => ({ value: '', label, channel })),
  ...kinds.map(({ kind, label }) => ({ value: kind, label })),
];

/** `alarm`: what must be found at once when it is needed. */
export type Entry = { key: string; label: string; url: string; alarm: boolean };

export const entriesOf = (menu: MenuEntry[]): Entry[] =>
  menu.flatMap(({ key, label, opens, alarm = false }) => {
    const url = opens ? routes.openProcedure(opens) : PAGES[key];
    return url === undefined ? [] : [{ key, label, url, alarm }];
  });

/** What the cloud counts to one group stands together, in the order of the menu. */
export type EntryGroup = { label: string; entries: Entry[] };

export const groupsOf = (menu: MenuEntry[]): EntryGroup[] =>
  [...new Set(menu.flatMap(({ group }) => group ?? []))].map(label => ({
    label,
    entries: entriesOf(menu.filter(({ group }) => group === label)),
  }));

/** Before it is known who one is, and after one is nobody here any more. */
export const notGreeted = () => ({
  heading: '',
  role: '',
  /** What this role calls taking down a call; empty for roles that do not. */
  registering: '',
  entries: [] as Entry[],
  groups: [] as EntryGroup[],
  /** One act on several of them at once. */
  mayBulk: false,
  alarms: [] as string[],
  steps: [] as ReturnType<typeof greetingOf>['steps'],
  standing: [] as StandingIn[],
});

/** Who one is here, where one can go from here, and what one may do with the lists. */
export function greetingOf({
  unit,
  region,
  roleLabel,
  menu,
  may,
  kinds,
  channelFilters,
  alarms,
  steps = [],
  standIns,
}: StaffApi['me.get']['out']) {
  const place = unit?.name ?? region?.name;
  return {
    heading: place ?? roleLabel,
    role: place ? roleLabel : '',
    registering: menu.filter(({ key }) => key === 'register')[0]?.label ?? '',
    entries: entriesOf(menu.filter(({ group }) => group === undefined)),
    groups: groupsOf(menu),
    mayBulk: may.includes('ticket.bulk'),
    kinds: kindFilters(kinds, channelFilters),
    seesMembers: may.includes('member.list'),
    alarms: alarms ?? [],
    standing: standingIn(standIns),
    steps: steps.map(({ key = '', ...step }) => ({ ...step, url: PAGES[key] ?? '' })),
  };
}

/**
 * How many of my to-dos are over, and how many fall due today or on the next working day; `40+` where the list goes on, `–` where
 * it was cut off before them.
 */
export function pressing(tickets: TicketSummary[], goesOn: boolean): { overdue: string; soon: string } {
  const left = tickets.map(({ next }) => next?.daysLeft);
  // The list comes in the order of its dates: what follows the last one is not due before it.
  const last = goesOn ? left[left.length - 1] : undefined;
  const counted = (fits: (days: number) => boolean): string => {
    const count = left.filter(days => days !== undefined && fits(days)).length;
    return `${count}${last !== undefined && fits(last) ? '+' : ''}`;
  };
  const isCut = last !== undefined && last < 0;
  return {
    overdue: counted(days => days < 0),
    soon: isCut ? '–' : counted(days => days === 0 || days === 1),
  };
}
