import { workdays, type Policy } from '../../rulesets';
import { limits as limitsOfChanges } from '../change/limits';

/** Internal targets: the documents give no number. */
export const limits = {
  check: {
    id: 'listing.check',
    clock: 'accept',
    label: '核查上架材料',
    clause: 'J-10c',
    limit: workdays(3),
    internal: true,
  },
  decide: {
    id: 'listing.decide',
    clock: 'review',
    label: '审核上架',
    clause: 'G-2.1b1',
    limit: workdays(3),
    internal: true,
  },
  /** Carried out like any other change of the register, within the same limit. */
  execute: limitsOfChanges.execute,
} as const satisfies Record<string, Policy>;

/** That limit under the clause that let the listing pass. */
export const listingBy = (clause: 'J-10b' | 'G-2.1b1'): Policy => ({
  ...limits.execute,
  label: '上架',
  clause,
});
