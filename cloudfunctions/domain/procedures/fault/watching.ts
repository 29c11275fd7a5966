import { act, type ActDefinition } from '../../engine';
import type { Ticket } from '../../ticket/ticket';
import { platform } from '../common/staff-ticket/parties';
import { tell, theOperator, theUnit } from '../common/staff-ticket/words';
import { known } from './known';

/** What the watching of a service's addresses says on its fault while the fault runs (G-3.3.1a). */

/** Whether the watching has said that the address answers again. */
export const hasRecovered = (ticket: Ticket): boolean => known.of(ticket).recoveredAt !== undefined;

/** The watched address answers again: said to both, but only a verification ends a fault (G-3.3.3c). */
export const probeRecovered = act({
  act: 'probeRecovered',
  label: '自动监测：地址已能正常访问',
  clause: 'G-3.3.1a',
  by: [platform],
  from: ['fixing', 'fixed', 'overdue', 'offline'],
  internal: true,
  run: change => known.note(change, { recoveredAt: change.now }),
  tells: [
    tell(theUnit, () => '自动监测已能正常访问，请核实后报告修复'),
    tell(theOperator, () => '自动监测已能正常访问，恢复服务仍须验证'),
  ],
});

export const probeFailedAgain = act({
  act: 'probeFailedAgain',
  label: '自动监测：地址又不能正常访问',
  clause: 'G-3.3.1a',
  by: [platform],
  from: ['fixing', 'fixed', 'overdue', 'offline'],
  internal: true,
  run: change => known.note(change, { recoveredAt: undefined }),
  tells: [
    tell(
      ticket => (known.of(ticket).fixedAt ? theOperator() : undefined),
      () => '已报告修复，但自动监测又不能正常访问，请核实',
    ),
  ],
});

export const watchingActs: readonly ActDefinition[] = [probeRecovered, probeFailedAgain];
