import * as z from 'zod';
import type { AvailabilityOfDay, ServiceEntry, ServiceStep } from '../../../typings/contract';
import type { Service } from '../../domain/catalogue';
import { everyone, ticketReaders } from '../../domain/catalogue/roles';
import type { Actor } from '../../domain/engine';
import { entryOf, isVacant, keepingOf, seesInside } from '../../domain/services/entry';
import { medianOf, type AvailabilityDay } from '../../domain/services/probe';
import { addDays, civilDateOf } from '../../domain/time';
import { notFound } from '../kernel/failure';
import { digestOf } from '../kernel/writing/journal';
import { cutPage, PAGE_SIZE } from '../kernel/reading/paging';
import type { Ports, Where } from '../kernel/ports';
import { meantService, type Runtime } from '../kernel/runtime';
import type { Snapshot } from '../kernel/reading/snapshot';
import { useCase } from '../kernel/use-case';
import { showService } from './list-services';
import { typedId } from '../../domain/typed/identifier';

/** An entry of the register of services in full, for staff, and its history. */

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

export const revisionOf = (ports: Pick<Ports, 'secrets'>, service: Service): string =>
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
    items: items.map(item => ({
      ...item,
      ...(item.unitId ? { unitName: catalogue.unit(item.unitId)?.name ?? '' } : {}),
    })),
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

export const serviceInput = z.object({ id: typedId('请选择服务').min(1).max(32) });

/** `service.get`: the whole entry; contacts, addresses and availability for whoever answers for it. */
export const getService = async (
  runtime: Runtime,
  actor: Actor,
  { id }: z.infer<typeof serviceInput>,
): Promise<ServiceEntry> => {
  const snapshot = await runtime.snapshots.current();
  const service = await meantService(runtime.ports.database, id);
  return service ? shown(runtime, snapshot, actor, service) : notFound('服务');
};

export const serviceGet = useCase(serviceInput, everyone, async (runtime, { actor }, input) => ({
  service: await getService(runtime, actor, input),
}));

export const historyInput = serviceInput.extend({ cursor: z.string().max(120).optional() });

/** `service.history`: what became of it and by which ticket, and who edited the register; newest first. */
export const listHistory = async (
  runtime: Runtime,
  actor: Actor,
  { id, cursor }: z.infer<typeof historyInput>,
): Promise<{ steps: ServiceStep[]; nextCursor?: string }> => {
  const { ports, snapshots } = runtime;
  const service = await meantService(ports.database, id);
  if (!service) return notFound('服务');
  const inside = seesInside(actor, service, (await snapshots.current()).catalogue);
  const where: Where = { serviceId: id, ...(cursor ? { key: { lt: cursor } } : {}) };
  const found = await ports.database.find('servicechanges', {
    where,
    order: ['key', 'desc'],
    limit: PAGE_SIZE + 1,
  });
  const { page, next } = cutPage(found, PAGE_SIZE, one => one.key);
  return {
    steps: page.map(({ at, no, from, to, reason, by }) => ({
      at,
      from,
      to,
      reason,
      ...(no ? { no } : {}),
      ...(by && inside ? { by: by.name } : {}),
    })),
    ...next,
  };
};

export const serviceHistory = useCase(historyInput, ticketReaders, (runtime, { actor }, input) =>
  listHistory(runtime, actor, input),
);
