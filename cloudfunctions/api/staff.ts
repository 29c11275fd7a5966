import { clockGet, clockRetry } from '../usecases/clock/show-clock';
import type { StaffApi } from '../../typings/api';
import { ticketPurge } from '../usecases/account/purge-classified';
import { inboxList, inboxRead } from '../usecases/account/read-inbox';
import { calendarConfirm, calendarGet, calendarImport } from '../usecases/catalogue/keep-calendar';
import { regionList, regionSave } from '../usecases/catalogue/keep-regions';
import { rulesetActivate, rulesetGet, rulesetList, rulesetSave } from '../usecases/catalogue/keep-rule-sets';
import { unitDissolve } from '../usecases/catalogue/dissolve-unit';
import { unitList, unitSave } from '../usecases/catalogue/keep-units';
import { complianceGet } from '../usecases/compliance/get-compliance';
import { lightListing } from '../usecases/compliance/list-lights';
import { documentHeld } from '../usecases/oversight/held-documents';
import { oddListing } from '../usecases/compliance/list-odd';
import { complianceTickets } from '../usecases/compliance/list-tickets';
import { knowledgeUnjudged } from '../usecases/knowledge/measuring/questions-to-judge';
import { rulesetTryOut } from '../usecases/compliance/try-out';
import { knowledgeNumbers, knowledgeProposals } from '../usecases/knowledge/measuring/count-knowledge';
import {
  knowledgeCandidates,
  knowledgeJudge,
  knowledgeSample,
} from '../usecases/knowledge/measuring/judge-knowledge';
import { faqGet, faqList } from '../usecases/knowledge/entries/list-faqs';
import { faqMerge, knowledgeDuplicates } from '../usecases/knowledge/entries/merge-faqs';
import { faqExport, faqImport } from '../usecases/knowledge/imports/move-faqs';
import { knowledgeRefit, knowledgeRollback } from '../usecases/knowledge/measuring/refit-gate';
import { routerGet, routerRefit, routerRollback } from '../usecases/knowledge/measuring/refit-router';
import {
  faqPublish,
  faqReview,
  faqRollback,
  faqSubmit,
  faqWithdraw,
} from '../usecases/knowledge/entries/review-faq';
import { faqSave } from '../usecases/knowledge/entries/save-faq';
import { knowledgeSaveWords, knowledgeWords } from '../usecases/knowledge/answering/word-lists';
import { contentCalendar } from '../usecases/notices/content-calendar';
import { staffNoticeList } from '../usecases/notices/list-staff-notices';
import { noticePublish, noticeWithdraw } from '../usecases/notices/publish-notice';
import { noticeReview } from '../usecases/notices/review-notice';
import { noticeCheck, noticeSave } from '../usecases/notices/save-notice';
import { auditState } from '../usecases/oversight/audit-rounds';
import { auditCheck } from '../usecases/oversight/check-journal';
import { auditList } from '../usecases/oversight/list-journal';
import { boardGet } from '../usecases/oversight/board/show-board';
import { staffMeGet } from '../usecases/oversight/show-desk';
import { memberAddress, memberInvite, memberList, memberRevoke } from '../usecases/people/manage-members';
import { memberStandIn, memberStandIns } from '../usecases/people/stand-ins';
import { planList, planMissed } from '../usecases/oversight/plans/list-plans';
import { planSave } from '../usecases/oversight/plans/save-plan';
import { registerExport } from '../usecases/registers/export-register';
import { registerHistory, registerList } from '../usecases/registers/list-register';
import { registerRectify } from '../usecases/registers/rectify-row';
import { registerSave } from '../usecases/registers/save-row';
import { reportFile, ticketFile } from '../usecases/reports/report-file';
import { figureTickets } from '../usecases/reports/figure-tickets';
import { reportBuild, reportGet, reportList } from '../usecases/reports/show-reports';
import { replyCheck } from '../usecases/replies/check-reply';
import { phraseList, phraseRemove, phraseSave } from '../usecases/replies/keep-phrases';
import { replySuggest } from '../usecases/replies/suggest-reply';
import { maintenanceCalendar } from '../usecases/services/list-maintenance';
import { serviceList } from '../usecases/services/list-services';
import { serviceExport, serviceImport } from '../usecases/services/move-services';
import { serviceSave } from '../usecases/services/save-service';
import { serviceGet, serviceHistory } from '../usecases/services/show-service';
import { ticketBulk } from '../usecases/tickets/act-in-bulk';
import { ticketAct } from '../usecases/tickets/act-on-ticket';
import { ticketRegister } from '../usecases/tickets/file-ticket';
import { ticketQueue } from '../usecases/tickets/lists/list-queue';
import { draftGet, draftSave } from '../usecases/tickets/at-desk/keep-drafts';
import { presenceTouch } from '../usecases/tickets/at-desk/touch-presence';
import { procedureList, procedureOpen } from '../usecases/tickets/open-procedure';
import { ticketFiles, ticketTimeline } from '../usecases/tickets/read-on';
import { ticketLikely } from '../usecases/tickets/search/likely-tickets';
import { ticketGet } from '../usecases/tickets/show-ticket';
import type { Serves } from './serves';

const actions = {
  'ticket.queue': ticketQueue,
  'ticket.get': ticketGet,
  'ticket.timeline': ticketTimeline,
  'ticket.files': ticketFiles,
  'ticket.file': ticketFile,
  'ticket.act': ticketAct,
  'ticket.bulk': ticketBulk,
  'ticket.register': ticketRegister,
  'ticket.likely': ticketLikely,
  'ticket.purge': ticketPurge,
  'reply.suggest': replySuggest,
  'reply.check': replyCheck,
  'phrase.list': phraseList,
  'phrase.save': phraseSave,
  'phrase.remove': phraseRemove,
  'draft.get': draftGet,
  'draft.save': draftSave,
  'presence.touch': presenceTouch,
  'procedure.list': procedureList,
  'procedure.open': procedureOpen,
  'faq.list': faqList,
  'faq.get': faqGet,
  'faq.save': faqSave,
  'faq.submit': faqSubmit,
  'faq.review': faqReview,
  'faq.publish': faqPublish,
  'faq.withdraw': faqWithdraw,
  'faq.rollback': faqRollback,
  'faq.merge': faqMerge,
  'faq.import': faqImport,
  'faq.export': faqExport,
  'knowledge.numbers': knowledgeNumbers,
  'knowledge.proposals': knowledgeProposals,
  'knowledge.duplicates': knowledgeDuplicates,
  'knowledge.unjudged': knowledgeUnjudged,
  'knowledge.sample': knowledgeSample,
  'knowledge.candidates': knowledgeCandidates,
  'knowledge.judge': knowledgeJudge,
  'knowledge.refit': knowledgeRefit,
  'knowledge.rollback': knowledgeRollback,
  'knowledge.words': knowledgeWords,
  'knowledge.saveWords': knowledgeSaveWords,
  'router.get': routerGet,
  'router.refit': routerRefit,
  'router.rollback': routerRollback,
  'service.list': serviceList,
  'service.get': serviceGet,
  'service.save': serviceSave,
  'service.import': serviceImport,
  'service.export': serviceExport,
  'service.history': serviceHistory,
  'region.list': regionList,
  'region.save': regionSave,
  'unit.list': unitList,
  'unit.save': unitSave,
  'unit.dissolve': unitDissolve,
  'member.list': memberList,
  'member.invite': memberInvite,
  'member.revoke': memberRevoke,
  'member.standIn': memberStandIn,
  'member.standIns': memberStandIns,
  'member.address': memberAddress,
  'calendar.get': calendarGet,
  'calendar.import': calendarImport,
  'calendar.confirm': calendarConfirm,
  'ruleset.list': rulesetList,
  'ruleset.get': rulesetGet,
  'ruleset.save': rulesetSave,
  'ruleset.activate': rulesetActivate,
  'ruleset.tryOut': rulesetTryOut,
  'maintenance.calendar': maintenanceCalendar,
  'register.list': registerList,
  'register.history': registerHistory,
  'register.rectify': registerRectify,
  'register.save': registerSave,
  'register.export': registerExport,
  'report.list': reportList,
  'report.get': reportGet,
  'report.tickets': figureTickets,
  'report.build': reportBuild,
  'report.file': reportFile,
  'plan.list': planList,
  'plan.save': planSave,
  'plan.missed': planMissed,
  'notice.list': staffNoticeList,
  'notice.check': noticeCheck,
  'notice.save': noticeSave,
  'notice.publish': noticePublish,
  'notice.withdraw': noticeWithdraw,
  'notice.review': noticeReview,
  'content.calendar': contentCalendar,
  'document.held': documentHeld,
  'board.get': boardGet,
  'compliance.get': complianceGet,
  'compliance.tickets': complianceTickets,
  'light.list': lightListing,
  'odd.list': oddListing,
  'inbox.list': inboxList,
  'inbox.read': inboxRead,
  'clock.get': clockGet,
  'clock.retry': clockRetry,
  'audit.list': auditList,
  'audit.check': auditCheck,
  'audit.state': auditState,
};

/** What staff may do; everything follows from role, unit and region of the member bound to the OPENID. */
export const staffActions = { 'me.get': staffMeGet(actions), ...actions } satisfies Serves<StaffApi>;
