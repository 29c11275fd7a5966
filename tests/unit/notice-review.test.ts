import { announceNotices } from '../../cloudfunctions/usecases/notices/announce-notices';
import type { Actor } from '../../cloudfunctions/domain/engine';
import { staffOf, toldTo } from '../support/callers';
import { manager, operator, operatorLead } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { plainWork } from '../support/work';

/** A53: what becomes public passes somebody who has neither written nor published it. */

const NOW = '2026-11-23T10:00:00.000+08:00';
const draft = {
  kind: 'general' as const,
  title: '春节期间照常办理',
  text: '春节期间网上照常办理，窗口放假三天。',
};

const written = async (world: Memory, actor: Actor = operator): Promise<string> =>
  (await staffOf(world, actor).call('notice.save', { notice: draft })).notice.id;

const strict = async (world: Memory): Promise<void> => {
  const boss = staffOf(world, manager);
  const { ruleSet } = await boss.call('ruleset.save', {
    id: 'gdzw-0001.5-2019',
    switches: { noticeReview: 'before' },
  });
  await boss.call('ruleset.activate', { id: ruleSet.id, version: ruleSet.version });
};

test('A53: published before its review, it has to be reviewed by another within two hours; who answers for it is told, twice if need be', async () => {
  const world = memory(NOW);
  const id = await written(world);
  const { notice } = await staffOf(world, operator).call('notice.publish', { id });
  expect(notice.review).toEqual({ state: 'due', until: '2026-11-23T12:00:00.000+08:00' });
  expect(notice.acts).not.toContain('review');
  for (const who of [operatorLead, manager])
    expect(await toldTo(world, `openid-${who.id}`)).toEqual([
      expect.stringMatching(/^已先发布：.*前由另一人审核/) as string,
    ]);
  await expect(
    staffOf(world, operator).call('notice.review', { id, approve: true, reason: '有文件' }),
  ).rejects.toMatchObject({ code: 'wrong-state', message: expect.stringContaining('另一人') as string });
  world.at('2026-11-23T12:00:00.001+08:00');
  await announceNotices(world.ports, plainWork());
  await announceNotices(world.ports, plainWork());
  expect(
    (await toldTo(world, `openid-${manager.id}`)).filter(text => text.includes('没有按时审核')),
  ).toHaveLength(1);
  const seen = async () =>
    (await staffOf(world, manager).call('notice.list', { state: 'public' })).notices[0];
  expect(await seen()).toMatchObject({ review: { state: 'late' }, acts: ['save', 'withdraw', 'review'] });
  await staffOf(world, manager).call('notice.review', { id, approve: true, reason: '粤政数〔2026〕1 号' });
  expect(await seen()).toMatchObject({ review: { state: 'done', by: manager.name } });
  expect((await seen())?.steps.at(-1)).toMatchObject({
    by: manager.name,
    what: '审核通过（保密、个人信息）：粤政数〔2026〕1 号',
  });
});

test('A53: reviewed before, nothing is owed; what says something else afterwards is owed again', async () => {
  const world = memory(NOW);
  const id = await written(world);
  await staffOf(world, operatorLead).call('notice.review', { id, approve: true, reason: '已核对' });
  // The page saves what is in the form before it publishes.
  await staffOf(world, operator).call('notice.save', { notice: { ...draft, id } });
  const { notice } = await staffOf(world, operator).call('notice.publish', { id });
  expect(notice.review).toMatchObject({ state: 'done', by: operatorLead.name });
  world.at('2026-11-23T15:00:00.000+08:00');
  const changed = await staffOf(world, operator).call('notice.save', {
    notice: { ...draft, id, text: '春节期间网上照常办理，窗口放假四天。' },
  });
  expect(changed.notice.review).toEqual({ state: 'due', until: '2026-11-23T17:00:00.000+08:00' });
  world.at('2026-11-23T17:00:00.001+08:00');
  await announceNotices(world.ports, plainWork());
  expect(await toldTo(world, `openid-${manager.id}`)).toEqual([
    expect.stringContaining('没有按时审核') as string,
  ]);
});

test('A53: whoever wrote it does not review it either, where another has published it', async () => {
  const world = memory(NOW);
  const id = await written(world, operatorLead);
  await staffOf(world, operator).call('notice.publish', { id });
  await expect(
    staffOf(world, operatorLead).call('notice.review', { id, approve: true, reason: '有文件' }),
  ).rejects.toMatchObject({ code: 'wrong-state', message: expect.stringContaining('另一人') as string });
  const { notice } = await staffOf(world, manager).call('notice.review', {
    id,
    approve: true,
    reason: '有文件',
  });
  expect(notice.review).toMatchObject({ state: 'done', by: manager.name });
});

test('A53: what is not approved is gone at once', async () => {
  const world = memory(NOW);
  const id = await written(world);
  await staffOf(world, operator).call('notice.publish', { id });
  const { notice } = await staffOf(world, manager).call('notice.review', {
    id,
    approve: false,
    reason: '没有依据',
  });
  expect(notice).toMatchObject({ state: 'ended' });
  world.at('2026-11-23T14:00:00.000+08:00');
  await announceNotices(world.ports, plainWork());
  expect((await toldTo(world, `openid-${manager.id}`)).join()).not.toContain('没有按时审核');
});

test('A53: where the rules want the review before, nobody publishes without another’s; a fault is told of at once', async () => {
  const world = memory(NOW);
  await strict(world);
  const id = await written(world);
  await expect(staffOf(world, operator).call('notice.publish', { id })).rejects.toMatchObject({
    code: 'wrong-state',
    message: expect.stringContaining('另一人审核') as string,
  });
  await staffOf(world, manager).call('notice.review', { id, approve: true, reason: '已核对' });
  // Whoever reviewed it does not publish it.
  await expect(staffOf(world, manager).call('notice.publish', { id })).rejects.toMatchObject({
    code: 'wrong-state',
  });
  await staffOf(world, operator).call('notice.publish', { id });
  const fault = await staffOf(world, operator).call('notice.save', {
    notice: {
      kind: 'fault',
      title: '“社保卡申领”出现异常',
      text: '“社保卡申领”现在打不开，正在处理。',
      serviceId: 'card',
      startsAt: NOW,
      instead: '请到窗口办理。',
    },
  });
  const { notice } = await staffOf(world, operator).call('notice.publish', { id: fault.notice.id });
  expect(notice).toMatchObject({ state: 'public', review: { state: 'due' } });
});
