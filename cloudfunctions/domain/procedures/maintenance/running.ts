import { act, longtext, pick, toldAt, type Change, type Tell } from '../../engine';
import { movedEnd } from '../../services/maintenance-window';
import { spokenTime } from '../../time/spoken';
import { addMinutes } from '../../time';
import { operator, platform } from '../common/staff-ticket/parties';
import {
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
  shownEnd,
  startOf,
  stops,
  takeWindow,
} from './window';
import { known } from './known';
import { limits, windows } from './limits';
import { limitOf, windowOf } from '../../rulesets';

/** From the start to the unit's word that it is over: shown while it runs, alarmed when it runs over (G-3.2.3b). */

/** A sweep that comes when the end that is shown has passed as well sends the alarm that follows instead. */
const inTime = (one: Tell): Tell => ({
  ...one,
  audience: (ticket, context) =>
    toldAt(context) < shownEnd(ticket) ? one.audience(ticket, context) : undefined,
});

/** Its clock is red from the given end on, when the window has run over; reminded of by half of its minutes before. */
const startFinishing = (change: Change): void => {
  const { n } = limitOf(change.context.ruleSet, limits.finish);
  change.start(limits.finish, ownerOf(change.ticket), {
    startedAt: addMinutes(givenEnd(change.ticket), -n),
    limit: { n, unit: 'minute' },
  });
};

export const begin = act({
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
    ).map(inTime),
    inTime(tell(theOperator, ticket => `${named(ticket)}已开始${stops(ticket) ? '，服务显示为维护中' : ''}`)),
  ],
});

/** It has run over, also over the end that was shown: an alarm, and a later end is shown. It never ends by itself. */
export const overrun = act({
  act: 'overrun',
  label: '超时未结束，公布的结束时间顺延',
  clause: 'G-3.2.3b',
  by: [platform],
  from: ['running', 'overran'],
  to: 'overran',
  due: shownEnd,
  run: change => {
    const { ticket } = change;
    if (!known.of(ticket).overranAt) {
      known.note(change, { overranAt: givenEnd(ticket) });
      change.count('maintenance-overran', ticket.unitId ?? undefined);
    }
    known.note(change, { shownEndsAt: movedEnd(givenEnd(ticket), change.now) });
    putWindow(change, true);
    publish(change, change.now, true);
  },
  tells: tellApplicant(
    ticket =>
      `${named(ticket)}超时未结束，公布的结束时间顺延到 ${spokenTime(shownEnd(ticket))}，请立即处理并填写新的结束时间`,
    undefined,
    [theLead, theUnit, theOperator, theManager],
  ).map(inTime),
});

export const extend = act({
  act: 'extend',
  label: '延长并公布新的结束时间',
  place: 'beside',
  clause: 'G-3.2.3b',
  by: [...owners, operator],
  from: ['running', 'overran'],
  fields: {
    endsAt: { ...known.fields.endsAt, label: '新的结束时间' },
    reason: longtext('延长的理由', { required: true, max: 500 }),
  },
  check: (ticket, input, { now, ruleSet }) => {
    const endsAt = input.endsAt;
    if (endsAt <= now || endsAt <= givenEnd(ticket)) return { endsAt: '请填写比现在和原定都晚的时间' };
    const latest = addMinutes(now, windowOf(ruleSet, windows.extension) * 24 * 60);
    return endsAt > latest ? { endsAt: `一次最多延长到 ${spokenTime(latest)}` } : undefined;
  },
  run: change => {
    known.note(change, { shownEndsAt: undefined });
    change.cancel(['execute']);
    startFinishing(change);
    putWindow(change, true);
    publish(change, change.now, true);
  },
  tells: [
    ...tellApplicant(
      ticket => `${named(ticket)}延长，到 ${spokenTime(givenEnd(ticket))}，请查看理由`,
      undefined,
      [theLead, theUnit, theOperator, theManager],
    ),
    tell(
      theFollowers,
      ticket =>
        `${plainly(ticket)}延长，到 ${spokenTime(givenEnd(ticket))}，${known.of(ticket).instead ?? ''}`,
    ),
  ],
});

/** It ends by the word of whoever answers for it, with what was verified. */
export const finish = act({
  act: 'finish',
  label: '验证通过，确认结束',
  clause: 'G-3.2.3b',
  by: owners,
  from: ['running', 'overran'],
  to: 'ended',
  meets: ['execute'],
  fields: pick(known.fields, 'verifier', 'evidence', 'proof'),
  says: 'evidence',
  run: change => {
    known.note(change, { endedAt: change.now });
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
    tell(theFollowers, ticket => `${plainly(ticket)}已结束，可以正常办理了`),
  ],
});
