import type { Catalogue } from '../../../domain/catalogue';
import type { Actor } from '../../../domain/engine';
import { compareWithOthers, type ContentWarning } from '../../../domain/knowledge/content/compare-entries';
import {
  maySeeWork,
  offeredOn,
  signatureOf,
  stageLabels,
  type FaqContent,
} from '../../../domain/knowledge/content/content';
import { classifiedMarkIn } from '../../../domain/privacy/classified';
import { maskText } from '../../../domain/privacy/identifiers';
import { civilDateOf, type Instant } from '../../../domain/time';
import type { FaqDocument, FaqVersionDocument, SettingsDocument } from '../../kernel/documents';
import { fail, notFound } from '../../kernel/failure';
import type { Reader, Transaction } from '../../kernel/ports';
import type { Runtime } from '../../kernel/runtime';
import type { Snapshot } from '../../kernel/reading/snapshot';
import { putSettings } from '../../kernel/writing/put-settings';
import { personalIn } from '../../../domain/privacy/personal';

/** Versions of entries: how they are stored, moved on and shown. */

export const versionId = (faqId: string, version: number): string =>
  `${faqId}#${String(version).padStart(6, '0')}`;

/** A version that the actor may work on; missing and another unit's give the same answer (contract §2). */
export const readVersion = async (
  reader: Reader,
  actor: Actor,
  { id, version }: { id: string; version: number },
): Promise<FaqVersionDocument> => {
  const found = await reader.get('faqversions', versionId(id, version));
  return found && maySeeWork(actor, found.content.unitId) ? found : notFound('知识条目');
};

/** A new version as a draft. */
export const newVersion = (
  faqId: string,
  version: number,
  content: FaqContent,
  actor: Actor,
  now: Instant,
): FaqVersionDocument => {
  const _id = versionId(faqId, version);
  return {
    _id,
    faqId,
    version,
    content,
    unitId: content.unitId ?? null,
    saved: signatureOf(actor, now),
    stage: 'draft',
    approvals: {},
    key: `${now}|${_id}`,
  };
};

/** A version with a step taken, in its new place in the lists. */
export const moved = (
  document: FaqVersionDocument,
  change: Partial<FaqVersionDocument>,
  now: Instant,
): FaqVersionDocument => ({ ...document, ...change, key: `${now}|${document._id}` });

/** What citizens get of a published version. */
export const liveDocument = ({ faqId, version, content }: FaqVersionDocument, now: Instant): FaqDocument => ({
  _id: faqId,
  id: faqId,
  ...content,
  updatedOn: civilDateOf(now),
  status: 'published',
  version,
});

/** Instances look at the version with every call, so that a change takes effect at once. */
export const raiseKnowledgeVersion = async (
  transaction: Transaction,
  change: Partial<Pick<SettingsDocument, 'gateVersion' | 'routerVersion' | 'wordsVersion'>> = {},
): Promise<void> => {
  const settings = await transaction.get('settings', 'current');
  if (!settings) return fail('unavailable', '系统还没有初始化，请联系运维');
  await putSettings(transaction, {
    ...settings,
    ...change,
    knowledgeVersion: settings.knowledgeVersion + 1,
  });
};

/** What of a content does not exist or is not allowed, by field; the words are for its writer. */
export const wrongIn = async (snapshot: Snapshot, content: FaqContent): Promise<Record<string, string>> => {
  const { catalogue } = snapshot;
  const wrong: Record<string, string> = {};
  if (content.unitId && !catalogue.unit(content.unitId)) wrong['unitId'] = '没有这个单位';
  if (content.region && !catalogue.region(content.region)) wrong['region'] = '没有这个地区';
  if (content.serviceId && !(await snapshot.service(content.serviceId))) wrong['serviceId'] = '没有这项服务';
  if ([content.question, content.answer, ...content.similar].some(text => classifiedMarkIn(text)))
    wrong['answer'] = '内容带有国家秘密标志，不能保存';
  const personal = personalIn(content.answer);
  if (personal) wrong['answer'] ??= personal;
  return wrong;
};

/** Questions may be copied from citizens: whatever names a person is masked; an answer may name an office's phone. */
export const maskContent = (content: FaqContent): FaqContent => ({
  ...content,
  question: maskText(content.question).text,
  similar: content.similar.map(text => maskText(text).text),
  answer: maskText(content.answer, { keep: ['phone', 'email'] }).text,
});

export const warningsOf = async (
  { ports }: Pick<Runtime, 'ports'>,
  snapshot: Snapshot,
  { faqId, content }: FaqVersionDocument,
): Promise<ContentWarning[]> => {
  const { index, entry } = await snapshot.knowledge();
  const found = compareWithOthers(index, content, { id: faqId, today: civilDateOf(ports.now()) });
  return found.map(warning => ({ ...warning, unitName: unitNameOf(snapshot, entry(warning.faqId)?.unitId) }));
};

/** The operator answers for entries about the mini-program itself. */
export const unitNameOf = (
  snapshot: { catalogue: Pick<Catalogue, 'unit'>; activeRuleSet: Snapshot['activeRuleSet'] },
  unitId: string | undefined,
): string =>
  unitId ? (snapshot.catalogue.unit(unitId)?.name ?? unitId) : snapshot.activeRuleSet.roleNames.operator;

/** A version as staff see it, with what the reader can do with it. */
export const showVersion = (
  snapshot: Snapshot,
  actor: Actor,
  document: FaqVersionDocument,
  newest: boolean,
) => {
  const { faqId, version, content, stage, saved, approvals, rejected, published, restores, merges } = document;
  return {
    id: faqId,
    version,
    ...content,
    unitName: unitNameOf(snapshot, content.unitId),
    stage,
    stageLabel: stageLabels[stage],
    saved: { name: saved.name, at: saved.at },
    approvals: Object.entries(approvals).map(([side, { name, at }]) => ({
      side,
      label: side === 'manager' ? '管理方' : '负责单位',
      name,
      at,
    })),
    ...(rejected ? { rejected: { name: rejected.name, at: rejected.at, reason: rejected.reason } } : {}),
    ...(published ? { published: { name: published.name, at: published.at } } : {}),
    ...(restores === undefined ? {} : { restores }),
    ...(merges === undefined ? {} : { merges }),
    acts: offeredOn(actor, document, { unitId: content.unitId, newest }),
  };
};
export type ShownVersion = ReturnType<typeof showVersion>;
