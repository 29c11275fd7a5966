import * as z from 'zod';
import { action, serve } from '../infra/function';
import { createPorts, identity } from '../infra/platform';
import type { Actor } from '../domain/engine';
import { actInput, actOnTicket } from '../usecases/tickets/act-on-ticket';
import { actInBulk, bulkInput } from '../usecases/tickets/act-in-bulk';
import { auditInput, auditListInput, checkJournal, listJournal } from '../usecases/oversight/check-journal';
import {
  countKnowledge,
  numbersInput,
  proposalsInput,
  proposeFromAsks,
} from '../usecases/knowledge/count-knowledge';
import { fail } from '../usecases/kernel/failure';
import { registerInput, registerTicket } from '../usecases/tickets/file-ticket';
import { identifyMember } from '../usecases/people/identify';
import { faqInput, faqListInput, getFaq, listFaqs } from '../usecases/knowledge/list-faqs';
import {
  candidatesFor,
  candidatesInput,
  judgeInput,
  judgeKnowledge,
  sampleAnswers,
  sampleInput,
} from '../usecases/knowledge/judge-knowledge';
import {
  inboxInput,
  inboxReadInput,
  listInbox,
  listServices,
  readInbox,
  serviceListInput,
} from '../usecases/services/list-public';
import { getTicket, listQueue, queueInput, ticketInput, withLinks } from '../usecases/tickets/list-tickets';
import {
  calendarInput,
  confirmCalendar,
  getCalendar,
  importCalendar,
  importCalendarInput,
} from '../usecases/catalogue/manage-calendar';
import * as catalogue from '../usecases/catalogue/manage-catalogue';
import * as clock from '../usecases/clock/show-clock';
import * as members from '../usecases/people/manage-members';
import * as notices from '../usecases/notices/manage-notices';
import * as services from '../usecases/services/manage-services';
import { exportFaqs, exportFaqsInput, importFaqs, importFaqsInput } from '../usecases/knowledge/move-faqs';
import * as moveServices from '../usecases/services/move-services';
import { listProcedures, openInput, openProcedure } from '../usecases/tickets/open-procedure';
import { listMaintenance, maintenanceCalendarInput } from '../usecases/services/list-maintenance';
import { refitFromJudgements, rollbackGate, rollbackGateInput } from '../usecases/knowledge/refit-gate';
import {
  refitRouterFromJudgements,
  rollbackRouter,
  rollbackRouterInput,
  showRouters,
} from '../usecases/knowledge/refit-router';
import { saveWords, saveWordsInput, showWords, wordsInput } from '../usecases/knowledge/word-lists';
import * as review from '../usecases/knowledge/review-faq';
import type { Runtime } from '../usecases/kernel/runtime';
import { saveFaq, saveFaqInput } from '../usecases/knowledge/save-faq';
import { boardInput, getBoard, getStaffProfile } from '../usecases/oversight/show-desk';
import { createSnapshots } from '../usecases/kernel/snapshot';

/** What staff may do; everything follows from role, unit and region of the member bound to the OPENID. */

const ports = createPorts();
const runtime: Runtime = { ports, snapshots: createSnapshots(ports) };
const nothing = z.object({});

type Who = { openid: string; actor: Actor };

const only =
  (...roles: Actor['role'][]) =>
  ({ actor }: Who): boolean =>
    roles.includes(actor.role);
const frontDesk = only('operator', 'operator-lead', 'handler', 'lead');
const editors = only('operator', 'operator-lead', 'handler', 'lead', 'manager');
const leads = only('manager', 'operator-lead', 'lead');
const managers = only('manager');
const catalogueKeepers = only('manager', 'operator-lead');
const auditors = only('manager', 'security');
/** Others can take no act on any ticket. */
const caseworkers = only('manager', 'operator-lead', 'operator', 'lead', 'handler', 'local');
/** Whose scope holds tickets. */
const ticketReaders = only('manager', 'operator-lead', 'operator', 'lead', 'handler', 'local');

const actions = {
  'me.get': action(nothing, ({ actor }: Who) => getStaffProfile(runtime, actor)),
  'ticket.queue': action(
    queueInput,
    ({ actor }: Who, input) => listQueue(runtime, actor, input),
    ticketReaders,
  ),
  'ticket.get': action(ticketInput, async ({ actor }: Who, { no }) => ({
    ticket: await getTicket(runtime, actor, no),
  })),
  'ticket.act': action(
    actInput,
    async ({ actor }: Who, input) => ({
      ticket: await withLinks(ports, await actOnTicket(runtime, actor, input)),
    }),
    caseworkers,
  ),
  'ticket.bulk': action(bulkInput, ({ actor }: Who, input) => actInBulk(runtime, actor, input), caseworkers),
  'ticket.register': action(
    registerInput,
    async ({ actor }: Who, input) => ({ ticket: await registerTicket(runtime, actor, input) }),
    frontDesk,
  ),
  'procedure.list': action(nothing, ({ actor }: Who) => listProcedures(runtime, actor)),
  'procedure.open': action(
    openInput,
    async ({ actor }: Who, input) => ({ ticket: await openProcedure(runtime, actor, input) }),
    caseworkers,
  ),
  'faq.list': action(faqListInput, ({ actor }: Who, input) => listFaqs(runtime, actor, input)),
  'faq.get': action(faqInput, ({ actor }: Who, { id }) => getFaq(runtime, actor, id)),
  'faq.save': action(
    saveFaqInput,
    async ({ actor }: Who, input) => ({ faq: await saveFaq(runtime, actor, input) }),
    frontDesk,
  ),
  'faq.submit': action(
    review.faqVersionInput,
    async ({ actor }: Who, input) => ({ faq: await review.submitFaq(runtime, actor, input) }),
    frontDesk,
  ),
  'faq.review': action(
    review.reviewFaqInput,
    async ({ actor }: Who, input) => ({ faq: await review.reviewFaq(runtime, actor, input) }),
    leads,
  ),
  'faq.publish': action(
    review.publishFaqInput,
    ({ actor }: Who, input) => review.publishFaq(runtime, actor, input),
    leads,
  ),
  'faq.withdraw': action(
    review.faqVersionInput,
    async ({ actor }: Who, input) => ({ faq: await review.withdrawFaq(runtime, actor, input) }),
    leads,
  ),
  'faq.rollback': action(
    review.rollbackFaqInput,
    async ({ actor }: Who, input) => ({ faq: await review.rollbackFaq(runtime, actor, input) }),
    leads,
  ),
  'faq.import': action(
    importFaqsInput,
    ({ actor }: Who, input) => importFaqs(runtime, actor, input),
    frontDesk,
  ),
  'faq.export': action(
    exportFaqsInput,
    ({ actor }: Who, input) => exportFaqs(runtime, actor, input),
    editors,
  ),
  'knowledge.numbers': action(
    numbersInput,
    ({ actor }: Who, input) => countKnowledge(runtime, actor, input),
    editors,
  ),
  'knowledge.proposals': action(
    proposalsInput,
    ({ actor }: Who, input) => proposeFromAsks(runtime, actor, input),
    editors,
  ),
  'knowledge.sample': action(
    sampleInput,
    ({ actor }: Who, input) => sampleAnswers(runtime, actor, input),
    editors,
  ),
  'knowledge.candidates': action(
    candidatesInput,
    ({ actor }: Who, input) => candidatesFor(runtime, actor, input),
    editors,
  ),
  'knowledge.judge': action(
    judgeInput,
    ({ actor }: Who, input) => judgeKnowledge(runtime, actor, input),
    editors,
  ),
  'knowledge.refit': action(nothing, ({ actor }: Who) => refitFromJudgements(runtime, actor), managers),
  'knowledge.rollback': action(
    rollbackGateInput,
    (_who: Who, input) => rollbackGate(runtime, input),
    managers,
  ),
  'knowledge.words': action(wordsInput, (_who: Who, input) => showWords(runtime, input), catalogueKeepers),
  'knowledge.saveWords': action(
    saveWordsInput,
    ({ actor }: Who, input) => saveWords(runtime, actor, input),
    catalogueKeepers,
  ),
  'router.get': action(nothing, () => showRouters(runtime), managers),
  'router.refit': action(nothing, ({ actor }: Who) => refitRouterFromJudgements(runtime, actor), managers),
  'router.rollback': action(
    rollbackRouterInput,
    (_who: Who, input) => rollbackRouter(runtime, input),
    managers,
  ),
  'service.list': action(serviceListInput, (_who: Who, input) => listServices(runtime, input)),
  'service.get': action(services.serviceInput, async ({ actor }: Who, input) => ({
    service: await services.getService(runtime, actor, input),
  })),
  'service.save': action(
    services.saveServiceInput,
    async ({ actor }: Who, input) => ({ service: await services.saveService(runtime, actor, input) }),
    leads,
  ),
  'service.import': action(
    moveServices.importServicesInput,
    ({ actor }: Who, input) => moveServices.importServices(runtime, actor, input),
    catalogueKeepers,
  ),
  'service.export': action(
    moveServices.exportServicesInput,
    ({ actor }: Who, input) => moveServices.exportServices(runtime, actor, input),
    ticketReaders,
  ),
  'service.history': action(
    services.historyInput,
    ({ actor }: Who, input) => services.serviceHistory(runtime, actor, input),
    ticketReaders,
  ),
  'region.list': action(nothing, async () => ({
    regions: (await runtime.snapshots.current()).catalogue.regions(),
  })),
  'region.save': action(
    catalogue.saveRegionInput,
    async (_who: Who, input) => ({ region: await catalogue.saveRegion(runtime, input) }),
    catalogueKeepers,
  ),
  'unit.list': action(nothing, async () => ({
    units: (await runtime.snapshots.current()).catalogue.units(),
  })),
  'unit.save': action(
    catalogue.saveUnitInput,
    async (_who: Who, input) => ({ unit: await catalogue.saveUnit(runtime, input) }),
    catalogueKeepers,
  ),
  'member.list': action(
    members.memberListInput,
    ({ actor }: Who, input) => members.listMembers(runtime, actor, input),
    leads,
  ),
  'member.invite': action(
    members.inviteInput,
    async ({ actor }: Who, input) => ({ member: await members.inviteMember(runtime, actor, input) }),
    leads,
  ),
  'member.revoke': action(
    members.memberIdInput,
    async ({ actor }: Who, input) => ({ member: await members.revokeMember(runtime, actor, input) }),
    leads,
  ),
  'member.standIn': action(members.standInInput, async ({ actor }: Who, input) => ({
    member: await members.setStandIn(runtime, actor, input),
  })),
  'member.address': action(members.addressInput, async ({ actor }: Who, input) => ({
    address: await members.setAddress(runtime, actor, input),
  })),
  'calendar.get': action(calendarInput, (_who: Who, input) => getCalendar(runtime, input)),
  'calendar.import': action(
    importCalendarInput,
    (_who: Who, input) => importCalendar(runtime, input),
    managers,
  ),
  'calendar.confirm': action(nothing, ({ actor }: Who) => confirmCalendar(runtime, actor), managers),
  'ruleset.list': action(nothing, async () => ({ ruleSets: await catalogue.listRuleSets(runtime) })),
  'ruleset.get': action(catalogue.ruleSetInput, async (_who: Who, input) => ({
    ruleSet: await catalogue.getRuleSet(runtime, input),
  })),
  'ruleset.save': action(
    catalogue.saveRuleSetInput,
    async (_who: Who, input) => ({ ruleSet: await catalogue.saveRuleSet(runtime, input) }),
    managers,
  ),
  'ruleset.activate': action(
    catalogue.ruleSetInput,
    async (_who: Who, input) => ({ ruleSet: await catalogue.activateRuleSet(runtime, input) }),
    managers,
  ),
  'maintenance.calendar': action(
    maintenanceCalendarInput,
    (_who: Who, input) => listMaintenance(runtime, input),
    ticketReaders,
  ),
  'notice.list': action(
    notices.noticeListInput,
    ({ actor }: Who, input) => notices.listStaffNotices(runtime, actor, input),
    caseworkers,
  ),
  'notice.check': action(
    notices.saveNoticeInput,
    async (_who: Who, input) => ({ problems: await notices.checkNotice(runtime, input) }),
    caseworkers,
  ),
  'notice.save': action(
    notices.saveNoticeInput,
    async ({ actor }: Who, input) => ({ notice: await notices.saveNotice(runtime, actor, input) }),
    caseworkers,
  ),
  'notice.publish': action(
    notices.publishNoticeInput,
    async ({ actor }: Who, input) => ({ notice: await notices.publishNotice(runtime, actor, input) }),
    only('manager', 'operator-lead', 'operator'),
  ),
  'notice.withdraw': action(
    notices.withdrawNoticeInput,
    async ({ actor }: Who, input) => ({ notice: await notices.withdrawNotice(runtime, actor, input) }),
    caseworkers,
  ),
  'board.get': action(boardInput, ({ actor }: Who, input) => getBoard(runtime, actor, input), ticketReaders),
  'inbox.list': action(inboxInput, ({ openid }: Who, input) => listInbox(runtime, openid, input)),
  'inbox.read': action(inboxReadInput, ({ openid }: Who, input) => readInbox(runtime, openid, input)),
  'clock.get': action(nothing, () => clock.getClock(runtime), managers),
  'clock.retry': action(
    clock.retryInput,
    ({ actor }: Who, input) => clock.retryAside(runtime, actor, input),
    managers,
  ),
  'audit.list': action(auditListInput, (_who: Who, { no }) => listJournal(runtime, no), auditors),
  'audit.check': action(auditInput, (_who: Who, input) => checkJournal(runtime, input), auditors),
};

const gate = async (): Promise<Who> => {
  const openid = identity().openid ?? fail('unauthenticated', '请从微信小程序进入');
  return { openid, actor: (await identifyMember(ports, openid)).actor };
};

export const main = (event: unknown): Promise<unknown> => serve(ports, actions, gate, event);
