import * as z from 'zod';
import type { ContentCalendar, PlannedContent } from '../../../typings/contract';
import { shownDays } from '../../domain/calendar';
import { hasRole, platformStaff, ticketReaders } from '../../domain/catalogue/roles';
import { calendarTag, clashesOf, daysOf, partyOf, type Scheduled } from '../../domain/content/calendar';
import type { Actor } from '../../domain/engine';
import { sideName } from '../../domain/procedures/common/staff-ticket/side';
import { listed } from '../../domain/ticket/listed';
import { scopeKey, tag } from '../../domain/ticket/scope';
import { civilDateOf, endOfDay, NEVER, startOfDay, type CivilDate } from '../../domain/time';
import type { NoticeDocument, TicketRow } from '../kernel/documents';
import { fail } from '../kernel/failure';
import { MANY, PAGE, type Database, type Where } from '../kernel/ports';
import { daysAsked } from '../kernel/reading/days';
import { cutPage } from '../kernel/reading/paging';
import { queueOf } from '../kernel/reading/queue';
import type { Snapshot } from '../kernel/reading/snapshot';
import { procedureFor, type Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { isTheirs, stateOf } from './own-notices';

/**
 * `content.calendar`, G-4.1: content, campaigns, maintenance and notices of every party, by day over a month. Everybody sees
 * what they may see of each; what is moved stands on its new day at once, as nothing is kept besides.
 */

const calendarInput = daysAsked(31)
  .safeExtend({
    party: z
      .string()
      .regex(/^(operator|manager|unit:[a-z0-9-]{2,32}|region:\d{6})$/, '没有这一方')
      .optional(),
    cursor: z.string().max(120).optional(),
  })
  .refine(({ from, to }) => from.slice(0, 7) === to.slice(0, 7), {
    error: '起止日期不能跨月',
    path: ['to'],
  });
type Asked = z.infer<typeof calendarInput>;

/** So many are listed at once; of more each day is counted, and asked for by itself. */
const MOST_LISTED = 200;

type Item = Scheduled & Omit<PlannedContent, 'party' | 'clashes' | 'from' | 'until' | 'channels'>;

const ticketsOn = (actor: Actor, monthOrDay: string, party: string | undefined): Where => ({
  'keys.tags': {
    // The month or the day comes first: what is planned then is little beside all that somebody may see.
    all: [
      calendarTag(monthOrDay, party),
      tag.seen(scopeKey(actor) ?? fail('forbidden', '您的角色没有内容日历')),
    ],
  },
});

/** A few pages, until there is more than can be listed. */
const readRows = async (
  database: Pick<Database, 'rows'>,
  where: Where,
  cursor: string | undefined,
): Promise<TicketRow[]> => {
  const found: TicketRow[] = [];
  for (let before = cursor; found.length <= MOST_LISTED; before = found.at(-1)?.keys.newKey) {
    const page = await database.rows(
      'tickets',
      {
        where: before === undefined ? where : { ...where, 'keys.newKey': { lt: before } },
        order: ['keys.newKey', 'desc'],
        limit: PAGE,
      },
      listed,
    );
    found.push(...page);
    if (page.length < PAGE) break;
  }
  return found;
};

const itemOfTicket = ({ ticket }: TicketRow): Item[] => {
  const procedure = procedureFor(ticket);
  const scheduled = procedure.onCalendar?.(ticket);
  if (!scheduled) return [];
  const { no, kind, title, state } = ticket;
  const { label = state, ended } = procedure.states[state] ?? {};
  return [
    {
      ...scheduled,
      id: no,
      no,
      kind,
      kindLabel: procedure.label,
      title,
      stateLabel: label,
      ...(ended ? { over: true } : {}),
    },
  ];
};

/** So many notices are read for one answer: people write them one by one. */
const MOST_NOTICES = 500;

/** When it is or was meant to be public; a draft that names no day takes none. */
const publicAt = ({ publishedAt, publishAt }: NoticeDocument): string | undefined =>
  publishedAt === NEVER ? publishAt : publishedAt;

/** Those that become public within these days, and drafts that shall: of no ticket, which speak for themselves. */
const readNotices = async (
  { ports: { database } }: Runtime,
  { from, to }: Asked,
): Promise<NoticeDocument[]> => {
  const [begin, end] = [startOfDay(from), endOfDay(to)];
  const found = await database.find('notices', {
    where: { publishedAt: NEVER },
    order: ['publishedAt', 'asc'],
    limit: PAGE,
  });
  let read = 0;
  for await (const notice of queueOf(database, 'notices', 'publishedAt', {
    from: begin,
    until: endOfDay(to),
  })) {
    found.push(notice);
    read += 1;
    if (read === MOST_NOTICES) break;
  }
  return found.filter(notice => {
    const at = publicAt(notice);
    return notice.no === null && at !== undefined && at >= begin && at <= end;
  });
};

const stateLabels = { draft: '草稿', scheduled: '待发布', public: '已发布', ended: '已结束' } as const;

const itemsOfNotices = async (
  runtime: Runtime,
  snapshot: Snapshot,
  actor: Actor,
  asked: Asked,
): Promise<Item[]> => {
  const now = runtime.ports.now();
  const notices = await readNotices(runtime, asked);
  const items = await Promise.all(
    notices.map(async (notice): Promise<Item[]> => {
      const service = notice.serviceId === null ? undefined : await snapshot.service(notice.serviceId);
      if (!isTheirs(snapshot, actor, now, service)) return [];
      const day = civilDateOf(publicAt(notice) ?? now);
      const state = stateOf(notice, now);
      return [
        {
          id: notice._id,
          kind: 'notice',
          kindLabel: '公告',
          title: notice.title,
          topic: notice.serviceName ?? notice.title,
          channels: [],
          from: day,
          until: day,
          by: service ? { role: 'unit', unitId: service.unitId } : { role: 'operator' },
          stateLabel: stateLabels[state],
          ...(state === 'ended' ? { over: true } : {}),
        },
      ];
    }),
  );
  return items.flat().filter(({ by }) => asked.party === undefined || partyOf(by) === asked.party);
};

type Party = ContentCalendar['parties'][number];

const partyNamed = ({ catalogue, activeRuleSet: ruleSet }: Snapshot, by: Scheduled['by']): Party => ({
  id: partyOf(by),
  name: sideName(by, { catalogue, ruleSet }),
});

const shown = (snapshot: Snapshot, items: readonly Item[]): PlannedContent[] => {
  const named = items.map(item => ({ ...item, party: partyNamed(snapshot, item.by) }));
  const clashes = clashesOf(
    named.map(({ party, over = false, ...item }) => ({ ...item, over, partyName: party.name })),
  );
  return named
    .sort((one, other) =>
      one.from === other.from ? (one.id < other.id ? -1 : 1) : one.from < other.from ? -1 : 1,
    )
    .map(({ by: _by, topic: _topic, ...item }) => ({
      ...item,
      channels: [...item.channels],
      clashes: clashes.get(item.id) ?? [],
    }));
};

/** Of whom something is there; in a full month, for whoever sees all, every unit. */
const partiesOf = (snapshot: Snapshot, actor: Actor, items: readonly Item[], isFull: boolean): Party[] => {
  const units: Scheduled['by'][] =
    isFull && hasRole(actor, platformStaff)
      ? snapshot.catalogue
          .units()
          .filter(({ ended }) => !ended)
          .map(({ id }) => ({ role: 'unit', unitId: id }))
      : [];
  const all = [...items.map(({ by }) => by), ...units].map(by => partyNamed(snapshot, by));
  return [...new Map(all.map(party => [party.id, party])).values()].sort((one, other) =>
    one.id < other.id ? -1 : 1,
  );
};

/** How much is planned on each day, where it is too much to be listed. */
const countDays = (
  { ports: { database } }: Runtime,
  actor: Actor,
  { from, to, party }: Asked,
  notices: readonly Item[],
): Promise<{ date: CivilDate; n: number }[]> =>
  Promise.all(
    daysOf({ from, until: to }).map(async date => {
      const tickets = await database.count('tickets', ticketsOn(actor, date, party), MANY);
      const more = notices.filter(one => one.from <= date && one.until >= date).length;
      return { date, n: Math.min(tickets + more, MANY) };
    }),
  );

const showCalendar = async (runtime: Runtime, actor: Actor, asked: Asked): Promise<ContentCalendar> => {
  const { from, to, party, cursor } = asked;
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const isDay = from === to;
  const [rows, notices] = await Promise.all([
    readRows(ports.database, ticketsOn(actor, isDay ? from : from.slice(0, 7), party), cursor),
    cursor ? [] : itemsOfNotices(runtime, snapshot, actor, asked),
  ]);
  const { page, next } = cutPage(rows, MOST_LISTED, ({ keys }) => keys.newKey);
  const items = [...page.flatMap(itemOfTicket), ...notices].filter(
    one => one.from <= to && one.until >= from,
  );
  const isFull = !isDay && rows.length > MOST_LISTED;
  const around = {
    parties: partiesOf(snapshot, actor, items, isFull),
    days: shownDays(snapshot.calendar, from, to),
  };
  return isFull
    ? { items: [], counts: await countDays(runtime, actor, asked, notices), ...around }
    : { items: shown(snapshot, items), ...next, ...around };
};

export const contentCalendar = useCase(calendarInput, ticketReaders, (runtime, { actor }, input) =>
  showCalendar(runtime, actor, input),
);
