import { citizenKinds } from '../../ticket/citizen-kinds';
import { assignedRetention, retention } from '../../privacy/retention';
import { sharedWindows } from '../common/citizen-ticket/limits';
import { consultation, limitsOfQuestions } from '../consultation';
import type { Procedure } from '../../engine';

/** 建议, J-18b: has the consultation's limits and way (contract §6). */
export const suggestion: Procedure = {
  ...consultation,
  kind: 'suggestion',
  prefix: 'JY',
  label: citizenKinds.suggestion,
  purpose: '登记群众的建议',
  order: 3,
  filing: { kind: 'suggestion', action: '提个建议', ...limitsOfQuestions },
  windows: [...sharedWindows, retention.suggestion, assignedRetention],
  clauses: ['J-18b'],
};
