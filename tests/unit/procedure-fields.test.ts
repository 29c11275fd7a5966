import type { FieldSpec } from '../../cloudfunctions/domain/engine';
import { fieldErrors, inputSchema } from '../../cloudfunctions/domain/engine';
import { readFields, shownFields } from '../../cloudfunctions/domain/engine/fields';
import { contextOf, operator, open } from '../support/domain';

/** The input of an act: each type of field, what is missing, what is too much, in words for the person at the form. */

const field = (type: FieldSpec['type'], more: Partial<FieldSpec> = {}): FieldSpec => ({
  name: 'x',
  label: '字段',
  type,
  ...more,
});
const required = (type: FieldSpec['type'], more: Partial<FieldSpec> = {}): FieldSpec =>
  field(type, { required: true, ...more });

/** The value that is kept, or the message. */
const read = (spec: FieldSpec, value: unknown): unknown => {
  const parsed = inputSchema([spec]).safeParse(value === undefined ? {} : { x: value });
  return parsed.success ? parsed.data['x'] : fieldErrors(parsed.error);
};
const message = (text: string): { x: string } => ({ x: text });

describe('what is required', () => {
  test.each(['text', 'longtext'] as const)('%s: absent, null, empty and blank are missing', type => {
    for (const value of [undefined, null, '', '  \n'])
      expect(read(required(type), value)).toEqual(message('请填写字段'));
  });

  test.each(['unit', 'member', 'service', 'ticket', 'select', 'date', 'datetime', 'files', 'bool'] as const)(
    '%s: absent and null are missing',
    type => {
      for (const value of [undefined, null])
        expect(read(required(type), value)).toEqual(message('请选择字段'));
    },
  );

  test('files and choices: an empty list is missing', () => {
    expect(read(required('files'), [])).toEqual(message('请选择字段'));
    expect(read(required('select', { many: true }), [])).toEqual(message('请选择字段'));
  });

  test('number: absent is missing, no default is made up', () => {
    expect(read(required('number'), undefined)).toEqual(message('请填写字段'));
  });
});

describe('what is optional', () => {
  test.each(['text', 'longtext', 'unit', 'date', 'datetime', 'select', 'number'] as const)(
    '%s: absent, null and blank are simply absent',
    type => {
      for (const value of [undefined, null, '', '   ']) expect(read(field(type), value)).toBeUndefined();
    },
  );
});

test('an empty list of optional choices is absent: what was chosen before stays', () => {
  expect(read(field('select', { many: true }), [])).toBeUndefined();
});

describe('what is wrong', () => {
  const wrongTypes: [FieldSpec['type'], unknown[]][] = [
    ['text', [1, true, {}, ['a']]],
    ['longtext', [1, {}]],
    ['number', ['3', true, {}]],
    ['bool', ['true', 1]],
    ['files', ['a', {}]],
    ['unit', [1, {}]],
    ['date', [20261123]],
  ];
  test.each(wrongTypes)('%s: another type', (type, values) => {
    for (const value of values) expect(read(required(type), value)).toEqual(message('字段的格式不对'));
  });

  test('text: at most 500 characters, or what the field says; a rare character counts once', () => {
    expect(read(required('text'), '字'.repeat(500))).toBe('字'.repeat(500));
    expect(read(required('text'), '字'.repeat(501))).toEqual(message('字段最多 500 个字'));
    expect(read(required('text', { max: 3 }), '𠮷𠮷𠮷')).toBe('𠮷𠮷𠮷');
    expect(read(required('text', { max: 3 }), '𠮷𠮷𠮷𠮷')).toEqual(message('字段最多 3 个字'));
  });

  test('longtext: at most 10,000 characters (contract §4)', () => {
    expect(read(required('longtext'), '字'.repeat(10_000))).toHaveLength(10_000);
    expect(read(required('longtext'), '字'.repeat(10_001))).toEqual(message('字段最多 10000 个字'));
  });

  test('number: whole, not below the least, not above the most', () => {
    const days = required('number', { min: 1, max: 10 });
    expect(read(days, 10)).toBe(10);
    expect(read(days, 0)).toEqual(message('字段不能小于 1'));
    expect(read(days, 11)).toEqual(message('字段不能大于 10'));
    expect(read(days, 1.5)).toEqual(message('字段须是整数'));
    expect(read(days, Number.NaN)).toEqual(message('字段的格式不对'));
    expect(read(required('number'), -1)).toEqual(message('字段不能小于 0'));
  });

  test('date: an existing day', () => {
    expect(read(required('date'), '2026-02-28')).toBe('2026-02-28');
    expect(read(required('date'), '2026-02-30')).toEqual(message('字段须是日期，请重新选择'));
  });

  test('datetime: with a zone, kept in the product’s form', () => {
    expect(read(required('datetime'), '2026-11-23T02:00:00Z')).toBe('2026-11-23T10:00:00.000+08:00');
    expect(read(required('datetime'), '2026-11-23T10:00')).toEqual(message('字段须是带时区的时间'));
  });

  test('select: one of the options, or several', () => {
    const options = [{ value: 'a', label: '甲' }];
    expect(read(required('select', { options }), 'a')).toBe('a');
    expect(read(required('select', { options }), 'b')).toEqual(message('请选择字段'));
    expect(read(required('select', { many: true }), ['a', 'b'])).toEqual(['a', 'b']);
    expect(read(required('select', { many: true }), Array(11).fill('a'))).toEqual(message('最多选 10 项'));
    const most = required('select', { many: true, max: 20 });
    expect(read(most, Array(20).fill('a'))).toHaveLength(20);
    expect(read(most, Array(21).fill('a'))).toEqual(message('最多选 20 项'));
  });

  test('files: at most nine (contract §4)', () => {
    expect(read(required('files'), Array(9).fill('cloud://f'))).toHaveLength(9);
    expect(read(required('files'), Array(10).fill('cloud://f'))).toEqual(message('最多 9 个附件'));
    expect(read(required('files'), [''])).not.toEqual(['']);
  });

  test('each wrong field has its own message, unknown keys are dropped, no object is no input', () => {
    const schema = inputSchema([required('text'), { ...required('bool'), name: 'y', label: '同意' }]);
    const parsed = schema.safeParse({ x: 1, z: 'dropped' });
    expect(parsed.success ? {} : fieldErrors(parsed.error)).toEqual({ x: '字段的格式不对', y: '请选择同意' });
    expect(schema.parse({ x: ' a ', y: true, z: 'dropped' })).toEqual({ x: 'a', y: true });
    const none = schema.safeParse('text');
    expect(none.success ? {} : fieldErrors(none.error)).toEqual({ input: '内容的格式不对' });
  });
});

test('the form shows the limits of free input and the options of the ticket', () => {
  const context = contextOf(operator);
  const fields: FieldSpec[] = [
    required('longtext'),
    field('unit', { optionsFor: ticket => [{ value: ticket.no, label: '选项' }] }),
    field('bool'),
    field('select', { many: true, options: [{ value: 'a', label: '甲' }] }),
  ];
  const ticket = open();
  expect(shownFields(fields, ticket, context)).toEqual([
    { name: 'x', label: '字段', type: 'longtext', required: true, max: 10_000 },
    {
      name: 'x',
      label: '字段',
      type: 'unit',
      required: false,
      options: [{ value: ticket.no, label: '选项' }],
    },
    { name: 'x', label: '字段', type: 'bool', required: false },
    {
      name: 'x',
      label: '字段',
      type: 'select',
      required: false,
      many: true,
      options: [{ value: 'a', label: '甲' }],
    },
  ]);
});

describe('a field that belongs to one choice alone', () => {
  const fields: FieldSpec[] = [
    {
      name: 'kind',
      label: '事项',
      type: 'select',
      options: ['a', 'b'].map(value => ({ value, label: value })),
    },
    required('text', { onlyIf: { field: 'kind', is: ['a'] } }),
    { name: 'pause', label: '暂停', type: 'bool', onlyIf: { field: 'kind', is: ['b'] } },
  ];

  test('it is asked for there, and refused elsewhere', () => {
    expect(readFields(fields, { kind: 'a', x: '内容' })).toEqual({
      ok: true,
      input: { kind: 'a', x: '内容' },
    });
    expect(readFields(fields, { kind: 'a' })).toEqual({ ok: false, errors: { x: '请填写字段' } });
    expect(readFields(fields, { kind: 'b', x: '内容' })).toEqual({
      ok: false,
      errors: { x: '这种情况不填字段' },
    });
    expect(readFields(fields, { kind: 'a', x: '内容', pause: true })).toMatchObject({ ok: false });
  });

  test('what is left blank elsewhere is nothing wrong', () => {
    for (const blank of [{ x: '' }, { x: null }, {}])
      expect(readFields(fields, { kind: 'b', ...blank })).toEqual({ ok: true, input: { kind: 'b' } });
    expect(readFields(fields, { kind: 'a', x: '内容', pause: false })).toMatchObject({ ok: true });
  });

  test('a choice that the ticket holds counts until it is made anew', () => {
    expect(readFields(fields, { x: '内容' }, { kind: 'a' })).toEqual({ ok: true, input: { x: '内容' } });
    expect(readFields(fields, { kind: 'b' }, { kind: 'a' })).toEqual({ ok: true, input: { kind: 'b' } });
    expect(readFields(fields, { x: '内容' }, { kind: 'b' })).toMatchObject({ ok: false });
  });

  test('no object is no input', () => {
    for (const raw of ['text', [], 1]) expect(readFields(fields, raw)).toMatchObject({ ok: false });
  });

  test('the form shows it by the choice, or by what the ticket holds', () => {
    const ticket = { ...open(), work: { unitIds: [], values: { kind: 'b' } } };
    expect(shownFields(fields, ticket, contextOf(operator)).map(({ onlyIf }) => onlyIf)).toEqual([
      undefined,
      { field: 'kind', is: ['a'], present: 'b' },
      { field: 'kind', is: ['b'], present: 'b' },
    ]);
  });
});
