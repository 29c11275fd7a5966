import { citizenKinds } from '../../ticket/citizen-kinds';
import { assignedRetention, retention } from '../common/retention';
import type { FilingDefinition, Procedure } from '../../engine';
import {
  automaticSteps,
  besides,
  citizenActs,
  decisions,
  handling,
  sharedStates,
} from '../common/citizen-ticket';
import { replySignature } from '../common/citizen-ticket/second-signature';
import { orderOf } from '../common/supervision/order';
import { limits, sharedLimits, sharedSwitches, sharedWindows } from '../common/citizen-ticket/limits';

/** A suggestion has the same (contract §6). */
export const limitsOfQuestions: Pick<FilingDefinition, 'technical' | 'stages' | 'search'> = {
  technical: limits.consultTechnical,
  stages: [{ policy: limits.consultBusiness, words: '答复' }],
  search: limits.dispatch,
};

/**
 * 咨询, G-5.2: what the knowledge base knows is answered at once; questions about using the mini-program are answered
 * by the operator in 2 WD; the others go at once to the competent unit, which replies in 5 WD or the statutory limit.
 */
export const consultation: Procedure = {
  kind: 'consultation',
  prefix: 'ZX',
  label: citizenKinds.consultation,
  group: '群众诉求',
  purpose: '登记群众的咨询',
  order: 1,
  filing: { kind: 'consultation', action: '我要咨询', home: 2, ...limitsOfQuestions },
  limits: [limits.consultTechnical, limits.consultBusiness, ...sharedLimits],
  windows: [...sharedWindows, retention.consultation, assignedRetention],
  switches: sharedSwitches,
  about: orderOf,
  signature: replySignature,
  clauses: ['G-5.2a', 'G-5.2b', 'G-5.2c', 'G-5.2d'],
  states: {
    ...sharedStates,
    answered: { label: '机器已答' },
    dispatched: { label: '待答复' },
  },
  acts: [...citizenActs, ...decisions, ...handling, ...besides, ...automaticSteps],
};
