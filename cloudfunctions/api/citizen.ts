import type { CitizenApi } from '../../typings/api';
import { meErase } from '../usecases/account/erase-account';
import { meExport } from '../usecases/account/export-account';
import { meGet, meSave } from '../usecases/account/profile';
import { inboxList, inboxRead } from '../usecases/account/read-inbox';
import { ask, askFeedback } from '../usecases/knowledge/answering/ask-knowledge';
import { memberJoin } from '../usecases/people/invitations';
import { noticeSubscribe, noticeUnsubscribe } from '../usecases/notices/follow-notices';
import { noticeGet, noticeList } from '../usecases/notices/read-notices';
import { boardPublic } from '../usecases/reports/public-board';
import { serviceList } from '../usecases/services/list-services';
import { ticketAct } from '../usecases/tickets/act-on-ticket';
import { ticketClaim } from '../usecases/tickets/claims/claim-ticket';
import { ticketFile } from '../usecases/tickets/file-ticket';
import { categoryGuess } from '../usecases/tickets/before-filing/guess-category';
import { promisePreview } from '../usecases/tickets/before-filing/preview-promise';
import { disclosedList } from '../usecases/tickets/lists/list-disclosed';
import { ticketList } from '../usecases/tickets/lists/list-own-tickets';
import { ticketFiles, ticketTimeline } from '../usecases/tickets/read-on';
import { ticketGet } from '../usecases/tickets/show-ticket';
import type { Serves } from './serves';

/** What anyone with an OPENID may do: ask, file, follow, act on own tickets, read notices and services. */
export const citizenActions = {
  ask,
  'ask.feedback': askFeedback,
  'category.guess': categoryGuess,
  'promise.preview': promisePreview,
  'ticket.file': ticketFile,
  'ticket.list': ticketList,
  'ticket.get': ticketGet,
  'ticket.timeline': ticketTimeline,
  'ticket.files': ticketFiles,
  'ticket.act': ticketAct,
  'ticket.claim': ticketClaim,
  'notice.list': noticeList,
  'notice.get': noticeGet,
  'notice.subscribe': noticeSubscribe,
  'notice.unsubscribe': noticeUnsubscribe,
  'service.list': serviceList,
  'disclosed.list': disclosedList,
  'board.public': boardPublic,
  'inbox.list': inboxList,
  'inbox.read': inboxRead,
  'member.join': memberJoin,
  'me.get': meGet,
  'me.save': meSave,
  'me.export': meExport,
  'me.erase': meErase,
} satisfies Serves<CitizenApi>;
