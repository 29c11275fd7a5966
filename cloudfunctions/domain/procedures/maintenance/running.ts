import type { ActDefinition, Change, Tell } from '../../engine';
import { movedEnd } from '../../services/maintenance-window';
import { spokenTime } from '../../time/spoken';
import { addMinutes } from '../../time';
import { operator, platform } from '../common/staff-ticket/parties';
import {
  fact,
  tell,
  tellApplicant,
  theFollowers,
  theLead,
  theManager,
  theOperator,
  theUnit,
} from '../common/staff-ticket/words';
import {
  givenEnd,
  named,
  ownerOf,
  owners,
  plainly,
  publish,
  putWindow,
  serviceNameOf,
  shownEnd,
  startOf,
  stops,
  takeWindow,
} from './window';

/** From the start to the unit's word that it is over: shown while it runs, alarmed when it runs over (G-3.2.3b). */

/** A sweep that comes when the window should be over sends the alarm instead. */
const inTime =
  (audience: Tell['audience']): Tell['audience'] =>
  (ticket, context) =>
    context.now < givenEnd(ticket) ? audience(ticket, context) : undefined;

/** Its clock is red from the given end on, when the window has run over; reminded of by half of its minutes before. */
const startFinishing = (change: Change): void => {
  const { n } = change.context.ruleSet.limits['maintenance.finish'].limit;
  change.start('maintenance.finish', ownerOf(change.ticket), {
    startedAt: addMinutes(givenEnd(change.ticket), -n),
    limit: { n, unit: 'minute' },
  });
};

export const begin: ActDefinition = {
  act: 'begin',
  label: '已到开始时间',
  clause: 'G-3.2.3b',
  by: [platform],
  from: ['announced'],
  to: 'running',
  due: startOf,
  run: change => {
    putWindow(change, true);
    startFinishing(change);
  },
  tells: [
    ...tellApplicant(
      ticket => `${named(ticket)}已开始，完成后请验证并确认，最迟 ${spokenTime(givenEnd(ticket))}`,
      ticket => `${named(ticket)}已开始，完成后由当地主管部门验证并确认`,
    ).map(one => ({ ...one, audience: inTime(one.audience) })),
    tell(inTime(theOperator), ticket => `${named(ticket)}已开始${stops(ticket) ? '，服务显示为维护中' : ''}`),
  ],
};

/** It has run over, also over the end that was shown: an alarm, and a later end is shown. It never ends by itself. */
export const overrun: ActDefinition = {
  act: 'overrun',
  label: '超时未结束，公布的结束时间顺延',
  clause: 'G-3.2.3b',
  by: [platform],
  from: ['running', 'overran'],
  to: 'overran',
  due: shownEnd,
  run: change => {
    const { ticket } = change;
    if (!fact(ticket, 'overranAt')) {
      change.note('overranAt', givenEnd(ticket));
      change.count('maintenance-overran', ticket.unitId ?? undefined);
    }
    change.note('shownEndsAt', movedEnd(givenEnd(ticket), change.now));
    putWindow(change, true);
    publish(change, change.now, true);
  },
  tells: tellApplicant(
    ticket =>
      `${named(ticket)}超时未结束，公布的结束时间顺延到 ${spokenTime(shownEnd(ticket))}，请立即处理并填写新的结束时间`,
    undefined,
    [theLead, theUnit, theOperator, theManager],
  ),
};

const LONGEST_EXTENSION_DAYS = 7;

export const extend: ActDefinition = {
  act: 'extend',
  label: '延长并公布新的结束时间',
  place: 'beside',
  clause: 'G-3.2.3b',
  by: [...owners, operator],
  from: ['running', 'overran'],
  fields: [
    { name: 'endsAt', label: '新的结束时间', type: 'datetime', required: true },
    { name: 'reason', label: '延长的理由', type: 'longtext', required: true, max: 500, passing: true },
  ],
  check: (ticket, input, { now }) => {
    const endsAt = String(input['endsAt']);
    if (endsAt <= now || endsAt <= givenEnd(ticket)) return { endsAt: '请填写比现在和原定都晚的时间' };
    return endsAt > addMinutes(now, LONGEST_EXTENSION_DAYS * 24 * 60)
      ? { endsAt: `一次最多延长到 ${LONGEST_EXTENSION_DAYS} 天以后` }
      : undefined;
  },
  run: change => {
    change.note('shownEndsAt', undefined);
    change.cancel(['execute']);
    startFinishing(change);
    putWindow(change, true);
    publish(change, change.now, true);
  },
  tells: [
    ...tellApplicant(
      ticket => `${named(ticket)}延长到 ${spokenTime(givenEnd(ticket))}，请查看理由`,
      undefined,
      [theLead, theUnit, theOperator, theManager],
    ),
    tell(
      theFollowers,
      ticket =>
        `“${serviceNameOf(ticket)}”的${plainly(ticket)}延长到 ${spokenTime(givenEnd(ticket))}，${fact(ticket, 'instead') ?? ''}`,
    ),
  ],
};

/** It ends by the word of whoever answers for it, with what was verified. */
export const finish: ActDefinition = {
  act: 'finish',
  label: '验证通过，确认结束',
  clause: 'G-3.2.3b',
  by: owners,
  from: ['running', 'overran'],
  to: 'ended',
  meets: ['execute'],
  fields: [
    { name: 'verifier', label: '验证人', type: 'text', required: true, max: 30 },
    {
      name: 'evidence',
      label: '验证情况（怎样验证、结果如何）',
      type: 'longtext',
      required: true,
      max: 2000,
    },
    { name: 'proof', label: '验证记录', type: 'files' },
  ],
  says: 'evidence',
  run: change => {
    change.note('endedAt', change.now);
    takeWindow(change);
    change.unmark('urgent');
    change.end();
  },
  tells: [
    ...tellApplicant(ticket => `${named(ticket)}已结束，验证通过，公告已撤下`, undefined, [
      theUnit,
      theOperator,
      theManager,
    ]),
    tell(theFollowers, ticket => `“${serviceNameOf(ticket)}”${plainly(ticket)}已结束，可以正常办理了`),
  ],
};
