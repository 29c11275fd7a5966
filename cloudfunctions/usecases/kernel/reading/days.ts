import * as z from 'zod';
import { daysBetween, isCivilDate } from '../../../domain/time';

/** The days of a calendar that somebody asks for. */

const day = z.string({ error: '请填写日期' }).refine(isCivilDate, '须是日期，如 2026-10-30');

/** From a day to another, both included; no more than `longest` at a time. */
export const daysAsked = (longest: number) =>
  z
    .object({ from: day, to: day })
    .refine(({ from, to }) => to >= from, { error: '结束日期不能早于开始日期', path: ['to'] })
    .refine(({ from, to }) => daysBetween(from, to) < longest, {
      error: `一次最多看 ${longest} 天`,
      path: ['to'],
    })
    .refine(({ from, to }) => from >= '2001-01-01' && to < '2100-01-01', {
      error: '这些日期没有日历',
      path: ['from'],
    });
