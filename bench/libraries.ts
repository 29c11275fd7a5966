import MiniSearch from 'minisearch';
import type { KnowledgeEntry } from '../cloudfunctions/domain/knowledge';

/** A search library on the same texts: ids with scores, best first. */
export type Library = { name: string; find: (query: string) => Promise<{ id: string; score: number }[]> };

const pairs = (text: string): string[] => {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
  return plain.length < 2
    ? [plain]
    : Array.from({ length: plain.length - 1 }, (_, at) => plain.slice(at, at + 2));
};

const characters = (text: string): string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[a-z]+|\d+|[^\P{L}a-z]/gu) ?? [];

type Shown = { id: string; text: string };
const shown = (entries: readonly KnowledgeEntry[]): Shown[] =>
  entries.map(entry => ({ id: entry.id, text: [entry.question, ...entry.similar].join(' ') }));

export const minisearch = (
  entries: readonly KnowledgeEntry[],
  name: string,
  tokenize: (text: string) => string[],
): Library => {
  const search = new MiniSearch<Shown>({ fields: ['text'], tokenize, processTerm: term => term });
  search.addAll(shown(entries));
  return {
    name,
    find: async query => search.search(query).map(({ id, score }) => ({ id: String(id), score })),
  };
};

type Tokenizers = { createTokenizer: (options: object) => unknown };

export const orama = async (entries: readonly KnowledgeEntry[]): Promise<Library> => {
  const { create, insertMultiple, search } = await import('@orama/orama');
  // A name that the compiler does not resolve: the package only declares `exports`.
  const tokenizers: string = '@orama/tokenizers/mandarin';
  const { createTokenizer } = (await import(tokenizers)) as Tokenizers;
  const tokenizer = createTokenizer({ language: 'mandarin' });
  const base = create({ schema: { id: 'string', text: 'string' }, components: { tokenizer } as never });
  await insertMultiple(base, shown(entries) as never);
  return {
    name: 'orama, mandarin',
    find: async query => {
      const found = await search(base, {
        term: query,
        properties: ['text'],
        threshold: 1,
        limit: 10,
      } as never);
      return found.hits.map(({ id, document, score }) => ({
        id: (document as { id?: string }).id ?? id,
        score,
      }));
    },
  };
};

export const libraries = async (entries: readonly KnowledgeEntry[]): Promise<Library[]> => [
  minisearch(entries, 'minisearch, pairs', pairs),
  minisearch(entries, 'minisearch, characters', characters),
  await orama(entries),
];
