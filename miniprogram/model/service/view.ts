import type { ServiceEntry, ServiceStep } from '../../../typings/contract';
import { windowText } from '../notice/maintenance';
import { DUTIES, limitText, SERVICE_STATES, stateOf } from './service-words';
import { dayText, momentText } from '../../lib/dates';

/** A service of the register as its page shows it, in words. */

export type ContactLine = { key: string; duty: string; name: string; phone: string };
export type ChartDay = {
  from: string;
  label: string;
  parts: { height: number; tone: string }[];
  cells: string[];
  spoken: string;
};
export type ServicePage = {
  state: string;
  tone: string;
  reason: string;
  open: string;
  contacts: ContactLine[];
  interfaces: { key: string; name: string; url: string; watched: string }[];
  competent: { key: string; words: string }[];
  items: { key: string; name: string; limits: string[] }[];
  limits: string[];
  windows: { no: string; when: string }[];
  /** The tickets that say why it is not online. */
  causes: { no: string; words: string }[];
  days: ChartDay[];
};

/** So many days stand side by side on a phone. */
const DAYS_SHOWN = 14;

const dayOf = (day: NonNullable<ServiceEntry['availability']>[number]): ChartDay => {
  const { percent, up, down, planned, downMinutes, medianMilliseconds } = day;
  const looks = up + down;
  const rate = looks === 0 ? '–' : `${percent}%`;
  const median = medianMilliseconds === undefined ? '–' : `${medianMilliseconds} 毫秒`;
  const failed = down === 0 ? '0' : `${down} 次，约 ${downMinutes} 分钟`;
  return {
    from: day.day,
    label: `${Number(day.day.slice(5, 7))}/${Number(day.day.slice(8, 10))}`,
    parts: [
      { height: looks === 0 ? 0 : 100 - percent, tone: 'weak' },
      { height: looks === 0 ? 0 : percent, tone: 'strong' },
    ],
    cells: [rate, failed, planned > 0 ? `${median}，维护中 ${planned} 次` : median],
    spoken: `${dayText(day.day)}，可用率 ${rate}，失败 ${failed}`,
  };
};

const watchedText = (probe: NonNullable<ServiceEntry['interfaces']>[number]['probe']): string => {
  if (!probe) return '没有自动检查';
  const { everyMinutes, expectStatus, expectText, timeoutSeconds, failures } = probe;
  const text = expectText ? `、有“${expectText}”` : '';
  return `每 ${everyMinutes} 分钟检查一次，${timeoutSeconds} 秒内应返回 ${expectStatus}${text}，连续 ${failures} 次失败就报异常`;
};

export function servicePage(service: ServiceEntry): ServicePage {
  const { contacts = [], interfaces = [], availability = [], open } = service;
  const { words, tone } = stateOf(service);
  return {
    state: words,
    tone,
    reason: service.notice ?? '',
    open: open ? `${open.type === 'miniprogram' ? '小程序' : '网页'} ${open.target}` : '没有登记',
    contacts: contacts.map(({ duty, name, phone }, index) => ({
      key: `${duty}-${index}`,
      duty: DUTIES.filter(each => each.value === duty)[0]?.label ?? '',
      name,
      phone,
    })),
    interfaces: interfaces.map(({ name, url, probe }) => ({
      key: url,
      name,
      url,
      watched: watchedText(probe),
    })),
    competent: service.competent.map(({ region, regionName, unitName }) => ({
      key: region,
      words: `${regionName}：${unitName}`,
    })),
    items: service.items.map(({ code, name, unitName, statutory }, index) => ({
      key: `${code}-${index}`,
      name: [name, code, unitName].filter(Boolean).join(' · '),
      limits: statutory.map(limitText),
    })),
    limits: service.statutory.map(limitText),
    windows: service.windows.map(one => ({ no: one.no, when: windowText(one) })),
    // Of a single one the reason stands above already.
    causes: service.conditions.map(({ no, reason, since }, _index, { length }) => ({
      no,
      words: `${momentText(since)} 起${length > 1 ? `：${reason}` : `，看这件 ${no}`}`,
    })),
    days: availability.slice(0, DAYS_SHOWN).reverse().map(dayOf),
  };
}

export type StepLine = { id: string; when: string; words: string; no: string };

export function stepLine({ at, no, from, to, reason, by }: ServiceStep, index: number): StepLine {
  const [was, is] = [SERVICE_STATES[from].words, SERVICE_STATES[to].words];
  const changed = was === is ? '' : `${was} → ${is}`;
  return {
    id: `${at}-${index}`,
    when: [momentText(at), by].filter(Boolean).join(' · '),
    words: [changed, reason].filter(Boolean).join('，'),
    no: no ?? '',
  };
}
