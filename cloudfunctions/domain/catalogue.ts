import * as z from 'zod';
import type { CivilDate } from './time';

/** What the procedures look things up in: units, services, members and regions. */

/** Roles that a member of staff can have. */
export const staffRoles = [
  'handler',
  'lead',
  'operator',
  'operator-lead',
  'manager',
  'local',
  'partner',
  'security',
] as const;

/** Everybody is a citizen; `system` is the platform itself: automatic steps of the sweep. */
export type Role = (typeof staffRoles)[number] | 'citizen' | 'system';

const serviceHoursSchema = z.object({ periods: z.array(z.tuple([z.string(), z.string()])) });

export const unitSchema = z.object({
  id: z.string().regex(/^[a-z0-9-]{2,32}$/),
  name: z.string().min(2).max(40),
  region: z.string().regex(/^\d{6}$/),
  /** The unit above, e.g. the provincial bureau of a city bureau. */
  parentId: z.string().optional(),
  /** What the unit is in charge of, in the words of citizens: the router works from them. */
  duties: z.array(z.string().min(1).max(60)).max(60),
  phone: z.string().max(30).optional(),
  /** Replies need a lead's approval (A35). */
  secondSignature: z.boolean(),
  serviceHours: serviceHoursSchema.optional(),
});
export type Unit = z.infer<typeof unitSchema>;

export const statutoryLimitSchema = z.object({
  n: z.number().int().positive().max(365),
  unit: z.enum(['working-day', 'calendar-day', 'month']),
  stage: z.enum(['accept', 'reply']),
  /** Legal basis, shown as the reason of the date. */
  basis: z.string().min(2).max(200),
});
export type StatutoryLimit = z.infer<typeof statutoryLimitSchema>;

export const serviceSchema = z.object({
  id: z.string().min(1).max(32),
  name: z.string().min(2).max(60),
  aliases: z.array(z.string()).default([]),
  /** Access unit 接入方: complaints, system problems, faults (A33). */
  unitId: z.string(),
  /** Competent units 事权责任单位 by region: consultations and suggestions (A33). */
  competent: z.array(z.object({ region: z.string(), unitId: z.string() })).default([]),
  region: z.string(),
  state: z.enum(['online', 'fault', 'maintenance', 'offline']),
  /** Why it is not online. */
  reason: z.string().optional(),
  open: z.object({ type: z.enum(['miniprogram', 'h5']), target: z.string() }).optional(),
  /** Limits set by law win over 5 and 20 working days in both directions (A3). */
  statutory: z.array(statutoryLimitSchema).default([]),
});
export type Service = z.infer<typeof serviceSchema>;

export const regionSchema = z.object({
  code: z.string().regex(/^\d{6}$/),
  name: z.string(),
  parent: z.string().optional(),
});
export type Region = z.infer<typeof regionSchema>;

export const memberSchema = z.object({
  id: z.string(),
  openid: z.string(),
  name: z.string().min(1).max(20),
  role: z.enum(staffRoles),
  unitId: z.string().optional(),
  region: z.string().optional(),
  state: z.enum(['active', 'revoked']),
  /** Receives what this member receives, until that day (inclusive). */
  standIn: z.object({ memberId: z.string(), until: z.string() }).optional(),
  /** J-21c, A37: agreement for suppliers and partners, background check for access to core data. */
  agreementUntil: z.string().optional(),
});
export type Member = z.infer<typeof memberSchema>;

/** Read access to what changes rarely. Everything in it is loaded before a pure function runs. */
export type Catalogue = {
  unit(id: string): Unit | undefined;
  units(): Unit[];
  region(code: string): Region | undefined;
  regions(): Region[];
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

/**
 * The unit that a service's ticket goes to (contract §7, A33): complaints and system problems to the access
 * unit; consultations and suggestions to the competent unit of the region or the nearest one above, else the
 * access unit.
 */
export const unitOfService = (
  service: Service,
  matter: { kind: string; category: string; region?: string },
  catalogue: Pick<Catalogue, 'region'>,
): string => {
  if (matter.kind === 'complaint' || matter.category === 'system') return service.unitId;
  const path = regionPath(matter.region ?? service.region, catalogue);
  const competent = path.map(code => service.competent.find(one => one.region === code)).find(Boolean);
  return competent?.unitId ?? service.unitId;
};

/** Whether a member's stand-in takes part on a day. */
export const standInOn = (member: Member, today: CivilDate): string | undefined =>
  member.standIn && member.standIn.until >= today ? member.standIn.memberId : undefined;
