import * as z from 'zod';
import type { AvailabilityOfDay, ServiceEntry, ServiceStep } from '../../../typings/contract';
import type { Catalogue, Service } from '../../domain/catalogue';
import { medianOf, type AvailabilityDay } from '../../domain/services/probe';
import { fieldErrors, type Actor } from '../../domain/engine';
import {
  changedParts,
  entryErrors,
  entryOf,
  entrySchema,
  isVacant,
  keepingOf,
  ownPartSchema,
  seesInside,
  withEntry,
  type Keeping,
  type ServiceInput,
} from '../../domain/services/entry';
import { addDays, civilDateOf } from '../../domain/time';
import { digestOf } from '../kernel/journal';
import { fail, notFound } from '../kernel/failure';
import { showService } from './list-public';
import { raiseVersion } from '../catalogue/manage-catalogue';
import { PAGE, type Ports, type Transaction, type Where } from '../kernel/ports';
import { watchService } from './run-probes';
import { storedService, type Runtime } from '../kernel/runtime';
import { serviceDocument } from './service-document';
import type { Snapshot } from '../kernel/snapshot';

/** The register of services: entries in full for staff, edited by those who keep them, with their history. */

const DAYS_SHOWN = 30;

const dayShown = (day: AvailabilityDay): AvailabilityOfDay => {
  const minutes = day.upMinutes + day.downMinutes;
  const median = medianOf(day);
  return {
    day: day.day,
    up: day.up,
    down: day.down,
    planned: day.planned,
    downMinutes: day.downMinutes,
    // Down to the hundredth, never rounded up to a whole day without a failure.
    percent: minutes === 0 ? 100 : Math.floor((day.upMinutes / minutes) * 10_000) / 100,
    ...(median === undefined ? {} : { medianMilliseconds: median }),
  };
};

const availabilityOf = async ({ database, now }: Ports, id: string): Promise<AvailabilityOfDay[]> => {
  const first = addDays(civilDateOf(now()), 1 - DAYS_SHOWN);
  const days = await database.find('availability', {
    where: { _id: { gte: `${id}|${first}`, lt: `${id}|~` } },
    order: ['_id', 'desc'],
    limit: DAYS_SHOWN,
  });
  return days.map(dayShown);
};

const revisionOf = (ports: Pick<Ports, 'secrets'>, service: Service): string =>
  digestOf(ports, entryOf(service)).slice(0, 16);

const shown = async (
  { ports }: Runtime,
  snapshot: Snapshot,
  actor: Actor,
  service: Service,
): Promise<ServiceEntry> => {
  const { catalogue } = snapshot;
  const inside = seesInside(actor, service, catalogue);
  const { contacts = [], interfaces = [], items = [], conditions = [], windows = [] } = service;
  return {
    ...showService(service, snapshot),
    ...(service.open ? { open: service.open } : {}),
    aliases: service.aliases,
    region: { code: service.region, name: catalogue.region(service.region)?.name ?? '' },
    competent: service.competent.map(({ region, unitId }) => ({
      region,
      regionName: catalogue.region(region)?.name ?? '',
      unitId,
      unitName: catalogue.unit(unitId)?.name ?? '',
    })),
    statutory: service.statutory,
    items,
    conditions,
    windows,
    withdrawn: service.withdrawn ?? false,
    ...(inside
      ? {
          contacts,
          interfaces,
          vacant: isVacant(contacts),
          availability: await availabilityOf(ports, service.id),
        }
      : {}),
    keeping: keepingOf(actor, service),
    revision: revisionOf(ports, service),
  };
};

export const serviceInput = z.object({ id: z.string({ error: '请选择服务' }).min(1).max(32) });

/** `service.get`: the whole entry; contacts, addresses and availability for whoever answers for it. */
export const getService = async (
  runtime: Runtime,
  actor: Actor,
  { id }: z.infer<typeof serviceInput>,
): Promise<ServiceEntry> => {
  const snapshot = await runtime.snapshots.current();
  const service = await storedService(runtime.ports.database, id);
  return service ? shown(runtime, snapshot, actor, service) : notFound('服务');
};

/** Writes an edited entry with its line of history, and begins to watch its addresses. True when something changed. */
export const writeEntry = async (
  ports: Ports,
  transaction: Transaction,
  entry: ServiceInput,
  catalogue: Pick<Catalogue, 'unit'>,
  by: { id: string; name: string },
): Promise<boolean> => {
  const before = await storedService(transaction, entry.id);
  const parts = changedParts(before && entryOf(before), entry);
  if (before && parts.length === 0) return false;
  const service = withEntry(before, entry);
  const at = ports.now();
  const id = ports.secrets.randomId();
  await transaction.put('services', serviceDocument(service, catalogue.unit(service.unitId)?.name ?? ''));
  await transaction.insert('servicechanges', {
    _id: id,
    serviceId: service.id,
    key: `${at}|${id}`,
    at,
    no: null,
    from: before?.state ?? 'offline',
    to: service.state,
    reason: before ? `更改登记：${parts.join('、')}` : '登记服务',
    by: { id: by.id, name: by.name },
  });
  if (before || service.interfaces?.some(({ probe }) => probe)) await watchService(transaction, service, at);
  return true;
};

export const saveServiceInput = z.object({
  service: z.looseObject({ id: z.string({ error: '请填写服务编号' }).min(1).max(32) }),
  /** Of the entry that was read: somebody else's edit in between is not overwritten. */
  revision: z.string().max(64).optional(),
});

const parsed = <T>(schema: z.ZodType<T>, value: unknown): T => {
  const read = z.object({ service: schema }).safeParse({ service: value });
  return read.success ? read.data.service : fail('invalid', '有内容需要补充或更正', fieldErrors(read.error));
};

/** What a member hands in, on the entry as it is. */
const edited = (keeping: Keeping, before: Service | undefined, raw: unknown): ServiceInput => {
  if (keeping === 'all') return parsed(entrySchema, raw);
  if (keeping === 'nothing' || !before) return fail('forbidden', '只能更改本单位服务的联系人和网址');
  const { contacts, interfaces } = parsed(ownPartSchema, raw);
  return { ...entryOf(before), ...(contacts ? { contacts } : {}), ...(interfaces ? { interfaces } : {}) };
};

/** `service.save`: all for operator's lead and manager, contacts and addresses for the lead of the access unit. */
export const saveService = async (
  runtime: Runtime,
  actor: Actor,
  { service: raw, revision }: z.infer<typeof saveServiceInput>,
): Promise<ServiceEntry> => {
  const { ports, snapshots } = runtime;
  const { catalogue } = await snapshots.current();
  await ports.database.transaction(async transaction => {
    const before = await storedService(transaction, raw.id);
    const entry = edited(keepingOf(actor, before), before, raw);
    const fields = Object.entries(entryErrors(entry, catalogue));
    if (fields.length > 0)
      fail(
        'invalid',
        '有内容需要补充或更正',
        Object.fromEntries(fields.map(([name, text]) => [`service.${name}`, text])),
      );
    if (revision !== undefined && (!before || revisionOf(ports, before) !== revision))
      fail('conflict', '这项登记刚被别人更改过，请看过最新内容后再保存');
    if (await writeEntry(ports, transaction, entry, catalogue, actor)) await raiseVersion(transaction);
  });
  return getService(runtime, actor, { id: raw.id });
};

export const historyInput = serviceInput.extend({ cursor: z.string().max(120).optional() });

const STEPS = 20;

/** `service.history`: what became of it and by which ticket, and who edited the register; newest first. */
export const serviceHistory = async (
  runtime: Runtime,
  actor: Actor,
  { id, cursor }: z.infer<typeof historyInput>,
): Promise<{ steps: ServiceStep[]; nextCursor?: string }> => {
  const { ports, snapshots } = runtime;
  const service = await storedService(ports.database, id);
  if (!service) return notFound('服务');
  const inside = seesInside(actor, service, (await snapshots.current()).catalogue);
  const where: Where = { serviceId: id, ...(cursor ? { key: { lt: cursor } } : {}) };
  const found = await ports.database.find('servicechanges', {
    where,
    order: ['key', 'desc'],
    limit: STEPS + 1,
  });
  const page = found.slice(0, STEPS);
  return {
    steps: page.map(({ at, no, from, to, reason, by }) => ({
      at,
      from,
      to,
      reason,
      ...(no ? { no } : {}),
      ...(by && inside ? { by: by.name } : {}),
    })),
    ...(found.length > STEPS ? { nextCursor: page.at(-1)?.key } : {}),
  };
};

/** Every service that a member keeps or sees inside, in the order of names, page by page. */
export async function* servicesOf(
  { ports, snapshots }: Runtime,
  actor: Actor,
  after: string,
): AsyncGenerator<{ key: string; service: Service }> {
  const { catalogue } = await snapshots.current();
  let key = after;
  for (;;) {
    const page = await ports.database.find('services', {
      where: { nameKey: { gt: key } },
      order: ['nameKey', 'asc'],
      limit: PAGE,
    });
    for (const one of page) if (seesInside(actor, one, catalogue)) yield { key: one.nameKey, service: one };
    if (page.length < PAGE) return;
    key = page.at(-1)?.nameKey ?? '';
  }
}
