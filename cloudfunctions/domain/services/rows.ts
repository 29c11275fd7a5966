import type { Contact, ServiceInterface, StatutoryLimit } from '../catalogue';
import { BadCell, codeOf, numberOf } from '../tables/cell';
import { filledIn, givenIn, tableOf } from '../tables/table';
import { entrySchema, type ServiceInput } from './entry';

/**
 * The register of services as files. In a table a cell that holds several things has a line for each, and `|` between
 * the parts of a line; what is written reads back as it was.
 */

const COLUMNS = [
  ['id', '编号'],
  ['name', '名称'],
  ['aliases', '别名'],
  ['unitId', '接入单位'],
  ['region', '地区'],
  ['competent', '事权责任单位（地区|单位）'],
  ['open', '打开方式（miniprogram 或 h5|目标）'],
  ['statutory', '法定时限（受理或答复|数字|单位|依据）'],
  ['contacts', '联系人（职责|姓名|电话）'],
  ['interfaces', '网址（名称|网址|每几分钟|状态码|超时秒|几次失败|应有文字）'],
  ['items', '事项（编码|名称|单位，下一行起以 - 开头写时限）'],
] as const satisfies readonly (readonly [keyof ServiceInput, string])[];
type Column = (typeof COLUMNS)[number][0];
const FIELDS = COLUMNS.map(([name]) => name).filter(name => name !== 'id');

/** A row; `given` are the columns that it has. */
export type ServiceRow = { id: string; entry: ServiceInput; given: (keyof ServiceInput)[] };

const duties: Record<Contact['duty'], string> = {
  owner: '负责人',
  technical: '技术',
  content: '内容',
  duty: '值班',
};
const stages: Record<StatutoryLimit['stage'], string> = { accept: '受理', reply: '答复' };
const terms: Record<StatutoryLimit['unit'], string> = {
  'working-day': '工作日',
  'calendar-day': '自然日',
  month: '月',
};

/** The name for a label; what is none is left for the check to find. */
const named = (names: Record<string, string>, label = ''): string =>
  Object.entries(names).find(([, one]) => one === label)?.[0] ?? label;

/** The parts of a line; one too many would be lost. A backslash has the bar, itself, or a `-` at the beginning be text. */
const partsOf = (line: string, most: number): string[] => {
  const parts = [''];
  for (let at = 0; at < line.length; at += 1) {
    const next = line[at + 1];
    const isEscape = line[at] === '\\' && (next === '|' || next === '\\' || (next === '-' && at === 0));
    if (isEscape) at += 1;
    if (line[at] === '|' && !isEscape) parts.push('');
    else parts[parts.length - 1] += line[at] ?? '';
  }
  if (parts.length > most) throw new BadCell(`“${line.slice(0, 40)}”多于 ${most} 段，有几样的请一行写一样`);
  return parts.map(part => part.trim());
};
const joined = (parts: readonly (string | number | undefined)[]): string => {
  const written = parts.map(part =>
    String(part ?? '')
      .split('\n')
      .map(line => line.trim())
      .filter(Boolean)
      .join(' ')
      .replaceAll('\\', '\\\\')
      .replaceAll('|', '\\|'),
  );
  while (written.at(-1) === '') written.pop();
  return written.join('|').replace(/^-/, '\\-');
};

const limitOf = (line: string): unknown => {
  const [stage, n, unit, basis] = partsOf(line, 4);
  return { stage: named(stages, stage), n: numberOf(n), unit: named(terms, unit), basis };
};
const limitLine = ({ stage, n, unit, basis }: StatutoryLimit): string =>
  joined([stages[stage], n, terms[unit], basis]);

const interfaceOf = (line: string): unknown => {
  const [name, url, ...probed] = partsOf(line, 7);
  if (!probed.some(Boolean)) return { name, url };
  const [every, status, timeout, failures, text] = probed;
  const probe = {
    everyMinutes: numberOf(every),
    expectStatus: numberOf(status),
    timeoutSeconds: numberOf(timeout),
    failures: numberOf(failures),
    expectText: text || undefined,
  };
  return { name, url, probe };
};
const interfaceLine = ({ name, url, probe }: ServiceInterface): string =>
  joined([
    name,
    url,
    probe?.everyMinutes,
    probe?.expectStatus,
    probe?.timeoutSeconds,
    probe?.failures,
    probe?.expectText,
  ]);

const itemsOf = (lines: readonly string[]): unknown[] => {
  const items: { code: string; name: string; unitId?: string; statutory: unknown[] }[] = [];
  for (const line of lines) {
    const limit = line.startsWith('-') ? line.slice(1).trim() : undefined;
    if (limit === undefined) {
      const [code = '', name = '', unitId = ''] = partsOf(line, 3);
      items.push({ code: codeOf(code), name, ...(unitId ? { unitId: codeOf(unitId) } : {}), statutory: [] });
    } else {
      const item = items.at(-1);
      if (!item) throw new BadCell('时限前面没有事项');
      item.statutory.push(limitOf(limit));
    }
  }
  return items;
};

const valueOf = (column: Column, cell: string): unknown => {
  const lines = cell
    .split(/\r\n|\r|\n/)
    .map(line => line.trim())
    .filter(Boolean);
  switch (column) {
    case 'aliases':
      return lines;
    case 'competent':
      return lines.map(line => {
        const [region = '', unitId = ''] = partsOf(line, 2).map(codeOf);
        return { region, unitId };
      });
    case 'open': {
      if (lines.length > 1) throw new BadCell('只能有一种打开方式');
      const [type, target] = partsOf(cell, 2);
      return { type, target };
    }
    case 'statutory':
      return lines.map(limitOf);
    case 'contacts':
      return lines
        .map(line => partsOf(line, 3))
        .map(([duty, name = '', phone = '']) => ({ duty: named(duties, duty), name, phone }));
    case 'interfaces':
      return lines.map(interfaceOf);
    case 'items':
      return itemsOf(lines);
    case 'name':
      return cell;
    default:
      return codeOf(cell);
  }
};

const readRow = (raw: unknown): { value: ServiceRow } | { reason: string } => {
  const read = entrySchema.safeParse(filledIn(raw));
  if (read.success) return { value: { id: read.data.id, entry: read.data, given: givenIn(raw, FIELDS) } };
  const wrong = read.error.issues.map(
    ({ path, message }) =>
      `${labelOf.get(path[0] ?? '') ?? ''}：${/[一-鿿]/.test(message) ? message : '格式不对'}`,
  );
  return { reason: [...new Set(wrong)].join('；') };
};

const cellOf = (entry: ServiceInput, column: Column): string => {
  const { aliases, competent, open, statutory, contacts = [], interfaces = [], items = [] } = entry;
  switch (column) {
    case 'aliases':
      return aliases.join('\n');
    case 'competent':
      return competent.map(({ region, unitId }) => joined([region, unitId])).join('\n');
    case 'open':
      return open ? joined([open.type, open.target]) : '';
    case 'statutory':
      return statutory.map(limitLine).join('\n');
    case 'contacts':
      return contacts.map(({ duty, name, phone }) => joined([duties[duty], name, phone])).join('\n');
    case 'interfaces':
      return interfaces.map(interfaceLine).join('\n');
    case 'items':
      return items
        .flatMap(item => [
          joined([item.code, item.name, item.unitId]),
          ...item.statutory.map(limit => `- ${limitLine(limit)}`),
        ])
        .join('\n');
    default:
      return entry[column];
  }
};

export const serviceTable = tableOf<Column, ServiceInput, ServiceRow>({
  columns: COLUMNS,
  needed: ['id', 'name', 'unitId', 'region'],
  counted: '项',
  valueOf,
  cellOf,
  read: readRow,
  lineOf: entry => entry,
});

const labelOf = new Map<PropertyKey, string>(serviceTable.columns);
