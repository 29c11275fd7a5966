import { dispatchAlone, train, type RouterWeights } from '../../cloudfunctions/domain/routing';
import { open } from '../support/domain';

/** Dispatch without a person: only where it is switched on, measured and certain (contract §7). */

const rows = Array.from({ length: 40 }, (_, n) => [
  { title: '社保卡', text: `社保卡补办第 ${n} 次没有回音`, label: 'hrss' },
  { title: '身份证', text: `身份证换领第 ${n} 次没有回音`, label: 'psb' },
]).flat();
const trained = train(rows);
const weights: RouterWeights = { ...trained, dispatchAt: 0.6 };
const message = { title: '社保卡', text: '社保卡补办没有回音' };
const first = [{ unitId: 'hrss', confidence: 0.9, reason: '' }];

test('off unless the rule set switches it on and the router was measured', () => {
  expect(dispatchAlone(message, weights, null, first)).toBeUndefined();
  expect(dispatchAlone(message, undefined, 0.5, first)).toBeUndefined();
  const { dispatchAt: _none, ...unmeasured } = weights;
  expect(dispatchAlone(message, unmeasured, 0.5, first)).toBeUndefined();
});

test('the higher of both thresholds counts', () => {
  expect(dispatchAlone(message, weights, 0.5, first)).toMatchObject({ unitId: 'hrss' });
  expect(dispatchAlone(message, weights, 1, first)).toBeUndefined();
  expect(dispatchAlone(message, { ...weights, dispatchAt: 1 }, 0.5, first)).toBeUndefined();
});

test('catalogue and jurisdiction must put the same unit first', () => {
  expect(
    dispatchAlone(message, weights, 0.5, [{ unitId: 'gz-hrss', confidence: 0.9, reason: '' }]),
  ).toBeUndefined();
  expect(dispatchAlone(message, weights, 0.5, [])).toBeUndefined();
});

test('such a ticket lies with its unit at once, and says how it came there; the operator’s are untouched', () => {
  const routed = open({ routed: { unitId: 'hrss', confidence: 0.97 } });
  expect(routed).toMatchObject({ state: 'dispatched', unitId: 'hrss', promise: { confirmed: true } });
  expect(routed.timeline.map(({ text }) => text)).toContainEqual(expect.stringContaining('97%'));
  expect(open({}).state).toBe('submitted');
  expect(open({ routed: { unitId: 'hrss', confidence: 0.97 }, against: 'operator' }).unitId).toBeNull();
});
