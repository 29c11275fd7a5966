import { DEFAULT_WORDS, type WordLists } from '../../../domain/knowledge';
import type { WordListDocument } from '../../kernel/documents';
import type { Reader } from '../../kernel/ports';
import { versionName } from '../measuring/kept-versions';

/** The synonyms and boilerplate of a version; 0 = the shipped ones. */
export const readWords = async (
  reader: Reader,
  version = 0,
): Promise<WordLists & Partial<Pick<WordListDocument, 'byName' | 'at'>>> => {
  const stored = version > 0 ? await reader.get('wordlists', versionName(version)) : undefined;
  return stored ?? DEFAULT_WORDS;
};
