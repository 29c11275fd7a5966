import type { ShownUnit } from '../../../typings/api';
import type { FormField } from '../../../typings/contract';
import type { Filled } from '../form/forms';
import type { Row } from '../form/rows';

/** A unit as a form, and back. The region has a control of its own; what no field shows is handed back as it was read. */

const DUTIES = [
  { value: 'owner', label: '负责人' },
  { value: 'technical', label: '技术' },
  { value: 'content', label: '内容' },
  { value: 'duty', label: '值班' },
];

const below: FormField[] = [
  { name: 'parentId', label: '上级单位', type: 'unit', required: false },
  {
    name: 'duties',
    label: '职责（群众的说法，一行一条）',
    type: 'longtext',
    required: false,
    max: 4000,
  },
  { name: 'phone', label: '对外电话', type: 'text', required: false, max: 30 },
  {
    name: 'hours',
    label: '服务时间（如 09:00-12:00，13:30-17:30；不填按默认）',
    type: 'text',
    required: false,
    max: 100,
  },
  { name: 'secondSignature', label: '答复经负责人审核后再发', type: 'bool', required: false },
  {
    name: 'contacts',
    label: '联系人',
    type: 'rows',
    required: false,
    max: 20,
    columns: [
      { name: 'duty', label: '负责什么', type: 'select', required: true, options: DUTIES },
      { name: 'name', label: '姓名（空着就是空缺）', type: 'text', required: false, max: 20 },
      { name: 'phone', label: '电话', type: 'text', required: false, max: 30 },
    ],
  },
];

export const unitFields = (isNew: boolean): FormField[] => [
  ...(isNew
    ? [{ name: 'id', label: '编号（小写字母、数字）', type: 'text' as const, required: true, max: 32 }]
    : []),
  { name: 'name', label: '名称', type: 'text', required: true, max: 40 },
  ...below,
];

/** What the form starts with: the unit as it is. */
export const filledOf = (unit: ShownUnit, nameOf: (id: string) => string): Filled => ({
  values: {
    name: unit.name,
    region: unit.region,
    duties: unit.duties.join('\n'),
    secondSignature: unit.secondSignature,
    phone: unit.phone ?? '',
    hours: (unit.serviceHours?.periods ?? []).map(([from, to]) => `${from}-${to}`).join('，'),
    contacts: (unit.contacts ?? []).map(contact => ({ ...contact })),
    ...(unit.parentId ? { parentId: unit.parentId } : {}),
  },
  labels: unit.parentId ? { parentId: nameOf(unit.parentId) } : {},
});

const PERIOD = /(\d{1,2}[:：]\d{2})\s*[-－–—~～至到]\s*(\d{1,2}[:：]\d{2})/g;

const timeOf = (text: string): string => text.replace('：', ':').padStart(5, '0');

/** `09:00-12:00，13:30-17:30`; nothing where it says none, `false` where it cannot be read. */
const periodsOf = (text: string): [string, string][] | undefined | false => {
  if (!text.trim()) return undefined;
  const found: [string, string][] = [];
  const rest = text.replace(PERIOD, (_whole, from: string, to: string) => {
    found.push([timeOf(from), timeOf(to)]);
    return '';
  });
  return found.length > 0 && /^[\s，,；;、]*$/.test(rest) ? found : false;
};

/** What the cloud saves, or what cannot be read, by field. */
export const unitOf = (
  id: string,
  { values }: Filled,
): { unit: ShownUnit } | { errors: Record<string, string> } => {
  const text = (name: string): string => String(values[name] ?? '').trim();
  const periods = periodsOf(text('hours'));
  const errors = {
    ...(text('region') ? {} : { region: '请选择地区' }),
    ...(periods === false ? { hours: '请写成 09:00-12:00，13:30-17:30 的样子' } : {}),
  };
  if (Object.keys(errors).length > 0 || periods === false) return { errors };
  const contacts = ((values['contacts'] as Row[] | undefined) ?? []).map(({ duty, name, phone }) => ({
    duty: String(duty ?? '') as NonNullable<ShownUnit['contacts']>[number]['duty'],
    name: String(name ?? '').trim(),
    phone: String(phone ?? '').trim(),
  }));
  return {
    unit: {
      id,
      name: text('name'),
      region: text('region'),
      duties: text('duties')
        .split(/\n/)
        .map(line => line.trim())
        .filter(Boolean),
      secondSignature: values['secondSignature'] === true,
      ...(text('parentId') ? { parentId: text('parentId') } : {}),
      ...(text('phone') ? { phone: text('phone') } : {}),
      ...(periods ? { serviceHours: { periods } } : {}),
      ...(contacts.length > 0 ? { contacts } : {}),
    },
  };
};
