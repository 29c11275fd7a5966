import { readThreshold } from '../../cloudfunctions/domain/plans/threshold';
import { probeReadings, readReadings } from '../../cloudfunctions/domain/procedures/common/checking/readings';
import {
  countVerdicts,
  rowErrors,
  type CheckedRow,
} from '../../cloudfunctions/domain/procedures/common/checking/verdict';
import { staffOf } from '../support/callers';
import { act, check, itemsOf, refusal, stored } from '../support/checks';
import { operator, service } from '../support/domain';
import { memory } from '../support/memory';
import { uploadsOf } from '../support/uploads';
import { MARK } from '../support/export-mark';

/** Lists of checks and what machines measure (G-3.3.2.1 a–c, A38), and the lessons of facts/oversight.md §6 on them. */

const NOW = '2026-11-23T10:00:00.000+08:00';

describe('the list of a check', () => {
  const planned = [{ item: '磁盘', threshold: '≤80%' }, { item: '公告' }];
  const row = (item: string, result: CheckedRow['result'], more: Partial<CheckedRow> = {}): CheckedRow => ({
    item,
    result,
    ...more,
  });

  test('lesson 6: nothing passes that was not looked at: a value with a threshold is asked for, every item is', () => {
    expect(rowErrors([row('磁盘', 'pass'), row('公告', 'pass')], planned)).toEqual({
      'items.0.value': '请填写实测值（阈值 ≤80%）',
    });
    expect(rowErrors([row('磁盘', 'pass', { value: '50' })], planned)).toEqual({
      items: '还有没有检查的：公告',
    });
    expect(rowErrors([row('磁盘', 'na'), row('公告', 'na')], planned)).toBeUndefined();
  });

  test('lesson 7: value, threshold and direction are kept, and the verdict follows from them', () => {
    const wrong = (value: string, result: CheckedRow['result'] = 'pass', threshold?: string) =>
      rowErrors([row('磁盘', result, { value, threshold }), row('公告', 'pass')], planned)?.[
        'items.0.result'
      ];
    expect(wrong('80')).toBeUndefined();
    expect(wrong('80.1%')).toContain('不符合阈值 ≤80%');
    expect(wrong('91', 'fail')).toBeUndefined();
    // The threshold of the plan counts, whatever was typed.
    expect(wrong('91', 'pass', '≤99%')).toContain('≤80%');
    expect(readThreshold('不低于 99.9')).toEqual({ atMost: false, n: 99.9, measure: '' });
    expect(['不多', '80', '≤', '≤八十', ''].map(readThreshold)).toEqual(Array(5).fill(undefined));
    expect(rowErrors([row('磁盘', 'pass', { value: '很多' }), row('公告', 'pass')], planned)).toEqual({
      'items.0.value': '实测值要是数字，如 80%',
    });
  });

  test('lesson 9: results are counted from the rows', () => {
    expect(countVerdicts([row('a', 'pass'), row('b', 'fail'), row('c', 'na'), row('d', 'pass')])).toEqual({
      pass: 2,
      fail: 1,
      na: 1,
    });
  });

  test('G-3.3.2.1c: what monitoring exports is read as JSON or lines, or said to be wrong', () => {
    expect(readReadings('[{"metric":"磁盘","host":"app-1","value":91.5}]')).toEqual({
      readings: [{ item: '磁盘', host: 'app-1', value: '91.5' }],
    });
    expect(readReadings('{"磁盘": 40}')).toEqual({ readings: [{ item: '磁盘', value: '40' }] });
    expect(readReadings('磁盘,app-1,91\n磁盘,app-2,40\n')).toMatchObject({
      readings: [{}, { host: 'app-2' }],
    });
    expect(readReadings('[1]')).toEqual({ wrong: expect.stringContaining('第 1 项看不懂') });
    expect(readReadings('磁盘很满')).toEqual({ wrong: expect.stringContaining('第 1 项看不懂') });
  });
});

test('lesson 8: no way to the end leaves an item out, by one act or by many at once', async () => {
  const world = memory(NOW);
  const { no, version } = await check(world, operator);
  const items = itemsOf(world, no).slice(1);
  expect(await refusal(act(world, operator, no, 'record', { items }))).toMatchObject({
    fields: { items: '还有没有检查的：小程序升级' },
  });
  const { results } = await staffOf(world, operator).call('ticket.bulk', {
    items: [{ no, version }],
    act: 'record',
    input: { items: items as never },
  });
  expect(results[0]).toMatchObject({ ok: false });
  expect(stored(world, no).state).toBe('toCheck');
});

test('A38: a photo only where it failed, words by all means there', async () => {
  const world = memory(NOW);
  const { no } = await check(world, operator);
  const record = (one: object) =>
    refusal(act(world, operator, no, 'record', { items: itemsOf(world, no, { 小程序升级: one }) }));
  expect(await record({ result: 'pass', photo: ['cloud://x/y.jpg'] })).toMatchObject({
    fields: { 'items.0.photo': '这种情况不填照片' },
  });
  expect(await record({ result: 'fail' })).toMatchObject({ fields: { 'items.0.note': '请填写情况' } });
  // A photo that is missing is said at its row, and nothing is written.
  expect(await record({ result: 'fail', note: '闪退', photo: ['cloud://gone/missing.jpg'] })).toMatchObject({
    fields: { 'items.0.photo': expect.any(String) },
  });
  expect(stored(world, no).state).toBe('toCheck');
});

test('G-3.3.2.1c: measured values of hosts stand in the form, each host with a row and the threshold of the plan', async () => {
  const world = memory(NOW);
  const { no } = await check(world, operator);
  expect(await refusal(act(world, operator, no, 'fill', { data: '温度,30' }))).toMatchObject({
    fields: { data: '检查清单里没有：温度' },
  });
  await act(world, operator, no, 'fill', {
    measured: [{ item: '服务器磁盘使用率', host: 'app-1', value: '91' }],
  });
  const ticket = await act(world, operator, no, 'fill', { data: '服务器磁盘使用率,app-2,40' });
  const form = ticket.acts.find(one => one.act === 'record')!.fields.find(({ name }) => name === 'items')!;
  const rows = (form.value as { item: string }[]).filter(({ item }) => item.startsWith('服务器磁盘'));
  expect(rows).toEqual([
    { item: '服务器磁盘使用率（app-1）', threshold: '≤80%', value: '91', result: 'fail' },
    { item: '服务器磁盘使用率（app-2）', threshold: '≤80%', value: '40', result: 'pass' },
  ]);
});

test('G-3.3.2.1c: values come from a spreadsheet and from the probes too', async () => {
  const world = memory(NOW);
  const { upload } = uploadsOf(world);
  world.put('services', {
    ...world.get('services', service.id)!,
    interfaces: [{ url: 'https://a.example', probe: true }],
  } as never);
  const { no } = await check(world, operator);
  const sheet = [
    ['检查项', '主机', '数值'],
    ['服务器内存使用率', 'app-1', '66'],
  ];
  const fileID = upload('openid-op', '监控.xlsx', world.ports.writeSheet('监控', sheet, MARK));
  await act(world, operator, no, 'fill', { sheet: [fileID], probes: true });
  expect(stored(world, no).work?.values['readings']).toMatchObject([
    { item: '服务器内存使用率', host: 'app-1', value: '66' },
    { item: '监测网址正常率', value: '100%' },
  ]);
  expect(probeReadings({ services: 3, faulty: 1 })).toEqual([{ item: '监测网址正常率', value: '66.6%' }]);
});
