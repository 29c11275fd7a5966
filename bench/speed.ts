import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { answer, buildIndex, type KnowledgeEntry } from '../cloudfunctions/domain/knowledge';
import { percentile } from './figures';

const ENTRIES = 10_000;
const PACKS = 64;
const STARTS = 5;

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

type Start = Record<'sdk' | 'read' | 'index' | 'processor' | 'wall' | 'megabytes', number>;

/** Starts of fresh processes that hold what an instance of a cloud function holds. */
const coldStarts = (entries: readonly KnowledgeEntry[]): Start[] => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'banjie-bench-'));
  try {
    const packs = Array.from({ length: PACKS }, (_, no) =>
      JSON.stringify(entries.filter((_entry, at) => at % PACKS === no)),
    );
    const data = path.join(folder, 'packs.json');
    fs.writeFileSync(data, JSON.stringify(packs));
    const program = path.join(folder, 'cold-start.js');
    buildSync({
      entryPoints: [path.join(__dirname, 'cold-start.ts')],
      outfile: program,
      bundle: true,
      platform: 'node',
      external: ['wx-server-sdk'],
    });
    const NODE_PATH = path.join(__dirname, '..', 'node_modules');
    return Array.from({ length: STARTS }, () => {
      const run = spawnSync(process.execPath, [program, data], {
        encoding: 'utf8',
        env: { ...process.env, NODE_PATH, NODE_OPTIONS: '' },
      });
      if (run.status !== 0) throw new Error(`cold start failed: ${run.stderr}`);
      return JSON.parse(run.stdout) as Start;
    });
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
};

/** Of two runs the shorter one: whatever else the machine does disturbs one of them at most. */
const timeOf = (work: () => unknown): number => {
  const once = (): number => {
    const start = performance.now();
    work();
    return performance.now() - start;
  };
  return Math.min(once(), once());
};

/** Cold start and memory of an instance with 10,000 entries and their answers, and the time of an answer. */
export const benchSpeed = (entries: readonly KnowledgeEntry[], queries: readonly string[]): void => {
  const large = enlarge(entries);
  const starts = coldStarts(large);
  const of = (name: keyof Start): string =>
    Math.round(
      percentile(
        starts.map(start => start[name]),
        0.5,
      ),
    ).toString();
  console.log(
    `\nSPEED at ${ENTRIES} entries with answers, median of ${STARTS} fresh processes\n` +
      `cold start: ${of('processor')} ms of processor time (SDK ${of('sdk')}, reading ${of('read')}, index ${of('index')}),` +
      ` ${of('wall')} ms by the clock; ${of('megabytes')} MB`,
  );
  const index = buildIndex(large);
  for (const query of queries.slice(0, 100)) answer(index, query);
  const times = queries.map(query => timeOf(() => answer(index, query)));
  const short = queries.map(query => timeOf(() => answer(index, query.slice(0, 25))));
  const show = (list: readonly number[]): string =>
    `${percentile(list, 0.5).toFixed(2)}/${percentile(list, 0.99).toFixed(2)}`;
  console.log(`answer p50/p99: ${show(times)} ms for long messages, ${show(short)} ms for short ones`);
};
