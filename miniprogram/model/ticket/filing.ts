import type {
  Category,
  FileTicketInput,
  FilingKind,
  PromisePreview,
  TicketKind,
} from '../../../typings/contract';
import { uuid } from '../../cloud/uuid';
import { creditCodeProblem, phoneProblem } from '../form/checks';
import { CLASSIFIED } from '../form/forms';
import { isClassified } from '../../lib/privacy';
import { headOf, runAtEnd } from '../../lib/text';

/** For whom a ticket is filed. */
export type ForWhom = 'self' | 'other' | 'enterprise';

type ChosenBy = '' | 'guess' | 'me';

/** What the citizen has typed so far; kept on the phone from the first letter. */
export type FilingDraft = {
  /** Made once: however often it is sent, it is filed once. */
  requestId: string;
  /** Empty until it is known what can be filed. */
  kind: TicketKind | '';
  text: string;
  title: string;
  category: Category;
  serviceId: string;
  serviceName: string;
  /** The item of the service, where one was chosen. */
  itemCode: string;
  /** Who chose them: what was guessed from the text follows it, what the citizen chose stays. */
  categoryBy: ChosenBy;
  serviceBy: ChosenBy;
  region: string;
  attachments: string[];
  forWhom: ForWhom;
  name: string;
  onBehalfOf: string;
  creditCode: string;
  phone: string;
  against: '' | 'operator' | 'staff';
  anonymous: boolean;
  urgent: boolean;
  askId: string;
  agreed: boolean;
  /** It is on its way or may have arrived: nothing changes it but the citizen. */
  sent?: boolean;
};

export const newDraft = (kind: FilingDraft['kind'] = ''): FilingDraft => ({
  requestId: uuid(),
  kind,
  text: '',
  title: '',
  category: 'unsure',
  serviceId: '',
  serviceName: '',
  itemCode: '',
  categoryBy: '',
  serviceBy: '',
  region: '',
  attachments: [],
  forWhom: 'self',
  name: '',
  onBehalfOf: '',
  creditCode: '',
  phone: '',
  against: '',
  anonymous: false,
  urgent: false,
  askId: '',
  agreed: false,
});

const TITLE_SHOWN = 30;

/** A title from the first sentence, for those who leave it empty. */
export function titleOf(draft: Pick<FilingDraft, 'title' | 'text'>): string {
  const typed = draft.title.trim();
  if (typed) return typed;
  const first = draft.text.trim().split(/[。！？!?\n]/)[0] ?? '';
  if (first.length <= TITLE_SHOWN) return first;
  // A number that is cut in two would no longer be known as a person's number, and would be shown unmasked.
  const head = headOf(first, TITLE_SHOWN);
  const cut = runAtEnd(head, /[\d ]/);
  const goesOn = /\d/.test(head.slice(cut)) && /^[\dXx ]/.test(first.slice(head.length));
  return `${goesOn ? head.slice(0, cut).trimEnd() : head}…`;
}

/** What is wrong with what it is about. */
function aboutErrors(draft: FilingDraft): Record<string, string> {
  const errors: Record<string, string> = {};
  if (!draft.text.trim()) errors['text'] = '请写下要反映的事';
  if (isClassified(draft.text)) errors['text'] = CLASSIFIED;
  if (isClassified(draft.title)) errors['title'] = CLASSIFIED;
  return errors;
}

/** What is wrong with who it is, and how to be reached. */
function personErrors(draft: FilingDraft): Record<string, string> {
  const errors: Record<string, string> = {};
  if (draft.forWhom === 'other' && !draft.onBehalfOf.trim())
    errors['onBehalfOf'] = '请写下替谁反映，例如“母亲”';
  if (draft.forWhom === 'enterprise' && !draft.name.trim()) errors['name'] = '请填写单位名称';
  const code = draft.forWhom === 'enterprise' ? creditCodeProblem(draft.creditCode) : undefined;
  if (code) errors['creditCode'] = code;
  const phone = draft.phone.trim() ? phoneProblem(draft.phone) : undefined;
  if (phone) errors['phone'] = phone;
  if (!draft.agreed) errors['agreed'] = '请先同意个人信息处理规则';
  return errors;
}

export const filingErrors = (draft: FilingDraft): Record<string, string> => ({
  ...aboutErrors(draft),
  ...personErrors(draft),
});

/** The fields in the order of the screen: to the first that is wrong the page is scrolled. */
const ORDER = [
  'text',
  'attachments',
  'serviceId',
  'itemCode',
  'category',
  'region',
  'phone',
  'onBehalfOf',
  'name',
  'creditCode',
  'against',
  'title',
  'agreed',
];
/** Those that are folded away until they are wanted. */
const FOLDED = ['title', 'against', 'onBehalfOf', 'name', 'creditCode', 'phone'];

export const firstWrong = (errors: Record<string, string>): string | undefined =>
  ORDER.filter(name => errors[name])[0];

export const isFolded = (name: string): boolean => FOLDED.indexOf(name) >= 0;

/** Whether something is filled in that is folded away: then it is open when the form is. */
export const hasFolded = (draft: FilingDraft): boolean =>
  draft.forWhom !== 'self' ||
  draft.anonymous ||
  draft.urgent ||
  [draft.title, draft.against, draft.name, draft.phone].some(Boolean);

/** The draft with what was guessed from its text, as far as the citizen has not chosen. */
export const withGuess = (
  draft: FilingDraft,
  { category, service }: { category?: Category; service?: { id: string; name: string } },
): FilingDraft => ({
  ...draft,
  ...(draft.serviceBy === 'me'
    ? {}
    : {
        serviceId: service?.id ?? '',
        serviceName: service?.name ?? '',
        serviceBy: service ? ('guess' as const) : ('' as const),
        itemCode: service?.id === draft.serviceId ? draft.itemCode : '',
      }),
  ...(draft.categoryBy === 'me'
    ? {}
    : { category: category ?? 'unsure', categoryBy: category ? ('guess' as const) : ('' as const) }),
});

/** The items of a service to choose from (G-5.2c): one alone that is called like the service is no choice. */
export const itemChoices = (
  items: PromisePreview['items'],
  serviceName: string,
): { value: string; label: string }[] =>
  items.length === 1 && items[0]?.name === serviceName
    ? []
    : items.map(({ code, name }) => ({ value: code, label: name }));

/** What the promise depends on; nothing while it is not known what can be filed. */
export const previewInput = (
  {
    category,
    serviceId,
    itemCode,
    region,
    against,
  }: Pick<FilingDraft, 'category' | 'serviceId' | 'itemCode' | 'region'> &
    Partial<Pick<FilingDraft, 'against'>>,
  kind: FilingKind | undefined,
): Pick<FileTicketInput, 'kind' | 'category' | 'serviceId' | 'itemCode' | 'region' | 'against'> | undefined =>
  kind && {
    kind: kind.kind,
    category,
    ...(serviceId ? { serviceId } : {}),
    ...(serviceId && itemCode ? { itemCode } : {}),
    ...(region ? { region } : {}),
    ...(kind.asksAgainst && against ? { against } : {}),
  };

/** How the day is saved that finding the unit takes; nothing where there is none to save. */
export const sparesADay = ({ category, serviceId }: Pick<FilingDraft, 'category' | 'serviceId'>): string => {
  if (category === 'technical') return '';
  if (!serviceId) return '选了服务就直接转给负责单位，不用等工作人员先找';
  return category === 'unsure' ? '选“不确定”要等工作人员先判断；选准是哪一类，就直接转过去' : '';
};

/** The kind of the draft among those that can be filed; a form begins with the first. */
export const kindOf = (kinds: FilingKind[], kind: string): FilingKind | undefined =>
  kinds.filter(each => each.kind === kind)[0] ?? kinds[0];

/** Until when one hears, before anything is filed. */
export const limitOf = (
  kind: FilingKind | undefined,
  { category, serviceId }: Pick<FilingDraft, 'category' | 'serviceId'>,
): string => kind?.limits[category][serviceId ? 'service' : 'none'] ?? '';

/** The limit that comes first, within a sentence; that of a draft is called so (A18). */
export const briefOf = (kind: FilingKind | undefined): string =>
  kind ? `${kind.draft ? '按征求意见稿，' : ''}${kind.brief}` : '';

/** The draft as the cloud wants it. */
export function filingInput(
  draft: FilingDraft,
  { kind, asksAgainst }: FilingKind,
  policyVersion: string,
): FileTicketInput {
  const enterprise = draft.forWhom === 'enterprise';
  return {
    requestId: draft.requestId,
    kind,
    category: draft.category,
    title: titleOf(draft),
    text: draft.text.trim(),
    ...(draft.serviceId ? { serviceId: draft.serviceId } : {}),
    ...(draft.serviceId && draft.itemCode ? { itemCode: draft.itemCode } : {}),
    ...(draft.region ? { region: draft.region } : {}),
    applicant: {
      type: enterprise ? 'enterprise' : 'person',
      ...(draft.name.trim() && !draft.anonymous ? { name: draft.name.trim() } : {}),
      ...(enterprise ? { creditCode: draft.creditCode.trim().toUpperCase() } : {}),
      ...(draft.forWhom === 'other' ? { onBehalfOf: draft.onBehalfOf.trim() } : {}),
    },
    ...(draft.phone.trim() ? { contact: { phone: draft.phone.trim() } } : {}),
    ...(draft.attachments.length > 0 ? { attachments: draft.attachments } : {}),
    ...(asksAgainst && draft.against ? { against: draft.against } : {}),
    ...(draft.anonymous ? { anonymous: true } : {}),
    ...(draft.urgent ? { urgent: true } : {}),
    ...(draft.askId ? { askId: draft.askId } : {}),
    consent: { policyVersion },
  };
}
