import * as z from 'zod';
import type { StaffNotice } from '../../../typings/contract';
import type { Service } from '../../domain/catalogue';
import { ticketReaders } from '../../domain/catalogue/roles';
import type { Actor } from '../../domain/engine';
import { noticeProblems, type Notice } from '../../domain/notices/notice';
import { ticketNumber } from '../../domain/privacy/ticket-number';
import { civilDateOf, NEVER } from '../../domain/time';
import { administrative } from '../kernel/writing/administer';
import { createOnce, requestIdInput } from '../kernel/writing/create-once';
import type { NoticeDocument } from '../kernel/documents';
import { meantService, type Runtime } from '../kernel/runtime';
import { notFound } from '../kernel/failure';
import { useCase } from '../kernel/use-case';
import { noticeDocument } from './notice-document';
import {
  instant,
  invalid,
  isTheirs,
  noticeVersion,
  readOwn,
  refuseOld,
  showForStaff,
  step,
} from './own-notices';
import { afterSaving } from './review-notice';
import { tooLong, typedLine, typedText } from '../../domain/typed/text';
import { typedId } from '../../domain/typed/identifier';

const noticeInput = z.object({
  notice: z.object(
    {
      id: z.string().min(1).max(64).optional(),
      kind: z.enum(['maintenance', 'fault', 'offline', 'general'], { error: '请选择公告的种类' }),
      title: typedLine('请填写标题').min(1, '请填写标题').max(60, tooLong('标题', 60)),
      text: typedText('请填写正文').min(1, '请填写正文').max(2000, tooLong('正文', 2000)),
      serviceId: typedId().max(32).nullish(),
      region: typedId().max(12).nullish(),
      publishAt: instant('发布时间').nullish(),
      startsAt: instant('开始时间').nullish(),
      endsAt: instant('结束时间').nullish(),
      instead: typedText().max(500, tooLong('', 500)).nullish(),
    },
    { error: '请填写公告' },
  ),
  version: noticeVersion,
});

const saveNoticeInput = noticeInput.extend({ requestId: requestIdInput });

const inNotice = (fields: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, text]) => [`notice.${name}`, text]));

/** What was written, as a notice that is not public. */
const noticeOf = (
  id: string,
  input: z.infer<typeof noticeInput>['notice'],
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
  { ports, snapshots }: Runtime,
  { notice }: z.infer<typeof noticeInput>,
): Promise<Record<string, string>> => {
  const service = notice.serviceId ? await meantService(ports.database, notice.serviceId) : undefined;
  const { activeRuleSet: ruleSet } = await snapshots.current();
  return noticeProblems(noticeOf('', notice, service), { now: ports.now(), ruleSet });
};

export const noticeCheck = useCase(noticeInput, ticketReaders, async (runtime, _caller, input) => ({
  problems: await checkNotice(runtime, input),
}));

/** `notice.save`: a draft may be unfinished; what is public or will be has to be right at every moment. */
export const saveNotice = (
  runtime: Runtime,
  actor: Actor,
  input: z.infer<typeof saveNoticeInput>,
): Promise<StaffNotice> =>
  input.notice.id === undefined
    ? createOnce(
        runtime,
        actor,
        'notice.save',
        input,
        () => writeNotice(runtime, actor, input),
        id => savedNotice(runtime, actor, id),
      )
    : writeNotice(runtime, actor, input);

const savedNotice = async (runtime: Runtime, actor: Actor, id: string): Promise<StaffNotice> => {
  const { ports, snapshots } = runtime;
  const { activeRuleSet: ruleSet } = await snapshots.current();
  const notice = await ports.database.get('notices', id);
  return notice ? showForStaff(notice, actor, { now: ports.now(), ruleSet }) : notFound('公告');
};

const writeNotice = async (
  runtime: Runtime,
  actor: Actor,
  { notice: input, version }: z.infer<typeof saveNoticeInput>,
): Promise<StaffNotice> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const { catalogue, activeRuleSet: ruleSet } = snapshot;
  if (input.region && !catalogue.region(input.region))
    invalid({ 'notice.region': '没有这个地区，请重新选择' });
  return ports.database.transaction(async transaction => {
    const now = ports.now();
    const known = input.id ? await readOwn(runtime, transaction, actor, input.id) : undefined;
    if (known) refuseOld(known, version);
    const service = input.serviceId ? await meantService(transaction, input.serviceId) : undefined;
    if (input.serviceId && !service) invalid({ 'notice.serviceId': '没有这项服务，请重新选择' });
    if (!isTheirs(snapshot, actor, now, service))
      invalid({ 'notice.serviceId': '请选择本单位或本地区的服务' });
    const id = known?._id ?? ticketNumber('GG', civilDateOf(now), max => ports.secrets.random(max));
    runtime.alsoRecord?.({ about: id });
    const notice: Notice = { ...noticeOf(id, input, service), publishedAt: known?.publishedAt ?? NEVER };
    const problems = noticeProblems(notice, { now, ruleSet });
    if (notice.publishedAt !== NEVER && Object.keys(problems).length > 0) invalid(inNotice(problems));
    const { publishAt: _publishAt, ...document } = noticeDocument(notice, known, now, null);
    const written: NoticeDocument = {
      ...document,
      steps: [...document.steps, step(actor, now, known ? '修改' : '起草')],
      ...(input.publishAt ? { publishAt: input.publishAt } : {}),
    };
    const saved = afterSaving(written, known, actor, { now, ruleSet });
    await (known ? transaction.put('notices', saved) : transaction.insert('notices', saved));
    return showForStaff(saved, actor, { now, ruleSet });
  });
};

export const noticeSave = administrative(
  'notice.save',
  ({ notice: { id, title } }) => ({ about: id, what: title }),
  useCase(saveNoticeInput, ticketReaders, async (runtime, { actor }, input) => ({
    notice: await saveNotice(runtime, actor, input),
  })),
);
