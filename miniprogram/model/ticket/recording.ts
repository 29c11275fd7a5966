import type { Category, TicketKind } from '../../../typings/contract';
import type { RegisterInput } from '../../../typings/api';
import { uuid } from '../../cloud/uuid';
import { phoneProblem } from '../form/checks';
import { titleOf } from './filing';
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
  region: '',
  urgent: false,
  reply: '',
  faqId: '',
  sms: false,
});

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
      }),
  ...(call.categoryBy === 'me'
    ? {}
    : { category: category ?? 'unsure', categoryBy: category ? ('guess' as const) : ('' as const) }),
});

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
