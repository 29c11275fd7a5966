import type { Category, TicketKind } from '../../../typings/contract';
import type { RegisterInput, StaffApi } from '../../../typings/api';
import { uuid } from '../../cloud/uuid';
import { phoneProblem } from '../form/checks';
import { matchedText } from '../knowledge/entries';
import { titleOf } from './filing';
import { CATEGORY_NAMES } from './categories';
import { CLASSIFIED } from '../form/forms';
import { isClassified } from '../../lib/privacy';

/** A call that is being taken down; kept on the phone until it was registered. */
export type CallDraft = {
  requestId: string;
  channel: RegisterInput['channel'];
  externalNo: string;
  /** Of what a document assigns: where it comes from, the day that it names, the sealed paper. */
  origin: string;
  dueOn: string;
  attachments: string[];
  phone: string;
  name: string;
  /** Empty until it is known what can be filed. */
  kind: TicketKind | '';
  category: Category;
  /** By whom category and service were chosen: what is only guessed from the words follows them. */
  categoryBy: '' | 'guess' | 'me';
  serviceBy: '' | 'guess' | 'me';
  text: string;
  title: string;
  serviceId: string;
  serviceName: string;
  /** The item of the service, where one was chosen (G-5.2c). */
  itemCode: string;
  region: string;
  urgent: boolean;
  /** What the caller was told on the spot (A48), and the entry of the knowledge base that it was read from. */
  reply: string;
  faqId: string;
  /** The caller wants it by short message, with the number. */
  sms: boolean;
};

export const newCall = (kind: CallDraft['kind'] = ''): CallDraft => ({
  requestId: uuid(),
  channel: 'phone',
  externalNo: '',
  origin: '',
  dueOn: '',
  attachments: [],
  phone: '',
  name: '',
  kind,
  category: 'unsure',
  categoryBy: '',
  serviceBy: '',
  text: '',
  title: '',
  serviceId: '',
  serviceName: '',
  itemCode: '',
  region: '',
  urgent: false,
  reply: '',
  faqId: '',
  sms: false,
});

export const digitsOf = (phone: string): string => phone.replace(/\D/g, '');

/** The draft with what was typed or chosen in one field, and what goes with it. */
export const changedCall = (
  before: CallDraft,
  { name, value, label }: { name: string; value: unknown; label?: string },
): CallDraft => {
  const call = { ...before, [name]: value } as CallDraft;
  if (name === 'serviceId') {
    call.serviceName = label ?? '';
    call.serviceBy = 'me';
    call.itemCode = '';
  }
  if (name === 'category') call.categoryBy = 'me';
  // What is written anew was not read from an entry.
  if (name === 'reply' && !call.reply.trim()) call.faqId = '';
  return call;
};

/** The draft with what was guessed from its words, as far as nobody has chosen. */
export const withGuess = (
  call: CallDraft,
  { category, service }: { category?: Category; service?: { id: string; name: string } },
): CallDraft => ({
  ...call,
  ...(call.serviceBy === 'me'
    ? {}
    : {
        serviceId: service?.id ?? '',
        serviceName: service?.name ?? '',
        serviceBy: service ? ('guess' as const) : ('' as const),
        itemCode: service?.id === call.serviceId ? call.itemCode : '',
      }),
  ...(call.categoryBy === 'me'
    ? {}
    : { category: category ?? 'unsure', categoryBy: category ? ('guess' as const) : ('' as const) }),
});

/** What becomes of it by the service that is chosen: to whom it goes, as soon as that is known. */
export const whereTo = (
  { category, categoryBy, serviceId, serviceBy }: CallDraft,
  holderName = '负责的一方',
): string => {
  if (category === 'unsure') return '类别也选了，才直接转给负责的一方';
  const guessed = serviceId && serviceBy === 'guess' ? '按内容推测，不对请改；' : '';
  const as = categoryBy === 'guess' ? `按“${CATEGORY_NAMES[category]}”` : '';
  return `${guessed}登记后${as}直接转给${holderName}`;
};

/** What decides to whom it goes. */
export const SENT_BY = ['kind', 'category', 'serviceId', 'itemCode', 'region'];

/** An entry that answers what the caller asks. */
export type KnownAnswer = { id: string; question: string; answer: string; matched: string; open: boolean };

const MOST_ANSWERS = 3;

/** Of the entries that were found those in force. */
export const knownAnswers = (found: StaffApi['faq.list']['out']['faqs']): KnownAnswer[] =>
  found
    .filter(({ status, validity }) => status !== 'withdrawn' && (validity ?? 'valid') === 'valid')
    .slice(0, MOST_ANSWERS)
    .map(({ id, question, answer, matched }) => ({
      id,
      question,
      answer,
      matched: matchedText(matched),
      open: false,
    }));

/** `1:05`. */
export const lasted = (milliseconds: number): string => {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)}:${rest < 10 ? '0' : ''}${rest}`;
};

export function callErrors(call: CallDraft): Record<string, string> {
  const errors: Record<string, string> = {};
  if (!call.text.trim()) errors['text'] = '请记下对方说的事';
  if (isClassified(call.text)) errors['text'] = CLASSIFIED;
  if (isClassified(call.reply)) errors['reply'] = CLASSIFIED;
  if (call.phone.trim()) {
    const wrong = phoneProblem(call.phone);
    if (wrong) errors['phone'] = wrong;
  } else if (call.channel === 'phone') errors['phone'] = '请填来电号码，群众凭它认领这件';
  if (call.channel === '12345' && !call.externalNo.trim()) errors['externalNo'] = '请填 12345 的工单号';
  if (call.channel === 'assigned') {
    if (!call.externalNo.trim()) errors['externalNo'] = '请填文号';
    if (!call.origin) errors['origin'] = '请选择交办来源';
    if (!call.dueOn) errors['dueOn'] = '请选择文件要求办结的日期';
  }
  return errors;
}

export function callInput(call: CallDraft, kind: TicketKind, policyVersion: string): RegisterInput {
  return {
    requestId: call.requestId,
    channel: call.channel,
    kind,
    category: call.category,
    title: titleOf(call),
    text: call.text.trim(),
    ...(call.externalNo.trim() ? { externalNo: call.externalNo.trim() } : {}),
    ...(call.channel === 'assigned'
      ? {
          origin: call.origin as NonNullable<RegisterInput['origin']>,
          dueOn: call.dueOn,
          ...(call.attachments.length > 0 ? { attachments: call.attachments } : {}),
        }
      : {}),
    ...(call.serviceId ? { serviceId: call.serviceId } : {}),
    ...(call.serviceId && call.itemCode ? { itemCode: call.itemCode } : {}),
    ...(call.region ? { region: call.region } : {}),
    applicant: { type: 'person', ...(call.name.trim() ? { name: call.name.trim() } : {}) },
    ...(call.phone.trim() ? { contact: { phone: call.phone.trim() } } : {}),
    ...(call.urgent ? { urgent: true } : {}),
    ...(call.reply.trim()
      ? {
          reply: {
            text: call.reply.trim(),
            ...(call.faqId ? { faqId: call.faqId } : {}),
            ...(call.sms ? { sms: true } : {}),
          },
        }
      : {}),
    consent: { policyVersion },
  };
}
