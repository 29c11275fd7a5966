import * as z from 'zod';
import { catalogueKeepers } from '../../../domain/catalogue/roles';
import { wordListsSchema } from '../../../domain/knowledge/content/word-lists';
import type { Actor } from '../../../domain/engine';
import { fail } from '../../kernel/failure';
import { raiseKnowledgeVersion } from '../entries/faq-versions';
import { versionName } from '../measuring/kept-versions';
import { administrative } from '../../kernel/writing/administer';
import { readWords } from './read-words';
import type { Runtime } from '../../kernel/runtime';
import { useCase } from '../../kernel/use-case';

/** Synonyms and boilerplate that staff keep: each save is a version, in use with the next question. */

type Shown = {
  version: number;
  saved: { name: string; at: string } | null;
  synonyms: [from: string, to: string][];
  boilerplate: string[];
};

export const wordsInput = z.object({
  /** An earlier version to look at; without it the one in use. */
  version: z.number().int().nonnegative().optional(),
});

/** `knowledge.words` */
export const showWords = async (
  { ports, snapshots }: Runtime,
  input: z.infer<typeof wordsInput>,
): Promise<Shown> => {
  const { settings } = await snapshots.current();
  const newest = settings.wordsVersion ?? 0;
  const version = input.version ?? newest;
  if (version > newest) fail('not-found', '没有这个版本');
  const { synonyms, boilerplate, byName, at } = await readWords(ports.database, version);
  return {
    version,
    saved: byName !== undefined && at !== undefined ? { name: byName, at } : null,
    synonyms: synonyms.map(([from, to]) => [from, to]),
    boilerplate: [...boilerplate],
  };
};

export const knowledgeWords = useCase(wordsInput, catalogueKeepers, (runtime, _caller, input) =>
  showWords(runtime, input),
);

export const saveWordsInput = z.object({
  /** The version that was edited: a save over somebody else's is refused. */
  version: z.number().int().nonnegative(),
  words: wordListsSchema,
});

/** `knowledge.saveWords`: the index is built anew with them by each instance's next question. */
export const saveWords = async (
  runtime: Runtime,
  actor: Actor,
  input: z.infer<typeof saveWordsInput>,
): Promise<Shown> => {
  const { ports } = runtime;
  const version = input.version + 1;
  await ports.database.transaction(async transaction => {
    const settings = await transaction.get('settings', 'current');
    if ((settings?.wordsVersion ?? 0) !== input.version) fail('conflict', '词表刚被别人改过，请刷新后再改');
    await transaction.put('wordlists', {
      _id: versionName(version),
      version,
      at: ports.now(),
      by: actor.id,
      byName: actor.name,
      ...input.words,
    });
    await raiseKnowledgeVersion(transaction, { wordsVersion: version });
  });
  return showWords(runtime, { version });
};

export const knowledgeSaveWords = administrative(
  'knowledge.saveWords',
  ({ version }) => ({ what: `第 ${version + 1} 版` }),
  useCase(saveWordsInput, catalogueKeepers, (runtime, { actor }, input) => saveWords(runtime, actor, input)),
);
