import * as z from 'zod';
import type { Phrase } from '../../../typings/api';
import { deskOfMember } from '../../domain/catalogue/staffing';
import { frontDesk } from '../../domain/catalogue/roles';
import type { Actor } from '../../domain/engine';
import { phraseShape, phraseVariables } from '../../domain/replies/phrase';
import { refuseClassified } from '../kernel/citizen-text';
import type { PhraseDocument } from '../kernel/documents';
import { fail, notFound } from '../kernel/failure';
import { PAGE, type Database } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';
import { nothing, useCase } from '../kernel/use-case';
import { administrative } from '../kernel/writing/administer';
import { createOnce, requestIdInput } from '../kernel/writing/create-once';

/** 常用语 of a desk: kept by whoever answers there, seen by nobody else. */

/** Whose phrases somebody uses; only the front desk has any. */
const deskOf = ({ role, ...actor }: Actor): string =>
  role === 'citizen' || role === 'system' ? '' : deskOfMember({ ...actor, role });

/** As many as one list shows. */
const MOST = PAGE;

/** All of the own unit, or of the operator, by their titles. */
export const phrasesOf = (database: Pick<Database, 'find'>, actor: Actor): Promise<PhraseDocument[]> =>
  database.find('phrases', {
    where: { desk: deskOf(actor) },
    order: ['key', 'asc'],
    limit: MOST,
  });

const shown = ({ _id, title, text, version, saved }: PhraseDocument): Phrase => ({
  id: _id,
  version,
  title,
  text,
  saved: { name: saved.name, at: saved.at },
});

/** `phrase.list`, and what can stand in braces. */
export const phraseList = useCase(nothing, frontDesk, async ({ ports }, { actor }) => ({
  phrases: (await phrasesOf(ports.database, actor)).map(shown),
  variables: phraseVariables.map(({ name, example }) => ({ name, example })),
}));

const idShape = z.string({ error: '请选择常用语' }).min(1).max(64);

const saveInput = z
  .object({
    id: idShape.optional(),
    version: z.number().int().positive().optional(),
    requestId: requestIdInput,
    ...phraseShape,
  })
  .refine(({ id, version }) => (id === undefined) === (version === undefined), {
    path: ['version'],
    error: '缺少版本号，请刷新后再试',
  });

const isOwn = (actor: Actor, phrase: PhraseDocument | undefined): phrase is PhraseDocument =>
  phrase !== undefined && phrase.desk === deskOf(actor);

const says = (one: PhraseDocument, other: { title: string; text: string }): boolean =>
  one.title === other.title && one.text === other.text;

/** `phrase.save`. Saving the same once more changes nothing. */
const savePhrase = (runtime: Runtime, actor: Actor, input: z.output<typeof saveInput>): Promise<Phrase> =>
  input.id === undefined
    ? createOnce(
        runtime,
        actor,
        'phrase.save',
        input,
        () => writePhrase(runtime, actor, input),
        id => savedPhrase(runtime, actor, id),
      )
    : writePhrase(runtime, actor, input);

const savedPhrase = async ({ ports }: Runtime, actor: Actor, id: string): Promise<Phrase> => {
  const phrase = await ports.database.get('phrases', id);
  return isOwn(actor, phrase) ? shown(phrase) : notFound('常用语');
};

const writePhrase = async (
  { ports, alsoRecord }: Runtime,
  actor: Actor,
  { id, version, title, text }: z.output<typeof saveInput>,
): Promise<Phrase> => {
  refuseClassified(ports, [title, text]);
  const others = await phrasesOf(ports.database, actor);
  const named = others.find(one => one.title === title && one._id !== id);
  if (named && id === undefined && says(named, { title, text })) return shown(named);
  if (named) return fail('invalid', '有内容需要补充或更正', { title: '已有同名的常用语，请换一个标题' });
  if (id === undefined && others.length >= MOST)
    return fail('invalid', '有内容需要补充或更正', {
      title: `最多 ${MOST} 条，请先删去不用的`,
    });
  const _id = id ?? ports.secrets.randomId();
  alsoRecord?.({ about: _id });
  return ports.database.transaction(async transaction => {
    const before = id === undefined ? undefined : await transaction.get('phrases', id);
    if (id !== undefined && !isOwn(actor, before)) return notFound('常用语');
    if (before && says(before, { title, text })) return shown(before);
    if (before && before.version !== version)
      return fail('conflict', '这条常用语刚被别人更改过，请看过最新内容后再保存；您填写的内容还在');
    const phrase: PhraseDocument = {
      _id,
      desk: deskOf(actor),
      key: `${title}|${_id}`,
      title,
      text,
      version: (before?.version ?? 0) + 1,
      saved: { id: actor.id, name: actor.name, at: ports.now() },
    };
    await transaction.put('phrases', phrase);
    return shown(phrase);
  });
};

export const phraseSave = administrative(
  'phrase.save',
  ({ id, title }) => ({ about: id, what: title }),
  useCase(saveInput, frontDesk, async (runtime, { actor }, input) => ({
    phrase: await savePhrase(runtime, actor, input),
  })),
);

/** `phrase.remove`: no desk has it any more. It is kept, so that the record of who took it out says what it was. */
export const phraseRemove = administrative(
  'phrase.remove',
  ({ id }) => ({ about: id }),
  useCase(z.object({ id: idShape }), frontDesk, ({ ports }, { actor }, { id }) =>
    ports.database.transaction(async transaction => {
      const before = await transaction.get('phrases', id);
      if (!isOwn(actor, before)) return notFound('常用语');
      await transaction.put('phrases', { ...before, desk: '' });
    }),
  ),
);
