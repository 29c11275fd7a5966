import type { ListedPlan, MissedPeriod, ShownTicket } from '../../typings/contract';
import { useSystem } from '../support/system';

/** What must be done again and again, what is found and who mends it, through the outside contract (contract §9). */
const system = useSystem('demo');
const manager = system.staff('demo-manager');
const operator = system.staff('demo-operator');
const handler = system.staff('demo-hrss-handler');

const plan = (title: string, kind: string, topic: string, period: string, party: object) =>
  manager.call<{ plan: ListedPlan }>('plan.save', { kind, topic, title, period, party, from: '2026-11-02' });
const found = async (who: typeof operator, kind: string): Promise<ShownTicket[]> => {
  const { tickets } = await who.call<{ tickets: ShownTicket[] }>('ticket.queue', { view: 'todo', kind });
  return Promise.all(tickets.map(({ no }) => who.get(no)));
};
type Row = { item: string; threshold?: string };
const rowsOf = ({ acts }: ShownTicket): Row[] =>
  (acts.find(({ act }) => act === 'record')?.fields.find(({ name }) => name === 'items')?.value ??
    []) as Row[];

test('planned, opened, measured, recorded and reported in the week; what failed is mended and checked again; what was missed shows', async () => {
  system.at('2026-11-02T09:30');
  await plan('每周巡检', 'inspection', 'weekly', 'weekly', { role: 'operator' });
  await plan('服务自查自检', 'inspection', 'self-check', 'monthly', { role: 'unit', unitId: 'hrss' });
  for (const topic of ['log-check', 'security-check', 'middleware', 'database', 'training'])
    await plan(`例行 ${topic}`, 'duty', topic, 'monthly', { role: 'operator' });
  await system.run();
  await system.run();
  const [inspection, ...more] = await found(operator, 'inspection');
  expect(more).toEqual([]);
  expect(inspection?.clocks[0]).toMatchObject({ date: '2026-11-06', clause: 'G-3.3.2.1' });
  expect(await found(operator, 'duty')).toHaveLength(5);
  expect((await found(handler, 'inspection')).map(({ title }) => title)).toEqual([
    expect.stringContaining('服务自查自检'),
  ]);

  // G-3.3.2.1c: what monitoring measured stands in the form beside the threshold of the plan.
  const no = inspection?.no ?? '';
  await operator.act(no, 'fill', { data: '[{"metric":"服务器磁盘使用率","host":"app-1","value":91}]' });
  const rows = rowsOf(await operator.get(no));
  expect(rows).toContainEqual({
    item: '服务器磁盘使用率（app-1）',
    threshold: '≤80%',
    value: '91',
    result: 'fail',
  });
  await operator.act(no, 'record', {
    items: rows.map(row => ({
      result: 'pass',
      ...(row.threshold ? { value: row.threshold.startsWith('≥') ? '100' : '50' } : {}),
      ...row,
      ...(row.item.includes('磁盘') ? { note: '日志没有清理。', unitId: 'hrss' } : {}),
    })),
  });
  await system.run();
  expect(system.messages('demo-manager', no).map(({ text }) => text)).toContainEqual(
    expect.stringContaining('1 项不通过'),
  );

  const [mending] = await found(handler, 'rectification');
  await handler.act(mending?.no ?? '', 'mend', { measure: '已清理并定期轮转。' });
  await operator.act(mending?.no ?? '', 'pass', { verdict: '已复查。' });
  expect(await operator.get(mending?.no ?? '')).toMatchObject({ state: 'rectified' });

  // A month later nobody has looked at the rest.
  system.at('2026-12-01T09:30');
  await system.run();
  const { missed } = await manager.call<{ missed: MissedPeriod[] }>('plan.missed', {
    from: '2026-11-01',
    to: '2026-11-30',
  });
  expect(missed.map(({ title, period, due }) => [title, period, due])).toContainEqual([
    '例行 log-check',
    '2026-11',
    '2026-11-30',
  ]);
  expect(missed.some(({ title, period }) => title === '每周巡检' && period === '2026-W45')).toBe(false);
});
