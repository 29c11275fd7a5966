import { citizenKindNames, isComplaint } from '../../domain/ticket/citizen-kinds';
import * as z from 'zod';
import type { ShownTicket, Urgent } from '../../../typings/contract';
import { itemOf, type Service } from '../../domain/catalogue';
import { everyone, frontDesk, hasRole, platformStaff, registrars } from '../../domain/catalogue/roles';
import { classifiedMarkIn } from '../../domain/privacy/classified';
import { maskCreditCode, maskName, maskPhone } from '../../domain/privacy/mask';
import { isCreditCode } from '../../domain/privacy/checks';
import { normalisePhone } from '../../domain/privacy/phone';
import { files, LONG_TEXT, type Actor, type Context } from '../../domain/engine';
import { answeredBefore, linkBack, openTicket, whyNotAnswered, type Opening } from '../../domain/procedures';
import { suggestChosen } from '../../domain/procedures/common/citizen-ticket/dispatching';
import { attachmentsOf } from '../../domain/procedures/common/citizen-ticket/replying';
import { switches } from '../../domain/procedures/common/citizen-ticket/limits';
import { dispatchAlone } from '../../domain/routing';
import { calledIn } from '../../domain/urgent';
import { dailyWindows, switchOf, windowOf } from '../../domain/rulesets';
import { originNames } from '../../domain/ticket/assigned';
import type { Ticket } from '../../domain/ticket/ticket';
import { maySee, ownExternalKey } from '../../domain/ticket/scope';
import { MOST_FILE_ID } from '../../domain/files/upload-path';
import { civilDateOf, isCivilDate } from '../../domain/time';
import { hashesOf, keepFiles } from '../files/keep-files';
import { checkContent, maskAll, refuseClassified, sealFound, type Found } from '../kernel/citizen-text';
import { findByExternalKeys } from '../kernel/archive';
import type { AskDocument } from '../kernel/documents';
import { fail, Failure, orFailure } from '../kernel/failure';
import { digestOf } from '../kernel/writing/journal';
import { meanwhile } from '../kernel/meanwhile';
import { nameOfDay } from '../kernel/meters';
import { alreadyOpened, openOnce } from '../kernel/writing/open-once';
import { citizenActor, contextFor, type Runtime } from '../kernel/runtime';
import type { Snapshot } from '../kernel/reading/snapshot';
import { useCase } from '../kernel/use-case';
import { findAnswered, readOnTheSpot, replyInput } from './before-filing/on-the-spot';
import { suggestFor } from './suggest-units';
import { handledIn } from './read-ticket';
import { assignmentErrors } from './registration-form';
import { holdsAtMost, tooLong, typedLine, typedText } from '../../domain/typed/text';
import { typedId, identifierKey } from '../../domain/typed/identifier';
import { findIdentifiers } from '../../domain/privacy/identifiers';

const bounded = (read: typeof typedLine, label: string, max: number) =>
  read(`${label}的格式不对`).min(1, `请填写${label}`).refine(holdsAtMost(max), tooLong(label, max));

const applicantSchema = z
  .object({
    type: z.enum(['person', 'enterprise'], { error: '请选择个人或企业' }),
    name: bounded(typedLine, '姓名或名称', 60).optional(),
    creditCode: typedId()
      .overwrite(identifierKey)
      .refine(isCreditCode, '统一社会信用代码不对（18 位，末位是校验码），请核对')
      .optional(),
    onBehalfOf: bounded(typedLine, '被代办人', 60).optional(),
  })
  .refine(value => value.type !== 'enterprise' || value.name !== undefined, {
    error: '请填写企业名称',
    path: ['name'],
  });

/** What a citizen or a member of staff fills in; contract §4 `ticket.file`. */
const base = z.object({
  requestId: z.guid({ error: '请求编号不对，请返回后重新提交' }).toLowerCase(),
  kind: z.enum(citizenKindNames, { error: '请选择咨询、投诉或建议' }),
  category: z.enum(['technical', 'business', 'system', 'unsure'], { error: '请选择问题类别' }),
  title: bounded(typedLine, '标题', 100),
  text: bounded(typedText, '内容', LONG_TEXT),
  serviceId: typedId().min(1).max(32).optional(),
  /** An item of that service (G-5.2c). */
  itemCode: typedLine().min(1).max(80).optional(),
  region: typedId().min(1).max(12).optional(),
  applicant: applicantSchema.optional(),
  contact: z
    .object({
      phone: typedLine()
        .refine(text => normalisePhone(text) !== undefined, '电话号码不对，请核对')
        .optional(),
    })
    .optional(),
  attachments: z.array(z.string().min(1).max(MOST_FILE_ID)).max(9, '最多 9 个附件').optional(),
  against: z.enum(['operator', 'staff']).optional(),
  anonymous: z.boolean().optional(),
  urgent: z.boolean().optional(),
  askId: z.string().min(1).max(64).optional(),
  consent: z.object({ policyVersion: z.string().min(1).max(40) }, { error: '请先阅读并同意隐私政策' }),
});

const complaintOnly = ({ kind = '', against }: { kind?: string; against?: string }) =>
  against === undefined || isComplaint({ kind });
const complaintOnlyError = { error: '只有投诉可以指明针对工作人员', path: ['against'] };

export const fileInput = base.refine(complaintOnly, complaintOnlyError);
/** As much of it as the promise depends on. */
export const promiseInput = base
  .pick({ kind: true, category: true, serviceId: true, itemCode: true, region: true, against: true })
  .refine(complaintOnly, complaintOnlyError);
export const registerInput = base
  .extend({
    channel: z.enum(['phone', 'counter', '12345', 'assigned'], {
      error: '请选择来电、窗口、12345 热线或交办',
    }),
    /** What another system calls it; of what is assigned the number of its document. */
    externalNo: typedLine()
      .max(64)
      .refine(no => identifierKey(no) !== '', '请填写外部编号')
      .refine(no => !findIdentifiers(no).some(({ kind }) => kind === 'id-card'), '外部编号里不能有身份证号')
      .optional(),
    /** Only of what a document assigns (A54): where it comes from, and the day that it names. */
    origin: z.enum(originNames, { error: '请选择交办来源' }).optional(),
    dueOn: z.string().refine(isCivilDate, '办结日期须是日期，请重新选择').optional(),
    /** Answered on the spot (A48), from an entry of the knowledge base where one is named. */
    reply: replyInput.optional(),
    // The caller agrees by word of mouth; the clerk confirms it by registering.
    consent: base.shape.consent.optional(),
  })
  .refine(complaintOnly, complaintOnlyError);

export type FileInput = z.infer<typeof fileInput>;
export type RegisterInput = z.infer<typeof registerInput>;
type OfOrder = { order?: Partial<Opening> };
export type AnyInput = Omit<FileInput, 'consent'> &
  Partial<Pick<RegisterInput, 'channel' | 'externalNo' | 'origin' | 'dueOn' | 'reply' | 'consent'>> &
  OfOrder;

/** References must exist; the privacy policy must be the one in force. */
export const checkReferences = async (
  snapshot: Snapshot,
  input: Pick<AnyInput, 'serviceId' | 'itemCode' | 'region' | 'consent'>,
): Promise<Service | undefined> => {
  const fields: Record<string, string> = {};
  const service = input.serviceId ? await snapshot.service(input.serviceId) : undefined;
  if (input.serviceId && !service) fields['serviceId'] = '没有这项服务，请重新选择';
  else if (input.itemCode && !itemOf(service, input.itemCode))
    fields['itemCode'] = '所选的服务没有这个事项，请重新选择';
  if (input.region && !snapshot.catalogue.region(input.region)) fields['region'] = '没有这个地区，请重新选择';
  if (input.consent && input.consent.policyVersion !== snapshot.settings.policyVersion) {
    fields['consent.policyVersion'] = '隐私政策已更新，请重新阅读并同意';
  }
  if (Object.keys(fields).length > 0) fail('invalid', '有内容需要补充或更正', fields);
  return service;
};

/** What the database is asked before anything is decided, all of it in one trip. */
type Early = {
  snapshot: Snapshot;
  ask: AskDocument | undefined;
  /** Of what a person files: under what it is counted, and how many there are today. */
  filed?: { meter: string; today: number };
  /** Of what is taken down: the last tickets from the phone. */
  ofPhone: Ticket[];
};

/** By the journal: an erasure takes the tickets of the day away, not what was filed (A46). */
const filedToday = async ({ ports }: Runtime, openid: string): Promise<Early['filed']> => {
  const meter = `file|${await nameOfDay(ports, openid)}`;
  return { meter, today: await ports.database.count('journal', { meter }, dailyWindows.filings.max) };
};

export const readEarly = async (runtime: Runtime, who: Actor, input: AnyInput): Promise<Early> => {
  const { askId, contact } = input;
  const { ports, snapshots } = runtime;
  const isOwn = who.role === 'citizen';
  const [snapshot, ask, filed, ofPhone] = await Promise.all([
    snapshots.current(),
    askId ? ports.database.get('asks', askId) : undefined,
    isOwn ? filedToday(runtime, who.id) : undefined,
    isOwn ? [] : findAnswered(ports, contact?.phone),
  ]);
  return { snapshot, ask, ofPhone, ...(filed ? { filed } : {}) };
};

const checkAsk = (ask: AskDocument | undefined, who: Actor, askId: string | undefined): void => {
  if (askId && ask?.ownerId !== who.id)
    fail('invalid', '有内容需要补充或更正', { askId: '没有找到这次提问，请重新提交' });
};

type Prepared = Omit<Opening, 'no'>;

/** The form of a filing as far as files go. */
const fileFields = { attachments: files('附件') };

const prepare = async (
  runtime: Runtime,
  { snapshot, ask }: Early,
  input: AnyInput,
  context: Context,
  reviewText: boolean,
): Promise<Prepared> => {
  const { secrets } = runtime.ports;
  const { applicant, contact } = input;
  const found: Found = [];
  const title = maskAll(input.title, found);
  const text = maskAll(input.text, found);
  checkAsk(ask, context.actor, input.askId);
  const personal = {
    name: applicant?.name,
    creditCode: applicant?.creditCode,
    onBehalfOf: applicant?.onBehalfOf,
    phone: contact?.phone,
  };
  const hasPersonal = Object.values(personal).some(value => value !== undefined);
  const forUnit = ['business', 'system'].includes(input.category);
  const known = context.service !== undefined && forUnit;
  const answered = await readOnTheSpot(snapshot, input, context, found);
  const likely = known ? [] : await suggestFor(snapshot, { title, text, region: input.region }, context.now);
  // Whoever has chosen an item has said more than the text: its unit comes first.
  const suggestions =
    !known && context.service && input.itemCode
      ? suggestChosen(likely, context.service, input, context.catalogue)
      : likely;
  const routed =
    forUnit && !known && input.against === undefined
      ? dispatchAlone(
          { title, text },
          await snapshot.router(),
          switchOf(context.ruleSet, switches.routerDispatchAbove),
          suggestions,
        )
      : undefined;
  return {
    kind: input.kind,
    category: input.category,
    title,
    text,
    ...(input.itemCode ? { itemCode: input.itemCode } : {}),
    ...(input.region ? { region: input.region } : {}),
    channel: input.channel ?? 'online',
    ...(input.externalNo ? { externalNo: input.externalNo } : {}),
    ...(input.origin && input.dueOn ? { assigned: { origin: input.origin, dueOn: input.dueOn } } : {}),
    ownerId: context.actor.role === 'citizen' ? context.actor.id : null,
    ...(contact?.phone ? { phoneHash: secrets.phoneHash(contact.phone) } : {}),
    applicant: {
      type: applicant?.type ?? 'person',
      ...(applicant?.name
        ? {
            name: applicant.type === 'enterprise' ? maskAll(applicant.name, found) : maskName(applicant.name),
          }
        : {}),
      ...(applicant?.creditCode ? { creditCode: maskCreditCode(applicant.creditCode) } : {}),
      ...(applicant?.onBehalfOf ? { onBehalfOf: maskName(applicant.onBehalfOf) } : {}),
    },
    contact: contact?.phone ? { phone: maskPhone(contact.phone) } : {},
    sealed: [...(hasPersonal ? [secrets.seal(personal)] : []), ...sealFound(runtime.ports, found)],
    anonymous: input.anonymous ?? false,
    ...(input.against ? { against: input.against } : {}),
    urgent: input.urgent ?? false,
    ...(input.consent ? { consent: { policyVersion: input.consent.policyVersion, at: context.now } } : {}),
    attachments: attachmentsOf(input, context, context.actor.role === 'citizen' ? 'pending' : 'ok'),
    ...(ask
      ? {
          machine: {
            askId: ask._id,
            answers: ask.answers,
            unjudged: ask.band === 'answer' && ask.solved === null,
          },
        }
      : {}),
    suggestions,
    ...(routed ? { routed } : {}),
    ...answered,
    ...input.order,
    reviewText,
  };
};

/**
 * Another system's number stands for one matter, handled once (A14). Which ticket holds it is said to those who may see
 * that one; others are told no more than that it is registered.
 */
const refuseSecondRegistration = async (
  { ports }: Runtime,
  actor: Actor,
  prepared: Prepared,
): Promise<void> => {
  if (!prepared.externalNo) return;
  const [same] = await findByExternalKeys(ports.database, [ownExternalKey({ ...prepared, no: '' })]);
  if (!same) return;
  const called = prepared.assigned ? '文号' : '外部编号';
  if (!maySee(actor, same.ticket))
    fail('conflict', `这个${called}已经登记，由承办方办理；有疑问请与运营方负责人联系`);
  const into = await handledIn(ports.database, same);
  const isMerged = into._id !== same._id && maySee(actor, into.ticket);
  const merged = isMerged ? `，已并入 ${into._id}` : '';
  fail('conflict', `这个${called}已登记为 ${same._id}${merged}，请在那一件里办理`);
};

/** The earlier one of the same phone that was answered on the spot, if there is one: mostly there is none to compare with. */
const answeredIn = ({ ofPhone }: Early, prepared: Prepared, context: Context): string | undefined =>
  ofPhone.length === 0
    ? undefined
    : answeredBefore(openTicket({ ...prepared, no: '' }, context).ticket, ofPhone, context);

/** A danger is no hindrance to filing: whoever sends it is told whom to call, whatever becomes of the ticket. */
const dangerOf = ({ title, text }: Pick<AnyInput, 'title' | 'text'>): { urgent?: Urgent } => {
  const urgent = calledIn(`${title}\n${text}`);
  return urgent ? { urgent } : {};
};

/** Files a ticket once for its requestId. */
export const fileOnce = async (
  runtime: Runtime,
  early: Early,
  input: AnyInput,
  context: Context,
  reviewText: boolean,
): Promise<ShownTicket> => {
  const { ports } = runtime;
  const { snapshot, filed } = early;
  const { requestId, ...content } = input;
  const entryId = ports.secrets.sha256(`file|${context.actor.id}|${requestId}`);
  const key = { entryId, digest: digestOf(ports, content), meter: filed?.meter ?? '' };
  if (filed && filed.today >= windowOf(context.ruleSet, dailyWindows.filings)) {
    const opened = await alreadyOpened(runtime, snapshot, key, context);
    return opened ?? fail('rate-limited', '今天提交的件数已到上限，请明天再提交；紧急的事请拨打 12345');
  }
  const { attachments = [] } = input;
  const kept = await keepFiles(runtime, context.actor, fileFields, { attachments });
  const named = { ...input, attachments: kept.input['attachments'] as string[] };
  const withFiles = { ...context, files: kept.files };
  const prepared = await prepare(runtime, early, named, withFiles, reviewText);
  const { kind, category, title, text } = prepared;
  const reply = prepared.onTheSpot?.text;
  const payload = { kind, category, title, text, ...(reply ? { reply } : {}), ...hashesOf(kept.files) };
  const why = whyNotAnswered({ ...prepared, no: '' }, context);
  if (why) fail('invalid', why, { reply: why });
  const before = answeredIn(early, prepared, context);
  return openOnce(
    runtime,
    snapshot,
    kind,
    'file',
    key,
    context,
    async (no, transaction) => {
      const outcome = openTicket({ ...prepared, no }, context);
      const earlier = before ? await transaction.get('tickets', before) : undefined;
      const back = earlier ? linkBack(outcome.ticket, earlier.ticket, context) : {};
      return { outcome: { ...outcome, ...back }, payload, context };
    },
    () => refuseSecondRegistration(runtime, context.actor, prepared),
  );
};

/** `ticket.file` of the contract. */
export const fileTicket = async (
  runtime: Runtime,
  openid: string,
  input: FileInput,
): Promise<ShownTicket> => {
  const { ports } = runtime;
  const who = citizenActor(openid);
  const texts = [input.title, input.text];
  // What is marked as secret goes nowhere, not even to the check.
  const mayBeChecked = !texts.some(text => classifiedMarkIn(text));
  const [early, reviewText] = await Promise.all([
    readEarly(runtime, who, input),
    mayBeChecked ? orFailure(() => checkContent(ports, openid, texts)) : false,
  ]);
  const service = await checkReferences(early.snapshot, input);
  refuseClassified(ports, texts);
  if (reviewText instanceof Failure) throw reviewText;
  const context = contextFor(early.snapshot, who, ports.now(), undefined, { service });
  return fileOnce(runtime, early, input, context, reviewText);
};

export const ticketFile = useCase(fileInput, everyone, async (runtime, { openid }, input) => {
  const [ticket, danger] = await meanwhile(fileTicket(runtime, openid, input), () => dangerOf(input));
  return { ticket, ...danger };
});

/** `ticket.register`: what came by phone, over the counter or from the hotline (G-5.1a, G-5.1b). */
export const registerTicket = async (
  runtime: Runtime,
  actor: Actor,
  input: RegisterInput,
): Promise<ShownTicket> => {
  const { ports } = runtime;
  const early = await readEarly(runtime, actor, input);
  const assigns = input.channel === 'assigned';
  // The manager takes down what documents assign, units what their visitors say.
  if (!hasRole(actor, assigns ? platformStaff : frontDesk))
    fail('forbidden', assigns ? '交办件由运营方或者管理方登记' : '管理方只登记交办件');
  const wrong = assignmentErrors(input, civilDateOf(ports.now()));
  if (Object.keys(wrong).length > 0) fail('invalid', '有内容需要补充或更正', wrong);
  const service = await checkReferences(early.snapshot, input);
  refuseClassified(ports, [input.title, input.text, input.reply?.text ?? '']);
  const context = contextFor(early.snapshot, actor, ports.now(), undefined, { service });
  return fileOnce(runtime, early, input, context, false);
};

export const ticketRegister = useCase(registerInput, registrars, async (runtime, { actor }, input) => {
  const [ticket, danger] = await meanwhile(registerTicket(runtime, actor, input), () => dangerOf(input));
  return { ticket, ...danger };
});
