import * as z from 'zod';
import {
  itemKey,
  serviceSchema,
  unitsOfService,
  type Catalogue,
  type Contact,
  type Service,
  type StatutoryLimit,
} from '../catalogue';
import { catalogueKeepers, hasRole } from '../catalogue/roles';
import { worksWith } from '../catalogue/shown';
import type { Actor } from '../engine';
import { openProblem } from './open-address';
import { lineOf, overlong } from '../typed/text';
import { personalIn } from '../privacy/personal';

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
  return worksWith(actor, { unitIds: unitsOfService(service), region: service.region }, catalogue);
};

/** A place without a person: nobody answers for it, or a name is empty (G-3.2.1, J-12b). */
export const isVacant = (contacts: readonly Contact[] = []): boolean =>
  !contacts.some(({ duty }) => duty === 'owner') || contacts.some(({ name }) => name === '');

const MOST_ALIASES = 100;
const LONGEST_ALIAS = 60;
/** A name stands in one line: what breaks or turns it would break every list, message and file that names it. */
const isOneLine = (text: string): boolean => lineOf(text) === text;

const stagesTwice = (limits: readonly StatutoryLimit[]): boolean =>
  new Set(limits.map(({ stage }) => stage)).size < limits.length;

/** How many names, and how long each may be: of one that is too long also where it stands. */
const aliasError = (aliases: readonly string[]): { aliases?: string } => {
  if (aliases.length > MOST_ALIASES)
    return { aliases: `别名最多 ${MOST_ALIASES} 个，多了 ${aliases.length - MOST_ALIASES} 个` };
  if (aliases.includes('')) return { aliases: '别名不能是空的' };
  const [problem] = aliases.flatMap(
    (alias, at) => overlong(`第 ${at + 1} 个别名`, LONGEST_ALIAS, alias) ?? [],
  );
  return problem === undefined ? {} : { aliases: problem };
};

/** What is wrong with the texts of each part, whatever else there is. */
const textErrors = (entry: ServiceInput): Record<string, string> => {
  const { id, name, aliases, open, statutory, contacts = [], interfaces = [], items = [] } = entry;
  const limits = [...statutory, ...items.flatMap(item => item.statutory)];
  const one = (field: string, label: string, texts: readonly string[]): Record<string, string> => {
    if (!texts.every(isOneLine)) return { [field]: `${label}里不能有换行和看不见的符号，首尾不能有空格` };
    // Whoever answers for it is named on purpose; all else is read by everybody.
    const personal = field === 'contacts' ? undefined : texts.map(personalIn).find(Boolean);
    return personal ? { [field]: `${label}：${personal}` } : {};
  };
  const problem = open && openProblem(open.type, open.target);
  return {
    ...one('id', '编号', [id]),
    ...one('name', '名称', [name]),
    ...one('aliases', '别名', aliases),
    ...aliasError(aliases),
    ...(problem ? { 'open.target': problem } : {}),
    ...one(
      'contacts',
      '联系人',
      contacts.flatMap(contact => [contact.name, contact.phone]),
    ),
    ...one(
      'interfaces',
      '网址',
      interfaces.flatMap(({ name: called, url, probe }) => [called, url, probe?.expectText ?? '']),
    ),
    ...one(
      'statutory',
      '依据',
      limits.map(({ basis }) => basis),
    ),
    ...one(
      'items',
      '事项',
      items.flatMap(item => [item.code, item.name]),
    ),
    ...(stagesTwice(statutory) ? { statutory: '法定时限：受理和答复各只能有一个时限' } : {}),
    ...(items.some(item => stagesTwice(item.statutory))
      ? { items: '事项：一个事项的受理和答复各只能有一个时限' }
      : {}),
  };
};

/** Field errors of an entry against the units and regions that there are; what is stored already is not judged again. */
export const entryErrors = (
  entry: ServiceInput,
  catalogue: Pick<Catalogue, 'unit' | 'region'>,
  before: ServiceInput | undefined,
): Record<string, string> => {
  const { unitId, region, competent, interfaces = [], items = [] } = entry;
  const itemUnits = items.flatMap(item => item.unitId ?? []);
  const regions = competent.map(one => one.region);
  const urls = interfaces.map(({ url }) => url);
  const changed = (field: string): boolean => {
    const part = field.split('.')[0] as keyof ServiceInput;
    return JSON.stringify(before?.[part]) !== JSON.stringify(entry[part]);
  };
  return {
    ...Object.fromEntries(Object.entries(textErrors(entry)).filter(([field]) => changed(field))),
    ...(catalogue.unit(unitId) ? {} : { unitId: '没有这个接入单位' }),
    ...(catalogue.region(region) ? {} : { region: '没有这个地区' }),
    ...(competent.every(one => catalogue.unit(one.unitId) && catalogue.region(one.region))
      ? {}
      : { competent: '有不存在的单位或地区' }),
    ...(new Set(regions).size === regions.length ? {} : { competent: '一个地区只能有一个事权责任单位' }),
    ...(itemUnits.every(id => catalogue.unit(id)) ? {} : { items: '事项：有不存在的单位' }),
    ...(new Set(items.map(itemKey)).size === items.length || !changed('items')
      ? {}
      : { items: '事项：编码不能重复，没有编码的名称不能重复' }),
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
