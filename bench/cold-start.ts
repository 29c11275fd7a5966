/**
 * What a fresh instance does before its first answer, with entries from a file instead of the database: loads the SDK,
 * reads the packs, builds the index. Prints processor and wall milliseconds and megabytes as JSON. Run by speed.ts.
 */
import fs from 'node:fs';
import 'wx-server-sdk';
import { answer, buildIndex, type KnowledgeEntry } from '../cloudfunctions/domain/knowledge';

const now = () => {
  const { user, system } = process.cpuUsage();
  return { processor: (user + system) / 1000, wall: performance.now() };
};

const sdk = now();
const packs = JSON.parse(fs.readFileSync(process.argv[2]!, 'utf8')) as string[];
const entries = packs.flatMap(text => JSON.parse(text) as KnowledgeEntry[]);
const read = now();
const index = buildIndex(entries);
answer(index, entries[0]!.question);
const built = now();
console.log(
  JSON.stringify({
    sdk: sdk.processor,
    read: read.processor - sdk.processor,
    index: built.processor - read.processor,
    processor: built.processor,
    wall: built.wall,
    megabytes: process.memoryUsage().rss / 1e6,
  }),
);
