import { useSystem } from '../support/system';

/** The main job where the cloud is as slow and as narrow as the smallest plan (docs/local-cloud.md, `--profile production`). */
const system = useSystem('demo', {}, {}, 'production');
const citizen = system.citizen('an');
const operator = system.staff('demo-operator');
const handler = system.staff('demo-hrss-handler');

test('a complaint is filed, dispatched, accepted, answered and rated, and everybody is told', async () => {
  system.at('2026-09-24T10:00');
  const begun = performance.now();
  const { no } = await citizen.file({ kind: 'complaint', category: 'unsure', title: '拖欠工资没有人管' });
  // A filing alone is five round trips of twenty milliseconds, and the function has to start.
  expect(performance.now() - begun).toBeGreaterThan(1_100);
  expect(await operator.queue('todo')).toContain(no);
  await operator.act(no, 'triage', { category: 'business' });
  await operator.act(no, 'dispatch', { unitId: 'hrss' });
  await system.run();
  expect(await handler.queue('todo')).toContain(no);
  await handler.act(no, 'accept');
  expect(await handler.act(no, 'reply', { text: '已责令公司十日内支付。' })).toMatchObject({
    state: 'replied',
  });
  await system.run();
  expect(system.messages('an', no).map(({ template }) => template)).toContain('reply');
  expect(await citizen.act(no, 'rate', { level: 5 })).toMatchObject({ state: 'closed' });
});
