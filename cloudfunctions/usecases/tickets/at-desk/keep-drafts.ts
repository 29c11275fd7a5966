import * as z from 'zod';
import { caseworkers } from '../../../domain/catalogue/roles';
import { isKnownAct, type Actor } from '../../../domain/engine';
import { procedures } from '../../../domain/procedures';
import { addDays, civilDateOf, startOfDay, type Instant } from '../../../domain/time';
import { overlong } from '../../../domain/typed/text';
import type { Values } from '../../../../typings/api';
import type { Work } from '../../clock/work';
import { refuseClassified, textsIn } from '../../kernel/citizen-text';
import type { DraftDocument } from '../../kernel/documents';
import { fail } from '../../kernel/failure';
import { PAGE, type Beside, type Ports } from '../../kernel/ports';
import { queueOf } from '../../kernel/reading/queue';
import type { Runtime } from '../../kernel/runtime';
import { useCase } from '../../kernel/use-case';
import { readTicket } from '../read-ticket';

/**
 * What a member is writing for an act, kept until the act is taken: sealed as a whole, since what is half written has not
 * been masked yet, and what was masked could not be restored.
 */

const DAYS_KEPT = 30;
/** Of the input as JSON: more than the largest form takes. */
const MOST_CHARACTERS = 60_000;

const draftKey = z.object({
  no: z.string({ error: '请填写工单编号' }).min(1, '请填写工单编号').max(64),
  act: z
    .string({ error: '请选择要做的事' })
    .max(40)
    .refine(act => isKnownAct(procedures, act), '没有这种操作'),
});

const draftInput = draftKey.extend({
  input: z.record(z.string(), z.unknown(), { error: '内容的格式不对' }),
  /** The version of the ticket that its writer has in sight; without it that of now. */
  version: z.number().int().nonnegative().optional(),
});

const idOf = (actor: Actor, no: string, act: string): string => `${actor.id}|${no}|${act}`;

/** `draft.get`: what I have written for an act and not sent, or null. */
export const getDraft = async (
  { ports }: Pick<Runtime, 'ports'>,
  actor: Actor,
  { no, act }: z.infer<typeof draftKey>,
): Promise<{ input: Values; version: number; savedAt: Instant } | null> => {
  const { _id } = await readTicket(ports.database, actor, no);
  const draft = await ports.database.get('drafts', idOf(actor, _id, act));
  if (!draft || draft.expiresAt <= ports.now()) return null;
  const input = ports.secrets.unseal(draft.sealed) as Values;
  return { input, version: draft.version, savedAt: draft.savedAt };
};

export const draftGet = useCase(draftKey, caseworkers, (runtime, { actor }, input) =>
  getDraft(runtime, actor, input),
);

/** `draft.save`: keeps it in place of what I had written before; one without content takes it away. */
export const saveDraft = async (
  { ports }: Pick<Runtime, 'ports'>,
  actor: Actor,
  { no, act, input, version }: z.infer<typeof draftInput>,
): Promise<{ version: number; savedAt: Instant }> => {
  const { database, secrets, now } = ports;
  const tooMuch = overlong('草稿', MOST_CHARACTERS, JSON.stringify(input));
  if (tooMuch !== undefined) fail('invalid', '草稿没有存下', { input: tooMuch });
  refuseClassified(ports, textsIn(input));
  const { _id, ticket } = await readTicket(database, actor, no);
  const savedAt = now();
  const kept = { version: version ?? ticket.version, savedAt };
  const id = idOf(actor, _id, act);
  if (Object.keys(input).length === 0) await database.remove('drafts', id);
  else
    await database.put('drafts', {
      _id: id,
      no: _id,
      ...kept,
      sealed: secrets.seal(input),
      expiresAt: startOfDay(addDays(civilDateOf(savedAt), DAYS_KEPT + 1)),
    });
  return kept;
};

export const draftSave = useCase(draftInput, caseworkers, (runtime, { actor }, input) =>
  saveDraft(runtime, actor, input),
);

/**
 * The drafts of acts that are being taken: read beside the transaction, and removed beside its commit, so that no act waits
 * for them. `taken` says which were.
 */
export const goingWith = (
  { database, log }: Pick<Ports, 'database' | 'log'>,
  actor: Actor,
  taken: () => readonly { no: string; act: string }[],
): Beside & { read(of: readonly { no: string; act: string }[]): Promise<void> } => {
  let found: DraftDocument[] = [];
  const going = (): DraftDocument[] => {
    const ids = taken().map(({ no, act }) => idOf(actor, no, act));
    return found.filter(({ _id }) => ids.includes(_id));
  };
  const each = async (work: (draft: DraftDocument) => Promise<void>): Promise<void> => {
    const done = await Promise.allSettled(going().map(work));
    // It lies there until it expires, and is offered once more.
    if (done.some(({ status }) => status === 'rejected')) log({ event: 'draft-left' });
  };
  return {
    read: async of => {
      // Only staff keep drafts here.
      if (actor.role === 'citizen' || actor.role === 'system') return;
      const ids = of.map(({ no, act }) => idOf(actor, no, act));
      found = await database.find('drafts', { where: { _id: { in: ids } }, limit: PAGE });
    },
    write: () => each(({ _id }) => database.remove('drafts', _id)),
    undo: () => each(draft => database.put('drafts', draft)),
  };
};

/** Drafts about a ticket whose person wants it erased. */
export const eraseDrafts = async ({ database }: Pick<Ports, 'database'>, no: string): Promise<void> => {
  for (;;) {
    const page = await database.find('drafts', { where: { no }, order: ['_id', 'asc'], limit: PAGE });
    for (const { _id } of page) await database.remove('drafts', _id);
    if (page.length < PAGE) return;
  }
};

/** The job of the timer: drafts that nobody has gone on with. */
export const removeDrafts = async ({ ports }: Runtime, work: Work): Promise<{ removed: number }> => {
  const { database, now } = ports;
  let removed = 0;
  for await (const { _id } of queueOf(database, 'drafts', 'expiresAt', { until: now() })) {
    if (!(await work.hasTime())) break;
    if (await work.attempt(_id, () => database.remove('drafts', _id))) removed += 1;
  }
  return { removed };
};

/** Seals drafts anew that were sealed with an older key; false when the time was over before all were seen. */
export const resealDrafts = async (
  { database, secrets }: Pick<Ports, 'database' | 'secrets'>,
  work: Pick<Work, 'hasTime' | 'attempt'>,
): Promise<{ changed: number; all: boolean }> => {
  let changed = 0;
  for await (const draft of queueOf(database, 'drafts', 'expiresAt')) {
    if (!(await work.hasTime())) return { changed, all: false };
    if (!secrets.needsReseal(draft.sealed)) continue;
    const sealed = secrets.seal(secrets.unseal(draft.sealed));
    // Whoever has written on meanwhile has sealed it with the key of now.
    if (
      await work.attempt(draft._id, async () => {
        await database.update('drafts', draft._id, { savedAt: draft.savedAt }, { sealed });
      })
    )
      changed += 1;
    else return { changed, all: false };
  }
  return { changed, all: true };
};
