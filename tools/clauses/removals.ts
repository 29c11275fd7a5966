import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry } from './entries';

/** Removals beside the proofs: what is taken out, and how the proof alone is run. */

export const occurrences = (source: string, words: string): number => source.split(words).length - 1;

/** A title as jest looks for it: `describe > title` as it joins them, and anything for what `each` puts in. */
export const asTitlePattern = (title: string): string =>
  `(^| )${title
    .split(/%[a-z%]|\$[a-zA-Z.]+/)
    .map(part => part.replaceAll(' > ', ' ').replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*')}$`;

/** Of which removals the words stand no more once in their file: the code was changed, and they have to be chosen anew. */
export const lostRemovals = (root: string, entries: readonly Entry[]): string[] =>
  entries.flatMap(({ id, proofs }) =>
    proofs
      .flatMap(({ removals }) => removals)
      .flatMap(({ file, find }) => {
        const path = join(root, file);
        const times = existsSync(path) ? occurrences(readFileSync(path, 'utf8'), find) : 0;
        return times === 1 ? [] : [`${id}: "${find}" stands ${times} times in ${file}`];
      }),
  );
