import * as z from 'zod';
import { action, serve } from '../infra/function';
import { createPorts, identity } from '../infra/platform';
import { actInput, actOnTicket, claimInput, claimTicket } from '../usecases/tickets/act-on-ticket';
import { askInput, askKnowledge, feedbackInput, giveFeedback } from '../usecases/knowledge/ask-knowledge';
import { fail } from '../usecases/kernel/failure';
import { fileInput, fileTicket } from '../usecases/tickets/file-ticket';
import * as publicLists from '../usecases/services/list-public';
import {
  disclosedInput,
  getTicket,
  listDisclosed,
  listOwnTickets,
  ownListInput,
  ticketInput,
  withLinks,
} from '../usecases/tickets/list-tickets';
import {
  eraseAccount,
  exportAccount,
  getProfile,
  saveProfile,
  saveProfileInput,
} from '../usecases/account/profile';
import { citizenActor, type Runtime } from '../usecases/kernel/runtime';
import { createSnapshots } from '../usecases/kernel/snapshot';
import { categoryInput, guessCategory } from '../usecases/tickets/suggest';

/** What anyone with an OPENID may do: ask, file, follow, act on own tickets, read notices and services. */

const ports = createPorts();
const runtime: Runtime = { ports, snapshots: createSnapshots(ports) };
const nothing = z.object({});

type Who = string;

const actions = {
  ask: action(askInput, (who: Who, input) => askKnowledge(runtime, who, input)),
  'ask.feedback': action(feedbackInput, (who: Who, input) => giveFeedback(runtime, who, input)),
  'category.guess': action(categoryInput, (_who: Who, input) => Promise.resolve(guessCategory(input))),
  'ticket.file': action(fileInput, async (who: Who, input) => ({
    ticket: await fileTicket(runtime, who, input),
  })),
  'ticket.list': action(ownListInput, (who: Who, input) => listOwnTickets(runtime, who, input)),
  'ticket.get': action(ticketInput, async (who: Who, { no }) => ({
    ticket: await getTicket(runtime, citizenActor(who), no),
  })),
  'ticket.act': action(actInput, async (who: Who, input) => ({
    ticket: await withLinks(ports, await actOnTicket(runtime, citizenActor(who), input)),
  })),
  'ticket.claim': action(claimInput, async (who: Who, input) => ({
    ticket: await claimTicket(runtime, citizenActor(who), input),
  })),
  'notice.list': action(publicLists.noticeListInput, (_who: Who, input) =>
    publicLists.listNotices(runtime, input),
  ),
  'notice.get': action(publicLists.noticeInput, async (_who: Who, input) => ({
    notice: await publicLists.getNotice(runtime, input),
  })),
  'notice.unsubscribe': action(publicLists.subscribeInput, (who: Who, input) =>
    publicLists.unsubscribeNotices(runtime, who, input),
  ),
  'notice.subscribe': action(publicLists.subscribeInput, (who: Who, input) =>
    publicLists.subscribeNotices(runtime, who, input),
  ),
  'service.list': action(publicLists.serviceListInput, (_who: Who, input) =>
    publicLists.listServices(runtime, input),
  ),
  'disclosed.list': action(disclosedInput, (_who: Who, input) => listDisclosed(runtime, input)),
  'inbox.list': action(publicLists.inboxInput, (who: Who, input) =>
    publicLists.listInbox(runtime, who, input),
  ),
  'inbox.read': action(publicLists.inboxReadInput, (who: Who, input) =>
    publicLists.readInbox(runtime, who, input),
  ),
  'me.get': action(nothing, (who: Who) => getProfile(runtime, who)),
  'me.save': action(saveProfileInput, (who: Who, input) => saveProfile(runtime, who, input)),
  'me.export': action(nothing, (who: Who) => exportAccount(runtime, citizenActor(who))),
  'me.erase': action(nothing, (who: Who) => eraseAccount(runtime, citizenActor(who))),
};

const gate = async (): Promise<Who> => identity().openid ?? fail('unauthenticated', '请从微信小程序进入');

export const main = (event: unknown): Promise<unknown> => serve(ports, actions, gate, event);
