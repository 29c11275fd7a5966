import * as z from 'zod';
import { everyone, hasRole, platformStaff, unitMembers } from '../../../domain/catalogue/roles';
import { answer } from '../../../domain/knowledge';
import {
  maySeeWork,
  openStages,
  validityOn,
  type FaqContent,
} from '../../../domain/knowledge/content/content';
import type { Actor } from '../../../domain/engine';
import { urgentIn } from '../../../domain/urgent';
import { civilDateOf } from '../../../domain/time';
import type { FaqDocument, FaqVersionDocument } from '../../kernel/documents';
import { fail, notFound } from '../../kernel/failure';
import { readById } from '../../kernel/reading/by-id';
import { showVersion, unitNameOf, warningsOf } from './faq-versions';
import { PAGE, type Where } from '../../kernel/ports';
import type { Runtime } from '../../kernel/runtime';
import { useCase } from '../../kernel/use-case';
import { cutPage, cutToFit } from '../../kernel/reading/paging';
import { isOpenStage } from './save-faq';
import type { Snapshot } from '../../kernel/reading/snapshot';
import { typedLine } from '../../../domain/typed/text';
import { identifierKey, spellingsOf, typedId } from '../../../domain/typed/identifier';
import { condensed } from '../../../domain/typed/words';

/** The knowledge base for staff: what an answer says, to read it out on the phone or to work on it. */

export const faqListInput = z.object({
  query: typedLine().max(500).optional(),
  region: typedId().max(12).optional(),
  view: z
    .enum(['published', 'expired', 'withdrawn', ...openStages], { error: '没有这个列表' })
    .default('published'),
  /** Only entries of the reader's own unit; for the operator those about the mini-program itself. */
  own: z.boolean().default(false),
  cursor: z.string().max(120).optional(),
});
type FaqListInput = z.infer<typeof faqListInput>;

const shown = (snapshot: Snapshot, { _id, answer: text = '', ...faq }: FaqDocument, today: string) => ({
  ...faq,
  answer: text,
  unitName: unitNameOf(snapshot, faq.unitId),
  validity: validityOn(faq, today),
});

const seesAll = (actor: Actor): boolean => hasRole(actor, platformStaff);

const isOwn = (actor: Actor, { unitId }: { unitId?: string }): boolean =>
  seesAll(actor) ? unitId === undefined : unitId === actor.unitId;

/** Whether an entry holds these words as they are, or is called so. */
const mentions = (id: string, { question, similar, answer: text = '' }: Partial<FaqContent>, query: string) =>
  identifierKey(id) === identifierKey(query) ||
  [question ?? '', ...(similar ?? []), text].some(part => condensed(part).includes(condensed(query)));

/** Pages that a search among the open ones reads at most. */
const MOST_PAGES = 5;

/** Versions that wait for somebody: a unit sees its own, the operator and the manager all. */
const listWork = async ({ ports }: Runtime, snapshot: Snapshot, actor: Actor, input: FaqListInput) => {
  const { view, own, query, cursor } = input;
  if (!seesAll(actor) && (!actor.unitId || !hasRole(actor, unitMembers)))
    return fail('forbidden', '您的角色不能查看未发布的条目');
  const unit: Where = !seesAll(actor) ? { unitId: actor.unitId ?? null } : own ? { unitId: null } : {};
  const found: FaqVersionDocument[] = [];
  let before = cursor;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const read = await ports.database.find('faqversions', {
      where: { stage: view, ...unit, ...(before ? { key: { lt: before } } : {}) },
      order: ['key', 'desc'],
      limit: PAGE,
    });
    found.push(...read.filter(({ faqId, content }) => !query || mentions(faqId, content, query)));
    before = read.length === PAGE ? read.at(-1)?.key : undefined;
    if (before === undefined || found.length > 0) break;
  }
  const { shown: faqs, next } = cutToFit(
    found,
    before ? { nextCursor: before } : {},
    document => showVersion(snapshot, actor, document, true),
    ({ key }) => key,
  );
  return { faqs, ...next };
};

const nextAfter = (page: readonly FaqDocument[]): { nextCursor?: string } => {
  const last = page.at(-1);
  return page.length === PAGE && last ? { nextCursor: last.id } : {};
};

/** What was taken away from citizens, for those who may work on it. */
const listWithdrawn = async ({ ports }: Runtime, snapshot: Snapshot, actor: Actor, input: FaqListInput) => {
  const { own, query, cursor = '' } = input;
  const page = await ports.database.find('faqs', {
    where: { status: 'withdrawn', id: { gt: cursor } },
    order: ['id', 'asc'],
    limit: PAGE,
  });
  const today = civilDateOf(ports.now());
  const { shown: faqs, next } = cutToFit(
    page
      .filter(faq => maySeeWork(actor, faq.unitId) && (!own || isOwn(actor, faq)))
      .filter(faq => !query || mentions(faq.id, faq, query)),
    nextAfter(page),
    faq => shown(snapshot, faq, today),
    ({ id }) => id,
  );
  return { faqs, ...next };
};

/** What a citizen would get for these words, and why: the best published entries with the words that matched. */
const searchPublished = async (snapshot: Snapshot, actor: Actor, input: FaqListInput, today: string) => {
  const { query = '', region, own } = input;
  const { index, entry, gate } = await snapshot.knowledge();
  // An urgent text gets a person, whatever the knowledge base holds.
  const urgent = urgentIn(query) !== undefined;
  const { band, top } = answer(index, query, { region, today, gate, limit: 10 });
  const named = entry(query);
  const faqs = top.flatMap(({ id, confidence, matched }) => {
    const faq = entry(id);
    return faq && faq !== named ? [{ ...shown(snapshot, faq, today), confidence, matched }] : [];
  });
  const all = named ? [{ ...shown(snapshot, named, today), confidence: 1, matched: [query] }, ...faqs] : faqs;
  return {
    band: urgent ? ('handover' as const) : band,
    urgent,
    faqs: all.filter(faq => !own || isOwn(actor, faq)),
  };
};

/** `faq.list`: with a query the best published entries and the band, else a view in pages, searched word for word. */
export const listFaqs = async (runtime: Runtime, actor: Actor, input: FaqListInput) => {
  const { query, view, own, cursor = '' } = input;
  const snapshot = await runtime.snapshots.current();
  const today = civilDateOf(runtime.ports.now());
  if (isOpenStage(view)) return listWork(runtime, snapshot, actor, input);
  if (view === 'withdrawn') return listWithdrawn(runtime, snapshot, actor, input);
  if (view === 'published' && query) return searchPublished(snapshot, actor, input, today);
  const { entries } = await snapshot.knowledge();
  const page: FaqDocument[] = [];
  for (const faq of entries) {
    if (faq.id <= cursor || (own && !isOwn(actor, faq))) continue;
    if (view === 'expired' && validityOn(faq, today) !== 'expired') continue;
    if (query && !mentions(faq.id, faq, query)) continue;
    if (page.push(faq) === PAGE) break;
  }
  const { shown: faqs, next } = cutToFit(
    page,
    nextAfter(page),
    faq => shown(snapshot, faq, today),
    ({ id }) => id,
  );
  return { faqs, ...next };
};

export const faqList = useCase(faqListInput, everyone, (runtime, { actor }, input) =>
  listFaqs(runtime, actor, input),
);

export const faqInput = z.object({
  id: typedId('缺少条目编号').min(1).max(64),
  /** Of the answer before: the versions behind it, and nothing else. */
  cursor: z
    .string()
    .regex(/^\d{1,9}$/, '请从头查看')
    .optional(),
});

/** Versions of the entry that one of these ids means, older than a cursor, newest first, one page and one more. */
const versionsOf = async (
  { ports }: Pick<Runtime, 'ports'>,
  ids: readonly string[],
  cursor?: string,
): Promise<FaqVersionDocument[]> => {
  for (const faqId of ids) {
    const found = await ports.database.find('faqversions', {
      where: { faqId, ...(cursor === undefined ? {} : { version: { lt: Number(cursor) } }) },
      order: ['version', 'desc'],
      limit: HISTORY + 1,
    });
    if (found.length > 0) return found;
  }
  return [];
};

const HISTORY = 50;

/** What one answer holds of a history, and where it goes on. */
const historyOf = async (
  snapshot: Snapshot,
  actor: Actor,
  found: readonly FaqVersionDocument[],
  newest: FaqVersionDocument,
) => {
  const keyOf = ({ version }: FaqVersionDocument): string => String(version);
  const { page, next: behind } = cutPage(found, HISTORY, keyOf);
  const { shown: versions, next } = cutToFit(
    page,
    behind,
    document => showVersion(snapshot, actor, document, document.version === newest.version),
    keyOf,
  );
  const serviceNames = await namesOfServices(
    snapshot,
    page.slice(0, versions.length).map(({ content }) => content),
  );
  return { versions, serviceNames, ...next };
};

const namesOfServices = async (
  snapshot: Snapshot,
  of: readonly ({ serviceId?: string } | undefined)[],
): Promise<Record<string, string>> => {
  const ids = [...new Set(of.flatMap(one => one?.serviceId ?? []))];
  const services = await Promise.all(ids.map(id => snapshot.service(id)));
  return Object.fromEntries(services.flatMap(service => (service ? [[service.id, service.name]] : [])));
};

/**
 * `faq.get`: what is published, and for those who may work on it the newest version, its warnings and the history,
 * newest first, as far as one answer holds it. An entry that was never published does not exist for others.
 */
export const getFaq = async (
  runtime: Runtime,
  actor: Actor,
  { id: typed, cursor }: z.infer<typeof faqInput>,
) => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const today = civilDateOf(ports.now());
  const live = await readById(ports.database, 'faqs', typed);
  const versions = await versionsOf(runtime, live ? [live.id] : spellingsOf(typed));
  const newest: FaqVersionDocument | undefined = versions[0];
  const works = newest !== undefined && maySeeWork(actor, newest.content.unitId);
  const published = live && (live.status === 'published' || works) ? shown(snapshot, live, today) : undefined;
  if (!published && !works) return notFound('知识条目');
  if (!works) return { faq: published, serviceNames: await namesOfServices(snapshot, [live]) };
  if (cursor !== undefined)
    return historyOf(snapshot, actor, await versionsOf(runtime, [newest.faqId], cursor), newest);
  const pending = isOpenStage(newest.stage) ? newest : undefined;
  const history = await historyOf(snapshot, actor, versions, newest);
  return {
    ...history,
    ...(published ? { faq: published } : {}),
    ...(pending ? { pending: showVersion(snapshot, actor, pending, true) } : {}),
    serviceNames: { ...history.serviceNames, ...(await namesOfServices(snapshot, [live, newest.content])) },
    warnings: pending ? await warningsOf(runtime, snapshot, pending) : [],
  };
};

export const faqGet = useCase(faqInput, everyone, (runtime, { actor }, input) =>
  getFaq(runtime, actor, input),
);
