import type { Category, FilingKind } from '../../../typings/contract';
import type { FilingDefinition, Procedure } from '../engine';
import { switches } from '../procedures/common/citizen-ticket/limits';
import { limitInWords, limitOf, switchOf, type RuleSet } from '../rulesets';

/** What citizens can file, with its limits in words as the rules in force give them (contract §4). */

const stagesInWords = ({ stages }: FilingDefinition, ruleSet: RuleSet): string[] =>
  stages.map(({ policy, words }, index) => {
    const after =
      index > 0 && switchOf(ruleSet, switches.replyCountsFrom) === 'acceptance'
        ? `${stages[0]?.words ?? ''}后 `
        : '';
    return `${after}${limitInWords(limitOf(ruleSet, policy))}内${words}`;
  });

/** Without a service or a category the operator first has to find the unit (contract §7). */
const limitsOf = (filing: FilingDefinition, ruleSet: RuleSet): FilingKind['limits'] => {
  const direct = stagesInWords(filing, ruleSet).join('，');
  const searched = `${direct}；另有 ${limitInWords(limitOf(ruleSet, filing.search))}用来找负责单位`;
  const technical = `${limitInWords(limitOf(ruleSet, filing.technical))}内答复`;
  const routed = { service: direct, none: searched };
  return {
    technical: { service: technical, none: technical },
    business: routed,
    system: routed,
    unsure: { service: searched, none: searched },
  } satisfies Record<Category, unknown>;
};

/** The kinds in the order of their procedures. */
export const filingKinds = (procedures: readonly Procedure[], ruleSet: RuleSet): FilingKind[] =>
  procedures.flatMap(({ label, filing }) =>
    filing
      ? [
          {
            kind: filing.kind,
            label,
            action: filing.action,
            ...(filing.home === undefined ? {} : { home: filing.home }),
            brief: stagesInWords(filing, ruleSet)[0] ?? '',
            limits: limitsOf(filing, ruleSet),
            ...(filing.asksAgainst ? { asksAgainst: true } : {}),
            ...(ruleSet.draft ? { draft: true as const } : {}),
          },
        ]
      : [],
  );
