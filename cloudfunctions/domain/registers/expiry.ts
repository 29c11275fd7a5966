import { windowOf, type RuleSet, type WindowDefinition } from '../rulesets';
import { addDays, type CivilDate } from '../time';
import { spokenDay } from '../time/spoken';
import type { Reminder } from './register';

/** What runs out: how many days before its owner is reminded is a window of the rule set, of each register its own. */

export const expiryWindow = (register: string, label: string, clause: string): WindowDefinition => ({
  id: `${register}.reminder`,
  label,
  clause,
  unit: '日',
  first: 30,
  min: 1,
  max: 365,
});

/** `runsOut`: `协议到期提醒`; `please`: what its owner has to see to. */
export const beforeExpiry = (
  until: CivilDate | undefined,
  window: WindowDefinition,
  ruleSet: RuleSet,
  [runsOut, please]: readonly [runsOut: string, please: string],
): Reminder | undefined =>
  until === undefined
    ? undefined
    : {
        on: addDays(until, -windowOf(ruleSet, window)),
        says: `${runsOut}，到 ${spokenDay(until)} 为止，${please}`,
      };

/** Nothing ends before it begins. */
export const endsAfter = (
  from: CivilDate | undefined,
  until: CivilDate | undefined,
  name: string,
): Record<string, string> | undefined =>
  from !== undefined && until !== undefined && until < from ? { [name]: '不能早于开始的日期' } : undefined;
