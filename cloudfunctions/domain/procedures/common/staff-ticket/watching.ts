import type { ActDefinition } from '../../../engine';
import { platform } from './parties';
import { called, fact, tell, theOperator, theUnit } from './words';

/** What the watching of a service's addresses says on its fault while the fault runs (G-3.3.1a). */

/** The watched address answers again: said to both, but only a verification ends a fault (G-3.3.3c). */
const probeRecovered: ActDefinition = {
  act: 'probeRecovered',
  label: '自动监测：地址已能正常访问',
  clause: 'G-3.3.1a',
  by: [platform],
  from: ['fixing', 'fixed', 'overdue', 'offline'],
  internal: true,
  run: change => change.note('recoveredAt', change.now),
  tells: [
    tell(theUnit, ticket => `${called(ticket)} 自动监测已能正常访问，请核实后报告修复`),
    tell(theOperator, ticket => `${called(ticket)} 自动监测已能正常访问，恢复服务仍须验证`),
  ],
};

const probeFailedAgain: ActDefinition = {
  act: 'probeFailedAgain',
  label: '自动监测：地址又不能正常访问',
  clause: 'G-3.3.1a',
  by: [platform],
  from: ['fixing', 'fixed', 'overdue', 'offline'],
  internal: true,
  run: change => change.note('recoveredAt', undefined),
  tells: [
    tell(
      ticket => (fact(ticket, 'fixedAt') ? theOperator() : undefined),
      ticket => `${called(ticket)} 已报告修复，但自动监测又不能正常访问，请核实`,
    ),
  ],
};

export const watchingActs: readonly ActDefinition[] = [probeRecovered, probeFailedAgain];
