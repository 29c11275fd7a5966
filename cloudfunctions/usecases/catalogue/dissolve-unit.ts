import * as z from 'zod';
import type { Unit } from '../../domain/catalogue';
import { managers, staffRoles } from '../../domain/catalogue/roles';
import { deskFor, isStaffed } from '../../domain/catalogue/staffing';
import { systemActor, type Actor } from '../../domain/engine';
import { leaveDissolved } from '../../domain/procedures/common/dissolving';
import { tag } from '../../domain/ticket/scope';
import { civilDateOf } from '../../domain/time';
import { administrative } from '../kernel/writing/administer';
import { commit } from '../kernel/writing/commit';
import type { Collections } from '../kernel/documents';
import { fail, notFound } from '../kernel/failure';
import { PAGE, type HasTime, type Transaction } from '../kernel/ports';
import { contextOfTicket, type Runtime } from '../kernel/runtime';
import { readAll } from '../kernel/reading/read-all';
import type { Snapshot } from '../kernel/reading/snapshot';
import { nextVersion, saving } from '../kernel/writing/two-writers';
import { useCase } from '../kernel/use-case';
import { putMembers } from '../people/write-members';
import { belongingsOf, moveBelongings } from './move-belongings';
import { raiseVersion } from './raise-version';
import { tooLong, typedText } from '../../domain/typed/text';
import { typedId } from '../../domain/typed/identifier';
import { maskedText } from '../../domain/privacy/personal';

/** A unit ends by an act that moves or returns each open ticket (A42). */

const dissolveInput = z.object({
  version: saving.version,
  unitId: typedId('请选择单位').min(1).max(32),
  /** Who takes over what belongs to it and what is open; left out, the unit above it, else the operator. */
  successorId: typedId().min(1).max(32).optional(),
  reason: maskedText(
    typedText('请填写撤销的依据或原因').min(2, '请填写撤销的依据或原因').max(500, tooLong('', 500)),
  ),
});

/** Open tickets in which a unit takes part, oldest first. */
async function* openWith({ ports }: Runtime, unitId: string): AsyncGenerator<string> {
  for (let after = ''; ;) {
    const page = await ports.database.find('tickets', {
      where: {
        'keys.tags': tag.open(`lead:${unitId}`),
        'keys.newKey': { gt: after },
      },
      order: ['keys.newKey', 'asc'],
      limit: PAGE,
    });
    yield* page.map(({ _id }) => _id);
    if (page.length < PAGE) return;
    after = page.at(-1)?.keys.newKey ?? after;
  }
}

const moveOne = ({ ports }: Runtime, snapshot: Snapshot, no: string, unitId: string): Promise<boolean> =>
  ports.database.transaction(async transaction => {
    const before = await transaction.get('tickets', no);
    if (!before) return false;
    const context = await contextOfTicket(transaction, snapshot, systemActor, ports.now(), before.ticket);
    const outcome = leaveDissolved(before.ticket, unitId, context);
    if (!outcome) return false;
    const entry = { type: 'unit-dissolved', payload: { unitId } };
    await commit(ports, transaction, { before, outcome, context, entry, lastAct: null });
    return true;
  });

/** Moves what is still open at a unit that has ended; a ticket that has gone is not found again. */
export const moveFromDissolved = async (
  runtime: Runtime,
  unitId: string,
  hasTime: HasTime = () => true,
): Promise<{ moved: number; finished: boolean }> => {
  const snapshot = await runtime.snapshots.current();
  let moved = 0;
  for await (const no of openWith(runtime, unitId)) {
    if (!(await hasTime())) return { moved, finished: false };
    if (await moveOne(runtime, snapshot, no, unitId)) moved += 1;
  }
  return { moved, finished: true };
};

const hasOpenWork = async ({ ports }: Runtime, unitId: string): Promise<boolean> => {
  for (let after = ''; ;) {
    const page = await ports.database.find('tickets', {
      where: {
        'keys.tags': tag.desk(`lead:${unitId}`),
        'keys.newKey': { gt: after },
      },
      order: ['keys.newKey', 'asc'],
      limit: PAGE,
    });
    if (page.some(({ ticket }) => ticket.work)) return true;
    if (page.length < PAGE) return false;
    after = page.at(-1)?.keys.newKey ?? after;
  }
};

/** What stands against it, by field. */
const problemsOf = async (
  runtime: Runtime,
  snapshot: Snapshot,
  { unitId, successorId }: z.infer<typeof dissolveInput>,
): Promise<Record<string, string>> => {
  const { catalogue } = snapshot;
  if (successorId !== undefined) {
    const successor = catalogue.unit(successorId);
    if (!successor || successor.ended || successorId === unitId)
      return { successorId: '请选择另一个现有的单位' };
    return isStaffed(successorId, false, catalogue)
      ? {}
      : { successorId: '这个单位目前无人办理，请另选单位' };
  }
  const left = await belongingsOf(runtime, unitId);
  if (left !== '') return { successorId: `还有 ${left}归它负责，请选择承接单位` };
  const above = deskFor(catalogue.unit(unitId)?.parentId ?? '', false, catalogue);
  return above === undefined && (await hasOpenWork(runtime, unitId))
    ? { successorId: '还有由它办理的流程没有结束，请选择承接单位' }
    : {};
};

/** A transaction takes 100 steps: so many members leave in one. */
const AT_ONCE = 40;

const revokeSome = async (transaction: Transaction, members: readonly { _id: string }[]): Promise<void> => {
  const leaving: Collections['members'][] = [];
  for (const { _id } of members) {
    const member = await transaction.get('members', _id);
    // Whoever has been invited and has not come yet does not come any more.
    if (member && member.state !== 'revoked') leaving.push({ ...member, state: 'revoked' });
  }
  await putMembers(transaction, leaving);
};

const MOST_DUTIES = 60;

/** What it was in charge of, the successor is in charge of: the router goes by these words. */
const handOverDuties = async (
  transaction: Transaction,
  { duties }: Pick<Unit, 'duties'>,
  successorId: string,
): Promise<void> => {
  const successor = await transaction.get('units', successorId);
  if (!successor) return;
  const all = [...new Set([...successor.duties, ...duties])].slice(0, MOST_DUTIES);
  const version = (successor.version ?? 1) + 1;
  if (all.length > successor.duties.length)
    await transaction.put('units', { ...successor, duties: all, version });
};

/**
 * `unit.dissolve`: its members leave; its services, units below, entries, rows of registers and open tickets go on
 * elsewhere; old tickets keep its name.
 */
export const dissolveUnit = async (
  runtime: Runtime,
  actor: Actor,
  input: z.infer<typeof dissolveInput>,
): Promise<{ unit: Unit; moved: number }> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const { unitId, successorId, reason } = input;
  const unit = snapshot.catalogue.unit(unitId) ?? notFound('单位');
  if (unit.ended) return fail('wrong-state', '这个单位已经撤销');
  const problems = await problemsOf(runtime, snapshot, input);
  if (Object.keys(problems).length > 0) return fail('invalid', '有内容需要补充或更正', problems);
  // Of two who end it, or of one who has not seen its last change, nothing is moved.
  const seen = await ports.database.get('units', unitId);
  nextVersion(seen ?? unit, { version: input.version, name: unit.name }, 'unitId');
  const members = await readAll(ports.database, 'members', 'id', {
    unitId,
    role: { in: [...staffRoles] },
  });
  const ended: Unit = {
    ...unit,
    ended: {
      on: civilDateOf(ports.now()),
      reason,
      by: actor.id,
      ...(successorId ? { successorId } : {}),
    },
  };
  await ports.database.transaction(async transaction => {
    const before = await transaction.get('units', unitId);
    // What somebody has changed meanwhile is kept.
    const present = before ?? { _id: unitId, ...unit };
    if (present.ended) fail('wrong-state', '这个单位已经撤销');
    const next = nextVersion(present, { version: input.version, name: present.name }, 'unitId');
    await transaction.put('units', { ...present, ended: ended.ended, version: next });
    if (successorId) await handOverDuties(transaction, present, successorId);
    await raiseVersion(transaction);
    await revokeSome(transaction, members.slice(0, AT_ONCE));
  });
  for (let from = AT_ONCE; from < members.length; from += AT_ONCE)
    await ports.database.transaction(transaction =>
      revokeSome(transaction, members.slice(from, from + AT_ONCE)),
    );
  // What is left when the time is over, the timer moves (watch-desks.ts).
  const began = ports.elapsed();
  const hasTime = (): boolean => ports.elapsed() - began < 8_000;
  await moveBelongings(runtime, unitId, successorId, hasTime);
  const { moved } = await moveFromDissolved(runtime, unitId, hasTime);
  return { unit: ended, moved };
};

export const unitDissolve = administrative(
  'unit.dissolve',
  ({ unitId, reason }) => ({ about: unitId, what: reason }),
  useCase(dissolveInput, managers, (runtime, { actor }, input) => dissolveUnit(runtime, actor, input)),
);
