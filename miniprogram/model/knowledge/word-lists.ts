import type { KeptWords, WordLists } from '../../../typings/api';
import { momentText } from '../../lib/dates';

/** The lists of synonyms and boilerplate while they are edited: kept on the phone until they were saved. */

export type WordsDraft = WordLists & {
  /** What the lists were when the editing began: what was changed is the difference to it. */
  base: WordLists & { version: number };
};

/** So many lines of a list are shown; the others are searched for. */
const MOST_LINES = 60;

/** From so many lines on they can be searched. */
export const SEARCHED_FROM = 12;

export const draftOf = ({ version, synonyms, boilerplate }: KeptWords): WordsDraft => ({
  synonyms: synonyms.map(([from, to]) => [from, to]),
  boilerplate: boilerplate.slice(),
  base: { version, synonyms, boilerplate },
});

const nameOf = (pair: [string, string]): string => JSON.stringify(pair);
const without = (list: string[], taken: string[]): string[] => list.filter(one => taken.indexOf(one) < 0);

const counted = (name: string, added: number, changed: number, removed: number): string => {
  const parts = [
    added > 0 ? `新增 ${added}` : '',
    changed > 0 ? `改动 ${changed}` : '',
    removed > 0 ? `删去 ${removed}` : '',
  ].filter(Boolean);
  return parts.length > 0 ? `${name}${parts.join('、')}` : '';
};

/** `同义词新增 2、改动 1；套话删去 1`; empty = nothing to save. */
export function changesText({ base, synonyms, boilerplate }: WordsDraft): string {
  const [now, before] = [synonyms.map(nameOf), base.synonyms.map(nameOf)];
  const [fresh, gone] = [without(now, before), without(before, now)];
  const wordOf = (name: string): string => (JSON.parse(name) as [string, string])[0];
  const changed = gone.filter(name => fresh.some(other => wordOf(other) === wordOf(name))).length;
  return [
    counted('同义词', fresh.length - changed, changed, gone.length - changed),
    counted(
      '套话',
      without(boilerplate, base.boilerplate).length,
      0,
      without(base.boilerplate, boilerplate).length,
    ),
  ]
    .filter(Boolean)
    .join('；');
}

/**
 * What I changed, put onto what somebody else saved meanwhile. Where both wrote the same word, mine stays and `clashes`
 * says what the other wrote.
 */
export function mergeWords(mine: WordsDraft, theirs: KeptWords): { draft: WordsDraft; clashes: string[] } {
  const { base } = mine;
  const before = base.synonyms.map(nameOf);
  const removed = without(before, mine.synonyms.map(nameOf));
  const added = mine.synonyms.filter(pair => before.indexOf(nameOf(pair)) < 0);
  const synonyms = theirs.synonyms.filter(pair => removed.indexOf(nameOf(pair)) < 0);
  const clashes: string[] = [];
  for (const pair of added) {
    const at = synonyms.findIndex(([from]) => from === pair[0]);
    const other = synonyms[at];
    if (!other) synonyms.push(pair);
    else if (other[1] !== pair[1]) {
      clashes.push(`“${pair[0]}”您改写成“${pair[1]}”，对方改写成“${other[1]}”`);
      synonyms[at] = pair;
    }
  }
  const kept = without(theirs.boilerplate, without(base.boilerplate, mine.boilerplate));
  const boilerplate = kept.concat(without(without(mine.boilerplate, base.boilerplate), kept));
  return { draft: { ...draftOf(theirs), synonyms, boilerplate }, clashes };
}

/** Errors of the cloud by line: `words.synonyms.3.0` → `synonyms.3`; of a whole list by its name. */
export function lineErrors(fields: Record<string, string> = {}): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const [path, message] of Object.entries(fields)) {
    const [list = '', at] = path.replace(/^words\./, '').split('.');
    errors[at === undefined ? list : `${list}.${at}`] ??= message;
  }
  return errors;
}

export type WordLine = { key: string; at: number; from: string; to: string; error: string; fresh: boolean };
export type ShownWords = { synonyms: WordLine[]; boilerplate: WordLine[]; hidden: number };

/** The first lines that hold what is looked for; those with an error always. */
export function shownWords(draft: WordsDraft, errors: Record<string, string>, query: string): ShownWords {
  const words = query.trim();
  const before = new Set(draft.base.synonyms.map(nameOf));
  const known = new Set(draft.base.boilerplate);
  const line = (list: keyof WordLists, at: number, from: string, to: string, fresh: boolean): WordLine => {
    const key = `${list}.${at}`;
    return { key, at, from, to, error: errors[key] ?? '', fresh };
  };
  const shown = (lines: WordLine[]): WordLine[] =>
    lines
      .filter(({ from, to, error }) => !words || error || from.indexOf(words) >= 0 || to.indexOf(words) >= 0)
      .filter(({ error }, place) => error || place < MOST_LINES);
  const pairs = draft.synonyms.map((pair, at) =>
    line('synonyms', at, pair[0], pair[1], !before.has(nameOf(pair))),
  );
  const phrases = draft.boilerplate.map((text, at) => line('boilerplate', at, text, '', !known.has(text)));
  const synonyms = shown(pairs);
  const boilerplate = shown(phrases);
  return {
    synonyms,
    boilerplate,
    hidden: pairs.length + phrases.length - synonyms.length - boilerplate.length,
  };
}

export const savedText = ({ version, saved }: KeptWords): string =>
  saved ? `第 ${version} 版 · ${saved.name} ${momentText(saved.at)} 保存` : '出厂的词表，还没有改过';
