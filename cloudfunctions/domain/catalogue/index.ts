import { isComplaint } from '../ticket/citizen-kinds';
import * as z from 'zod';
import { serviceHoursSchema } from '../deadline';
import type { CivilDate } from '../time';
import { staffRoles } from './roles';
import { tooLong, typedLine } from '../typed/text';
import { typedId } from '../typed/identifier';
import { publicText } from '../privacy/personal';

/** What the procedures look things up in: units, services, members and regions. */

export { staffRoles, type Role } from './roles';

/** Ids of units and services, codes of regions. */
const unitIdSchema = z.string().max(32);
const regionCode = z.string().max(12);

export const contactDuties = ['owner', 'technical', 'content', 'duty'] as const;

/** A named person for one duty: 负责人, 技术, 内容, 值班. */
const contactSchema = z.object({
  duty: z.enum(contactDuties),
  name: typedLine().max(20),
  phone: typedLine().max(30),
});
export type Contact = z.infer<typeof contactSchema>;

export const unitSchema = z.object({
  id: typedId()
    .toLowerCase()
    .regex(/^[a-z0-9-]{2,32}$/),
  name: publicText(typedLine().min(2).max(40)),
  region: typedId().regex(/^\d{6}$/),
  /** The unit above, e.g. the provincial bureau of a city bureau. */
  parentId: unitIdSchema.optional(),
  /** What the unit is in charge of, in the words of citizens: the router works from them. */
  duties: z.array(publicText(typedLine().min(1).max(60))).max(60),
  phone: typedLine().max(30).optional(),
  /** Replies need a lead's approval (A35). */
  secondSignature: z.boolean(),
  serviceHours: serviceHoursSchema.optional(),
  /** Who can be reached in which matter; an empty name is a vacant place (G-3.2.1, J-12b). */
  contacts: z.array(contactSchema).max(20).optional(),
  /** Counted with each save; missing = the first. */
  version: z.number().int().positive().optional(),
});
/** Saved by forms but for its end, which is an act of its own (A42). */
export type Unit = z.infer<typeof unitSchema> & {
  /** Dissolved: keeps its name on old tickets; what is meant for it goes to its successor. */
  ended?: { on: CivilDate; reason: string; by: string; successorId?: string };
};

export const statutoryLimitSchema = z.object({
  n: z.number().int().positive().max(365),
  unit: z.enum(['working-day', 'calendar-day', 'month']),
  stage: z.enum(['accept', 'reply']),
  /** Legal basis, shown as the reason of the date. */
  basis: z.string().min(2).max(200),
});
export type StatutoryLimit = z.infer<typeof statutoryLimitSchema>;

/** What is asked of an address, how often, and when a fault opens. */
const probeSchema = z.object({
  everyMinutes: z.number().int().min(1).max(1440),
  expectStatus: z.number().int().min(100).max(599).default(200),
  /** A text that the answer must contain. */
  expectText: z.string().min(1).max(100).optional(),
  timeoutSeconds: z.number().int().min(1).max(30).default(10),
  /** Failures in a row before a fault opens. */
  failures: z.number().int().min(1).max(10).default(3),
});
export type Probe = z.infer<typeof probeSchema>;

/** An address on which the service depends (G-2.2b). */
const interfaceSchema = z.object({
  name: typedLine().min(1).max(60),
  url: z.url({ protocol: /^https?$/ }).max(500),
  probe: probeSchema.optional(),
});
export type ServiceInterface = z.infer<typeof interfaceSchema>;

/** Why a service is not online: the ticket that says so, and since when. The worst condition is what citizens see. */
const conditionSchema = z.object({
  no: z.string(),
  state: z.enum(['fault', 'maintenance', 'offline']),
  reason: z.string().max(500),
  instead: z.string().max(500).optional(),
  since: z.string(),
});
export type ServiceCondition = z.infer<typeof conditionSchema>;

/** A planned window of maintenance, coming or running (A5). */
const windowSchema = z.object({ no: z.string(), startsAt: z.string(), endsAt: z.string() });
export type ServiceWindow = z.infer<typeof windowSchema>;

/** An item of the catalogue of government services (事项), with the limits that the law sets (A3). */
const itemSchema = z.object({
  code: typedLine().max(40),
  name: typedLine().min(1).max(80),
  /** Who answers for it, where that is not whoever answers for the service (G-5.2c). */
  unitId: unitIdSchema.optional(),
  statutory: z.array(statutoryLimitSchema).max(4).default([]),
});

export type ServiceItem = z.infer<typeof itemSchema>;

export const serviceSchema = z.object({
  id: z.string().min(1).max(32),
  name: z.string().min(2).max(60),
  // How many and how long they may be is said in words when an entry is saved (domain/services/entry.ts).
  aliases: z.array(z.string().max(200)).max(500).default([]),
  /** Access unit 接入方: complaints, system problems, faults (A33). */
  unitId: unitIdSchema,
  /** Competent units 事权责任单位 by region: consultations and suggestions (A33). */
  competent: z
    .array(z.object({ region: regionCode, unitId: unitIdSchema }))
    .max(600)
    .default([]),
  region: regionCode,
  state: z.enum(['online', 'fault', 'maintenance', 'offline']),
  /** Why it is not online. */
  reason: z.string().optional(),
  open: z.object({ type: z.enum(['miniprogram', 'h5']), target: z.string().max(1000) }).optional(),
  /** Limits set by law win over 5 and 20 working days in both directions (A3). */
  statutory: z.array(statutoryLimitSchema).max(20).default([]),
  /** The person who answers for it, and who can be reached in which matter (J-12b). */
  contacts: z.array(contactSchema).max(20).optional(),
  interfaces: z.array(interfaceSchema).max(20).optional(),
  items: z.array(itemSchema).max(50).optional(),
  conditions: z.array(conditionSchema).max(50).optional(),
  windows: z.array(windowSchema).max(50).optional(),
  /** The application to withdraw it that is under way: there is one at a time (G-3.2.2a). */
  withdrawalNo: z.string().optional(),
  /** Withdrawn for good: stays offline. */
  withdrawn: z.boolean().optional(),
});
export type Service = z.infer<typeof serviceSchema>;

export const regionSchema = z.object({
  code: typedId().regex(/^\d{6}$/),
  name: publicText(typedLine('请填写名称').min(1, '请填写名称').max(40, tooLong('名称', 40))),
  parent: regionCode.optional(),
  /** Counted with each save; missing = the first. */
  version: z.number().int().positive().optional(),
});
export type Region = z.infer<typeof regionSchema>;

export const memberSchema = z.object({
  id: z.string(),
  openid: z.string(),
  name: z.string().min(1).max(20),
  role: z.enum(staffRoles),
  unitId: z.string().optional(),
  region: z.string().optional(),
  /** `invited`: nobody yet; whoever types the code in becomes this member (usecases/people/invitations.ts). */
  state: z.enum(['invited', 'active', 'revoked']),
  /** The last day on which that is possible. */
  invitedUntil: z.string().optional(),
  /** Receives what this member receives, until that day (inclusive). */
  standIn: z.object({ memberId: z.string(), from: z.string().optional(), until: z.string() }).optional(),
  /** J-21c, A37: agreement for suppliers and partners, background check for access to core data. */
  agreementUntil: z.string().optional(),
  /** For what goes out by e-mail and short message (G-3.2.3a). */
  email: z.email().max(120).optional(),
  phone: z.string().max(30).optional(),
});
export type Member = z.infer<typeof memberSchema>;

/** Somebody who can act now: an active member whose agreement has not run out. */
export type Colleague = Pick<Member, 'id' | 'role' | 'unitId' | 'region'> & {
  /** Who stands in for this member now. */
  standInId?: string;
};

/** Read access to what changes rarely. Everything in it is loaded before a pure function runs. */
export type Catalogue = {
  unit(id: string): Unit | undefined;
  units(): Unit[];
  region(code: string): Region | undefined;
  regions(): Region[];
  /** Who can act at a desk now (staffing.ts). */
  staffAt(desk: string): readonly Colleague[];
};

/** A region and the regions above it, nearest first: `440106` → 440106, 440100, 440000. */
export const regionPath = (code: string | undefined, catalogue: Pick<Catalogue, 'region'>): string[] => {
  const path: string[] = [];
  let next = code;
  while (next && !path.includes(next)) {
    path.push(next);
    next = catalogue.region(next)?.parent;
  }
  return path;
};

/** `广州市主管部门`: the local authority of a region; without one as the rule set calls them all (`各地主管部门`). */
export const authorityName = (
  code: string | undefined,
  all: string,
  catalogue: Pick<Catalogue, 'region'>,
): string => {
  const region = code ? catalogue.region(code) : undefined;
  return region ? `${region.name}${all.replace(/^各地/, '')}` : all;
};

/** True when `lower` lies below `upper` in the hierarchy of units. */
export const isBelow = (lower: string, upper: string, catalogue: Pick<Catalogue, 'unit'>): boolean => {
  const seen = new Set<string>();
  let next = catalogue.unit(lower)?.parentId;
  while (next && !seen.has(next)) {
    if (next === upper) return true;
    seen.add(next);
    next = catalogue.unit(next)?.parentId;
  }
  return false;
};

/** All units that answer for a service or a part of it. */
export const unitsOfService = ({
  unitId,
  competent,
  items = [],
}: Pick<Service, 'unitId' | 'competent' | 'items'>): string[] => [
  ...new Set([unitId, ...competent.map(one => one.unitId), ...items.flatMap(item => item.unitId ?? [])]),
];

/** By what an item is chosen: its code, and its name where it has none. */
export const itemKey = ({ code, name }: Pick<ServiceItem, 'code' | 'name'>): string => code || name;

/** The item of a service that was chosen; none where nothing was, or where it has left the register since. */
export const itemOf = (service: Service | undefined, chosen: string | undefined): ServiceItem | undefined =>
  chosen === undefined ? undefined : service?.items?.find(item => itemKey(item) === chosen);

/** The limit that the law sets: that of the item comes before that of the service (A3). */
export const statutoryOf = (
  service: Service | undefined,
  chosen: string | undefined,
  stage: StatutoryLimit['stage'],
): StatutoryLimit | undefined =>
  [itemOf(service, chosen), service]
    .flatMap(one => one?.statutory ?? [])
    .find(limit => limit.stage === stage);

/**
 * The unit that a service's ticket goes to (contract §7, A33): complaints and system problems to the access
 * unit; consultations and suggestions to the unit of the item that was chosen (G-5.2c), the competent unit of the region
 * or the nearest one above, else the access unit.
 */
export const unitOfService = (
  service: Service,
  matter: { kind: string; category: string; region?: string; itemCode?: string },
  catalogue: Pick<Catalogue, 'region'>,
): string => {
  if (isComplaint(matter) || matter.category === 'system') return service.unitId;
  const item = itemOf(service, matter.itemCode);
  if (item?.unitId) return item.unitId;
  const path = regionPath(matter.region ?? service.region, catalogue);
  const competent = path.map(code => service.competent.find(one => one.region === code)).find(Boolean);
  return competent?.unitId ?? service.unitId;
};
