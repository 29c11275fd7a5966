import { ticketReaders } from '../../catalogue/roles';
import type { Procedure } from '../../engine';
import { checking } from '../common/checking';
import { topics } from './topics';

/** 巡检, G-3.3.2.1, G-2.1b2, J-16a, J-17, J-14b: by a plan, or begun by whoever answers for what is looked at. */
export const inspection: Procedure = checking({
  kind: 'inspection',
  prefix: 'XJ',
  label: '巡检',
  group: '巡检和例行检查',
  purpose: '按清单检查，不通过的发整改，报告管理方',
  order: 70,
  clause: 'G-3.3.2.1',
  source: 'inspection',
  clauses: [
    'G-3.3.2.1',
    'G-3.3.2.1a',
    'G-3.3.2.1b',
    'G-3.3.2.1c',
    'G-3.3.2.1r',
    'G-2.1b2',
    'J-14b',
    'J-16a',
    'J-17',
  ],
  topics,
  by: ticketReaders,
});
