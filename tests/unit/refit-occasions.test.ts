import { refitWhenDue } from '../../cloudfunctions/usecases/knowledge/measuring/refit-gate';
import { handlerOf, leadOf, manager } from '../support/domain';
import { staffOf } from '../support/callers';
import { memory, type Memory } from '../support/memory';
import { plainWork } from '../support/work';

/** When the machine learns by itself: each week, after a publication, when much was judged; never twice in an hour. */

const at = (day: number, time: string): string => `2026-11-${day}T${time}:00.000+08:00`;

const publish = async (world: Memory, question: string): Promise<void> => {
  const entry = { question, similar: [], answer: '带身份证到窗口办理。', unitId: 'hrss' };
  const { faq } = await staffOf(world, handlerOf('hrss')).call('faq.save', { entry });
  const of = { id: faq.id, version: faq.version };
  await staffOf(world, handlerOf('hrss')).call('faq.submit', of);
  for (const actor of [leadOf('hrss'), manager])
    await staffOf(world, actor).call('faq.review', { ...of, approve: true });
  await staffOf(world, manager).call('faq.publish', { ...of, confirmed: [] });
};

const judge = (world: Memory, n: number, when: string): void =>
  world.put('judgements', {
    _id: `ask:${n}`,
    q: `问题${n}`,
    gold: null,
    unitId: null,
    by: 'op',
    at: when,
    key: `${when}|ask:${n}`,
  });

/** Runs the job; whether it learned is told by the time it left. */
const learned = async (world: Memory, when: string): Promise<boolean> => {
  world.at(when);
  await refitWhenDue(world, plainWork());
  return world.get('heartbeats', 'refit')?.startedAt === when;
};

test('a week, then a publication; few judgements leave the gate as it is', async () => {
  // A Monday.
  const world = memory(at(23, '08:00'));
  expect(await learned(world, at(23, '08:00'))).toBe(true);
  expect(await learned(world, at(23, '10:00'))).toBe(false);
  world.at(at(23, '10:10'));
  await publish(world, '社保卡怎么补办');
  expect(await learned(world, at(23, '10:20'))).toBe(true);
  await publish(world, '护照怎么办理');
  expect(await learned(world, at(23, '10:50'))).toBe(false);
  expect(await learned(world, at(23, '11:21'))).toBe(true);
  expect(await learned(world, at(23, '13:00'))).toBe(false);
  expect(world.get('settings', 'current')?.gateVersion ?? 0).toBe(0);
  expect(await learned(world, at(30, '08:00'))).toBe(true);
});

test('much that staff judged since', async () => {
  const world = memory(at(23, '08:00'));
  expect(await learned(world, at(23, '08:00'))).toBe(true);
  for (let n = 0; n < 49; n += 1) judge(world, n, at(23, '09:00'));
  expect(await learned(world, at(23, '10:00'))).toBe(false);
  judge(world, 49, at(23, '10:00'));
  expect(await learned(world, at(23, '11:00'))).toBe(true);
  expect(await learned(world, at(23, '13:00'))).toBe(false);
});

test('of a version that kept no such number only what is published from now on counts', async () => {
  const world = memory(at(24, '08:00'));
  const startedAt = at(23, '08:00');
  world.put('heartbeats', { _id: 'refit', startedAt, finishedAt: startedAt, did: { judged: 0 } });
  expect(await learned(world, at(24, '09:00'))).toBe(false);
  await publish(world, '社保卡怎么补办');
  expect(await learned(world, at(24, '10:00'))).toBe(true);
});
