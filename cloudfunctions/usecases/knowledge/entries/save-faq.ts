import * as z from 'zod';
import { frontDesk } from '../../../domain/catalogue/roles';
import type { Actor } from '../../../domain/engine';
import {
  contentSchema,
  ENTRY_ID,
  mayWrite,
  openStages,
  type FaqContent,
} from '../../../domain/knowledge/content/content';
import { canonical } from '../../../domain/privacy/chain';
import type { FaqVersionDocument } from '../../kernel/documents';
import { fail } from '../../kernel/failure';
import { administrative } from '../../kernel/writing/administer';
import { createOnce, requestIdInput } from '../../kernel/writing/create-once';
import {
  maskContent,
  moved,
  newVersion,
  readVersion,
  showVersion,
  wrongIn,
  type ShownVersion,
} from './faq-versions';
import { DuplicateKey, type Transaction } from '../../kernel/ports';
import type { Runtime } from '../../kernel/runtime';
import { useCase } from '../../kernel/use-case';
import { typedId } from '../../../domain/typed/identifier';

/** Writing entries: each save is a version of its own; nothing that was ever saved is lost. */

export const saveFaqInput = z
  .object({
    id: typedId().regex(ENTRY_ID, '编号不对').optional(),
    version: z.number().int().positive().optional(),
    requestId: requestIdInput,
    entry: contentSchema,
  })
  .refine(({ id, version }) => (id === undefined) === (version === undefined), {
    error: '缺少版本号，请刷新后再试',
    path: ['version'],
  });

const OTHERS_CHANGE = '有人刚保存了新的版本，请刷新后再改';

export const isOpenStage = (stage: string): boolean => (openStages as readonly string[]).includes(stage);

export const sameText = (one: unknown, other: unknown): boolean =>
  canonical(JSON.parse(JSON.stringify(one))) === canonical(JSON.parse(JSON.stringify(other)));

/** Writes the version behind `before`; an unpublished `before` is history from then on. */
export const addVersion = async (
  transaction: Transaction,
  before: FaqVersionDocument,
  next: FaqVersionDocument,
): Promise<void> => {
  await transaction.insert('faqversions', next);
  if (isOpenStage(before.stage))
    await transaction.put('faqversions', moved(before, { stage: 'superseded' }, next.saved.at));
};

const change = async (
  transaction: Transaction,
  actor: Actor,
  { id, version, entry }: { id: string; version: number; entry: FaqContent },
  now: string,
): Promise<FaqVersionDocument> => {
  const before = await readVersion(transaction, actor, { id, version });
  // A unit can neither take an entry of another one nor give one away.
  if (!mayWrite(actor, before.content.unitId) || !mayWrite(actor, entry.unitId))
    return fail('forbidden', '只能编写本单位的条目');
  const next = newVersion(id, version + 1, entry, actor, now);
  const present = await transaction.get('faqversions', next._id);
  if (present) {
    // The same save once more, e.g. after a broken connection.
    if (present.saved.id === actor.id && sameText(present.content, entry)) return present;
    return fail('conflict', OTHERS_CHANGE);
  }
  await addVersion(transaction, before, next);
  return next;
};

/** `faq.save`: a new entry, or a new version of one. Returns the draft. */
export const saveFaq = (
  runtime: Runtime,
  actor: Actor,
  input: z.infer<typeof saveFaqInput>,
): Promise<ShownVersion> =>
  input.id === undefined
    ? createOnce(
        runtime,
        actor,
        'faq.save',
        input,
        () => writeFaq(runtime, actor, input),
        async id => {
          const { ports, snapshots } = runtime;
          const first = await readVersion(ports.database, actor, { id, version: 1 });
          return showVersion(await snapshots.current(), actor, first, first.stage !== 'superseded');
        },
      )
    : writeFaq(runtime, actor, input);

const writeFaq = async (
  runtime: Runtime,
  actor: Actor,
  input: z.infer<typeof saveFaqInput>,
): Promise<ShownVersion> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  if (!mayWrite(actor, input.entry.unitId)) fail('forbidden', '只能编写本单位的条目');
  const wrong = await wrongIn(snapshot, input.entry);
  if (Object.keys(wrong).length > 0)
    fail(
      'invalid',
      '有内容需要补充或更正',
      Object.fromEntries(Object.entries(wrong).map(([field, text]) => [`entry.${field}`, text])),
    );
  const entry = maskContent(input.entry);
  const now = ports.now();
  const { id, version } = input;
  try {
    const saved = await ports.database.transaction(async transaction => {
      if (id !== undefined && version !== undefined)
        return change(transaction, actor, { id, version, entry }, now);
      const first = newVersion(`K${ports.secrets.randomId().slice(0, 12)}`, 1, entry, actor, now);
      runtime.alsoRecord?.({ about: first.faqId });
      await transaction.insert('faqversions', first);
      return first;
    });
    return showVersion(snapshot, actor, saved, true);
  } catch (error) {
    if (id !== undefined && error instanceof DuplicateKey) return fail('conflict', OTHERS_CHANGE);
    throw error;
  }
};

export const faqSave = administrative(
  'faq.save',
  ({ id }) => ({ about: id }),
  useCase(saveFaqInput, frontDesk, async (runtime, { actor }, input) => ({
    faq: await saveFaq(runtime, actor, input),
  })),
);
