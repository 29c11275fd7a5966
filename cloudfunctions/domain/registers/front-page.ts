import type { CivilDate } from '../time';
import { platformStaff } from '../catalogue/roles';
import { date, region, select, service, text } from '../engine';
import { personalIn } from '../privacy/personal';
import { endsAfter } from './expiry';
import { register } from './register';

/** 页面配置, J-9b: which services stand on the citizens' first page, where, under which name, for whom and until when. */

const places = ['1', '2', '3', '4', '5', '6', '7', '8'].map(value => ({ value, label: `第 ${value} 位` }));

export const frontPage = register({
  register: 'front-page',
  label: '首页服务',
  purpose: '群众首页上放哪些服务、放在第几位、叫什么名称，可以只给一个地区、只放一段时间',
  clauses: ['J-9b'],
  readers: platformStaff,
  keepers: platformStaff,
  fields: {
    label: text('首页上的名称', { required: true, max: 12 }),
    serviceId: service('哪项服务', { required: true }),
    place: select('放在第几位', places, { required: true }),
    region: region('只给哪个地区（不选的给全省）'),
    from: date('从哪天起'),
    until: date('到哪天为止'),
  },
  title: 'label',
  sortedBy: 'place',
  check: ({ label, from, until }) => {
    const personal = personalIn(label);
    return { ...endsAfter(from, until, 'until'), ...(personal ? { label: personal } : {}) };
  },
});

export type FrontPageEntry = { label: string; serviceId: string };

type Values = Readonly<Record<string, unknown>>;

/** What stands there on a day, for somebody in a region and those above it: each place and each service once. */
export const entriesOn = (
  rows: readonly Values[],
  today: CivilDate,
  regions: readonly string[],
): FrontPageEntry[] => {
  const fits = ({ region: only, from, until }: Values): boolean =>
    (typeof only !== 'string' || regions.includes(only)) &&
    (typeof from !== 'string' || from <= today) &&
    (typeof until !== 'string' || until >= today);
  // What is meant for one region goes before what is meant for all.
  const first = (one: Values): number => (typeof one['region'] === 'string' ? 0 : 1);
  const taken = new Set<unknown>();
  const chosen = [...rows]
    .filter(fits)
    .sort((one, other) => first(one) - first(other))
    .filter(({ place, serviceId }) => {
      if (taken.has(`at ${String(place)}`) || taken.has(serviceId)) return false;
      taken.add(`at ${String(place)}`).add(serviceId);
      return true;
    });
  return chosen
    .sort((one, other) => (String(one['place']) < String(other['place']) ? -1 : 1))
    .map(({ label, serviceId }) => ({ label: String(label), serviceId: String(serviceId) }));
};
