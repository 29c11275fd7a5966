import type { Procedure } from '../../engine';
import {
  automaticSteps,
  citizenActs,
  managerActs,
  operatorActs,
  sharedStates,
  unitActs,
} from '../common/citizen-ticket';
import { limits, sharedLimits } from '../common/citizen-ticket/limits';

/**
 * 咨询, G-5.2: what the knowledge base knows is answered at once; questions about using the mini-program are answered
 * by the operator in 2 WD; the others go at once to the competent unit, which replies in 5 WD or the statutory limit.
 */
export const consultation: Procedure = {
  kind: 'consultation',
  prefix: 'ZX',
  label: '咨询',
  limits: [limits.consultTechnical, limits.consultBusiness, ...sharedLimits],
  clauses: ['G-5.2a', 'G-5.2b', 'G-5.2c', 'G-5.2d'],
  states: { ...sharedStates, answered: { label: '机器已答' }, dispatched: { label: '待答复' } },
  acts: [...citizenActs, ...unitActs, ...operatorActs, ...managerActs, ...automaticSteps],
};
