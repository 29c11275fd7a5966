import {
  bool,
  choices,
  correcting,
  date,
  datetime,
  files,
  longtext,
  member,
  number,
  readFields,
  region,
  required,
  rows,
  select,
  selectFor,
  service,
  shownFields,
  text,
  ticket as ticketField,
  unit,
  unknownReferences,
  type Context,
  type Field,
  type Fields,
} from '../../cloudfunctions/domain/engine';
import { ticketNumber } from '../../cloudfunctions/domain/privacy/ticket-number';
import { maskInput, type Found } from '../../cloudfunctions/usecases/kernel/citizen-text';
import { contextOf, open, operator, service as card } from '../support/domain';

/** The input of an act: each type of field, what is missing, what is too much, in words for the person at the form. */

const options = [
  { value: 'a', label: '甲' },
  { value: 'b', label: '乙' },
] as const;

/** One field of each type, none of them required. */
const fieldOf = {
  text: text('字段'),
  longtext: longtext('字段'),
  number: number('字段'),
  bool: bool('字段'),
  date: date('字段'),
  datetime: datetime('字段'),
  select: select('字段', options),
  selectFor: selectFor('字段', () => []),
  choices: choices('字段', undefined),
  files: files('字段'),
  unit: unit('字段'),
  member: member('字段'),
  service: service('字段'),
  ticket: ticketField('字段'),
  region: region('字段'),
  rows: rows('字段', { name: text('姓名') }),
};
type Name = keyof typeof fieldOf;

const readForm = (fields: Fields, raw: unknown, ticket = open(), context: Context = contextOf(operator)) =>
  readFields(fields, raw, ticket, context);

/** The value that is kept, or the message. */
const read = (field: Field, value: unknown): unknown => {
  const result = readForm({ x: field }, value === undefined ? {} : { x: value });
  return result.ok ? result.input['x'] : result.errors;
};
const message = (words: string): { x: string } => ({ x: words });

describe('what is required', () => {
  test.each(['text', 'longtext'] as const)('%s: absent, null, empty and blank are missing', type => {
    for (const value of [undefined, null, '', '  \n'])
      expect(read(required(fieldOf[type] as Field), value)).toEqual(message('请填写字段'));
  });

  test.each([
    'unit',
    'member',
    'service',
    'ticket',
    'region',
    'select',
    'selectFor',
    'choices',
    'date',
    'datetime',
    'files',
    'bool',
  ] satisfies Name[])('%s: absent and null are missing', type => {
    for (const value of [undefined, null])
      expect(read(required(fieldOf[type] as Field), value)).toEqual(message('请选择字段'));
  });

  test('files and choices: an empty list is missing', () => {
    expect(read(required(fieldOf.files), [])).toEqual(message('请选择字段'));
    expect(read(required(fieldOf.choices), [])).toEqual(message('请选择字段'));
  });

  test('number and rows: absent is missing, no default is made up', () => {
    for (const type of ['number', 'rows'] as const)
      expect(read(required(fieldOf[type] as Field), undefined)).toEqual(message('请填写字段'));
    expect(read(required(fieldOf.rows), [])).toEqual(message('请填写字段'));
  });
});

describe('what is optional', () => {
  test.each([
    'text',
    'longtext',
    'unit',
    'region',
    'date',
    'datetime',
    'select',
    'selectFor',
    'number',
  ] satisfies Name[])('%s: absent, null and blank are simply absent', type => {
    for (const value of [undefined, null, '', '   ']) expect(read(fieldOf[type], value)).toBeUndefined();
  });

  test('an empty list of optional choices is absent: what was chosen before stays', () => {
    expect(read(fieldOf.choices, [])).toBeUndefined();
  });

  test('a table without rows is absent, unless a table that was entered before is corrected', () => {
    expect(read(fieldOf.rows, [])).toBeUndefined();
    expect(read(correcting({ x: fieldOf.rows }).x, [])).toEqual([]);
  });
});

describe('what is wrong', () => {
  const wrongTypes: [Name, unknown[]][] = [
    ['text', [1, true, {}, ['a']]],
    ['longtext', [1, {}]],
    ['number', ['3', true, {}]],
    ['bool', ['true', 1]],
    ['files', ['a', {}]],
    ['choices', ['a', {}]],
    ['unit', [1, {}]],
    ['region', [1, {}]],
    ['date', [20261123]],
    ['rows', ['a', {}, 1]],
  ];
  test.each(wrongTypes)('%s: another type', (type, values) => {
    for (const value of values)
      expect(read(required(fieldOf[type] as Field), value)).toEqual(message('字段的格式不对'));
  });

  test('text: at most 500 characters, or what the field says; a rare character counts once', () => {
    expect(read(fieldOf.text, '字'.repeat(500))).toBe('字'.repeat(500));
    expect(read(fieldOf.text, '字'.repeat(501))).toEqual(message('字段最多 500 个字，多了 1 个'));
    expect(read(text('字段', { max: 3 }), '𠮷𠮷𠮷')).toBe('𠮷𠮷𠮷');
    expect(read(text('字段', { max: 3 }), '𠮷𠮷𠮷𠮷')).toEqual(message('字段最多 3 个字，多了 1 个'));
  });

  test('longtext: at most 10,000 characters (contract §4)', () => {
    expect(read(fieldOf.longtext, '字'.repeat(10_000))).toHaveLength(10_000);
    expect(read(fieldOf.longtext, '字'.repeat(10_001))).toEqual(message('字段最多 10000 个字，多了 1 个'));
  });

  test('number: whole, not below the least, not above the most', () => {
    const days = number('字段', { required: true, min: 1, max: 10 });
    expect(read(days, 10)).toBe(10);
    expect(read(days, 0)).toEqual(message('字段不能小于 1'));
    expect(read(days, 11)).toEqual(message('字段不能大于 10'));
    expect(read(days, 1.5)).toEqual(message('字段须是整数'));
    expect(read(days, Number.NaN)).toEqual(message('字段的格式不对'));
    expect(read(fieldOf.number, -1)).toEqual(message('字段不能小于 0'));
  });

  test('date: an existing day', () => {
    expect(read(fieldOf.date, '2026-02-28')).toBe('2026-02-28');
    expect(read(fieldOf.date, '2026-02-30')).toEqual(message('字段须是日期，请重新选择'));
  });

  test('datetime: with a zone, kept in the product’s form', () => {
    expect(read(fieldOf.datetime, '2026-11-23T02:00:00Z')).toBe('2026-11-23T10:00:00.000+08:00');
    expect(read(fieldOf.datetime, '2026-11-23T10:00')).toEqual(message('字段须是带时区的时间'));
  });

  test('select: one of the options, or several', () => {
    expect(read(fieldOf.select, 'a')).toBe('a');
    expect(read(fieldOf.select, 'c')).toEqual(message('请选择字段'));
    expect(read(fieldOf.choices, ['a', 'b'])).toEqual(['a', 'b']);
    expect(read(fieldOf.choices, Array(11).fill('a'))).toEqual(message('最多选 10 项'));
    const most = choices('字段', undefined, { max: 20 });
    expect(read(most, Array(20).fill('a'))).toHaveLength(20);
    expect(read(most, Array(21).fill('a'))).toEqual(message('最多选 20 项'));
  });

  test('the number of a ticket is kept as it is stored, however it was typed', () => {
    const no = ticketNumber('TS', '2026-11-23', () => 7);
    expect(read(fieldOf.ticket, ` ${no.replaceAll('-', '').toLowerCase()} `)).toBe(no);
    expect(read(fieldOf.ticket, '某个编号')).toBe('某个编号');
  });

  test('files: at most nine (contract §4)', () => {
    expect(read(fieldOf.files, Array(9).fill('cloud://f'))).toHaveLength(9);
    expect(read(fieldOf.files, Array(10).fill('cloud://f'))).toEqual(message('最多 9 个附件'));
    expect(read(fieldOf.files, [''])).not.toEqual(['']);
  });

  test('each wrong field has its own message, unknown keys are dropped, no object is no input', () => {
    const form = { x: text('字段', { required: true }), y: bool('同意', { required: true }) };
    expect(readForm(form, { x: 1, z: 'dropped' })).toEqual({
      ok: false,
      errors: { x: '字段的格式不对', y: '请选择同意' },
    });
    expect(readForm(form, { x: ' a ', y: true, z: 'dropped' })).toEqual({
      ok: true,
      input: { x: 'a', y: true },
    });
    for (const raw of ['text', [], 1])
      expect(readForm(form, raw)).toEqual({ ok: false, errors: { input: '内容的格式不对' } });
  });
});

describe('a table of rows', () => {
  const people = rows(
    '名单',
    {
      name: text('姓名', { required: true, max: 5 }),
      phone: text('电话', { max: 20, keepPhones: true }),
      remark: text('说明'),
      unitId: unit('单位'),
    },
    { required: true, min: 2, max: 3 },
  );

  test('each row is read like a form; what is wrong stands at the row and the column', () => {
    expect(
      read(people, [
        { name: ' 甲 ', other: 1 },
        { name: '乙', phone: '' },
      ]),
    ).toEqual([{ name: '甲' }, { name: '乙' }]);
    expect(read(people, [{ name: '甲' }, { name: '一二三四五六', unitId: 7 }, {}])).toEqual({
      'x.1.name': '姓名最多 5 个字，多了 1 个',
      'x.1.unitId': '单位的格式不对',
      'x.2.name': '请填写姓名',
    });
    expect(read(people, [{ name: '甲' }, 'text'])).toEqual({ 'x.1': '内容的格式不对' });
  });

  test('fewest and most rows, a hundred where the field says nothing', () => {
    expect(read(people, undefined)).toEqual(message('请填写名单'));
    for (const few of [[], [{ name: '甲' }]]) expect(read(people, few)).toEqual(message('名单至少 2 行'));
    expect(read(people, Array(4).fill({ name: '甲' }))).toEqual(message('名单最多 3 行'));
    expect(read(fieldOf.rows, Array(100).fill({ name: '甲' }))).toHaveLength(100);
    expect(read(fieldOf.rows, Array(101).fill({ name: '甲' }))).toEqual(message('字段最多 100 行'));
  });

  test('what a row names must exist; said at the row and the column', () => {
    const form = { x: people, to: ticketField('工单') };
    const list = [{ name: '甲', unitId: 'hrss' }, { name: '乙' }, { name: '丙', unitId: 'nobody' }];
    expect(unknownReferences(form, { x: list, to: 'TS1' }, contextOf(operator))).toEqual({
      'x.2.unitId': '没有这个单位，请重新选择',
      to: '没有找到这个编号的工单',
    });
    const services = { x: rows('服务', { serviceId: service('服务') }) };
    const named = { x: [{ serviceId: 'card' }, { serviceId: 'nothing' }] };
    expect(unknownReferences(services, named, contextOf(operator, undefined, { services: [card] }))).toEqual({
      'x.1.serviceId': '没有这项服务，请重新选择',
    });
  });

  test('A22: free text in a cell is masked like that of a field; phone numbers stay where the column keeps them', () => {
    const found: Found = [];
    const list = [
      { name: '甲', phone: '13800138000', remark: '手机 13800138000', unitId: 'hrss' },
      { name: '乙', remark: '无' },
    ];
    const masked = maskInput({ x: list, level: 3 }, { x: people, level: number('级别') }, found);
    expect(masked).toEqual({
      x: [
        { name: '甲', phone: '13800138000', remark: '手机 138****8000', unitId: 'hrss' },
        { name: '乙', remark: '无' },
      ],
      level: 3,
    });
    expect(found).toEqual([{ kind: 'phone', value: '13800138000' }]);
  });

  test('the form shows its columns in their order, and how many rows it may have', () => {
    expect(shownFields({ x: people }, open(), contextOf(operator))).toEqual([
      {
        name: 'x',
        label: '名单',
        type: 'rows',
        required: true,
        min: 2,
        max: 3,
        columns: [
          { name: 'name', label: '姓名', type: 'text', required: true, max: 5 },
          { name: 'phone', label: '电话', type: 'text', required: false, max: 20 },
          { name: 'remark', label: '说明', type: 'text', required: false, max: 500 },
          { name: 'unitId', label: '单位', type: 'unit', required: false },
        ],
      },
    ]);
  });
});
