import type { FaqText, FaqVersion } from '../../../typings/api';
import { CLASSIFIED } from '../form/forms';
import { isClassified } from '../../lib/privacy';

/** An entry that is being written; kept on the phone until it was saved. */
export type EntryDraft = {
  question: string;
  similar: string[];
  answer: string;
  unitId: string;
  unitName: string;
  serviceId: string;
  serviceName: string;
  region: string;
  validFrom: string;
  validUntil: string;
  /** The version on which it is written, 0 = a new entry. */
  base: number;
};

export const newEntry = (): EntryDraft => ({
  question: '',
  similar: [],
  answer: '',
  unitId: '',
  unitName: '',
  serviceId: '',
  serviceName: '',
  region: '',
  validFrom: '',
  validUntil: '',
  base: 0,
});

export const draftOf = (version: FaqVersion, services: Record<string, string>): EntryDraft => ({
  question: version.question,
  similar: version.similar.slice(),
  answer: version.answer,
  unitId: version.unitId ?? '',
  unitName: version.unitId ? version.unitName : '',
  serviceId: version.serviceId ?? '',
  serviceName: version.serviceId ? (services[version.serviceId] ?? version.serviceId) : '',
  region: version.region ?? '',
  validFrom: version.validFrom ?? '',
  validUntil: version.validUntil ?? '',
  base: version.version,
});

export const MOST_SIMILAR = 60;

/** Other words that are not there yet; the question itself is none. */
export function withSimilar(draft: EntryDraft, more: string[]): EntryDraft {
  const fresh = more.map(text => text.trim()).filter(text => text && text !== draft.question);
  return { ...draft, similar: Array.from(new Set(draft.similar.concat(fresh))).slice(0, MOST_SIMILAR) };
}

export function draftErrors(draft: EntryDraft): Record<string, string> {
  const errors: Record<string, string> = {};
  if (draft.question.trim().length < 2) errors['question'] = '问题最少 2 个字';
  if (!draft.answer.trim()) errors['answer'] = '请填写答复';
  for (const name of ['question', 'answer'] as const)
    if (isClassified(draft[name])) errors[name] = CLASSIFIED;
  if (draft.similar.some(isClassified)) errors['similar'] = CLASSIFIED;
  if (draft.validFrom && draft.validUntil && draft.validUntil < draft.validFrom)
    errors['validUntil'] = '有效期的结束日早于开始日';
  return errors;
}

const OPTIONAL = ['unitId', 'serviceId', 'region', 'validFrom', 'validUntil'] as const;

export function entryInput(draft: EntryDraft): FaqText {
  const entry: FaqText = {
    question: draft.question.trim(),
    similar: draft.similar.map(text => text.trim()).filter(Boolean),
    answer: draft.answer.trim(),
  };
  for (const name of OPTIONAL) if (draft[name]) entry[name] = draft[name];
  return entry;
}

/** Whether two drafts would save the same. */
export const isSame = (one: EntryDraft, other: EntryDraft): boolean =>
  JSON.stringify(entryInput(one)) === JSON.stringify(entryInput(other));
