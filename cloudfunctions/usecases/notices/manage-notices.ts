import * as z from 'zod';
import type { StaffNotice } from '../../../typings/contract';
import { noticeProblems, showNotice, type Notice } from '../../domain/notices/notice';
import { ticketNumber } from '../../domain/privacy/ticket-number';
import type { Service } from '../../domain/catalogue';
import type { Actor } from '../../domain/engine';
import { notTheirs } from '../../domain/procedures/common/staff-ticket/words';
import { civilDateOf, NEVER, parseInstant, type Instant } from '../../domain/time';
import type { NoticeDocument } from '../kernel/documents';
import { fail, notFound } from '../kernel/failure';
import { PAGE, type Reader, type Where } from '../kernel/ports';
import { contextFor, storedService, type Runtime } from '../kernel/runtime';

/**
 * Notices as they are stored. Those of a ticket are written with it and change only through its procedure; others are
 * drafted by staff, units for their own services, and published by operator or manager, at once or at a later time.
 */

/** `known` is the document before. A notice that becomes public is announced once to those who follow its service. */
export const noticeDocument = (
  { id, ...notice }: Notice,
  known: NoticeDocument | undefined,
  now: Instant,
  no: string | null,
): NoticeDocument => {
  const announced = known !== undefined && known.publishedAt === notice.publishedAt;
  // A procedure tells those who follow in its own words, in the moment in which it publishes.
  const told = notice.serviceId === null || (no !== null && notice.publishedAt <= now);
  return {
    _id: id,
    ...notice,
    endKey: `${notice.endsAt}|${id}`,
    no,
    announceAt: announced ? known.announceAt : told ? NEVER : notice.publishedAt,
    newKey: known?.newKey ?? `${now}|${id}`,
    steps: known?.steps ?? [],
    ...(known?.publishAt ? { publishAt: known.publishAt } : {}),
  };
};

const publishers: readonly Actor['role'][] = ['operator', 'operator-lead', 'manager'];
const mayPublish = ({ role }: Actor): boolean => publishers.includes(role);

type State = StaffNotice['state'];

const stateOf = ({ publishedAt, endsAt }: NoticeDocument, now: Instant): State => {
  if (endsAt <= now) return 'ended';
  if (publishedAt === NEVER) return 'draft';
  return publishedAt <= now ? 'public' : 'scheduled';
};

/** Notices of tickets belong to their procedures; a unit writes on until its draft is taken up. */
const mayEdit = (actor: Actor, notice: NoticeDocument, now: Instant): boolean => {
  if (notice.no !== null || notice.endsAt <= now) return false;
  return mayPublish(actor) || stateOf(notice, now) === 'draft';
};

const showForStaff = (notice: NoticeDocument, actor: Actor, now: Instant): StaffNotice => {
  const { publishedAt: _publishedAt, ...shown } = showNotice({ ...notice, id: notice._id });
  const editable = mayEdit(actor, notice, now);
  return {
    ...shown,
    state: stateOf(notice, now),
    ...(notice.publishedAt === NEVER ? {} : { publishedAt: notice.publishedAt }),
    ...(notice.publishAt ? { publishAt: notice.publishAt } : {}),
    ...(notice.no ? { no: notice.no } : {}),
    problems: notice.no ? {} : noticeProblems({ ...notice, id: notice._id }, now),
    acts: editable
      ? [
          'save' as const,
          ...(mayPublish(actor) && notice.publishedAt > now ? ['publish' as const] : []),
          'withdraw' as const,
        ]
      : [],
    steps: notice.steps,
  };
};

/** Whether the notice is in the actor's hands: units and local authorities those of their services. */
const isTheirs = async (
  { snapshots, ports }: Runtime,
  reader: Reader,
  actor: Actor,
  serviceId: string | null,
): Promise<boolean> => {
  if (mayPublish(actor)) return true;
  if (serviceId === null) return false;
  const service = await storedService(reader, serviceId);
  const context = contextFor(await snapshots.current(), actor, ports.now(), undefined, { service });
  return service !== undefined && notTheirs(service, context) === undefined;
};

const whereOf: Record<State, (now: Instant) => Where> = {
  draft: now => ({ publishedAt: NEVER, endsAt: { gt: now } }),
  scheduled: now => ({ publishedAt: { gt: now, lt: NEVER }, endsAt: { gt: now } }),
  public: now => ({ publishedAt: { lte: now }, endsAt: { gt: now } }),
  ended: now => ({ endsAt: { lte: now } }),
};

export const noticeListInput = z.object({
  state: z.enum(['draft', 'scheduled', 'public', 'ended'], { error: '没有这个状态' }).optional(),
  cursor: z.string().max(120).optional(),
});

const PAGE_SIZE = 20;
/** A page of a unit may be short of what other units wrote in between; the cursor goes on behind it. */
const MOST_PAGES = 5;

/** `notice.list` of staff, newest first: operators and manager see all, others those of their services. */
export const listStaffNotices = async (
  runtime: Runtime,
  actor: Actor,
  { state, cursor }: z.infer<typeof noticeListInput>,
): Promise<{ notices: StaffNotice[]; nextCursor?: string }> => {
  const { ports } = runtime;
  const now = ports.now();
  const notices: StaffNotice[] = [];
  let last = cursor;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const found = await ports.database.find('notices', {
      where: { ...(last ? { newKey: { lt: last } } : {}), ...(state ? whereOf[state](now) : {}) },
      order: ['newKey', 'desc'],
      limit: PAGE,
    });
    for (const one of found) {
      if (notices.length === PAGE_SIZE) return { notices, nextCursor: last };
      last = one.newKey;
      if (await isTheirs(runtime, ports.database, actor, one.serviceId))
        notices.push(showForStaff(one, actor, now));
    }
    if (found.length < PAGE) return { notices };
  }
  return { notices, ...(last ? { nextCursor: last } : {}) };
};

const instant = (what: string) =>
  z
    .string({ error: `${what}的格式不对` })
    .refine(text => parseInstant(text) !== undefined, `${what}须是带时区的时间`)
    .transform(text => parseInstant(text) ?? text);

export const saveNoticeInput = z.object({
  notice: z.object(
    {
      id: z.string().min(1).max(64).optional(),
      kind: z.enum(['maintenance', 'fault', 'offline', 'general'], { error: '请选择公告的种类' }),
      title: z.string({ error: '请填写标题' }).trim().min(1, '请填写标题').max(60, '标题最多 60 个字'),
      text: z.string({ error: '请填写正文' }).trim().min(1, '请填写正文').max(2000, '正文最多 2000 个字'),
      serviceId: z.string().max(32).nullish(),
      region: z.string().max(12).nullish(),
      publishAt: instant('发布时间').nullish(),
      startsAt: instant('开始时间').nullish(),
      endsAt: instant('结束时间').nullish(),
      instead: z.string().trim().max(500, '最多 500 个字').nullish(),
    },
    { error: '请填写公告' },
  ),
});

const invalid = (fields: Record<string, string>): never => fail('invalid', '有内容需要补充或更正', fields);

const inNotice = (fields: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, text]) => [`notice.${name}`, text]));

const step = (actor: Actor, at: Instant, what: string) => ({ at, by: actor.name, what });

/** The notice as it is stored, when it exists and is in the actor's hands. */
const readOwn = async (
  runtime: Runtime,
  reader: Reader,
  actor: Actor,
  id: string,
): Promise<NoticeDocument> => {
  const notice = await reader.get('notices', id);
  if (!notice || !(await isTheirs(runtime, reader, actor, notice.serviceId))) return notFound('公告');
  if (notice.no !== null) return fail('wrong-state', `这条公告由 ${notice.no} 发布，请在那件里修改或撤下`);
  if (!mayEdit(actor, notice, runtime.ports.now()))
    return fail('wrong-state', '这条公告已发布、已排期或已结束，请联系运营方');
  return notice;
};

/** What was written, as a notice that is not public. */
const noticeOf = (
  id: string,
  input: z.infer<typeof saveNoticeInput>['notice'],
  service: Service | undefined,
): Notice => ({
  id,
  kind: input.kind,
  title: input.title,
  text: input.text,
  serviceId: service?.id ?? null,
  serviceName: service?.name ?? null,
  region: input.region ?? service?.region ?? null,
  publishedAt: NEVER,
  startsAt: input.startsAt ?? null,
  endsAt: input.endsAt ?? NEVER,
  instead: input.instead ?? null,
});

/** `notice.check`: what would keep it from being published, said while it is being written; keeps nothing. */
export const checkNotice = async (
  { ports }: Runtime,
  { notice }: z.infer<typeof saveNoticeInput>,
): Promise<Record<string, string>> => {
  const service = notice.serviceId ? await storedService(ports.database, notice.serviceId) : undefined;
  return noticeProblems(noticeOf('', notice, service), ports.now());
};

/** `notice.save`: a draft may be unfinished; what is public or will be has to be right at every moment. */
export const saveNotice = async (
  runtime: Runtime,
  actor: Actor,
  { notice: input }: z.infer<typeof saveNoticeInput>,
): Promise<StaffNotice> => {
  const { ports, snapshots } = runtime;
  const { catalogue } = await snapshots.current();
  if (input.region && !catalogue.region(input.region))
    invalid({ 'notice.region': '没有这个地区，请重新选择' });
  return ports.database.transaction(async transaction => {
    const now = ports.now();
    const known = input.id ? await readOwn(runtime, transaction, actor, input.id) : undefined;
    const service = input.serviceId ? await storedService(transaction, input.serviceId) : undefined;
    if (input.serviceId && !service) invalid({ 'notice.serviceId': '没有这项服务，请重新选择' });
    if (!(await isTheirs(runtime, transaction, actor, service?.id ?? null)))
      invalid({ 'notice.serviceId': '请选择本单位或本地区的服务' });
    const id = known?._id ?? ticketNumber('GG', civilDateOf(now), max => ports.secrets.random(max));
    const notice: Notice = { ...noticeOf(id, input, service), publishedAt: known?.publishedAt ?? NEVER };
    const problems = noticeProblems(notice, now);
    if (notice.publishedAt !== NEVER && Object.keys(problems).length > 0) invalid(inNotice(problems));
    const { publishAt: _publishAt, ...document } = noticeDocument(notice, known, now, null);
    const saved: NoticeDocument = {
      ...document,
      steps: [...document.steps, step(actor, now, known ? '修改' : '起草')],
      ...(input.publishAt ? { publishAt: input.publishAt } : {}),
    };
    await (known ? transaction.put('notices', saved) : transaction.insert('notices', saved));
    return showForStaff(saved, actor, now);
  });
};

const noticeId = z.string({ error: '缺少公告编号' }).min(1).max(64);
export const publishNoticeInput = z.object({ id: noticeId, publishAt: instant('发布时间').optional() });

/** `notice.publish`: at once, or at the time that is named now or was when it was drafted; checked word by word. */
export const publishNotice = async (
  runtime: Runtime,
  actor: Actor,
  { id, publishAt }: z.infer<typeof publishNoticeInput>,
): Promise<StaffNotice> =>
  runtime.ports.database.transaction(async transaction => {
    const now = runtime.ports.now();
    const known = await readOwn(runtime, transaction, actor, id);
    if (known.publishedAt <= now) return fail('wrong-state', '这条公告已经发布');
    const wanted = publishAt ?? known.publishAt ?? now;
    if (publishAt && publishAt < now) invalid({ publishAt: '发布时间已过，请填写以后的时间，或者立即发布' });
    const publishedAt = wanted > now ? wanted : now;
    const notice: Notice = { ...known, id, publishedAt };
    const problems = noticeProblems(notice, now);
    if (Object.keys(problems).length > 0) invalid(problems);
    const { _id: _known, endKey: _endKey, ...content } = notice as Notice & NoticeDocument;
    const { publishAt: _publishAt, ...document } = noticeDocument(content, known, now, null);
    const what = publishedAt > now ? '排期发布' : '发布';
    const published: NoticeDocument = { ...document, steps: [...known.steps, step(actor, now, what)] };
    await transaction.put('notices', published);
    return showForStaff(published, actor, now);
  });

export const withdrawNoticeInput = z.object({
  id: noticeId,
  reason: z.string({ error: '请填写理由' }).trim().min(1, '请填写理由').max(300, '最多 300 个字'),
});

/** `notice.withdraw`: gone at once; the reason stays with it. */
export const withdrawNotice = async (
  runtime: Runtime,
  actor: Actor,
  { id, reason }: z.infer<typeof withdrawNoticeInput>,
): Promise<StaffNotice> =>
  runtime.ports.database.transaction(async transaction => {
    const now = runtime.ports.now();
    const known = await readOwn(runtime, transaction, actor, id);
    const withdrawn: NoticeDocument = {
      ...known,
      // What was never public stays so.
      publishedAt: known.publishedAt > now ? NEVER : known.publishedAt,
      endsAt: now,
      endKey: `${now}|${id}`,
      announceAt: NEVER,
      steps: [...known.steps, step(actor, now, `撤下：${reason}`)],
    };
    await transaction.put('notices', withdrawn);
    return showForStaff(withdrawn, actor, now);
  });
