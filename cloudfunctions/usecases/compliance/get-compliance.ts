import * as z from 'zod';
import type { ComplianceRow } from '../../../typings/api';
import { ticketReaders } from '../../domain/catalogue/roles';
import { authorityName, type Catalogue } from '../../domain/catalogue';
import type { RuleSet } from '../../domain/rulesets';
import { readOutcomes, type OutcomeQuery } from '../oversight/outcomes';
import { useCase } from '../kernel/use-case';
import { ownPeriod, periodInput } from './period';

const complianceInput = z.object({
  ...periodInput,
  by: z.enum(['unit', 'region', 'month'], { error: '请选择按单位、地区或月份' }).optional(),
});

/** Who is charged, in words: a unit by its name, also one that is gone by its id. */
export const partyName = (
  key: string,
  { roleNames }: Pick<RuleSet, 'roleNames'>,
  catalogue: Catalogue,
): string => {
  if (!key.startsWith('@')) return catalogue.unit(key)?.name ?? key;
  const [role, region] = key.slice(1).split(':');
  if (role === 'operator') return roleNames.operator;
  if (role === 'manager') return roleNames.manager;
  return role === 'local' ? authorityName(region, roleNames.local, catalogue) : roleNames.unit;
};

const keyName = (
  by: NonNullable<OutcomeQuery['by']>,
  key: string,
  ruleSet: Pick<RuleSet, 'roleNames'>,
  catalogue: Catalogue,
): string => {
  if (by === 'unit') return partyName(key, ruleSet, catalogue);
  if (by === 'region') return key === '' ? '未注明地区' : (catalogue.region(key)?.name ?? key);
  return `${Number(key.slice(0, 4))}年${Number(key.slice(5))}月`;
};

/** `compliance.get`: each limit with its clause, and what became of it in a period (J-25). */
export const complianceGet = useCase(
  complianceInput,
  ticketReaders,
  async ({ ports, snapshots }, { actor }, { by, ...asked }): Promise<{ rows: ComplianceRow[] }> => {
    const snapshot = await snapshots.current();
    const { catalogue, activeRuleSet } = snapshot;
    const rows = await readOutcomes(ports, snapshot, { ...ownPeriod(actor, asked, catalogue), by });
    return {
      rows: rows.map(row => ({
        ...row,
        ...(by ? { keyName: keyName(by, row.key ?? '', activeRuleSet, catalogue) } : {}),
      })),
    };
  },
);
