import { firstSteps, type SetUp } from '../../cloudfunctions/domain/views/first-steps';
import { menuPages } from '../../cloudfunctions/domain/views/menu';
import { citizenOf, staffOf } from '../support/callers';
import { handlerOf, manager, operator } from '../support/domain';
import { memory, type Memory } from '../support/memory';

/** From an empty installation to the first ticket answered: the manager is told what is still missing. */

const START = '2026-11-23T10:00:00.000+08:00';
const EMPTY: SetUp = {
  calendarPublished: false,
  regions: 0,
  units: 0,
  operators: 0,
  staffed: 0,
  services: 0,
  entries: 0,
  filed: false,
  answered: false,
};

const openSteps = async (world: Memory): Promise<string[] | undefined> =>
  (await staffOf(world, manager).call('me.get', {})).steps
    ?.filter(({ done }) => !done)
    .map(({ label }) => label);

test('each step leads to a page of the menu, and the list is gone with the first answer', () => {
  const pages = menuPages.map(({ key }) => key);
  const steps = firstSteps(EMPTY);
  expect(steps.every(({ done }) => !done)).toBe(true);
  expect(steps.flatMap(({ key }) => key ?? []).filter(key => !pages.includes(key))).toEqual([]);
  expect(firstSteps({ ...EMPTY, answered: true })).toEqual([]);
});

test('the manager alone sees them, until the first ticket was answered', async () => {
  const world = memory(START);
  expect(await openSteps(world)).toEqual(['发布知识条目', '收到第一件', '第一件得到答复']);
  expect((await staffOf(world, operator).call('me.get', {})).steps).toBeUndefined();
  const { no } = await citizenOf(world, 'ou').file({ category: 'business', serviceId: 'card' });
  expect(await openSteps(world)).toEqual(['发布知识条目', '第一件得到答复']);
  await staffOf(world, handlerOf('hrss')).act(no, 'accept');
  await staffOf(world, handlerOf('hrss')).act(no, 'reply', { text: '已经补办。' });
  expect(await openSteps(world)).toBeUndefined();
});
