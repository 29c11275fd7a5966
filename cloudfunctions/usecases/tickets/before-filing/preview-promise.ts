import type * as z from 'zod';
import type { PromisePreview } from '../../../../typings/contract';
import { itemKey } from '../../../domain/catalogue';
import { everyone } from '../../../domain/catalogue/roles';
import { lengthInWords } from '../../../domain/deadline';
import { openTicket, type Opening } from '../../../domain/procedures';
import { citizenActor, contextFor, show, type Runtime } from '../../kernel/runtime';
import { useCase } from '../../kernel/use-case';
import { checkReferences, promiseInput } from '../file-ticket';

/** What a filing consists of before anything was written. */
const nothingYet: Omit<Opening, 'kind' | 'category'> = {
  no: '',
  title: '',
  text: '',
  channel: 'online',
  ownerId: '',
  applicant: { type: 'person' },
  contact: {},
  sealed: [],
  anonymous: false,
  urgent: false,
  attachments: [],
  suggestions: [],
  reviewText: false,
};

/** `promise.preview`: what would be promised if it were filed now, by the very rules that promise it then. */
export const previewPromise = async (
  { ports, snapshots }: Runtime,
  openid: string,
  input: z.infer<typeof promiseInput>,
): Promise<PromisePreview> => {
  const snapshot = await snapshots.current();
  const service = await checkReferences(snapshot, input);
  const context = contextFor(snapshot, citizenActor(openid), ports.now(), undefined, { service });
  const { ticket } = openTicket({ ...nothingYet, ...input, ownerId: openid }, context);
  const { holderName, headline } = show(snapshot, ticket, context);
  const { line, explanation, counting, provisional } = headline;
  return {
    date: line,
    limit: `${lengthInWords(explanation)}内答复`,
    holderName,
    confirmed: ticket.promise?.confirmed ?? false,
    explanation,
    counting,
    provisional,
    items: (service?.items ?? []).map(item => ({ code: itemKey(item), name: item.name })),
  };
};

export const promisePreview = useCase(promiseInput, everyone, (runtime, { openid }, input) =>
  previewPromise(runtime, openid, input),
);
