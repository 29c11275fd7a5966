import { consultation } from '../consultation';
import type { Procedure } from '../../engine';

/** 建议, J-18b: has the consultation's limits and way (contract §6). */
export const suggestion: Procedure = {
  ...consultation,
  kind: 'suggestion',
  prefix: 'JY',
  label: '建议',
  clauses: ['J-18b'],
};
