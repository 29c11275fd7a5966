import * as z from 'zod';
import { regionPath, type Catalogue } from '../../domain/catalogue';
import { hasRole, leads } from '../../domain/catalogue/roles';
import type { Actor } from '../../domain/engine';
import { daysBetween, isCivilDate } from '../../domain/time';
import { fail } from '../kernel/failure';

/** Of which days, and whose: what all figures and lists of supervision are asked by. */

const day = z.string().refine(isCivilDate, '日期不对，请写成 2026-11-30 的形式');

export const periodInput = {
  /** Both inclusive. */
  from: day,
  to: day,
  /** A unit, or whoever else is charged as figures name it (`@operator`). */
  unitId: z
    .string()
    .regex(/^@?[\w:-]{1,64}$/, '没有这个单位')
    .optional(),
  region: z
    .string()
    .regex(/^\d{6}$/, '没有这个地区')
    .optional(),
};

/** Longer ones are asked in parts: so much a call reads at once. */
const MOST_DAYS = 731;

type Asked = { from: string; to: string; unitId?: string | undefined; region?: string | undefined };
export type Period = Asked & { confidential: boolean };

/**
 * What is asked, narrowed to what the reader may see: the manager and the operator all, a local authority its region and
 * what lies below it, a unit its own. Confidential tickets count for leads alone (A34).
 */
export const ownPeriod = (actor: Actor, asked: Asked, catalogue: Pick<Catalogue, 'region'>): Period => {
  const { from, to, unitId, region } = asked;
  if (to < from) fail('invalid', '结束日期应不早于开始日期', { to: '应不早于开始日期' });
  if (daysBetween(from, to) >= MOST_DAYS) fail('invalid', '一次最多看两年', { from: '一次最多看两年' });
  if (region !== undefined && !catalogue.region(region))
    fail('invalid', '没有这个地区，请重新选择', { region: '没有这个地区' });
  const confidential = hasRole(actor, leads);
  if (actor.unitId !== undefined) {
    if (unitId !== undefined && unitId !== actor.unitId) fail('forbidden', '只能看本单位的');
    return { from, to, unitId: actor.unitId, region, confidential };
  }
  if (actor.role !== 'local') return { from, to, unitId, region, confidential };
  const own = actor.region ?? '';
  if (region !== undefined && !regionPath(region, catalogue).includes(own))
    fail('forbidden', '只能看本地区的');
  return { from, to, unitId, region: region ?? own, confidential };
};
