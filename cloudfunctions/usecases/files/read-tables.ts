import { UnreadableTable } from '../../domain/tables/cell';
import type { Fields, Input } from '../../domain/engine';
import { fail } from '../kernel/failure';
import type { Ports } from '../kernel/ports';

/** The rows of spreadsheets that a form wants read, by where their copies lie; what cannot be read is said at its field. */
export const readTables = async (
  { readFile, readSheet }: Pick<Ports, 'readFile' | 'readSheet'>,
  fields: Fields,
  input: Input,
): Promise<ReadonlyMap<string, string[][]>> => {
  const tables = new Map<string, string[][]>();
  for (const [name, { table }] of Object.entries(fields)) {
    if (!table) continue;
    for (const fileID of (input[name] ?? []) as string[]) {
      const bytes = await readFile(fileID);
      try {
        tables.set(fileID, bytes ? readSheet(bytes).map(({ cells }) => [...cells]) : []);
      } catch (error) {
        if (!(error instanceof UnreadableTable)) throw error;
        fail('invalid', '有内容需要补充或更正', { [name]: error.message });
      }
    }
  }
  return tables;
};
