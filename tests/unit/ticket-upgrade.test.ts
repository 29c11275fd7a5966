import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { TICKET_SCHEMA, upgradeTicket } from '../../cloudfunctions/domain/ticket/upgrade';

/** Stored tickets outlive the code (design §2): from the form in which older code stored them to the newest. */

type Values = Record<string, unknown>;

/** A ticket with what the steps look at. */
const stored = (kind: Ticket['kind'], values: Values, more: Partial<Ticket> = {}): Ticket =>
  ({
    no: 'ZD1',
    kind,
    version: 3,
    state: 'handling',
    createdAt: '2026-12-30T09:00:00.000+08:00',
    work: { unitIds: ['hrss'], values },
    ...more,
  }) as unknown as Ticket;

const valuesOf = (kind: Ticket['kind'], values: Values): Values =>
  upgradeTicket(stored(kind, values)).work?.values as Values;

const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
};

describe('the call list of a major fault (J-16c)', () => {
  const old = {
    symptom: 'closed',
    calls: [
      '人力资源和社会保障厅值班 张三 020-83330000',
      '人力资源和社会保障厅负责人 李四 +8613800000000',
      '运营方负责人 王五（没有登记电话，请本人到“消息”里的“我的联系方式”登记）',
      '医疗保障局（没有登记值班人员，请管理方补上）',
    ],
    reached: ['1'],
    call1: '人力资源和社会保障厅值班 张三 020-83330000：12 月 30 日 周三 10:12 已通知',
    call2: '人力资源和社会保障厅负责人 李四 +8613800000000：1 月 2 日 周六 09:05 未接通',
    call3: '运营方负责人 王五（没有登记电话，请本人到“消息”里的“我的联系方式”登记）：待通知',
    call4: '医疗保障局（没有登记值班人员，请管理方补上）：待通知',
  };

  test('texts become rows: whom, number, what came of it and when, over the end of a year', () => {
    expect(valuesOf('major-fault', old)).toEqual({
      symptom: 'closed',
      calls: [
        {
          who: '人力资源和社会保障厅值班 张三',
          phone: '020-83330000',
          result: 'reached',
          at: '2026-12-30T10:12:00.000+08:00',
        },
        {
          who: '人力资源和社会保障厅负责人 李四',
          phone: '+8613800000000',
          result: 'missed',
          at: '2027-01-02T09:05:00.000+08:00',
        },
        {
          who: '运营方负责人 王五（没有登记电话，请本人到“消息”里的“我的联系方式”登记）',
          result: 'waiting',
        },
        { who: '医疗保障局（没有登记值班人员，请管理方补上）', result: 'waiting' },
      ],
    });
  });

  test('the day as the issue of the time wrote it, without the day of the week', () => {
    const { calls } = valuesOf('major-fault', {
      calls: ['甲 12345678'],
      call1: '甲 12345678：12 月 31 日 10:12 已通知',
    });
    expect(calls).toEqual([
      { who: '甲', phone: '12345678', result: 'reached', at: '2026-12-31T10:12:00.000+08:00' },
    ]);
  });

  test.each<[string, Values, unknown]>([
    ['nothing', {}, undefined],
    ['an empty list', { calls: [] }, []],
    ['lines alone', { call2: '乙 87654321：待通知' }, ['', '乙']],
    ['a line that says nothing of a result', { calls: ['甲 12345678'], call1: '占线' }, ['甲  占线']],
    ['a text for the list', { calls: '只有一行' }, ['只有一行']],
    ['numbers and nothing', { calls: [7, null], reached: 'x', call1: 5 }, ['7 5', 'null']],
  ])('what cannot be understood stays readable: %s', (_name, values, who) => {
    const upgraded = valuesOf('major-fault', values);
    expect((upgraded['calls'] as { who: string }[] | undefined)?.map(row => row.who)).toEqual(who);
    expect(Object.keys(upgraded).filter(name => /^(call\d+|reached)$/.test(name))).toEqual([]);
  });
});

describe('the list of a listing (J-10b)', () => {
  const form = { name: '社保查询', openType: 'h5', openTarget: 'https://a.example.cn', leftOut: ['乙'] };

  test('each line becomes a row; the first service stays in the form', () => {
    const others = ' 社保卡 申领 https://b.example.cn/x \n\n年金查询｜wx0123456789abcdef\n无\n只有名称';
    expect(valuesOf('listing', { ...form, others })).toEqual({
      ...form,
      list: [
        { name: '社保卡 申领', openTarget: 'https://b.example.cn/x' },
        { name: '年金查询', openTarget: 'wx0123456789abcdef' },
        { name: '只有名称', openTarget: '' },
      ],
    });
  });

  test('无 is no row; without the text nothing changes', () => {
    expect(valuesOf('listing', { ...form, others: '无' })).toEqual(form);
    const without = stored('listing', form);
    expect(upgradeTicket(without)).toBe(without);
    const garbage = stored('listing', { ...form, others: 7 });
    expect(upgradeTicket(garbage)).toBe(garbage);
  });
});

describe('every ticket', () => {
  const olds: [Ticket['kind'], Values][] = [
    ['major-fault', { calls: ['甲 12345678'], call1: '甲 12345678：待通知', reached: [] }],
    ['listing', { name: '社保查询', others: '年金查询 https://b.example.cn' }],
  ];

  test.each(olds)(
    '%s: says which form it has, keeps all else, and is the same when upgraded again',
    (kind, values) => {
      const before = frozen(stored(kind, values));
      const once = upgradeTicket(before);
      expect(once).toEqual({
        ...before,
        schema: TICKET_SCHEMA,
        work: { ...before.work, values: expect.anything() },
      });
      expect(upgradeTicket(once)).toBe(once);
      // Also when the mark was lost.
      const { schema: _schema, ...unmarked } = once;
      expect(upgradeTicket(unmarked)).toBe(unmarked);
    },
  );

  test.each(olds)('%s: one that says it is new is not touched, nor one of newer code', (kind, values) => {
    for (const schema of [TICKET_SCHEMA, TICKET_SCHEMA + 1]) {
      const ticket = stored(kind, values, { schema });
      expect(upgradeTicket(ticket)).toBe(ticket);
    }
  });

  test('other kinds, and tickets of citizens, are not touched', () => {
    for (const ticket of [
      stored('change', { others: '甲 乙', calls: ['丙'] }),
      stored('complaint', {}, { work: undefined }),
      stored('major-fault', {}, { work: undefined }),
    ])
      expect(upgradeTicket(ticket)).toBe(ticket);
  });

  test('a step that has been done is not done again', () => {
    const values = { name: '社保查询', others: '年金查询 https://b.example.cn' };
    expect(upgradeTicket(stored('listing', values, { schema: 2 })).work?.values).toHaveProperty('list');
    const calls = { calls: ['甲 12345678'], call1: '甲 12345678：待通知' };
    const second = stored('major-fault', calls, { schema: 2 });
    expect(upgradeTicket(second)).toBe(second);
  });
});
