import type { FormField, ServiceEntry } from '../../../typings/contract';
import type { ServiceInput, Values } from '../../../typings/api';
import { DUTIES, limitText, readLimit, type Contact, type Limit } from './service-words';

/** An entry of the register as a form: every value has the name of its path, `contacts.0.phone`, as in the cloud's errors. */

export type Section = {
  key: string;
  title: string;
  fields: FormField[];
  /** A row of a list can be taken away. */
  removable: boolean;
};
export type RowKind = 'contacts' | 'competent' | 'interfaces' | 'items';
export type EntryForm = { values: Values; labels: Record<string, string>; rows: Record<RowKind, number[]> };

export const ROW_KINDS: { kind: RowKind; title: string; add: string; whole: boolean }[] = [
  { kind: 'contacts', title: '联系人', add: '添加联系人', whole: false },
  { kind: 'interfaces', title: '接口', add: '添加接口', whole: false },
  { kind: 'competent', title: '事权责任单位', add: '添加地区和单位', whole: true },
  { kind: 'items', title: '事项', add: '添加事项', whole: true },
];

const text = (name: string, label: string, max: number, required = false): FormField => ({
  name,
  label,
  type: 'text',
  required,
  max,
});
const number = (name: string, label: string): FormField => ({ name, label, type: 'number', required: false });
const limits = (name: string): FormField => ({
  name,
  label: '法定时限（一行一条，例如：答复 20 工作日 某条例第 3 条）',
  type: 'longtext',
  required: false,
  max: 1000,
});

const OPEN_TYPES = [
  { value: 'miniprogram', label: '小程序' },
  { value: 'h5', label: '网页' },
];

type Region = { code: string; name: string };
const regionOptions = (regions: Region[]) => regions.map(({ code, name }) => ({ value: code, label: name }));

const rowFields = (kind: RowKind, at: string, regions: Region[]): FormField[] => {
  switch (kind) {
    case 'contacts':
      return [
        { name: `${at}.duty`, label: '职责', type: 'select', required: true, options: DUTIES },
        text(`${at}.name`, '姓名（空着表示还没有人）', 20),
        text(`${at}.phone`, '电话', 30),
      ];
    case 'interfaces':
      return [
        text(`${at}.name`, '接口名称', 60, true),
        text(`${at}.url`, '网址', 500, true),
        number(`${at}.everyMinutes`, '每几分钟检查一次（不填就不检查）'),
        number(`${at}.expectStatus`, '正常的状态码'),
        text(`${at}.expectText`, '页面里应有的文字', 100),
        number(`${at}.timeoutSeconds`, '几秒没有回应算失败'),
        number(`${at}.failures`, '连续几次失败就报异常'),
      ];
    case 'competent':
      return [
        {
          name: `${at}.region`,
          label: '地区',
          type: 'select',
          required: true,
          options: regionOptions(regions),
        },
        { name: `${at}.unitId`, label: '单位', type: 'unit', required: true },
      ];
    case 'items':
      return [
        text(`${at}.code`, '事项编码', 40),
        text(`${at}.name`, '事项名称', 80, true),
        {
          name: `${at}.unitId`,
          label: '承办单位（不填就是服务的事权责任单位）',
          type: 'unit',
          required: false,
        },
        limits(`${at}.statutory`),
      ];
  }
};

/** The form in sections; `whole`: all of the entry, otherwise contacts and interfaces. */
export function sectionsOf(rows: EntryForm['rows'], whole: boolean, regions: Region[]): Section[] {
  const basics: FormField[] = [
    text('name', '服务名称（群众看到的）', 60, true),
    { name: 'aliases', label: '别名（一行一个，搜索时用）', type: 'longtext', required: false, max: 500 },
    { name: 'unitId', label: '接入单位', type: 'unit', required: true },
    { name: 'region', label: '地区', type: 'select', required: true, options: regionOptions(regions) },
    { name: 'open.type', label: '打开方式', type: 'select', required: false, options: OPEN_TYPES },
    text('open.target', '小程序 AppID、#小程序:// 链接或者网址', 500),
    limits('statutory'),
  ];
  const first: Section[] = whole
    ? [{ key: 'basics', title: '基本情况', fields: basics, removable: false }]
    : [];
  return first.concat(
    ROW_KINDS.filter(each => whole || !each.whole).flatMap(({ kind, title }) =>
      rows[kind].map((id, index) => ({
        key: `${kind}.${id}`,
        title: `${title} ${index + 1}`,
        fields: rowFields(kind, `${kind}.${id}`, regions),
        removable: true,
      })),
    ),
  );
}

const linesOf = (value: Values[string]): string[] =>
  String(value ?? '')
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean);

/** An entry as the form holds it. */
export function formOf(entry: ServiceEntry): EntryForm {
  const { contacts = [], interfaces = [], items = [], competent } = entry;
  const values: Values = {
    name: entry.name,
    aliases: entry.aliases.join('\n'),
    unitId: entry.unitId,
    region: entry.region.code,
    'open.type': entry.open?.type,
    'open.target': entry.open?.target,
    statutory: entry.statutory.map(limitText).join('\n'),
  };
  const labels: Record<string, string> = { unitId: entry.unitName };
  const put = (path: string, row: Values) => {
    for (const key of Object.keys(row)) values[`${path}.${key}`] = row[key];
  };
  contacts.forEach((contact, id) => put(`contacts.${id}`, contact));
  interfaces.forEach(({ name, url, probe }, id) => {
    const { everyMinutes, expectStatus, expectText, timeoutSeconds, failures } = probe ?? {};
    const typed = (n: number | undefined) => (n === undefined ? undefined : String(n));
    put(`interfaces.${id}`, {
      name,
      url,
      everyMinutes: typed(everyMinutes),
      expectStatus: typed(expectStatus),
      expectText,
      timeoutSeconds: typed(timeoutSeconds),
      failures: typed(failures),
    });
  });
  competent.forEach(({ region, unitId, unitName }, id) => {
    put(`competent.${id}`, { region, unitId });
    labels[`competent.${id}.unitId`] = unitName;
  });
  items.forEach(({ code, name, unitId, unitName, statutory }, id) => {
    put(`items.${id}`, { code, name, unitId, statutory: statutory.map(limitText).join('\n') });
    if (unitName) labels[`items.${id}.unitId`] = unitName;
  });
  const count = (list: unknown[]) => list.map((_, index) => index);
  return {
    values,
    labels,
    rows: {
      contacts: count(contacts),
      interfaces: count(interfaces),
      competent: count(competent),
      items: count(items),
    },
  };
}

/** Lines that do not say a limit, by field. */
export function limitErrors(values: Values): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const name of Object.keys(values)) {
    if (!/(^|\.)statutory$/.test(name)) continue;
    const wrong = linesOf(values[name]).filter(line => !readLimit(line))[0];
    if (wrong) errors[name] = `“${wrong}”读不懂，请照“答复 20 工作日 某条例第 3 条”填写`;
  }
  return errors;
}

/** The entry as the cloud wants it; rows count from 0 again. `names` leads from the cloud's path back to the form's. */
export function entryInput(
  id: string,
  { values, rows }: EntryForm,
): { entry: ServiceInput; names: Record<string, string> } {
  const names: Record<string, string> = {};
  const said = (name: string): string => String(values[name] ?? '').trim();
  const counted = (name: string) =>
    said(name) ? { [name.split('.')[2] as string]: Number(said(name)) } : {};
  const limitsAt = (name: string): Limit[] =>
    linesOf(values[name]).flatMap(line => {
      const limit = readLimit(line);
      return limit ? [limit] : [];
    });
  const eachRow = <T>(kind: RowKind, make: (path: string) => T): T[] =>
    rows[kind].map((row, index) => {
      names[`${kind}.${index}`] = `${kind}.${row}`;
      return make(`${kind}.${row}`);
    });
  const type = said('open.type');
  const entry: ServiceInput = {
    id,
    name: said('name'),
    aliases: linesOf(values['aliases']),
    unitId: said('unitId'),
    region: said('region'),
    ...(type && said('open.target')
      ? { open: { type: type as 'miniprogram' | 'h5', target: said('open.target') } }
      : {}),
    statutory: limitsAt('statutory'),
    contacts: eachRow('contacts', at => ({
      duty: said(`${at}.duty`) as Contact['duty'],
      name: said(`${at}.name`),
      phone: said(`${at}.phone`),
    })),
    interfaces: eachRow('interfaces', at => ({
      name: said(`${at}.name`),
      url: said(`${at}.url`),
      ...(said(`${at}.everyMinutes`)
        ? {
            probe: {
              everyMinutes: Number(said(`${at}.everyMinutes`)),
              ...counted(`${at}.expectStatus`),
              ...(said(`${at}.expectText`) ? { expectText: said(`${at}.expectText`) } : {}),
              ...counted(`${at}.timeoutSeconds`),
              ...counted(`${at}.failures`),
            },
          }
        : {}),
    })),
    competent: eachRow('competent', at => ({ region: said(`${at}.region`), unitId: said(`${at}.unitId`) })),
    items: eachRow('items', at => ({
      code: said(`${at}.code`),
      name: said(`${at}.name`),
      ...(said(`${at}.unitId`) ? { unitId: said(`${at}.unitId`) } : {}),
      statutory: limitsAt(`${at}.statutory`),
    })),
  };
  return { entry, names };
}

/** Errors of the cloud by the names of the form. */
export function entryErrors(
  fields: Record<string, string>,
  names: Record<string, string>,
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const path of Object.keys(fields)) {
    const [kind, row, ...rest] = path
      .replace(/^service\./, '')
      .replace('.probe.', '.')
      .split('.');
    const known = names[`${kind}.${row}`];
    errors[known ? [known, ...rest].join('.') : [kind, row, ...rest].filter(Boolean).join('.')] =
      fields[path] ?? '';
  }
  return errors;
}
