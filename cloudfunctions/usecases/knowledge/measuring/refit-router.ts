import * as z from 'zod';
import { managers } from '../../../domain/catalogue/roles';
import type { RouterMeasured, TrainingRow } from '../../../domain/routing';
import { FEWEST_MESSAGES, refitRouter, type RouterRefit } from '../../../domain/routing/refit-router';
import type { Actor } from '../../../domain/engine';
import { canonical } from '../../../domain/privacy/chain';
import type { JudgementDocument, RouterDocument } from '../../kernel/documents';
import { fail } from '../../kernel/failure';
import { raiseKnowledgeVersion } from '../entries/faq-versions';
import { administrative } from '../../kernel/writing/administer';
import { breathe, keptVersions, NOTHING_NEW, versionName } from './kept-versions';
import { newestJudgements } from './judge-knowledge';
import { DuplicateKey, PAGE, type Database } from '../../kernel/ports';
import type { Runtime } from '../../kernel/runtime';
import { nothing, useCase } from '../../kernel/use-case';
import type { Snapshot } from '../../kernel/reading/snapshot';

/** The router learns which unit answers what, from units that staff confirmed; kept in versions like the gate. */

const routerDocuments = (database: Database): Promise<RouterDocument[]> =>
  database.find('routers', { where: { version: { gt: 0 } }, order: ['version', 'desc'], limit: PAGE });

const prune = async (database: Database, inUse: number): Promise<void> => {
  const all = await routerDocuments(database);
  const kept = keptVersions(
    all.map(({ version, text }) => ({ version, accepted: text !== null })),
    inUse,
  );
  for (const one of all) if (!kept.has(one.version)) await database.remove('routers', one._id);
};

/**
 * What may be learned from: a replied ticket, or a question whose right entry staff named. Of a question that no entry
 * answers the unit was only the machine's guess.
 */
const isConfirmed = ({ _id, gold, unitId }: JudgementDocument): boolean =>
  unitId !== null && (_id.startsWith('ticket:') || gold !== null);

const rowsOf = (snapshot: Snapshot, judgements: readonly JudgementDocument[]): TrainingRow[] =>
  judgements.filter(isConfirmed).flatMap(({ q, unitId }) => {
    const unit = snapshot.catalogue.unit(unitId!);
    return unit ? [{ text: q, label: unit.id }] : [];
  });

export type RouterOutcome = {
  accepted: boolean;
  version?: number;
  messages: number;
  reason?: string;
  before?: RouterMeasured | null;
  after?: RouterMeasured;
};

const outcomeOf = (refit: RouterRefit, messages: number, version: number): RouterOutcome => ({
  accepted: refit.accepted,
  messages,
  ...(refit.accepted ? { version } : { reason: refit.reason }),
  ...(refit.before ? { before: refit.before } : {}),
  ...(refit.after ? { after: refit.after } : {}),
});

/** `router.refit`: accepted, it is in use with the next ticket; refused, everything stays as it was. */
export const refitRouterFromJudgements = async (runtime: Runtime, actor: Actor): Promise<RouterOutcome> => {
  const { ports, snapshots } = runtime;
  const { database } = ports;
  const snapshot = await snapshots.current();
  const rows = rowsOf(snapshot, await newestJudgements(database));
  const present = await snapshot.router();
  const refit = refitRouter(rows, { present });
  if (rows.length < FEWEST_MESSAGES) return outcomeOf(refit, rows.length, 0);
  await breathe(ports);
  if (refit.accepted && present && canonical(refit.weights) === canonical(present))
    return { accepted: false, messages: rows.length, reason: NOTHING_NEW };
  const version = ((await routerDocuments(database))[0]?.version ?? 0) + 1;
  const document: RouterDocument = {
    _id: versionName(version),
    version,
    at: ports.now(),
    by: actor.id,
    messages: rows.length,
    dataHash: ports.secrets.sha256(canonical({ rows })),
    before: refit.before ?? null,
    after: refit.after ?? null,
    refused: refit.accepted ? null : refit.reason,
    dispatchAt: refit.accepted ? (refit.weights.dispatchAt ?? null) : null,
    text: refit.accepted ? JSON.stringify(refit.weights) : null,
  };
  try {
    await database.transaction(async transaction => {
      await transaction.insert('routers', document);
      if (refit.accepted) await raiseKnowledgeVersion(transaction, { routerVersion: version });
    });
  } catch (error) {
    if (error instanceof DuplicateKey) return fail('conflict', '另一次更新刚刚完成，请刷新后再看');
    throw error;
  }
  await prune(database, refit.accepted ? version : (snapshot.settings.routerVersion ?? 0));
  return outcomeOf(refit, rows.length, version);
};

export const routerRefit = administrative(
  'router.refit',
  () => ({}),
  useCase(nothing, managers, (runtime, { actor }) => refitRouterFromJudgements(runtime, actor)),
);

export const rollbackRouterInput = z.object({
  /** A kept version, 0 = by the catalogue alone; without it the one before the present one. */
  to: z.number().int().nonnegative().optional(),
});

/** `router.rollback`: an earlier router is in use again, in one call. */
export const rollbackRouter = async (
  { ports }: Runtime,
  { to }: z.infer<typeof rollbackRouterInput>,
): Promise<{ version: number }> => {
  const kept = (await routerDocuments(ports.database)).flatMap(one =>
    one.text === null ? [] : [one.version],
  );
  return ports.database.transaction(async transaction => {
    const present = (await transaction.get('settings', 'current'))?.routerVersion ?? 0;
    if (to === undefined && present === 0) fail('wrong-state', '正在只按职责目录推荐单位，没有更早的版本');
    const version = to ?? kept.find(one => one < present) ?? 0;
    if (version !== 0 && !kept.includes(version))
      fail('invalid', '有内容需要补充或更正', { to: '这个版本没有保留' });
    if (version !== present) await raiseKnowledgeVersion(transaction, { routerVersion: version });
    return { version };
  });
};

export const routerRollback = administrative(
  'router.rollback',
  ({ to }) => ({ what: to === undefined ? '上一版' : `第 ${to} 版` }),
  useCase(rollbackRouterInput, managers, (runtime, _caller, input) => rollbackRouter(runtime, input)),
);

/** `router.get`: what is in use and what is kept, for the manager. */
export const showRouters = async ({ ports, snapshots }: Runtime) => {
  const { settings } = await snapshots.current();
  const kept = await routerDocuments(ports.database);
  return {
    version: settings.routerVersion ?? 0,
    kept: kept.map(({ version, at, messages, before, after, refused, dispatchAt }) => ({
      version,
      at,
      messages,
      before,
      after,
      refused,
      dispatchAt,
    })),
  };
};

export const routerGet = useCase(nothing, managers, runtime => showRouters(runtime));
