/**
 * Measures retrieval, gate and router on the texts for development, beside two search libraries, and the register of services.
 * Run: npm run bench [-- short|gov|router|units|typing|speed|services] [-- --data DIR]
 * By itself, as it takes minutes: npm run bench -- load [--sizes 10000,100000] [--data DIR] [--json FILE] [--in-place]
 * By itself, as it needs no texts: npm run bench -- store
 * On a running `npm start` with demo data: npm run bench -- tasks --url http://127.0.0.1:PORT
 */
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import type { Judged, KnowledgeEntry } from '../cloudfunctions/domain/knowledge';
import type { TrainingRow } from '../cloudfunctions/domain/routing';
import { benchLoad } from './load';
import { benchRetrieval } from './retrieval';
import { benchRouting } from './routing';
import { OWN_ENTRIES, OWN_JUDGED, OWN_MESSAGES } from './own-texts';
import { benchServices } from './services';
import { benchSpeed } from './speed';
import { benchStore } from './store';
import { readRows, textsFolder } from './texts';
import { benchTasks } from './tasks';
import { benchTyping } from './typing';
import { benchUnits } from './units';

const NAMES = ['short', 'gov', 'router', 'units', 'typing', 'speed', 'services'];

type Segmented = { words: string; label: string; in_raw_dev: boolean };
type Raw = { title: string; detail: string; label: string };

const fromRaw = ({ title, detail, label }: Raw): TrainingRow => ({ title, text: detail, label });
const textOf = ({ title, detail }: Omit<Raw, 'label'>): string => `${title}。${detail}`;

/** Segmented rows begin with their title; about nine words belong to it. */
const fromSegmented = ({ words, label }: Segmented): TrainingRow => {
  const list = words.trim().split(/\s+/);
  return { title: list.slice(0, 9).join(''), text: list.slice(9).join(''), label };
};

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    options: {
      data: { type: 'string' },
      sizes: { type: 'string' },
      json: { type: 'string' },
      'in-place': { type: 'boolean' },
      url: { type: 'string' },
    },
    allowPositionals: true,
  });
  if (positionals.join() === 'load') return benchLoad(values);
  if (positionals.join() === 'store') return benchStore();
  if (positionals.join() === 'tasks' && values.url) return benchTasks(values.url);
  const unknown = positionals.filter(name => !NAMES.includes(name));
  if (unknown.length > 0) {
    console.error(`unknown: ${unknown.join(', ')}; known: ${NAMES.join(', ')}`);
    process.exitCode = 2;
    return;
  }
  const wanted = (name: string): boolean => positionals.length === 0 || positionals.includes(name);
  const folder = textsFolder(values.data);
  const present = fs.existsSync(folder);
  if (!present) console.log(`no texts at ${folder}: running on a small set of our own, figures mean little`);
  const kb = (name: string): KnowledgeEntry[] =>
    present ? readRows(folder, `faq_${name}_dev_kb.jsonl`) : OWN_ENTRIES;
  const judged = (name: string): Judged[] =>
    present ? readRows(folder, `faq_${name}_dev_q.jsonl`) : OWN_JUDGED;
  if (wanted('short')) await benchRetrieval('SHORT', kb('lcqmc'), judged('lcqmc'));
  if (wanted('gov')) await benchRetrieval('GOV', kb('gov'), judged('gov'));
  if (wanted('router')) {
    const raw = present ? readRows<Raw>(folder, 'route7_dev.jsonl') : [];
    const own = present ? raw.map(fromRaw) : OWN_MESSAGES;
    const segmented = present ? readRows<Segmented>(folder, 'route7_fullseg_train.jsonl') : [];
    const more = segmented.filter(row => !row.in_raw_dev).map(fromSegmented);
    benchRouting(own, more);
  }
  const messages = present
    ? readRows<Omit<Raw, 'label'>>(folder, 'messages_unlabelled_dev.jsonl').map(textOf)
    : OWN_MESSAGES.map(({ text }) => text);
  if (wanted('units')) {
    const rows = present ? readRows<Raw>(folder, 'route_unit_dev.jsonl').map(fromRaw) : [];
    benchUnits(rows, messages);
  }
  if (wanted('typing')) benchTyping(kb('lcqmc'), judged('lcqmc'), messages);
  if (wanted('speed'))
    benchSpeed(
      kb('gov'),
      judged('gov').map(each => each.q),
    );
  if (wanted('services')) await benchServices();
};

void main();
