import { readSchema } from '../../local/cloud/store/schema';
import { pack } from '../../local/cloud/store/bulk';
import { Driver } from '../../local/cloud/store/driver';
import { fromText } from '../../local/cloud/values/ejson';

/** What the documents of a folder take: from documents spread over it, each collection's share, bytes and index entries. */

export type Size = {
  collection: string;
  /** Documents in all. */
  documents: number;
  /** Means of a document: bytes of its text, index entries and bytes of their keys. */
  bytes: number;
  entries: number;
  entryBytes: number;
  /** Parts of a document by their bytes: what could be left out. */
  parts: [path: string, bytes: number][];
};

const SAMPLES = 4000;

type Kept = { c: number; body: string };

/** Of a folder that nobody has open. */
export const sizesOf = (dataDir: string, schemaFile: string): Size[] => {
  const schema = readSchema(schemaFile);
  const driver = Driver.open(dataDir);
  try {
    const names = new Map(
      driver
        .all<{ id: number; name: string }>('SELECT id, name FROM collection')
        .map(({ id, name }) => [id, name]),
    );
    const counts = driver.all<{ c: number; n: number }>('SELECT c, COUNT(*) AS n FROM doc GROUP BY c');
    return counts.flatMap(({ c, n }): Size[] => {
      const collection = names.get(c);
      const definition = schema.find(({ name }) => name === collection);
      if (!collection || !definition) return [];
      const range = driver.get<{ low: number; high: number }>(
        'SELECT MIN(rid) AS low, MAX(rid) AS high FROM doc WHERE c = ?',
        c,
      );
      if (!range) return [];
      const wanted = Math.min(n, Math.ceil(SAMPLES / 4));
      const step = (range.high - range.low + 1) / wanted;
      const bodies = Array.from({ length: wanted }, (_, at) =>
        driver.get<Kept>(
          'SELECT c, body FROM doc WHERE c = ? AND rid >= ? LIMIT 1',
          c,
          Math.floor(range.low + at * step),
        ),
      ).flatMap(row => (row ? [row.body] : []));
      const place = {
        collection: c,
        indexes: definition.indexes.map(({ fields }, id) => ({ id, fields })),
      };
      const { keys, ids, entries } = pack(bodies.map(body => ({ place, document: fromText(body) })));
      const idBytes = (ids[3 * bodies.length - 1] ?? 0) - (ids[1] ?? 0);
      const mean = (sum: number): number => sum / Math.max(1, bodies.length);
      return [
        {
          collection,
          documents: n,
          bytes: mean(bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0)),
          entries: mean(entries.length / 4),
          entryBytes: mean(keys.length - idBytes),
          parts: partsOf(bodies).map(([path, sum]) => [path, mean(sum)]),
        },
      ];
    });
  } finally {
    driver.close();
  }
};

const MOST_PARTS = 12;

/** Bytes of the members of the first two levels, the largest first. */
const partsOf = (bodies: readonly string[]): [string, number][] => {
  const sums = new Map<string, number>();
  const add = (path: string, value: unknown): void => {
    const text = JSON.stringify(value) as string | undefined;
    sums.set(path, (sums.get(path) ?? 0) + Buffer.byteLength(text ?? ''));
  };
  for (const body of bodies)
    for (const [name, value] of Object.entries(fromText(body)))
      if (value !== null && typeof value === 'object' && !Array.isArray(value))
        for (const [inner, deeper] of Object.entries(value)) add(`${name}.${inner}`, deeper);
      else add(name, value);
  return [...sums].sort((a, b) => b[1] - a[1]).slice(0, MOST_PARTS);
};

/** What grows with tickets; everything else is the demo. */
const OF_TICKETS = [
  'tickets',
  'archived',
  'searchable',
  'outcomes',
  'journal',
  'messages',
  'ledger',
  'counters',
  'notices',
];

export const ofTickets = (sizes: readonly Size[]): Size[] =>
  sizes
    .filter(({ collection }) => OF_TICKETS.includes(collection))
    .sort((a, b) => b.documents * b.bytes - a.documents * a.bytes);

/** A ticket's share of each collection, in the form in which it stands in docs/performance.md. */
export const sizeTable = (sizes: readonly Size[], tickets: number): string => {
  const lines = [
    '| collection | documents a ticket | bytes of documents | index entries | bytes of their keys | largest parts |',
    '| --- | --- | --- | --- | --- | --- |',
  ];
  const per = (n: number): number => n / tickets;
  let [bytes, entries, entryBytes] = [0, 0, 0];
  for (const one of ofTickets(sizes)) {
    const n = per(one.documents);
    bytes += n * one.bytes;
    entries += n * one.entries;
    entryBytes += n * one.entryBytes;
    const parts = one.parts.slice(0, 5).map(([path, size]) => `${path} ${size.toFixed(0)}`);
    lines.push(
      `| ${one.collection} | ${n.toFixed(2)} | ${(n * one.bytes).toFixed(0)} | ${(n * one.entries).toFixed(1)} | ${(n * one.entryBytes).toFixed(0)} | ${parts.join(', ')} |`,
    );
  }
  lines.push(`| together | | ${bytes.toFixed(0)} | ${entries.toFixed(1)} | ${entryBytes.toFixed(0)} | |`);
  return lines.join('\n');
};
