import * as z from 'zod';
import { managers } from '../../../domain/catalogue/roles';
import { GATE_FEATURES } from '../../../domain/knowledge/gate/gate';
import { FEWEST_JUDGED, refitGate, type Refit } from '../../../domain/knowledge/gate/refit';
import { weekOf } from '../../../domain/knowledge/gate/sampling';
import { systemActor, type Actor } from '../../../domain/engine';
import { canonical } from '../../../domain/privacy/chain';
import { addMinutes, civilDateOf, type CivilDate, type Instant } from '../../../domain/time';
import type { GateDocument, HeartbeatDocument } from '../../kernel/documents';
import { fail } from '../../kernel/failure';
import { raiseKnowledgeVersion } from '../entries/faq-versions';
import { administrative } from '../../kernel/writing/administer';
import { breathe, keptVersions, NOTHING_NEW, versionName } from './kept-versions';
import { judgedNow } from './judged-now';
import { newestJudgements } from './judge-knowledge';
import { DuplicateKey, PAGE, type Database, type Ports } from '../../kernel/ports';
import { refitRouterFromJudgements } from './refit-router';
import type { Runtime } from '../../kernel/runtime';
import { nothing, useCase } from '../../kernel/use-case';
import type { Work } from '../../clock/work';

/**
 * The gate learns from what staff judged: fitted anew each week, when entries were published or much was judged, and when
 * the manager asks; kept in versions.
 */

/** The product's default: a wrong official answer does harm. */
const TARGET_PRECISION = 0.98;
const gateDocuments = (database: Database): Promise<GateDocument[]> =>
  database.find('gates', { where: { version: { gt: 0 } }, order: ['version', 'desc'], limit: PAGE });

const prune = async (database: Database, inUse: number): Promise<void> => {
  const all = await gateDocuments(database);
  const kept = keptVersions(
    all.map(({ version, gate }) => ({ version, accepted: gate !== null })),
    inUse,
  );
  for (const one of all) if (!kept.has(one.version)) await database.remove('gates', one._id);
};

export type RefitOutcome = {
  accepted: boolean;
  version?: number;
  judged: number;
  reason?: string;
  before?: GateDocument['before'];
  after?: GateDocument['after'];
};

const outcomeOf = (refit: Refit, judged: number, version: number): RefitOutcome => ({
  accepted: refit.accepted,
  judged,
  ...(refit.accepted ? { version } : { reason: refit.reason }),
  ...(refit.before ? { before: refit.before } : {}),
  ...(refit.after ? { after: refit.after } : {}),
});

/** `knowledge.refit`: accepted, it is in use with the next question; refused, everything stays as it was. */
export const refitFromJudgements = async (runtime: Runtime, actor: Actor): Promise<RefitOutcome> => {
  const { ports, snapshots } = runtime;
  const { database } = ports;
  const judgements = await newestJudgements(database);
  const tooFew = `判定过的问题只有 ${judgements.length} 个，至少需要 ${FEWEST_JUDGED} 个`;
  if (judgements.length < FEWEST_JUDGED)
    return { accepted: false, judged: judgements.length, reason: tooFew };
  const snapshot = await snapshots.current();
  const { index, gate: present } = await snapshot.knowledge();
  const judged = await judgedNow(database, judgements, index);
  const { knowledgeVersion } = snapshot.settings;
  // After an upgrade that measures more, the same questions are worth fitting to once more.
  const measured = GATE_FEATURES.length;
  const dataHash = ports.secrets.sha256(canonical({ judged, knowledgeVersion, measured }));
  const newest = (await gateDocuments(database))[0];
  // Fitting takes seconds: the same questions on the same entries give the same gate.
  if (newest?.dataHash === dataHash) return { accepted: false, judged: judged.length, reason: NOTHING_NEW };
  // What the gate in use promises is promised on.
  const precision = present.precision ?? TARGET_PRECISION;
  const refit = refitGate(index, judged, { present, precision });
  await breathe(ports);
  // Three copies of one gate would leave nothing to go back to.
  if (refit.accepted && canonical(refit.gate) === canonical(present))
    return { accepted: false, judged: judged.length, reason: NOTHING_NEW };
  const version = (newest?.version ?? 0) + 1;
  const document: GateDocument = {
    _id: versionName(version),
    version,
    at: ports.now(),
    by: actor.id,
    judged: judged.length,
    dataHash,
    before: refit.before ?? null,
    after: refit.after ?? null,
    refused: refit.accepted ? null : refit.reason,
    gate: refit.accepted ? refit.gate : null,
  };
  try {
    await database.transaction(async transaction => {
      await transaction.insert('gates', document);
      if (refit.accepted) await raiseKnowledgeVersion(transaction, { gateVersion: version });
    });
  } catch (error) {
    if (error instanceof DuplicateKey) return fail('conflict', '另一次更新刚刚完成，请刷新后再看');
    throw error;
  }
  const inUse = refit.accepted ? version : (snapshot.settings.gateVersion ?? 0);
  await prune(database, inUse);
  return outcomeOf(refit, judged.length, version);
};

export const knowledgeRefit = administrative(
  'knowledge.refit',
  () => ({}),
  useCase(nothing, managers, (runtime, { actor }) => refitFromJudgements(runtime, actor)),
);

export const rollbackGateInput = z.object({
  /** A kept version, 0 = the shipped one; without it the one before the present one. */
  to: z.number().int().nonnegative().optional(),
});

/** `knowledge.rollback`: an earlier gate is in use again, in one call. */
export const rollbackGate = async (
  { ports }: Runtime,
  { to }: z.infer<typeof rollbackGateInput>,
): Promise<{ version: number }> => {
  const kept = (await gateDocuments(ports.database)).filter(one => one.gate !== null).map(one => one.version);
  return ports.database.transaction(async transaction => {
    const present = (await transaction.get('settings', 'current'))?.gateVersion ?? 0;
    if (to === undefined && present === 0) fail('wrong-state', '正在使用出厂的判定标准，没有更早的版本');
    const version = to ?? kept.find(one => one < present) ?? 0;
    if (version !== 0 && !kept.includes(version))
      fail('invalid', '有内容需要补充或更正', { to: '这个版本没有保留' });
    if (version !== present) await raiseKnowledgeVersion(transaction, { gateVersion: version });
    return { version };
  });
};

export const knowledgeRollback = administrative(
  'knowledge.rollback',
  ({ to }) => ({ what: to === undefined ? '上一版' : `第 ${to} 版` }),
  useCase(rollbackGateInput, managers, (runtime, _caller, input) => rollbackGate(runtime, input)),
);

/** What was published is learned from at the latest so much later, however much is published meanwhile. */
const EVERY_MINUTES = 60;
/** So many new judgements tell something new. */
const ENOUGH_JUDGED = 50;

const isSameWeek = (last: HeartbeatDocument, week: CivilDate): boolean =>
  weekOf(civilDateOf(last.startedAt)) === week;

const hasMuchJudged = async ({ database }: Pick<Ports, 'database'>, since: Instant): Promise<boolean> => {
  const where = { key: { gt: `${since}|~` } };
  return (await database.count('judgements', where, ENOUGH_JUDGED)) >= ENOUGH_JUDGED;
};

/**
 * Why there is something to learn: a new week; entries or words that came since; much that staff judged. Undefined =
 * nothing. It names the run among those that failed.
 */
const occasionOf = async (
  { ports, snapshots }: Runtime,
  last: HeartbeatDocument | undefined,
  now: Instant,
): Promise<string | undefined> => {
  const week = weekOf(civilDateOf(now));
  if (!last || !isSameWeek(last, week)) return week;
  if (last.startedAt > addMinutes(now, -EVERY_MINUTES)) return undefined;
  const { knowledgeVersion } = (await snapshots.current()).settings;
  const published = last.did['knowledgeVersion'] !== knowledgeVersion;
  return published || (await hasMuchJudged(ports, last.startedAt))
    ? `${week}|${knowledgeVersion}`
    : undefined;
};

/** Once, after versions without it: what is published from now on is learned from. */
const noteVersion = async ({ ports, snapshots }: Runtime, last: HeartbeatDocument): Promise<void> => {
  const { knowledgeVersion } = (await snapshots.current()).settings;
  last.did = { ...last.did, knowledgeVersion };
  await ports.database.put('heartbeats', last);
};

/** Takes the occasion for this run. The mark comes first: a run that is killed is not repeated each minute. */
const claim = (
  { database }: Pick<Ports, 'database'>,
  seen: HeartbeatDocument | undefined,
  now: Instant,
): Promise<boolean> =>
  database.transaction(async transaction => {
    const last = await transaction.get('heartbeats', 'refit');
    if (last?.startedAt !== seen?.startedAt) return false;
    await transaction.put('heartbeats', {
      _id: 'refit',
      startedAt: now,
      finishedAt: now,
      did: last?.did ?? {},
    });
    return true;
  });

/** By the timer, at most once an hour; again for the same occasion only what has failed. */
export const refitWhenDue = async (runtime: Runtime, work: Work): Promise<{ refitted: number }> => {
  const { ports, snapshots } = runtime;
  const now = ports.now();
  work.rest(addMinutes(now, EVERY_MINUTES));
  const last = await ports.database.get('heartbeats', 'refit');
  if (last && last.did['knowledgeVersion'] === undefined) await noteVersion(runtime, last);
  const again = work.again[0];
  const occasion = again ?? (await occasionOf(runtime, last, now));
  if (occasion === undefined) return { refitted: 0 };
  if (again === undefined && !(await claim(ports, last, now))) return { refitted: 0 };
  let refitted = 0;
  await work.attempt(
    occasion,
    async () => {
      const { accepted, judged } = await refitFromJudgements(runtime, systemActor);
      const router = await refitRouterFromJudgements(runtime, systemActor);
      const { knowledgeVersion } = (await snapshots.current()).settings;
      const did = { judged, accepted: accepted ? 1 : 0, router: router.accepted ? 1 : 0, knowledgeVersion };
      await ports.database.put('heartbeats', { _id: 'refit', startedAt: now, finishedAt: ports.now(), did });
      refitted = did.accepted + did.router;
    },
    null,
  );
  return { refitted };
};
