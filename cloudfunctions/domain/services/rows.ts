import type { Contact, ServiceInterface, StatutoryLimit } from '../catalogue';
import { entrySchema, type ServiceInput } from './entry';
import {
  rawOfTable,
  rawOfText,
  readRaw,
  writeCsv,
  writeTable,
  type Columns,
  type Raw,
  type ReadRows,
  type TableRow,
  type TextFormat,
} from '../tables/table';

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
  ['items', '事项（编码|名称，下一行起以 - 开头写时限）'],
] as const satisfies Columns<keyof ServiceInput>;
type Column = (typeof COLUMNS)[number][0];
const labelOf = new Map<PropertyKey, string>(
  COLUMNS.map(([name, label]) => [name, label.replace(/（.*/, '')]),
);

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

const numberOf = (text: string | undefined): number | undefined => (text ? Number(text) : undefined);

const partsOf = (line: string): string[] =>
  line.split(/(?<!\\)\|/).map(part => part.trim().replaceAll('\\|', '|'));
const joined = (parts: readonly (string | number | undefined)[]): string =>
  parts
    .map(part =>
      String(part ?? '')
        .replace(/\s*\n\s*/g, ' ')
        .replaceAll('|', '\\|'),
    )
    .join('|')
    .replace(/\|+$/, '');

const limitOf = (line: string): unknown => {
  const [stage, n, unit, basis] = partsOf(line);
  return { stage: named(stages, stage), n: numberOf(n), unit: named(terms, unit), basis };
};
const limitLine = ({ stage, n, unit, basis }: StatutoryLimit): string =>
  joined([stages[stage], n, terms[unit], basis]);

const interfaceOf = (line: string): unknown => {
  const [name, url, every, status, timeout, failures, text] = partsOf(line);
  if (!every) return { name, url };
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
  const items: { code: string; name: string; statutory: unknown[] }[] = [];
  for (const line of lines) {
    const limit = /^-\s*(.*)$/.exec(line)?.[1];
    const [code = '', name = ''] = partsOf(line);
    if (limit === undefined) items.push({ code, name, statutory: [] });
    else items.at(-1)?.statutory.push(limitOf(limit));
  }
  return items;
};

const valueOf = (column: Column, cell: string): unknown => {
  const lines = cell
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean);
  switch (column) {
    case 'aliases':
      return lines;
    case 'competent':
      return lines.map(partsOf).map(([region, unitId]) => ({ region, unitId }));
    case 'open': {
      const [type, target] = partsOf(cell);
      return { type, target };
    }
    case 'statutory':
      return lines.map(limitOf);
    case 'contacts':
      return lines
        .map(partsOf)
        .map(([duty, name = '', phone = '']) => ({ duty: named(duties, duty), name, phone }));
    case 'interfaces':
      return lines.map(interfaceOf);
    case 'items':
      return itemsOf(lines);
    default:
      return cell;
  }
};

const ofTable = (rows: readonly TableRow[]): Raw[] =>
  rawOfTable(
    rows.map((row, at) =>
      at === 0 ? { ...row, cells: row.cells.map(cell => cell.replace(/（.*/, '')) } : row,
    ),
    COLUMNS.map(([name]) => [name, labelOf.get(name) ?? name] as const),
    ['id', 'name', 'unitId', 'region'],
    valueOf,
  );

const readRow = (raw: unknown): { value: ServiceInput } | { reason: string } => {
  const read = entrySchema.safeParse(raw);
  if (read.success) return { value: read.data };
  const wrong = read.error.issues.map(
    ({ path, message }) =>
      `${labelOf.get(path[0] ?? '') ?? ''}：${/[一-鿿]/.test(message) ? message : '格式不对'}`,
  );
  return { reason: [...new Set(wrong)].join('；') };
};

/** Reads the rows of a spreadsheet, the names of the columns first. */
export const readServiceTable = (rows: readonly TableRow[]): ReadRows<ServiceInput> =>
  readRaw(ofTable(rows), readRow);

/** Reads a file; rows are numbered as whatever opens it numbers them. */
export const readServiceRows = (text: string, format: TextFormat): ReadRows<ServiceInput> =>
  readRaw(rawOfText(text, format, ofTable), readRow);

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
          joined([item.code, item.name]),
          ...item.statutory.map(limit => `- ${limitLine(limit)}`),
        ])
        .join('\n');
    default:
      return entry[column];
  }
};

const cellsFor = (entry: ServiceInput): string[] => COLUMNS.map(([column]) => cellOf(entry, column));

/** Entries as the rows of a spreadsheet, the names of the columns first. */
export const writeServiceTable = (entries: readonly ServiceInput[]): string[][] =>
  writeTable(COLUMNS, entries.map(cellsFor));

/** Writes entries; `head` for the first part of a file. */
export const writeServiceRows = (
  entries: readonly ServiceInput[],
  format: TextFormat,
  head: boolean,
): string =>
  format === 'jsonl'
    ? entries.map(entry => `${JSON.stringify(entry)}\n`).join('')
    : writeCsv(COLUMNS, entries.map(cellsFor), head);
