import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import {
  buildCalendar,
  dueDate,
  importedYearSchema,
  latestDate,
  type Calendar,
  type CountedDate,
} from '../cloudfunctions/domain/calendar';
import { isCivilDate } from '../cloudfunctions/domain/time';

const USAGE = `usage: calendar due --from DATE --days N       the N-th working day after DATE
       calendar latest --from DATE --days N    the N-th working day before DATE
       calendar --batch FILE                   one {"op": "due"|"latest", "fromDate", "days"} per line
       with --calendar FILE: a JSON list of years published since the product was built`;

/** Wrong use: the message goes to stderr with the usage, exit 2. */
class UsageError extends Error {}

const COUNT = { due: dueDate, latest: latestDate };

const rowSchema = z.object({
  op: z.enum(['due', 'latest'], 'op must be "due" or "latest"'),
  fromDate: z
    .string('fromDate must be YYYY-MM-DD')
    .refine(isCivilDate, 'fromDate must be an existing day YYYY-MM-DD'),
  days: z.int('days must be a whole number').min(0, 'days must not be negative'),
});
type Row = z.infer<typeof rowSchema>;

const messageOf = (error: unknown): string => {
  if (error instanceof z.ZodError) return error.issues.map(issue => issue.message).join('; ');
  return error instanceof Error ? error.message : String(error);
};

const count = (calendar: Calendar, { op, fromDate, days }: Row): CountedDate =>
  COUNT[op](calendar, fromDate, days);

const readText = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
};

const readCalendar = (path: string | undefined): Calendar => {
  if (path === undefined) return buildCalendar();
  const text = readText(path);
  try {
    return buildCalendar(z.array(importedYearSchema).parse(JSON.parse(text)));
  } catch (error) {
    throw new UsageError(`${path}: ${messageOf(error)}`);
  }
};

/** One answer per row, in order; a bad row answers with its error and is reported on stderr. */
const runBatch = async (calendar: Calendar, path: string): Promise<number> => {
  const input = createReadStream(path, 'utf8');
  let bad = 0;
  let lineNumber = 0;
  const answer = (line: string): string => {
    try {
      return JSON.stringify(count(calendar, rowSchema.parse(JSON.parse(line))));
    } catch (error) {
      bad++;
      const message = messageOf(error);
      console.error(`line ${lineNumber}: ${message}`);
      return JSON.stringify({ error: message });
    }
  };
  async function* answers(): AsyncGenerator<string> {
    let chunk = '';
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      lineNumber++;
      const row = line.replace(/^\uFEFF/, '').trim();
      if (row === '') continue;
      chunk += answer(row) + '\n';
      if (chunk.length > 1 << 16) {
        yield chunk;
        chunk = '';
      }
    }
    yield chunk;
  }
  await pipeline(answers, process.stdout, { end: false });
  return bad > 0 ? 1 : 0;
};

const runOne = (
  calendar: Calendar,
  op: string | undefined,
  from: string | undefined,
  days: string | undefined,
): number => {
  if (days !== undefined && !/^\d+$/.test(days)) throw new UsageError('--days must be a whole number');
  const row = rowSchema.safeParse({
    op,
    fromDate: from,
    days: days === undefined ? undefined : Number(days),
  });
  if (!row.success) throw new UsageError(messageOf(row.error));
  console.log(JSON.stringify(count(calendar, row.data)));
  return 0;
};

const parse = () => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        from: { type: 'string' },
        days: { type: 'string' },
        batch: { type: 'string' },
        calendar: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
};

const main = async (): Promise<number> => {
  const { values, positionals } = parse();
  const single = values.from !== undefined || values.days !== undefined || positionals.length > 0;
  if (positionals.length > 1 || single === (values.batch !== undefined))
    throw new UsageError('what is to be counted?');
  const calendar = readCalendar(values.calendar);
  if (values.batch === undefined) return runOne(calendar, positionals[0], values.from, values.days);
  return runBatch(calendar, values.batch);
};

main().then(
  code => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(`calendar: ${messageOf(error)}`);
    if (error instanceof UsageError) console.error(USAGE);
    process.exitCode = 2;
  },
);
