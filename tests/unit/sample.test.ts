import { drawSample } from '../../cloudfunctions/domain/procedures/sample/draw';
import { registered } from '../support/callers';
import { act, itemsOf, open, rectifications, refusal, stored, told } from '../support/checks';
import { handlerOf, manager, operator } from '../support/domain';
import { memory } from '../support/memory';

/** Random samples and simulated handling (J-24). */

const NOW = '2026-11-23T10:00:00.000+08:00';

describe('J-24: a random sample', () => {
  const tickets = [...Array(60).keys()].map(n => ({
    no: `T${n}`,
    unitId: n < 40 ? 'hrss' : n < 58 ? 'psb' : null,
  }));
  const numbers = (size: number, seed = 's') => drawSample(tickets, size, seed).map(({ no }) => no);

  test('is drawn by its seed: the same one again, whatever the order; another seed draws others', () => {
    expect(drawSample([...tickets].reverse(), 12, 's').map(({ no }) => no)).toEqual(numbers(12));
    expect(numbers(12, 't')).not.toEqual(numbers(12));
  });

  test('is stratified by unit, none without one; larger than what there is it is all of it', () => {
    const byUnit = (size: number) => {
      const drawn = drawSample(tickets, size, 's');
      return ['hrss', 'psb', null].map(unitId => drawn.filter(one => one.unitId === unitId).length);
    };
    expect(byUnit(12)).toEqual([8, 3, 1]);
    expect(byUnit(3)).toEqual([1, 1, 1]);
    expect(byUnit(100)).toEqual([40, 18, 2]);
    expect(numbers(0)).toEqual([]);
  });

  test('is judged case by case, says how it was drawn, and what is wrong is a rectification of its unit', async () => {
    const world = memory('2026-11-20T10:00:00.000+08:00');
    const filed: string[] = [];
    for (const unitId of ['hrss', 'hrss', 'psb']) {
      const { no } = await registered(world, operator);
      await act(world, operator, no, 'dispatch', { unitId });
      await act(world, handlerOf(unitId), no, 'reply', { text: '已经补办，请到窗口领取。' });
      filed.push(no);
    }
    world.at(NOW);
    const days = { from: '2026-11-20', to: '2026-11-20' };
    expect(
      await refusal(open(world, manager, 'sample', { ...days, to: '2026-11-23', size: 2 })),
    ).toMatchObject({
      fields: { to: '须在今天以前' },
    });
    expect(
      await refusal(open(world, manager, 'sample', { from: '2026-11-01', to: '2026-11-02', size: 2 })),
    ).toMatchObject({ fields: { from: '这段时间没有答复过的件' } });
    const { no } = await open(world, manager, 'sample', { ...days, size: 9, seed: '2026-11' });
    expect(stored(world, no).work?.values['drawn']).toBe(
      '种子 2026-11，从 3 件答复过的件里按单位分层抽 3 件',
    );
    const good = { answered: 'yes', right: 'yes', plain: 'yes', inTime: 'yes' };
    const judged = filed.map(ticketNo => ({
      ...good,
      ticketNo,
      ...(ticketNo === filed[2] ? { plain: 'no' } : {}),
    }));
    expect(await refusal(act(world, manager, no, 'judge', { judged: judged.slice(1) }))).toMatchObject({
      fields: { judged: expect.stringContaining(filed[0]!) },
    });
    await act(world, manager, no, 'judge', { judged });
    expect(stored(world, no).work?.values['conclusion']).toBe('抽查 3 件，有问题 1 件');
    expect(rectifications(world)).toMatchObject([
      { holder: { unitId: 'psb' }, work: { values: { source: 'sample' } } },
    ]);
  });
});

test('J-24: a service is walked through as a citizen does; the step that fails is mended', async () => {
  const world = memory(NOW);
  const { no } = await open(world, manager, 'simulation', {
    topic: 'service',
    scope: '社保卡申领',
    unitId: 'hrss',
  });
  await act(world, manager, no, 'record', {
    items: itemsOf(world, no, { 提交成功: { result: 'fail', note: '一直转圈' } }),
  });
  expect(rectifications(world)).toMatchObject([
    { holder: { unitId: 'hrss' }, work: { values: { source: 'simulation' } } },
  ]);
  expect(await told(world, handlerOf('hrss'), no)).toEqual([expect.stringContaining('检查已有结果')]);
});
