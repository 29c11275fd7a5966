import * as z from 'zod';
import type { ShownService } from '../../../typings/contract';
import { regionPath, type Service } from '../../domain/catalogue';
import { everyone } from '../../domain/catalogue/roles';
import { entriesOn, frontPage } from '../../domain/registers/front-page';
import { civilDateOf } from '../../domain/time';
import { cutPage, PAGE_SIZE } from '../kernel/reading/paging';
import type { Ports, Where } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';
import type { Snapshot } from '../kernel/reading/snapshot';
import { useCase } from '../kernel/use-case';
import { findServices } from './find-services';
import { typedLine } from '../../domain/typed/text';
import { typedId } from '../../domain/typed/identifier';

/** What everybody may read of the register of services: name, unit and state. */

export const serviceListInput = z.object({
  query: typedLine().max(60).optional(),
  region: typedId().max(12).optional(),
  unitId: typedId().max(32).optional(),
  /** Only services in that state of their own. */
  state: z.enum(['online', 'fault', 'maintenance', 'offline'], { error: '没有这种状态' }).optional(),
  /** Only what cannot be used now, whatever the reason. */
  troubled: z.boolean().optional(),
  /** Only what the operator has put on the citizens' first page, in its order (J-9b). */
  featured: z.boolean().optional(),
  cursor: z.string().max(200).optional(),
});

const TROUBLED = ['fault', 'offline', 'maintenance'];

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

/** As many rows as a page can hold for each of many regions. */
const MOST_ROWS = 100;

/** What stands on the first page now; what is gone from the register stands there no more. */
const readFeatured = async (
  { database, now }: Pick<Ports, 'database' | 'now'>,
  snapshot: Snapshot,
  regions: readonly string[],
): Promise<ShownService[]> => {
  const rows = await database.find('registers', {
    where: { scope: `${frontPage.register}|all` },
    order: ['key', 'asc'],
    limit: MOST_ROWS,
  });
  const entries = entriesOn(
    rows.map(({ values }) => values),
    civilDateOf(now()),
    regions,
  );
  const found = await Promise.all(
    entries.map(async ({ label, serviceId }): Promise<ShownService[]> => {
      const service = await snapshot.service(serviceId);
      return service && !service.withdrawn ? [{ ...showService(service, snapshot), label }] : [];
    }),
  );
  return found.flat();
};

/** `service.list`: searched by words, within a region and those above it. */
export const listServices = async (
  { ports, snapshots }: Runtime,
  input: z.infer<typeof serviceListInput>,
): Promise<{ services: ShownService[]; topics: ReturnType<typeof topicsOf>; nextCursor?: string }> => {
  const snapshot = await snapshots.current();
  const topics = topicsOf(snapshot);
  const regions = regionPath(input.region, snapshot.catalogue);
  if (input.featured) return { topics, services: await readFeatured(ports, snapshot, regions) };
  const where: Where = {
    ...(regions.length > 0 ? { region: { in: regions } } : {}),
    ...(input.unitId ? { unitId: input.unitId } : {}),
    ...(input.troubled ? { state: { in: TROUBLED } } : {}),
    ...(input.state ? { state: input.state } : {}),
  };
  const { query, cursor = '' } = input;
  if (query) {
    const page = await findServices(ports.database, snapshot, { query, where, cursor, size: PAGE_SIZE });
    return {
      topics,
      services: page.found.map(service => showService(service, snapshot)),
      ...(page.nextCursor ? { nextCursor: page.nextCursor } : {}),
    };
  }
  const found = await ports.database.find('services', {
    where: { ...where, nameKey: { gt: cursor } },
    order: ['nameKey', 'asc'],
    limit: PAGE_SIZE + 1,
  });
  const { page, next } = cutPage(found, PAGE_SIZE, one => one.nameKey);
  return { topics, services: page.map(service => showService(service, snapshot)), ...next };
};

/** 人力资源和社会保障厅 → 人力资源和社会保障: what a service of that unit is about. */
const topicOf = (name: string): string => name.replace(/(委员会|厅|局|中心)$/, '');

/** What services are about, to choose from: their units of the whole province. */
const topicsOf = ({ catalogue }: Snapshot): { unitId: string; label: string }[] =>
  catalogue
    .units()
    .filter(({ parentId, ended }) => parentId === undefined && !ended)
    .map(({ id, name }) => ({ unitId: id, label: topicOf(name) }));

export const serviceList = useCase(serviceListInput, everyone, (runtime, _caller, input) =>
  listServices(runtime, input),
);
