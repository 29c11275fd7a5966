import {
  allOptional,
  bool,
  choices,
  correcting,
  date,
  files,
  longtext,
  member,
  number,
  optional,
  pick,
  readFields,
  region,
  required,
  rows,
  select,
  service,
  shownFields,
  text,
  ticket as ticketField,
  unit,
  type Context,
  type Fields,
  type InputOf,
} from '../../cloudfunctions/domain/engine';
import type { FieldValue, Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { contextOf, handlerOf, manager, open, operator } from '../support/domain';

/** The form of an act: what it shows, whom it asks for what, forms made of others, fields that belong to one choice. */

const options = [
  { value: 'a', label: '甲' },
  { value: 'b', label: '乙' },
] as const;

const holding = (values: Record<string, FieldValue>): Ticket => ({
  ...open(),
  work: { unitIds: [], values },
});

const readForm = (fields: Fields, raw: unknown, ticket = open(), context: Context = contextOf(operator)) =>
  readFields(fields, raw, ticket, context);

describe('what the form shows', () => {
  const context = contextOf(operator);
  const ticket = open();

  test('fields in the order in which they are written, the limits of free input, the options of the ticket', () => {
    const form = {
      z: longtext('字段', { required: true }),
      y: unit('字段', { optionsFor: ({ no }) => [{ value: no, label: '选项' }] }),
      x: bool('字段'),
      w: choices('字段', options),
    };
    expect(shownFields(form, ticket, context)).toEqual([
      { name: 'z', label: '字段', type: 'longtext', required: true, max: 10_000 },
      {
        name: 'y',
        label: '字段',
        type: 'unit',
        required: false,
        options: [{ value: ticket.no, label: '选项' }],
      },
      { name: 'x', label: '字段', type: 'bool', required: false },
      { name: 'w', label: '字段', type: 'select', required: false, many: true, options },
    ]);
  });

  test('a region is chosen from the list of regions', () => {
    const [shown] = shownFields({ region: region('字段') }, ticket, context);
    expect(shown).toMatchObject({ type: 'select' });
    expect(shown?.options).toContainEqual({ value: '440106', label: '天河区' });
  });

  test('the length of an id is nobody’s business', () => {
    const pointing = {
      unit: unit('字段'),
      member: member('字段'),
      service: service('字段'),
      ticket: ticketField('字段'),
      select: select('字段', options),
    };
    for (const shown of shownFields(pointing, ticket, context)) expect(shown).not.toHaveProperty('max');
  });
});

describe('who is asked, and for what', () => {
  const form = {
    serviceId: service('服务', {
      required: true,
      requiredOf: ['handler'],
      labelFor: ({ actor }) => (actor.role === 'operator' ? '整个平台时不选' : '服务'),
    }),
    wish: text('希望', { required: true, known: ({ work }) => work?.values['wish'] !== undefined }),
  };
  const shown = (ticket: Ticket, actor = operator) =>
    shownFields(form, ticket, contextOf(actor)).map(({ name, label, required: asked }) => [
      name,
      label,
      asked,
    ]);

  test('a field that only some have to fill in is optional for others, and may be called otherwise', () => {
    expect(shown(open())).toEqual([
      ['serviceId', '整个平台时不选', false],
      ['wish', '希望', true],
    ]);
    const [first] = shown(open(), handlerOf('hrss'));
    expect(first).toEqual(['serviceId', '服务', true]);
    expect(readForm(form, { wish: '快' })).toEqual({ ok: true, input: { wish: '快' } });
    expect(readForm(form, { wish: '快' }, open(), contextOf(handlerOf('hrss')))).toEqual({
      ok: false,
      errors: { serviceId: '请选择服务' },
    });
    expect(readForm(form, { wish: '快' }, open(), contextOf(manager))).toMatchObject({ ok: true });
  });

  test('nobody is asked for what the ticket knows', () => {
    const ticket = holding({ wish: '快' });
    expect(shown(ticket).map(([name]) => name)).toEqual(['serviceId']);
    expect(readForm(form, {}, ticket)).toMatchObject({ ok: true });
    expect(readForm(form, {})).toEqual({ ok: false, errors: { wish: '请填写希望' } });
  });
});

describe('forms made of the fields of a procedure', () => {
  const all = {
    name: text('名称', { required: true }),
    file: files('附件', { required: true }),
    unitId: unit('单位'),
    day: date('日期', { required: true }),
  };
  const context = contextOf(operator);

  test('some of them in another order, all of them optional, one of them required', () => {
    const picked = pick(all, 'day', 'name');
    expect(Object.keys(picked)).toEqual(['day', 'name']);
    expect(readForm(picked, {})).toEqual({ ok: false, errors: { day: '请选择日期', name: '请填写名称' } });
    expect(readForm(allOptional(all), {})).toEqual({ ok: true, input: {} });
    expect(readForm({ unitId: required(all.unitId), name: optional(all.name) }, {})).toEqual({
      ok: false,
      errors: { unitId: '请选择单位' },
    });
  });

  test('a form that corrects begins with what the ticket holds; units and files are chosen anew', () => {
    const ticket = holding({ name: '甲', file: ['cloud://f'], unitId: 'hrss', day: '2026-11-30' });
    const values = shownFields(correcting(all), ticket, context).map(({ name, value }) => [name, value]);
    expect(values).toEqual([
      ['name', '甲'],
      ['file', undefined],
      ['unitId', undefined],
      ['day', '2026-11-30'],
    ]);
    expect(shownFields(all, ticket, context).map(({ value }) => value)).toEqual(Array(4).fill(undefined));
  });

  test('the input has the type of its form (checked with the types)', () => {
    type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
    const form = {
      ...pick(all, 'name', 'unitId'),
      kind: select('事项', options, { required: true }),
      mine: text('本单位', { required: true, requiredOf: ['lead'] }),
      list: rows('名单', { who: text('姓名', { required: true }), count: number('次') }),
    };
    const typed: Same<
      InputOf<typeof form>,
      {
        name: string;
        unitId: string | undefined;
        kind: 'a' | 'b';
        mine: string | undefined;
        list: { readonly who: string; readonly count: number | undefined }[] | undefined;
      }
    > = true;
    expect(typed).toBe(true);
    expect(readForm(form, { name: '甲', kind: 'a' })).toMatchObject({ ok: true });
  });
});

describe('a field that belongs to one choice alone', () => {
  const fields = {
    kind: select('事项', options),
    x: text('字段', { required: true, onlyIf: { field: 'kind', is: ['a'] } }),
    pause: bool('暂停', { onlyIf: { field: 'kind', is: ['b'] } }),
  };

  test('it is asked for there, and refused elsewhere', () => {
    expect(readForm(fields, { kind: 'a', x: '内容' })).toEqual({ ok: true, input: { kind: 'a', x: '内容' } });
    expect(readForm(fields, { kind: 'a' })).toEqual({ ok: false, errors: { x: '请填写字段' } });
    expect(readForm(fields, { kind: 'b', x: '内容' })).toEqual({
      ok: false,
      errors: { x: '这种情况不填字段' },
    });
    expect(readForm(fields, { kind: 'a', x: '内容', pause: true })).toMatchObject({ ok: false });
  });

  test('what is left blank elsewhere is nothing wrong', () => {
    for (const blank of [{ x: '' }, { x: null }, {}])
      expect(readForm(fields, { kind: 'b', ...blank })).toEqual({ ok: true, input: { kind: 'b' } });
    expect(readForm(fields, { kind: 'a', x: '内容', pause: false })).toMatchObject({ ok: true });
  });

  test('a choice that the ticket holds counts until it is made anew', () => {
    const [a, b] = [holding({ kind: 'a' }), holding({ kind: 'b' })];
    expect(readForm(fields, { x: '内容' }, a)).toEqual({ ok: true, input: { x: '内容' } });
    expect(readForm(fields, { kind: 'b' }, a)).toEqual({ ok: true, input: { kind: 'b' } });
    expect(readForm(fields, { x: '内容' }, b)).toMatchObject({ ok: false });
  });

  test('no object is no input', () => {
    for (const raw of ['text', [], 1]) expect(readForm(fields, raw)).toMatchObject({ ok: false });
  });

  test('the form shows it by the choice, or by what the ticket holds', () => {
    const ticket = holding({ kind: 'b' });
    expect(shownFields(fields, ticket, contextOf(operator)).map(({ onlyIf }) => onlyIf)).toEqual([
      undefined,
      { field: 'kind', is: ['a'], present: 'b' },
      { field: 'kind', is: ['b'], present: 'b' },
    ]);
  });
});
