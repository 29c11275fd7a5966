import * as z from 'zod';
import type { InboxMessage, ShownNotice, ShownService } from '../../../typings/contract';
import type { Service } from '../../domain/catalogue';
import { showNotice, showNoticeAt } from '../../domain/notices/notice';
import { PLATFORM } from '../../domain/services/state';
import { regionPath } from '../../domain/catalogue';
import { parseInstant } from '../../domain/time';
import { fail, notFound } from '../kernel/failure';
import { findServices } from './find-services';
import type { Where } from '../kernel/ports';
import { blankProfile } from '../account/profile';
import type { Runtime } from '../kernel/runtime';
import type { Snapshot } from '../kernel/snapshot';

/** What everybody may read: services with their state, notices that are public now; and one's own inbox. */

const PAGE_SIZE = 20;

export const serviceListInput = z.object({
  query: z.string().trim().max(60).optional(),
  region: z.string().max(12).optional(),
  /** Only services in that state of their own. */
  state: z.enum(['online', 'fault', 'maintenance', 'offline'], { error: '没有这种状态' }).optional(),
  cursor: z.string().max(200).optional(),
});

/** While the platform itself is down or maintained, every service that would be there shows it (A36). */
const withPlatform = (service: Service, { settings }: Snapshot): Service => {
  if (service.state === 'offline') return service;
  const { platformFaults = [], platformWindows = [] } = settings;
  if (platformFaults.length > 0) {
    const words = [...platformFaults.map(one => one.reason), ...platformFaults.map(one => one.instead)];
    return { ...service, state: 'fault', reason: [...new Set(words)].join(' ') };
  }
  const running = platformWindows.find(one => one.reason !== undefined);
  return running && service.state !== 'fault'
    ? {
        ...service,
        state: 'maintenance',
        reason: [running.reason, running.instead].filter(Boolean).join(' '),
      }
    : service;
};

export const showService = (stored: Service, snapshot: Snapshot): ShownService => {
  const service = withPlatform(stored, snapshot);
  return {
    id: service.id,
    name: service.name,
    unitId: service.unitId,
    unitName: snapshot.catalogue.unit(service.unitId)?.name ?? '',
    state: service.state,
    ...(service.reason ? { notice: service.reason } : {}),
    ...(service.withdrawn ? { withdrawn: true } : {}),
    ...(service.open && service.state === 'online' ? { open: service.open } : {}),
  };
};

/** `service.list`: searched by words, within a region and those above it. */
export const listServices = async (
  { ports, snapshots }: Runtime,
  input: z.infer<typeof serviceListInput>,
): Promise<{ services: ShownService[]; nextCursor?: string }> => {
  const snapshot = await snapshots.current();
  const regions = regionPath(input.region, snapshot.catalogue);
  const where: Where = {
    ...(regions.length > 0 ? { region: { in: regions } } : {}),
    ...(input.state ? { state: input.state } : {}),
  };
  const { query, cursor = '' } = input;
  if (query) {
    const page = await findServices(ports.database, snapshot, { query, where, cursor, size: PAGE_SIZE });
    return {
      services: page.found.map(service => showService(service, snapshot)),
      ...(page.nextCursor ? { nextCursor: page.nextCursor } : {}),
    };
  }
  const found = await ports.database.find('services', {
    where: { ...where, nameKey: { gt: cursor } },
    order: ['nameKey', 'asc'],
    limit: PAGE_SIZE + 1,
  });
  const shown = found.slice(0, PAGE_SIZE);
  return {
    services: shown.map(service => showService(service, snapshot)),
    ...(found.length > PAGE_SIZE ? { nextCursor: shown.at(-1)?.nameKey } : {}),
  };
};

export const noticeListInput = z.object({
  serviceId: z.string().max(32).optional(),
  region: z.string().max(12).optional(),
  cursor: z.string().max(120).optional(),
});

/** `notice.list`: public now; what has no end yet, as faults, comes first: the first page is all that the home page reads. */
export const listNotices = async (
  { ports, snapshots }: Runtime,
  input: z.infer<typeof noticeListInput>,
): Promise<{ notices: ShownNotice[]; nextCursor?: string }> => {
  const { catalogue } = await snapshots.current();
  const now = ports.now();
  const regions = regionPath(input.region, catalogue);
  const where: Where = {
    ...(input.serviceId ? { serviceId: input.serviceId } : {}),
    endKey: { gt: now, ...(input.cursor ? { lt: input.cursor } : {}) },
    publishedAt: { lte: now },
    ...(regions.length > 0 ? { region: { in: [...regions, null] } } : {}),
  };
  const found = await ports.database.find('notices', {
    where,
    order: ['endKey', 'desc'],
    limit: PAGE_SIZE + 1,
  });
  const shown = found.slice(0, PAGE_SIZE);
  return {
    notices: shown.map(one => showNotice({ ...one, id: one._id })),
    ...(found.length > PAGE_SIZE ? { nextCursor: shown.at(-1)?.endKey } : {}),
  };
};

export const noticeInput = z.object({ id: z.string({ error: '缺少公告编号' }).min(1).max(64) });

/** `notice.get`: public, also after it has ended; of a service that does not come back it says so. */
export const getNotice = async (
  { ports, snapshots }: Runtime,
  { id }: z.infer<typeof noticeInput>,
): Promise<ShownNotice> => {
  const notice = await ports.database.get('notices', id);
  const now = ports.now();
  if (!notice || notice.publishedAt > now) return notFound('公告');
  const service = notice.serviceId ? await (await snapshots.current()).service(notice.serviceId) : undefined;
  return {
    ...showNoticeAt({ ...notice, id: notice._id }, now),
    ...(service?.withdrawn ? { serviceWithdrawn: true } : {}),
  };
};

export const subscribeInput = z.object({ serviceId: z.string({ error: '请选择服务' }).min(1).max(32) });

const MOST_SUBSCRIPTIONS = 100;

/** `notice.subscribe`: tells the person when a notice of the service appears or a fault is over. */
export const subscribeNotices = async (
  { ports, snapshots }: Runtime,
  openid: string,
  { serviceId }: z.infer<typeof subscribeInput>,
): Promise<void> => {
  const snapshot = await snapshots.current();
  const service = await snapshot.service(serviceId);
  if (!service) return notFound('服务');
  // It does not come back: a promise to say so when it does would never be kept.
  if (service.withdrawn) return fail('wrong-state', `${service.reason ?? '这项服务已撤销'} 不再恢复`);
  // What is out of order is the platform: its end is what the person waits for (A36).
  const platform = (snapshot.settings.platformFaults ?? []).length > 0 ? [PLATFORM] : [];
  await ports.database.transaction(async transaction => {
    const profile = (await transaction.get('profiles', openid)) ?? blankProfile(openid);
    const wanted = [...profile.subscribed, ...platform, serviceId];
    const subscribed = [...new Set(wanted)].slice(-MOST_SUBSCRIPTIONS);
    await transaction.put('profiles', { ...profile, subscribed });
  });
};

/** `notice.unsubscribe`: no more messages about the service; not following it is no error. */
export const unsubscribeNotices = async (
  { ports }: Runtime,
  openid: string,
  { serviceId }: z.infer<typeof subscribeInput>,
): Promise<void> =>
  ports.database.transaction(async transaction => {
    const profile = await transaction.get('profiles', openid);
    if (!profile?.subscribed.includes(serviceId)) return;
    const subscribed = profile.subscribed.filter(id => id !== serviceId && id !== PLATFORM);
    await transaction.put('profiles', { ...profile, subscribed });
  });

export const inboxInput = z.object({ cursor: z.string().max(120).optional() });

/** `inbox.list`: one's own messages, newest first, and how many have not been looked at. */
export const listInbox = async (
  { ports }: Runtime,
  openid: string,
  { cursor }: z.infer<typeof inboxInput>,
): Promise<{ messages: InboxMessage[]; nextCursor?: string; unread: number }> => {
  const own: Where = { to: openid, channel: 'inbox' };
  const where: Where = { ...own, ...(cursor ? { atKey: { lt: cursor } } : {}) };
  const [found, profile] = await Promise.all([
    ports.database.find('messages', { where, order: ['atKey', 'desc'], limit: PAGE_SIZE + 1 }),
    ports.database.get('profiles', openid),
  ]);
  const readUpTo = profile?.inboxReadUpTo ?? '';
  const after = readUpTo && `${readUpTo}|~`;
  const unread = await ports.database.count('messages', { ...own, atKey: { gt: after } });
  const shown = found.slice(0, PAGE_SIZE);
  return {
    messages: shown.map(({ _id, at, template, text, about }) => ({
      id: _id,
      at,
      template,
      text,
      ...(about ? { about } : {}),
      read: at <= readUpTo,
    })),
    unread,
    ...(found.length > PAGE_SIZE ? { nextCursor: shown.at(-1)?.atKey } : {}),
  };
};

export const inboxReadInput = z.object({
  /** The moment of the newest message that was looked at. */
  upTo: z
    .string({ error: '缺少时间' })
    .refine(text => parseInstant(text) !== undefined, '须是带时区的时间')
    .transform(text => parseInstant(text) ?? text),
});

/** `inbox.read`: what came up to a moment was looked at; never goes back, so that two phones agree. */
export const readInbox = async (
  { ports }: Runtime,
  openid: string,
  { upTo }: z.infer<typeof inboxReadInput>,
): Promise<void> => {
  // A moment that has not come would hide messages that nobody has seen.
  const now = ports.now();
  const until = upTo < now ? upTo : now;
  await ports.database.transaction(async transaction => {
    const profile = (await transaction.get('profiles', openid)) ?? blankProfile(openid);
    if ((profile.inboxReadUpTo ?? '') >= until) return;
    await transaction.put('profiles', { ...profile, inboxReadUpTo: until });
  });
};
