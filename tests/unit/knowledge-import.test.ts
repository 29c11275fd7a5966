import { finishImports, takeImport } from '../../cloudfunctions/usecases/knowledge/imports/apply-imports';
import type { FaqImportDocument } from '../../cloudfunctions/usecases/kernel/documents';
import { newVersion } from '../../cloudfunctions/usecases/knowledge/entries/faq-versions';
import { exportFaqs } from '../../cloudfunctions/usecases/knowledge/imports/move-faqs';
import { type Actor, systemActor } from '../../cloudfunctions/domain/engine';
import type { Database } from '../../cloudfunctions/usecases/kernel/ports';
import { storeImport } from '../../cloudfunctions/usecases/files/stored-imports';
import type { Runtime } from '../../cloudfunctions/usecases/kernel/runtime';
import { plainWork } from '../support/work';
import { memory as worldAt } from '../support/memory';

/** The documents of a database in memory: what a broken connection leaves behind is what stands in it. */
const memory = (breakAfter = Infinity) => {
  const stored = new Map<string, Map<string, { _id: string }>>();
  const of = (name: string) => stored.get(name) ?? stored.set(name, new Map()).get(name)!;
  let transactions = 0;
  const transaction = {
    get: (name: string, id: string) => Promise.resolve(of(name).get(id)),
    put: (name: string, document: { _id: string }) =>
      Promise.resolve(void of(name).set(document._id, document)),
    insert: (name: string, document: { _id: string }) =>
      Promise.resolve(void of(name).set(document._id, document)),
  };
  const database = {
    ...transaction,
    find: (name: string, { where = {} }: { where?: { at?: { gt: string } } } = {}) =>
      Promise.resolve(
        [...of(name).values()].filter(one => ((one as { at?: string }).at ?? '~') > (where.at?.gt ?? '')),
      ),
    remove: (name: string, id: string) => Promise.resolve(void of(name).delete(id)),
    transaction: (work: (one: typeof transaction) => Promise<unknown>) => {
      transactions += 1;
      if (transactions > breakAfter) return Promise.reject(new Error('the instance ended'));
      return work(transaction);
    },
  };
  return { database: database as unknown as Database, of };
};

const at = '2026-09-24T10:00:00.000+08:00';
const later = () => '2026-09-24T10:05:00.000+08:00';
const always = () => true;
const content = (no: number) => ({ question: `第${no}个问题`, similar: [], answer: '答' });
const file: FaqImportDocument = {
  _id: 'file',
  at,
  by: { id: 'op', name: '甲' },
  rows: Array.from({ length: 25 }, (_, no) => ({
    id: `E${no}`,
    content: content(no),
    base: no === 0 ? 1 : 0,
  })),
};

test('a file that was broken off is finished by the timer, and no row happens twice', async () => {
  const { database, of } = memory(2);
  await database.insert('faqversions', newVersion('E0', 1, content(99), systemActor, at));
  await expect(takeImport({ database }, file, always)).rejects.toThrow('ended');
  expect(of('faqversions').size).toBe(21);
  expect(of('faqimports').size).toBe(1);

  const again = memory();
  for (const name of ['faqversions', 'faqimports'])
    for (const document of of(name).values()) again.of(name).set(document._id, document);
  const ports = { database: again.database, now: later };
  expect(await finishImports(ports, plainWork())).toEqual({ imported: 1 });
  expect(again.of('faqversions').size).toBe(26);
  expect(again.of('faqimports').size).toBe(0);
  expect(again.of('faqversions').get('E0#000001')).toMatchObject({ stage: 'superseded' });
  expect(again.of('faqversions').get('E0#000002')).toMatchObject({ stage: 'draft', content: content(0) });
});

test('what somebody saved meanwhile is history, not lost', async () => {
  const { database, of } = memory();
  const other = newVersion('E3', 1, content(77), { ...systemActor, id: 'other' }, at);
  await database.insert('faqversions', other);
  expect(await takeImport({ database }, file, always)).toBe(0);
  expect(of('faqversions').get('E3#000001')).toMatchObject({ stage: 'superseded', content: content(77) });
  expect(of('faqversions').get('E3#000002')).toMatchObject({ stage: 'draft', content: content(3) });
});

describe('a file too large for one document', () => {
  const large: FaqImportDocument = {
    ...file,
    rows: file.rows.map(row => ({
      ...row,
      base: 0,
      content: { ...row.content, answer: '答'.repeat(40_000) },
    })),
  };

  test('lies in several, and is imported with the one that names it: before that it is nothing', async () => {
    const { database, of } = memory();
    await storeImport(
      {
        insert: (document: FaqImportDocument) =>
          document.of
            ? database.insert('faqimports', document)
            : Promise.reject(new Error('the instance ended')),
      },
      large,
    ).catch(() => undefined);
    expect(of('faqimports').size).toBeGreaterThan(3);
    expect(await finishImports({ database, now: later }, plainWork())).toEqual({ imported: 0 });
    expect(of('faqimports').size).toBe(0);
    expect(of('faqversions').size).toBe(0);
  });

  test('is gone on with by the timer when the call had no time for it', async () => {
    const { database, of } = memory();
    let left = 2;
    expect(await takeImport({ database }, large, () => left-- > 0)).toBe(5);
    expect(of('faqversions').size).toBe(20);
    for (const { _id } of of('faqimports').values())
      expect(JSON.stringify(of('faqimports').get(_id)).length).toBeLessThan(500_000);
    expect(
      await finishImports(
        { database, now: later },
        plainWork(() => false),
      ),
    ).toEqual({ imported: 0 });
    expect(await finishImports({ database, now: later }, plainWork())).toEqual({ imported: 1 });
    expect(of('faqversions').size).toBe(25);
    expect(of('faqimports').size).toBe(0);
  });
});

test('a large knowledge base leaves in parts that join to one file: every entry once, one heading', async () => {
  const entries = Array.from({ length: 300 }, (_, no) => ({
    ...content(no),
    _id: `E${String(no).padStart(3, '0')}`,
    id: `E${String(no).padStart(3, '0')}`,
    answer: '答复'.repeat(1200),
    updatedOn: '2026-09-01',
    status: 'published' as const,
    version: 1,
  }));
  const world = worldAt('2026-09-02T10:00:00.000+08:00');
  const knowledge = (): Promise<unknown> => Promise.resolve({ entries });
  const current = async () => ({ ...(await world.snapshots.current()), knowledge });
  const runtime = { ports: world.ports, snapshots: { current } } as unknown as Runtime;
  const operator: Actor = { id: 'op', role: 'operator', name: '甲' };
  for (const format of ['csv', 'jsonl'] as const) {
    let joined = '';
    let parts = 0;
    let count = 0;
    for (let cursor: string | undefined = ''; cursor !== undefined; parts += 1) {
      const part: Awaited<ReturnType<typeof exportFaqs>> = await exportFaqs(runtime, operator, {
        format,
        cursor,
      });
      expect(Buffer.byteLength(part.text ?? '')).toBeLessThan(1_000_000);
      joined += part.text;
      count += part.count;
      cursor = part.nextCursor;
    }
    expect(parts).toBeGreaterThan(2);
    expect(count).toBe(300);
    const ids = joined.match(/(?<![-0-9A-Z])E\d{3}(?![-0-9A-Z])/g);
    expect(ids).toEqual(entries.map(entry => entry.id));
    expect(joined.trim().split('\n')).toHaveLength(format === 'csv' ? 301 : 300);
  }
});
