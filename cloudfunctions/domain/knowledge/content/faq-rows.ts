import { codeOf } from '../../tables/cell';
import { dayOf } from '../../tables/days';
import { filledIn, givenIn, tableOf } from '../../tables/table';
import { contentSchema, ENTRY_ID, type FaqContent } from './content';
import { typedId } from '../../typed/identifier';

/** Entries as files: JSON lines, CSV, or the rows of a spreadsheet. */

/** A row; `given` are the columns that it has. */
export type FaqRow = { id?: string; content: FaqContent; given: (keyof FaqContent)[] };
type Written = { id: string; content: FaqContent };

const COLUMNS = [
  ['id', '编号'],
  ['question', '问题'],
  ['similar', '相似问法'],
  ['answer', '答复'],
  ['unitId', '单位'],
  ['serviceId', '服务'],
  ['region', '地区'],
  ['validFrom', '生效日'],
  ['validUntil', '失效日'],
] as const;
type Column = (typeof COLUMNS)[number][0];
const FIELDS = COLUMNS.map(([name]) => name).filter(name => name !== 'id');

const idSchema = typedId()
  .nullish()
  .transform(id => id || undefined)
  .refine(id => id === undefined || ENTRY_ID.test(id), '编号只能用字母、数字、- 和 _，最多 40 个');

const labelOf = new Map<PropertyKey, string>(COLUMNS);

const readRow = (raw: unknown): { value: FaqRow } | { reason: string } => {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return { reason: '这一行不是一个条目' };
  const id = idSchema.safeParse((raw as { id?: unknown }).id);
  const content = contentSchema.safeParse(filledIn(raw));
  if (id.success && content.success)
    return {
      value: { content: content.data, given: givenIn(raw, FIELDS), ...(id.data ? { id: id.data } : {}) },
    };
  const issues = [
    ...(id.success ? [] : id.error.issues.map(issue => ({ ...issue, path: ['id'] as PropertyKey[] }))),
    ...(content.success ? [] : content.error.issues),
  ];
  return {
    reason: issues.map(({ path, message }) => `${labelOf.get(path[0] ?? '') ?? ''}：${message}`).join('；'),
  };
};

const valueOf = (column: Column, cell: string): unknown => {
  switch (column) {
    case 'similar':
      return cell.split(/\r\n|\r|\n/);
    case 'validFrom':
    case 'validUntil':
      return dayOf(cell);
    case 'question':
    case 'answer':
      return cell;
    default:
      return codeOf(cell);
  }
};

const cellOf = ({ id, content }: Written, column: Column): string => {
  if (column === 'id') return id;
  return column === 'similar' ? content.similar.join('\n') : (content[column] ?? '');
};

export const faqTable = tableOf<Column, Written, FaqRow>({
  columns: COLUMNS,
  needed: ['question', 'answer'],
  counted: '条',
  valueOf,
  cellOf,
  read: readRow,
  lineOf: ({ id, content }) => ({ id, ...content }),
});
