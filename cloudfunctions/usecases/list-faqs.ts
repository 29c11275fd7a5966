import * as z from 'zod';
import { answer } from '../domain/knowledge';
import { civilDateOf } from '../domain/time';
import type { FaqDocument } from './documents';
import { notFound } from './failure';
import { PAGE } from './ports';
import type { Runtime } from './runtime';

/** The knowledge base for staff: what an answer says, to read it out on the phone or to work on it. */

export const faqListInput = z.object({
  query: z.string().trim().max(500).optional(),
  region: z.string().max(12).optional(),
  cursor: z.string().max(64).optional(),
});

const shown = ({ _id, ...faq }: FaqDocument) => faq;

/** `faq.list`: with a query the best published entries, without one all published entries in pages. */
export const listFaqs = async (
  { ports, snapshots }: Runtime,
  { query, region, cursor }: z.infer<typeof faqListInput>,
) => {
  if (query) {
    const { index, entry } = await (await snapshots.current()).knowledge();
    const { top } = answer(index, query, { region, today: civilDateOf(ports.now()), limit: 10 });
    return {
      faqs: top.flatMap(({ id, confidence, matched }) => {
        const faq = entry(id);
        return faq ? [{ ...shown(faq), confidence, matched }] : [];
      }),
    };
  }
  const found = await ports.database.find('faqs', {
    where: { status: 'published', id: { gt: cursor ?? '' } },
    order: ['id', 'asc'],
    limit: PAGE,
  });
  return { faqs: found.map(shown), ...(found.length === PAGE ? { nextCursor: found.at(-1)?.id } : {}) };
};

export const faqInput = z.object({ id: z.string({ error: '缺少条目编号' }).min(1).max(64) });

/** `faq.get`. */
export const getFaq = async ({ ports }: Runtime, id: string) => {
  const faq = await ports.database.get('faqs', id);
  return faq ? shown(faq) : notFound('知识条目');
};
