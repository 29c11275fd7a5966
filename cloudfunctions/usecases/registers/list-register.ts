import * as z from 'zod';
import type { FormField, RegisterRow, RegisterStep, RowRectifications } from '../../../typings/contract';
import { blankForm, shownFields, type Actor } from '../../domain/engine';
import { registerReaders, type Register } from '../../domain/registers';
import { comparable } from '../../domain/typed/words';
import type { RegisterRowDocument } from '../kernel/documents';
import { notFound } from '../kernel/failure';
import { cutPage, PAGE_SIZE } from '../kernel/reading/paging';
import { PAGE, type Database } from '../kernel/ports';
import { contextFor, type Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { askedOf, mayKeep, openRegister, scopeOf, showRow } from './row';
import { rectificationsOf } from './rectify-row';
import { rosterHeading } from './roster-heading';
import { typedLine } from '../../domain/typed/text';

/** Lists of record, as their readers see them (contract §9): rows in the order of their names, found by words. */

/** The rows that a reader sees, behind a key. */
export async function* rowsOf(
  database: Database,
  register: Register,
  key: string,
  after = '',
): AsyncGenerator<RegisterRowDocument> {
  for (let last = after; ;) {
    const page = await database.find('registers', {
      where: { scope: scopeOf(register, key), key: { gt: last } },
      order: ['key', 'asc'],
      limit: PAGE,
    });
    yield* page;
    if (page.length < PAGE) return;
    last = page.at(-1)?.key ?? last;
  }
}

const listInput = z.object({
  register: z.string({ error: '请选择台账' }).min(1).max(40),
  query: typedLine().max(60).optional(),
  cursor: z.string().max(200).optional(),
});

/** So many rows are looked at for a query in one call; the next goes on behind them. */
const MOST_LOOKED_AT = 1000;

/** `register.list`. */
export const listRegister = async (
  { ports, snapshots }: Runtime,
  actor: Actor,
  { register: name, query = '', cursor }: z.infer<typeof listInput>,
): Promise<{
  fields: FormField[];
  rows: RegisterRow[];
  mayKeep: boolean;
  heading?: string[];
  nextCursor?: string;
}> => {
  const { register, key } = openRegister(actor, name);
  const snapshot = await snapshots.current();
  const context = contextFor(snapshot, actor, ports.now(), undefined);
  const isFirst = cursor === undefined && query === '';
  const heading = isFirst ? await rosterHeading(ports, snapshot, actor, register) : [];
  const words = comparable(query).split(/\s+/).filter(Boolean);
  const found: { key: string; document: RegisterRowDocument }[] = [];
  let looked = 0;
  let last: string | undefined;
  for await (const document of rowsOf(ports.database, register, key, cursor)) {
    const row = showRow(register, document, context);
    const text = comparable(Object.values(row.words).join(' '));
    if (words.every(word => text.includes(word))) found.push({ key: document.key, document });
    looked += 1;
    last = looked >= MOST_LOOKED_AT ? document.key : undefined;
    if (found.length > PAGE_SIZE || last !== undefined) break;
  }
  const { page, next } = cutPage(found, PAGE_SIZE, one => one.key);
  const files = page.flatMap(({ document }) => (document.files ?? []).map(({ fileID }) => fileID));
  const links = files.length > 0 ? await ports.fileLinks(files) : new Map<string, string>();
  return {
    fields: shownFields(askedOf(actor, register), blankForm(context), context),
    rows: page.map(({ document }) => showRow(register, document, context, links)),
    mayKeep: mayKeep(actor, register),
    ...(heading.length > 0 ? { heading } : {}),
    ...(last === undefined ? {} : { nextCursor: last }),
    ...next,
  };
};

export const registerList = useCase(listInput, registerReaders, (runtime, { actor }, input) =>
  listRegister(runtime, actor, input),
);

const historyInput = z.object({
  register: z.string({ error: '请选择台账' }).min(1).max(40),
  id: z.string().min(1).max(64),
  cursor: z.string().max(120).optional(),
});

/** `register.history`: who changed what of a row, and when; newest first. */
export const registerHistory = useCase(
  historyInput,
  registerReaders,
  async (
    runtime,
    { actor },
    { register: name, id, cursor },
  ): Promise<{ steps: RegisterStep[]; rectifications?: RowRectifications; nextCursor?: string }> => {
    const { database } = runtime.ports;
    const { register, key } = openRegister(actor, name);
    const row = await database.get('registers', id);
    if (!row?.scope.includes(scopeOf(register, key))) return notFound('登记');
    const found = await database.find('registerchanges', {
      where: { _id: { gte: `${id}#`, lt: cursor ?? `${id}#~` } },
      order: ['_id', 'desc'],
      limit: PAGE_SIZE + 1,
    });
    const { page, next } = cutPage(found, PAGE_SIZE, one => one._id);
    const rectifications =
      cursor === undefined ? await rectificationsOf(runtime, actor, register, row) : undefined;
    return {
      steps: page.map(({ at, by, what }) => ({ at, by: by.name, what })),
      ...(rectifications ? { rectifications } : {}),
      ...next,
    };
  },
);
