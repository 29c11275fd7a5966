import * as z from 'zod';
import { answer } from '../domain/knowledge';
import { maySeeWork, openStages, validityOn } from '../domain/knowledge/content';
import type { Actor } from '../domain/procedure';
import { civilDateOf } from '../domain/time';
import type { FaqDocument, FaqVersionDocument } from './documents';
import { fail, notFound } from './failure';
import { showVersion, unitNameOf, warningsOf } from './faq-versions';
import { PAGE } from './ports';
import type { Runtime } from './runtime';
import { isOpenStage } from './save-faq';
import type { Snapshot } from './snapshot';

/** The knowledge base for staff: what an answer says, to read it out on the phone or to work on it. */

export const faqListInput = z.object({
  query: z.string().trim().max(500).optional(),
  region: z.string().max(12).optional(),
  view: z.enum(['published', 'expired', ...openStages], { error: '没有这个列表' }).default('published'),
  cursor: z.string().max(120).optional(),
});

const shown = (snapshot: Snapshot, { _id, ...faq }: FaqDocument, today: string) => ({
  ...faq,
  unitName: unitNameOf(snapshot, faq.unitId),
  validity: validityOn(faq, today),
});

/** Versions that wait for somebody: a unit sees its own, the operator and the manager all. */
const listWork = async (
  { ports }: Runtime,
  snapshot: Snapshot,
  actor: Actor,
  { view, cursor }: z.infer<typeof faqListInput>,
) => {
  const everything = ['operator', 'operator-lead', 'manager'].includes(actor.role);
  const ofUnit = actor.role === 'handler' || actor.role === 'lead' ? actor.unitId : undefined;
  if (!everything && !ofUnit) return fail('forbidden', '您的角色不能查看未发布的条目');
  const found = await ports.database.find('faqversions', {
    where: {
      stage: view,
      ...(ofUnit ? { unitId: ofUnit } : {}),
      ...(cursor ? { key: { lt: cursor } } : {}),
    },
    order: ['key', 'desc'],
    limit: PAGE,
  });
  return {
    faqs: found.map(document => showVersion(snapshot, actor, document, true)),
    ...(found.length === PAGE ? { nextCursor: found.at(-1)?.key } : {}),
  };
};

/** `faq.list`: with a query the best published entries, without one a view in pages. */
export const listFaqs = async (runtime: Runtime, actor: Actor, input: z.infer<typeof faqListInput>) => {
  const { query, region, view, cursor = '' } = input;
  const snapshot = await runtime.snapshots.current();
  const today = civilDateOf(runtime.ports.now());
  if (isOpenStage(view)) return listWork(runtime, snapshot, actor, input);
  const { index, entry, entries, gate } = await snapshot.knowledge();
  if (query) {
    const { top } = answer(index, query, { region, today, gate, limit: 10 });
    return {
      faqs: top.flatMap(({ id, confidence, matched }) => {
        const faq = entry(id);
        return faq ? [{ ...shown(snapshot, faq, today), confidence, matched }] : [];
      }),
    };
  }
  const page: FaqDocument[] = [];
  for (const faq of entries) {
    if (faq.id <= cursor || (view === 'expired' && validityOn(faq, today) !== 'expired')) continue;
    if (page.push(faq) === PAGE) break;
  }
  return {
    faqs: page.map(faq => shown(snapshot, faq, today)),
    ...(page.length === PAGE ? { nextCursor: page.at(-1)?.id } : {}),
  };
};

export const faqInput = z.object({ id: z.string({ error: '缺少条目编号' }).min(1).max(64) });

const HISTORY = 50;

/**
 * `faq.get`: what is published, and for those who may work on it the newest version, its warnings and the history.
 * An entry that was never published does not exist for others.
 */
export const getFaq = async (runtime: Runtime, actor: Actor, id: string) => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const today = civilDateOf(ports.now());
  const [live, versions] = await Promise.all([
    ports.database.get('faqs', id),
    ports.database.find('faqversions', {
      where: { faqId: id },
      order: ['version', 'desc'],
      limit: HISTORY,
    }),
  ]);
  const newest: FaqVersionDocument | undefined = versions[0];
  const works = newest !== undefined && maySeeWork(actor, newest.content.unitId);
  const published = live && (live.status === 'published' || works) ? shown(snapshot, live, today) : undefined;
  if (!published && !works) return notFound('知识条目');
  if (!works) return { faq: published };
  const pending = isOpenStage(newest.stage) ? newest : undefined;
  return {
    ...(published ? { faq: published } : {}),
    ...(pending ? { pending: showVersion(snapshot, actor, pending, true) } : {}),
    versions: versions.map(document => showVersion(snapshot, actor, document, document === newest)),
    warnings: pending ? await warningsOf(runtime, snapshot, pending) : [],
  };
};
