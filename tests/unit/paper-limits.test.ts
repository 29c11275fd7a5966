import { takeAct } from '../../cloudfunctions/domain/engine';
import { procedureOf } from '../../cloudfunctions/domain/procedures';
import { limitOf, shippedRuleSets, type RuleSet } from '../../cloudfunctions/domain/rulesets';
import { adjustable } from '../../cloudfunctions/domain/procedures';
import { runningClock } from '../../cloudfunctions/domain/ticket/ticket';
import { MONDAY } from '../support/domain';
import { paperLimits } from '../support/limits-of-papers';
import { inputsOf, minorRelease, openBy, openings, staffContext } from '../support/staff-inputs';

/** Until when a document, a piece of content, a support ticket or a partner's matter shows, as shipped and changed by the manager. */

/** A partner that works with the platform, for the exit. */
const exit = openings(minorRelease(shippedRuleSets[0]!)).find(({ kind }) => kind === 'partner-exit')!;

const tell = (name: string, ruleSet: RuleSet): string | undefined => {
  const { opens, acts = [], clock } = paperLimits[name]!;
  const [kind, actor, input = {}] = opens;
  const opening = kind === exit.kind ? exit : { kind, actor, input };
  let { ticket } = openBy(opening, ruleSet);
  for (const [who, act, given = {}] of acts) {
    const context = staffContext(who, MONDAY, ruleSet, {});
    const whole = { ...inputsOf(ticket, act, context)[0], ...given };
    const result = takeAct(procedureOf(kind), ticket, act, whole, context);
    if (!result.ok) throw new Error(`${act}: ${JSON.stringify(result.refusal)}`);
    ({ ticket } = result.value);
  }
  return runningClock(ticket, clock)?.date;
};

describe.each(shippedRuleSets)('under $id', ruleSet => {
  test.each(Object.keys(paperLimits))('the limit %s dates a ticket, and the next one otherwise', name => {
    const policy = adjustable.policies.find(({ id }) => id === name)!;
    const limit = { n: limitOf(ruleSet, policy).n + 1, unit: 'working-day' as const };
    const changed = { ...ruleSet, limits: { ...ruleSet.limits, [name]: limit } };
    const { shipped, changed: other } = paperLimits[name]!;
    expect([tell(name, ruleSet), tell(name, changed)]).toEqual([shipped, other]);
  });
});
