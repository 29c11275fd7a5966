import type { FormField, Light } from '../../../typings/contract';
import type { QueueInput } from '../../../typings/api';
import { dayText } from '../../lib/dates';
import { store } from '../../lib/cache';
import { regions } from '../account/session';
import type { Filled } from '../form/forms';

/** What a list of tickets is narrowed to by its reader, and the filters that were kept for another time. */

export const NO_FILTER: Filled = { values: {}, labels: {} };

const LIGHTS: { value: Light; label: string }[] = [
  { value: 'red', label: '已超期' },
  { value: 'yellow', label: '快到期' },
  { value: 'green', label: '时间充足' },
];

/** The form of a filter; who holds a ticket can be asked by whoever sees the members. */
export const filterFields = (seesMembers: boolean): FormField[] => {
  const fields: FormField[] = [
    { name: 'light', label: '时限', type: 'select', required: false, options: LIGHTS },
    { name: 'unitId', label: '负责单位', type: 'unit', required: false },
    { name: 'assignee', label: '经手人', type: 'member', required: false },
    {
      name: 'region',
      label: '地区',
      type: 'select',
      required: false,
      options: regions().map(({ code, name }) => ({ value: code, label: name })),
    },
    { name: 'from', label: '从哪天提交的起', type: 'date', required: false },
    { name: 'to', label: '到哪天提交的止', type: 'date', required: false },
  ];
  return seesMembers ? fields : fields.filter(({ name }) => name !== 'assignee');
};

type Filter = Pick<QueueInput, 'light' | 'unitId' | 'assignee' | 'region' | 'from' | 'to'>;

/** As the cloud takes it. */
export const filterOf = ({ values }: Filled): Filter =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => typeof value === 'string' && value),
  ) as Filter;

const day = (value: unknown): string => dayText(String(value));

/** A filter in one line; empty where nothing is narrowed. */
export function filterWords({ values, labels }: Filled): string {
  const { light, unitId, assignee, region, from, to } = filterOf({ values, labels });
  const words = [
    LIGHTS.filter(({ value }) => value === light)[0]?.label,
    unitId && (labels['unitId'] || unitId),
    assignee && (labels['assignee'] || assignee),
    region && (regions().filter(({ code }) => code === region)[0]?.name ?? region),
    from && to ? `${day(from)}至${day(to)}` : from ? `${day(from)}起` : to ? `到${day(to)}` : '',
  ];
  return words.filter(Boolean).join('，');
}

/** More filters than this are not found again. */
const MOST_KEPT = 8;
const KEY = 'desk:filters';

/**
 * Filters that were kept, the newest first. On the device: one is made again in seconds, nothing of it is lost to anybody
 * else, and no call has to wait for it.
 */
export const keptFilters = (): Filled[] => (wx.getStorageSync(KEY) as Filled[] | '') || [];

const same = (one: Filled, other: Filled): boolean => filterWords(one) === filterWords(other);

export const keepFilter = (filled: Filled): void =>
  store(KEY, [filled, ...keptFilters().filter(one => !same(one, filled))].slice(0, MOST_KEPT));

export const dropFilter = (filled: Filled): void =>
  store(
    KEY,
    keptFilters().filter(one => !same(one, filled)),
  );
