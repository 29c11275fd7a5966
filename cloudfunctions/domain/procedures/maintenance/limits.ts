import { minutes, workdays, type Policy, type WindowDefinition } from '../../rulesets';
import { longestWindow } from '../../services/maintenance-window';

/** Three working days before the window (G-3.2.3a, A5); the rest are internal targets (A7). */
export const limits = {
  notice: {
    id: 'maintenance.notice',
    clock: 'notice',
    label: '提前告知',
    clause: 'G-3.2.3a',
    limit: workdays(3),
    oneUnit: true,
  },
  acknowledge: {
    id: 'maintenance.acknowledge',
    clock: 'accept',
    label: '确认维护公告',
    clause: 'G-3.2.3b',
    limit: workdays(1),
    internal: true,
    oneUnit: true,
  },
  finish: {
    id: 'maintenance.finish',
    clock: 'execute',
    label: '确认维护结束',
    clause: 'G-3.2.3b',
    limit: minutes(30),
    internal: true,
    oneUnit: true,
  },
} as const satisfies Record<string, Policy>;

export const windows = {
  longest: longestWindow,
  extension: {
    id: 'maintenance.extension',
    label: '升级维护：超时后一次最多延长',
    clause: 'G-3.2.3b',
    unit: '日',
    first: 7,
    min: 1,
    max: 30,
  },
} as const satisfies Record<string, WindowDefinition>;
