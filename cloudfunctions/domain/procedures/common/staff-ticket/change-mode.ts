import type { Context } from '../../../engine';
import { switchOf, type SwitchDefinition } from '../../../rulesets';

/** Changes of a service need approval or are filed (A9). */
export const changeMode: SwitchDefinition<'approve' | 'file'> = {
  id: 'changeMode',
  label: '服务上架、调整和撤销',
  clause: 'A9',
  first: 'approve',
  options: [
    { value: 'approve', label: '须经审核' },
    { value: 'file', label: '报备即可' },
  ],
};

export const filesOnly = ({ ruleSet }: Pick<Context, 'ruleSet'>): boolean =>
  switchOf(ruleSet, changeMode) === 'file';
