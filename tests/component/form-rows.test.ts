import type { FormField } from '../../typings/contract';
import { mount, openPage } from './harness';
import { failure, newPhone, ok, type Phone } from './phone';
import { ticket, profile } from './samples';
import { called, script } from './service-desk';
import { errorsMoved, rowsOf } from '../../miniprogram/model/form/rows';
import {
  checkValues,
  errorsAfter,
  fieldErrors,
  inputOf,
  wrongFields,
} from '../../miniprogram/model/form/forms';

/** A field of type `rows` in the generic form (contract §9): added, taken out, moved, each row checked at its place. */

const rows: FormField = {
  name: 'items',
  label: '检查项',
  type: 'rows',
  required: true,
  min: 1,
  max: 3,
  columns: [
    { name: 'item', label: '项目', type: 'text', required: true, max: 10 },
    { name: 'score', label: '得分', type: 'number', required: false },
    {
      name: 'result',
      label: '结果',
      type: 'select',
      required: true,
      options: [
        { value: 'pass', label: '合格' },
        { value: 'fail', label: '不合格' },
      ],
    },
    {
      name: 'photo',
      label: '照片',
      type: 'files',
      required: true,
      onlyIf: { field: 'result', is: ['fail'] },
    },
    { name: 'unitId', label: '责任单位', type: 'unit', required: false },
  ],
};
const act = { act: 'inspect', label: '提交检查', place: 'main' as const, fields: [rows] };
const FORM = 'components/act-form/index';
const open = { show: true, act, no: 'JC1', version: 1, staff: true };

/** What was sent; drafts are kept beside it. */
const sent = ({ calls }: Phone) => calls.filter(({ action }) => action === 'ticket.act');

describe('values of rows', () => {
  it('are checked row by row, each error at its place; a column is asked for by its own row', () => {
    const filled = [
      { item: '应用版本', result: 'pass' },
      { item: '', result: 'fail', score: '三' },
    ];
    expect(checkValues([rows], { items: filled })).toEqual({
      'items.1.item': '请填写项目',
      'items.1.score': '请填数字',
      'items.1.photo': '请选择照片',
    });
    expect(checkValues([rows], {})).toEqual({ 'items.0.item': '请填写项目', 'items.0.result': '请选择结果' });
    expect(checkValues([{ ...rows, min: 0, required: false }], {})).toEqual({});
    const four = Array.from({ length: 4 }, () => ({ item: '一', result: 'pass' }));
    expect(checkValues([rows], { items: four })).toEqual({ items: '最多 3 项' });
  });

  it('are handed over as a list of objects, numbers as numbers, nothing for what is blank', () => {
    const filled = [{ item: ' 应用版本 ', result: 'pass', score: '9', photo: [] }];
    expect(inputOf([rows], { items: filled })).toEqual({
      items: [{ item: '应用版本', result: 'pass', score: 9 }],
    });
    expect(inputOf([{ ...rows, min: 0, required: false }], {})).toEqual({});
  });

  it('errors of the cloud keep their places, and go with their rows', () => {
    const errors = fieldErrors({ 'items.1.item': '没有这一项', 'contact.phone': '号码不对' });
    expect(errors).toEqual({ 'items.1.item': '没有这一项', phone: '号码不对' });
    expect(errorsMoved(errors, 'items', [1, 0])).toEqual({ 'items.0.item': '没有这一项', phone: '号码不对' });
    expect(errorsMoved(errors, 'items', [0])).toEqual({ phone: '号码不对' });
    expect(wrongFields([rows], { 'items.1.result': '二', 'items.0.unitId': '一', items: '零' })).toEqual([
      'items',
      'items.0.unitId',
      'items.1.result',
    ]);
    const left = errorsAfter(errors, { name: 'items', value: [], path: 'items.1.item' });
    expect(Object.values(left).filter(Boolean)).toEqual(['号码不对']);
  });

  it('are padded to the fewest that are asked for', () => {
    expect(rowsOf({ min: 2, required: false }, [{ a: '1' }])).toEqual([{ a: '1' }, {}]);
    expect(rowsOf({ required: true }, undefined)).toEqual([{}]);
    expect(rowsOf({ required: false }, undefined)).toEqual([]);
  });
});

describe('the control of rows', () => {
  it('asks in each row only for the columns that belong to what is chosen there', async () => {
    const value = [
      { item: '甲', result: 'pass' },
      { item: '乙', result: 'fail' },
    ];
    const form = await mount(FORM, { ...open, act: { ...act, fields: [{ ...rows, value }] } }, newPhone());
    const { data } = form.inner('form-rows')[0] as unknown as {
      data: { rows: { cells: { path: string }[] }[] };
    };
    const photos = data.rows
      .flatMap(({ cells }) => cells.map(({ path }) => path))
      .filter(path => /photo/.test(path));
    expect(photos).toEqual(['items.1.photo']);
  });

  const typed = async (form: Awaited<ReturnType<typeof mount>>, at: number, value: string) => {
    const field = form.inner('form-rows')[0]!;
    (field['change'] as (event: object) => void).call(field, {
      currentTarget: { dataset: { index: at } },
      detail: { name: 'item', value },
    });
    await form.settle();
  };

  it('adds up to the most, moves, and takes out down to the fewest, each said aloud', async () => {
    const form = await mount(FORM, open, newPhone());
    expect(form.text()).toContain('第 1 项');
    // The last row that has to be there cannot be taken out.
    await expect(form.tap('删除第 1 项')).rejects.toThrow();
    await form.type('item', '甲');
    await form.press('添加一项');
    expect(form.text()).toContain('已添加第 2 项');
    await typed(form, 1, '乙');
    await form.press('添加一项');
    await typed(form, 2, '丙');
    expect(form.text()).toContain('最多 3 项');
    await expect(form.press('添加一项')).rejects.toThrow();
    const items = () =>
      (form.instance.data['values'] as { items: { item: string }[] }).items.map(row => row.item);
    await form.tap('第 3 项上移');
    expect(items()).toEqual(['甲', '丙', '乙']);
    expect(form.text()).toContain('已移到第 2 项');
    await form.tap('第 1 项下移');
    expect(items()).toEqual(['丙', '甲', '乙']);
    await expect(form.tap('第 1 项上移')).rejects.toThrow();
    await form.tap('删除第 2 项');
    expect(items()).toEqual(['丙', '乙']);
    expect(form.text()).toContain('已删除第 2 项');
    const shown = form.inner('ui-field').map(field => field.data['value']);
    expect(shown.filter(value => value !== '')).toEqual(['丙', '乙']);
  });

  it('says what is wrong in the row where it is wrong; the error goes when the row is moved or put right', async () => {
    const phone = newPhone({
      'staff/ticket.act': () => failure('invalid', '有误', { fields: { 'items.0.item': '名录里没有' } }),
    });
    const form = await mount(FORM, open, phone);
    await form.press('确认提交检查');
    expect(form.text()).toContain('有 2 处要填写或更正');
    expect(form.text()).toMatch(/第 1 项.*请填写项目.*请选择结果/);
    expect(sent(phone)).toEqual([]);
    await form.type('item', '甲');
    await form.tap('合格');
    await form.press('添加一项');
    await typed(form, 1, '乙');
    await form.press('确认提交检查');
    expect(form.text()).toMatch(/第 2 项.*请选择结果/);
    await form.tap('删除第 2 项');
    expect(form.text()).not.toContain('请选择结果');
    await form.press('确认提交检查');
    expect(sent(phone)[0]?.input['input']).toEqual({ items: [{ item: '甲', result: 'pass' }] });
    expect(form.text()).toMatch(/第 1 项.*名录里没有/);
    await form.press('添加一项');
    await form.tap('第 2 项上移');
    expect(form.text()).toMatch(/第 2 项.*名录里没有/);
  });

  it('keeps a draft of the rows, and what chosen things are called wherever their row is moved', async () => {
    const phone = newPhone();
    const form = await mount(FORM, open, phone);
    await form.type('item', '甲');
    const lookup = form.inner('lookup')[0]!;
    const chosen = { currentTarget: { dataset: { id: 'hrss', name: '人社厅' } } };
    (lookup['choose'] as (event: object) => void).call(lookup, chosen);
    await form.settle();
    expect(form.text()).toContain('人社厅');
    await form.press('添加一项');
    await form.tap('第 2 项上移');
    expect(form.text()).toMatch(/第 2 项.*人社厅/);
    form.close();
    const again = await mount(FORM, open, phone);
    expect(again.instance.data['values']).toEqual({ items: [{}, { item: '甲', unitId: 'hrss' }] });
    expect(again.text()).toMatch(/第 2 项.*人社厅/);
  });

  it('waits for the photo of a row; a row that is taken out takes its photo along', async () => {
    const phone = newPhone({
      'citizen/me.get': () => ok(profile()),
      'staff/ticket.act': () => ok({ ticket: ticket() }),
    });
    const form = await mount(FORM, open, phone);
    await form.type('item', '甲');
    await form.tap('合格');
    await form.press('添加一项');
    await typed(form, 1, '乙');
    const second = form.inner('form-rows')[0]!;
    (second['change'] as (event: object) => void).call(second, {
      currentTarget: { dataset: { index: 1 } },
      detail: { name: 'result', value: 'fail' },
    });
    await form.settle();
    await form.tap('添加照片');
    await form.press('确认提交检查');
    expect(form.text()).toContain('照片还在上传');
    await form.tap('删除第 2 项');
    await form.press('确认提交检查');
    expect(sent(phone)[0]?.input['input']).toEqual({ items: [{ item: '甲', result: 'pass' }] });
  });

  it('stands in the form that opens a procedure too', async () => {
    const opening = {
      kind: 'inspection',
      label: '检查',
      group: '演示',
      purpose: '每周检查',
      order: 1,
      clauses: [],
      mayOpen: true,
      fields: [rows],
    };
    const phone = newPhone({
      ...script,
      'citizen/me.get': () => ok(profile()),
      'staff/procedure.list': () => ok({ procedures: [opening] }),
    });
    const page = await openPage('packages/staff/procedures/open/index', { kind: 'inspection' }, phone);
    await page.press('提交');
    expect(page.text()).toContain('有 2 处要填写或更正');
    await page.type('item', '甲');
    await page.tap('不合格');
    await page.tap('添加照片');
    await page.press('提交');
    expect(page.text()).toContain('文件还在上传');
    await page.settle();
    phone.upload.finish(0);
    phone.upload.finish(1);
    await page.settle();
    await page.press('提交');
    expect(called(page, 'procedure.open')[0]?.input['input']).toEqual({
      items: [{ item: '甲', result: 'fail', photo: [expect.any(String), expect.any(String)] }],
    });
  });
});
