import { answer, buildIndex, type KnowledgeEntry } from '../cloudfunctions/domain/knowledge';
import { percentile } from './figures';

const ENTRIES = 10_000;

/** Entries up to 10,000 in number: the given ones, again and again with their characters rotated. */
const enlarge = (entries: readonly KnowledgeEntry[]): KnowledgeEntry[] => {
  const turn = (text: string, by: number): string => {
    const at = text.length > 0 ? by % text.length : 0;
    return text.slice(at) + text.slice(0, at);
  };
  return Array.from({ length: ENTRIES }, (_, no) => {
    const entry = entries[no % entries.length]!;
    const round = Math.floor(no / entries.length);
    return {
      ...entry,
      id: `${entry.id}-${round}`,
      question: turn(entry.question, 3 * round),
      answer: turn(entry.answer ?? '', 7 * round),
    };
  });
};

/** Processor time (other programs on the machine do not count) to build the index of 10,000 entries with answers, to answer a query, and memory held. */
export const benchSpeed = (entries: readonly KnowledgeEntry[], queries: readonly string[]): void => {
  const large = enlarge(entries);
  const before = process.memoryUsage().rss;
  const spent = (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  const start = spent();
  const index = buildIndex(large);
  const built = spent() - start;
  const after = process.memoryUsage().rss;
  for (const query of queries.slice(0, 100)) answer(index, query);
  const times = queries.map(query => {
    const begun = spent();
    answer(index, query);
    return spent() - begun;
  });
  const megabytes = (bytes: number): number => Math.round(bytes / 1e6);
  console.log(
    `\nSPEED at ${ENTRIES} entries with answers: index built in ${Math.round(built)} ms, memory +${megabytes(after - before)} MB` +
      ` (process ${megabytes(process.memoryUsage().rss)} MB), answer p50/p99 ${percentile(times, 0.5).toFixed(2)}/${percentile(times, 0.99).toFixed(2)} ms`,
  );
};
