import { ticketReaders } from '../../catalogue/roles';
import type { Procedure } from '../../engine';
import { checking } from '../common/checking';
import { topics } from './topics';

/**
 * 例行检查, G-3.3.2.2, G-3.3.2.3, J-20b, J-23, G-3.1: logs, security, middleware, databases, training, risks, drills, bulletins; each
 * with what was done.
 */
export const duty: Procedure = checking({
  kind: 'duty',
  prefix: 'LX',
  label: '例行检查',
  group: '巡检和例行检查',
  purpose: '日志、安全、中间件、数据库、培训等定期要做的事，做完报告',
  order: 72,
  clause: 'G-3.3.2.2a',
  source: 'duty',
  clauses: ['G-3.3.2.2a', 'G-3.3.2.2b', 'G-3.3.2.3a', 'G-3.3.2.3b', 'J-20b'],
  topics,
  by: ticketReaders,
});
