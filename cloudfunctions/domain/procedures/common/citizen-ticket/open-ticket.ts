import { channelLabels, isComplaint, isQuestion } from '../../../ticket/citizen-kinds';
import { limits } from './limits';
import type { AskAnswer, TicketKind } from '../../../../../typings/contract';
import { itemOf, regionPath, unitOfService, type Service } from '../../../catalogue';
import { Change, noticeEmptyDesk, opened, systemActor, type Context, type Outcome } from '../../../engine';
import { promiseFor } from './promise';
import { blankTicket, type Attachment, type Sealed, type Ticket } from '../../../ticket/ticket';
import { giveToOperator, giveToUnit, operatorHolder, takerOf, waitForDispatch } from './passing-on';
import type { Assigned } from '../../../ticket/assigned';
import { countCall, whyNotOnTheSpot, type OnTheSpot } from './first-contact';
import { answerOnTheSpot } from './replying';
import type { HotlineOrder } from '../../../ticket/hotline';
import { promised, theHolder } from './words';

/** What is known when a ticket is opened. Personal data has been masked and sealed before. */
export type Opening = {
  no: string;
  kind: TicketKind;
  category: Ticket['category'];
  title: string;
  text: string;
  /** The item of the service that was chosen (G-5.2c). */
  itemCode?: string;
  region?: string;
  channel: Ticket['channel'];
  externalNo?: string;
  assigned?: Assigned;
  /** Of what a hotline sends: its order, the unit that it names, and whether it keeps it to the leads (A14, A34). */
  hotline?: HotlineOrder;
  namedUnitId?: string;
  confidential?: boolean;
  ownerId: string | null;
  phoneHash?: string;
  applicant: Ticket['applicant'];
  contact: Ticket['contact'];
  sealed: Sealed[];
  anonymous: boolean;
  against?: Ticket['against'];
  urgent: boolean;
  consent?: Ticket['consent'];
  attachments: Attachment[];
  /** What the machine answered to the question, when it was sure and the citizen has not judged it. */
  machine?: { askId: string; answers: AskAnswer[]; unjudged: boolean };
  suggestions: NonNullable<Ticket['suggestions']>;
  /** The unit that the router is sure enough of to do without the operator (contract §7). */
  routed?: { unitId: string; confidence: number };
  /** What was answered at once, by phone or at the counter (A48). */
  onTheSpot?: OnTheSpot;
  /** A content check that could not decide: staff look at it first. */
  reviewText: boolean;
};

const confidential = (opening: Opening): boolean =>
  opening.against !== undefined || opening.confidential === true;

const chosenItem = (
  { itemCode }: Opening,
  service: Service | undefined,
): Pick<Ticket, 'itemCode' | 'itemName'> => {
  const item = itemOf(service, itemCode);
  return item && itemCode ? { itemCode, itemName: item.name } : {};
};

const blank = (opening: Opening, service: Service | undefined, context: Context): Ticket => ({
  ...blankTicket({
    no: opening.no,
    kind: opening.kind,
    ruleSet: { id: context.ruleSet.id, version: context.ruleSet.version },
    category: opening.category,
    title: opening.title,
    text: opening.text,
    regionPath: regionPath(opening.region ?? service?.region, context.catalogue),
    holder: { role: confidential(opening) ? 'operator-lead' : 'operator' },
    applicant: opening.applicant,
    createdAt: context.now,
  }),
  ...(service ? { serviceId: service.id, serviceName: service.name } : {}),
  ...chosenItem(opening, service),
  ...(opening.region ? { region: opening.region } : {}),
  channel: opening.channel,
  ...(opening.externalNo ? { externalNo: opening.externalNo } : {}),
  ...(opening.assigned ? { assigned: opening.assigned } : {}),
  ...(opening.hotline ? { hotline: opening.hotline } : {}),
  ownerId: opening.ownerId,
  ...(opening.phoneHash ? { phoneHash: opening.phoneHash } : {}),
  contact: opening.contact,
  sealed: opening.sealed,
  anonymous: opening.anonymous,
  ...(opening.against ? { against: opening.against } : {}),
  ...(opening.consent ? { consent: opening.consent } : {}),
  attachments: opening.attachments,
  ...(opening.machine ? { askId: opening.machine.askId } : {}),
  ...(opening.machine?.answers.length ? { answers: opening.machine.answers } : {}),
  suggestions: opening.suggestions,
});

/** The unit that answers for it by its service, by whoever named it, or by the router. */
const meantUnit = (opening: Opening, { service, catalogue }: Context): string | undefined =>
  service && ['business', 'system'].includes(opening.category)
    ? unitOfService(service, opening, catalogue)
    : (opening.namedUnitId ?? opening.routed?.unitId);

/** Why this actor may not answer on the spot what is filed here (A48). */
export const whyNotAnswered = (opening: Opening, context: Context): string | undefined =>
  whyNotOnTheSpot(opening, meantUnit(opening, context), context);

/**
 * Opens a consultation, complaint or suggestion: fixes the promise, starts the clocks, finds the unit through the
 * service (contract §7) and tells who has to know. Pure.
 */
export const openTicket = (opening: Opening, context: Context): Outcome => {
  const { service } = context;
  const change = new Change(blank(opening, service, context), context, { act: 'file', label: '提交' });
  const { ticket } = change;
  if (confidential(opening)) change.mark('confidential');
  if (opening.urgent) change.mark('urgent');
  if (service?.state === 'fault') change.mark('faulty-service');

  const { onTheSpot } = opening;
  const meant = meantUnit(opening, context);
  const answered = isQuestion(opening) && opening.machine?.unjudged === true;
  // A complaint about the operator lies with the operator's lead, whatever it is about (A34).
  const meantFor = meant !== undefined && !answered && opening.against !== 'operator' ? meant : undefined;
  const toUnit = meantFor === undefined ? undefined : takerOf(ticket, meantFor, context);

  const atOnce = toUnit !== undefined || onTheSpot !== undefined;
  ticket.promise = promiseFor(ticket, { dispatchedAtOnce: atOnce, confirmed: atOnce }, service, context);
  change.say(opening.channel === 'online' ? '提交' : `${channelLabels[opening.channel]}登记`);
  change.count('filed', opening.channel);
  if (opening.assigned) change.count('assigned.filed', toUnit ?? 'operator');
  countCall(change);
  if (onTheSpot) {
    ticket.details.triaged = true;
    const { unitId } = context.actor;
    if (unitId) giveToUnit(change, unitId, service);
    else giveToOperator(change);
    // Whoever answers has it in sight.
    delete ticket.signing;
    answerOnTheSpot(change, onTheSpot);
  } else if (answered) {
    change.to('answered');
    change.hold(operatorHolder(ticket));
    const responsible = { role: ticket.holder.role };
    change.start(ticket.category === 'technical' ? limits.consultTechnical : limits.dispatch, responsible);
    change.count('answered-by-machine');
  } else if (opening.category === 'technical') {
    giveToOperator(change);
  } else {
    waitForDispatch(change, operatorHolder(ticket));
    if (toUnit) ticket.details.triaged = true;
    if (meantFor) giveToUnit(change, meantFor, service);
    if (toUnit) {
      change.say(
        `转给 ${context.catalogue.unit(toUnit)?.name ?? '承办单位'}`,
        dispatchedBy(opening, service),
        false,
        systemActor,
      );
    }
  }
  if (opening.reviewText) change.say('内容待人工复核', undefined, true, systemActor);
  if (!onTheSpot) notify(change, answered);
  noticeEmptyDesk(change);
  return {
    ticket: { ...ticket, version: 1 },
    messages: change.messages,
    counts: change.counts,
    ...opened(change),
  };
};

const dispatchedBy = (opening: Opening, service: Service | undefined): string => {
  const { namedUnitId, routed } = opening;
  const { itemName } = chosenItem(opening, service);
  if (service) return `按所选服务“${service.name}”${itemName ? `的事项“${itemName}”` : ''}分办`;
  if (namedUnitId) return '按 12345 派单分办';
  return `按以往同类诉求自动分办（把握 ${Math.round(100 * (routed?.confidence ?? 0))}%），分错了请退回`;
};

const notify = (change: Change, answered: boolean): void => {
  const { ticket } = change;
  const received = ['已收到', promised(ticket)].filter(Boolean).join('，');
  change.tell(ticket.ownerId ? { to: 'citizen' } : undefined, received);
  if (!answered) change.tell(theHolder(ticket), '新收到，请按时办理');
  // G-5.3b: a complaint given to a unit is reported to the manager; A34: one about the operator is copied to the manager.
  if (isComplaint(ticket) && (ticket.unitId !== null || ticket.against === 'operator')) {
    change.tell(
      { to: 'manager' },
      ticket.unitId ? '已分办给承办单位' : '由运营方负责人办理',
      'report-to-manager',
      ticket.unitId ? { digest: true } : {},
    );
  }
};
