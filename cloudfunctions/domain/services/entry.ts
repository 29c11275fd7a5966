import * as z from 'zod';
import { regionPath, serviceSchema, type Catalogue, type Contact, type Service } from '../catalogue';
import { catalogueKeepers, hasRole, platformStaff } from '../catalogue/roles';
import type { Actor } from '../engine';

/** Who keeps what in the register of services (J-12b, G-2.2b), and what an entry needs. */

/** What is kept by hand. The state follows from the conditions that tickets put on the service, never from an input. */
export const entrySchema = serviceSchema.omit({
  state: true,
  reason: true,
  conditions: true,
  windows: true,
  withdrawalNo: true,
  withdrawn: true,
});
export type ServiceInput = z.infer<typeof entrySchema>;

/** What the lead of the access unit keeps. */
export const ownPartSchema = entrySchema.pick({ id: true, contacts: true, interfaces: true });

export type Keeping = 'all' | 'contacts' | 'nothing';

/** How much of a service a member keeps: operator's lead and manager all, the lead of the access unit its contacts. */
export const keepingOf = (actor: Actor, service: Pick<Service, 'unitId'> | undefined): Keeping => {
  if (hasRole(actor, catalogueKeepers)) return 'all';
  return actor.role === 'lead' && service !== undefined && service.unitId === actor.unitId
    ? 'contacts'
    : 'nothing';
};

/** Whether a member sees contacts, interfaces and availability: who runs the platform, and who answers for the service. */
export const seesInside = (actor: Actor, service: Service, catalogue: Pick<Catalogue, 'region'>): boolean => {
  if (hasRole(actor, platformStaff)) return true;
  if (actor.role === 'local') return regionPath(service.region, catalogue).includes(actor.region ?? '');
  const units = [service.unitId, ...service.competent.map(({ unitId }) => unitId)];
  return actor.unitId !== undefined && units.includes(actor.unitId);
};

/** A place without a person: nobody answers for it, or a name is empty (G-3.2.1, J-12b). */
export const isVacant = (contacts: readonly Contact[] = []): boolean =>
  !contacts.some(({ duty }) => duty === 'owner') || contacts.some(({ name }) => name === '');

/** Field errors of an entry against the units and regions that there are. */
export const entryErrors = (
  entry: ServiceInput,
  catalogue: Pick<Catalogue, 'unit' | 'region'>,
): Record<string, string> => {
  const { unitId, region, competent, interfaces = [] } = entry;
  const regions = competent.map(one => one.region);
  const urls = interfaces.map(({ url }) => url);
  return {
    ...(catalogue.unit(unitId) ? {} : { unitId: '没有这个接入单位' }),
    ...(catalogue.region(region) ? {} : { region: '没有这个地区' }),
    ...(competent.every(one => catalogue.unit(one.unitId) && catalogue.region(one.region))
      ? {}
      : { competent: '有不存在的单位或地区' }),
    ...(new Set(regions).size === regions.length ? {} : { competent: '一个地区只能有一个事权责任单位' }),
    ...(new Set(urls).size === urls.length ? {} : { interfaces: '同一个网址登记了两次' }),
  };
};

const labels: Record<Exclude<keyof ServiceInput, 'id'>, string> = {
  name: '名称',
  aliases: '别名',
  unitId: '接入单位',
  competent: '事权责任单位',
  region: '地区',
  open: '打开方式',
  statutory: '法定时限',
  contacts: '联系人',
  interfaces: '网址',
  items: '事项',
};

/** Which parts of an entry a change concerns, in words; empty = none. */
export const changedParts = (before: ServiceInput | undefined, after: ServiceInput): string[] =>
  Object.entries(labels)
    .filter(([name]) => {
      const part = (entry: ServiceInput | undefined): string =>
        JSON.stringify(entry?.[name as keyof ServiceInput] ?? []);
      return part(before) !== part(after);
    })
    .map(([, label]) => label);

/** An entry as it can be edited. */
export const entryOf = (service: Service): ServiceInput => entrySchema.parse(service);

/** What a ticket has changed of a service, for its history: why the state is what it is, else which part is another. */
export const changeInWords = (before: Service | undefined, after: Service): string => {
  const reason = after.reason ?? '';
  if (!before) return '上架';
  if (before.state !== after.state || reason !== (before.reason ?? '')) return reason;
  const parts = changedParts(entryOf(before), entryOf(after));
  if (parts.length > 0) return `更改登记：${parts.join('、')}`;
  if (before.withdrawalNo !== after.withdrawalNo) return after.withdrawalNo ? '申请撤销' : '撤销申请没有继续';
  return '维护安排有变化';
};

/** The service after an edit: what follows from tickets stays. A new one is online. */
export const withEntry = (before: Service | undefined, entry: ServiceInput): Service => {
  if (!before) return { ...entry, state: 'online' };
  const { state, reason, conditions, windows, withdrawalNo, withdrawn } = before;
  return {
    ...entry,
    state,
    ...(reason === undefined ? {} : { reason }),
    ...(conditions ? { conditions } : {}),
    ...(windows ? { windows } : {}),
    ...(withdrawalNo ? { withdrawalNo } : {}),
    ...(withdrawn === undefined ? {} : { withdrawn }),
  };
};
