import * as z from 'zod';
import type { StaffNotice } from '../../../typings/contract';
import { ticketReaders } from '../../domain/catalogue/roles';
import type { Actor } from '../../domain/engine';
import { NEVER, type Instant } from '../../domain/time';
import { PAGE_SIZE } from '../kernel/reading/paging';
import { PAGE, type Where } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { isTheirs, showForStaff } from './own-notices';

const whereOf: Record<StaffNotice['state'], (now: Instant) => Where> = {
  draft: now => ({ publishedAt: NEVER, endsAt: { gt: now } }),
  scheduled: now => ({ publishedAt: { gt: now, lt: NEVER }, endsAt: { gt: now } }),
  public: now => ({ publishedAt: { lte: now }, endsAt: { gt: now } }),
  ended: now => ({ endsAt: { lte: now } }),
};

export const noticeListInput = z.object({
  state: z.enum(['draft', 'scheduled', 'public', 'ended'], { error: '没有这个状态' }).optional(),
  /** That one alone, whatever its state. */
  id: z.string().min(1).max(64).optional(),
  cursor: z.string().max(120).optional(),
});

/** A page of a unit may be short of what other units wrote in between; the cursor goes on behind it. */
const MOST_PAGES = 5;

const oneNotice = async (
  { ports, snapshots }: Runtime,
  actor: Actor,
  id: string,
): Promise<{ notices: StaffNotice[] }> => {
  const [snapshot, found] = await Promise.all([snapshots.current(), ports.database.get('notices', id)]);
  if (!found) return { notices: [] };
  const now = ports.now();
  const service = found.serviceId === null ? undefined : await snapshot.service(found.serviceId);
  if (!isTheirs(snapshot, actor, now, service)) return { notices: [] };
  return { notices: [showForStaff(found, actor, { now, ruleSet: snapshot.activeRuleSet })] };
};

/** `notice.list` of staff, newest first: operators and manager see all, others those of their services. */
export const listStaffNotices = async (
  runtime: Runtime,
  actor: Actor,
  { state, id, cursor }: z.infer<typeof noticeListInput>,
): Promise<{ notices: StaffNotice[]; nextCursor?: string }> => {
  if (id !== undefined) return oneNotice(runtime, actor, id);
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const { activeRuleSet: ruleSet } = snapshot;
  const now = ports.now();
  const notices: StaffNotice[] = [];
  let last = cursor;
  let own = cursor ?? '';
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const found = await ports.database.find('notices', {
      where: { ...(last ? { newKey: { lt: last } } : {}), ...(state ? whereOf[state](now) : {}) },
      order: ['newKey', 'desc'],
      limit: PAGE,
    });
    const services = await Promise.all(
      found.map(({ serviceId }) => (serviceId === null ? undefined : snapshot.service(serviceId))),
    );
    for (const [index, one] of found.entries()) {
      // Behind the last that is shown: the key of another's would tell its number.
      if (notices.length === PAGE_SIZE) return { notices, nextCursor: own };
      last = one.newKey;
      if (!isTheirs(snapshot, actor, now, services[index])) continue;
      own = one.newKey;
      notices.push(showForStaff(one, actor, { now, ruleSet }));
    }
    if (found.length < PAGE) return { notices };
  }
  // What was looked at in vain is gone past by its time alone.
  return { notices, ...(last ? { nextCursor: `${last.slice(0, last.indexOf('|'))}|~` } : {}) };
};

export const staffNoticeList = useCase(noticeListInput, ticketReaders, (runtime, { actor }, input) =>
  listStaffNotices(runtime, actor, input),
);
