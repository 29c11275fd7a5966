import * as z from 'zod';
import type { ShownNotice } from '../../../typings/contract';
import { regionPath } from '../../domain/catalogue';
import { everyone } from '../../domain/catalogue/roles';
import { showNotice, showNoticeAt } from '../../domain/notices/notice';
import { notFound } from '../kernel/failure';
import { cutPage, PAGE_SIZE } from '../kernel/reading/paging';
import type { Where } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { typedId } from '../../domain/typed/identifier';

/** Notices as everybody reads them. */

export const noticeListInput = z.object({
  serviceId: typedId().max(32).optional(),
  region: typedId().max(12).optional(),
  cursor: z.string().max(120).optional(),
});

/** `notice.list`: public now; what has no end yet, as faults, comes first: the first page is all that the home page reads. */
export const listNotices = async (
  { ports, snapshots }: Runtime,
  input: z.infer<typeof noticeListInput>,
): Promise<{ notices: ShownNotice[]; nextCursor?: string }> => {
  const { catalogue } = await snapshots.current();
  const now = ports.now();
  const regions = regionPath(input.region, catalogue);
  const where: Where = {
    ...(input.serviceId ? { serviceId: input.serviceId } : {}),
    endKey: { gt: now, ...(input.cursor ? { lt: input.cursor } : {}) },
    publishedAt: { lte: now },
    ...(regions.length > 0 ? { region: { in: [...regions, null] } } : {}),
  };
  const found = await ports.database.find('notices', {
    where,
    order: ['endKey', 'desc'],
    limit: PAGE_SIZE + 1,
  });
  const { page, next } = cutPage(found, PAGE_SIZE, one => one.endKey);
  return { notices: page.map(one => showNotice({ ...one, id: one._id })), ...next };
};

export const noticeList = useCase(noticeListInput, everyone, (runtime, _caller, input) =>
  listNotices(runtime, input),
);

export const noticeInput = z.object({ id: z.string({ error: '缺少公告编号' }).min(1).max(64) });

/** `notice.get`: public, also after it has ended; of a service that does not come back it says so. */
export const getNotice = async (
  { ports, snapshots }: Runtime,
  { id }: z.infer<typeof noticeInput>,
): Promise<ShownNotice> => {
  const notice = await ports.database.get('notices', id);
  const now = ports.now();
  if (!notice || notice.publishedAt > now) return notFound('公告');
  const service = notice.serviceId ? await (await snapshots.current()).service(notice.serviceId) : undefined;
  return {
    ...showNoticeAt({ ...notice, id: notice._id }, now),
    ...(service?.withdrawn ? { serviceWithdrawn: true } : {}),
  };
};

export const noticeGet = useCase(noticeInput, everyone, async (runtime, _caller, input) => ({
  notice: await getNotice(runtime, input),
}));
