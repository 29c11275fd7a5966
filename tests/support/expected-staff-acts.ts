import type { Actor } from '../../cloudfunctions/domain/engine';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { paperActs } from './expected-paper-acts';

/**
 * Who may do what in which state of the procedures that staff start, written down by hand from requirements §1.1–1.5.
 * Nothing in here is taken from the procedures: the walk compares the two.
 */

export type StaffParty =
  | 'unit'
  | 'local'
  | 'operator'
  | 'caller'
  | 'manager'
  | 'own unit'
  | 'own local'
  | 'own operator'
  | 'answering lead'
  | 'issuer'
  | 'a level above'
  | 'giver'
  | 'taker'
  | 'lead of the shift'
  | 'author of the report'
  | 'signer of the report'
  | 'reader of the report'
  | 'lead over the report'
  | 'proposer of the report'
  | 'decider of the report'
  | 'holder'
  | 'finder'
  | 'operator lead'
  | 'author'
  | 'signing side'
  | 'lead of the author'
  | 'operator of others'
  | 'asked for consent'
  | 'invited region'
  | 'operator lead or manager'
  | 'partner'
  | 'security officer';

const ofPlatform = (ticket: Ticket): boolean => ticket.work?.platform === true;
const isUnit = ({ unitId }: Actor, ticket: Ticket): boolean =>
  unitId !== undefined && (ticket.work?.unitIds ?? []).includes(unitId);
const isLocal = ({ role, region }: Actor, ticket: Ticket): boolean =>
  role === 'local' && region !== undefined && ticket.regionPath.includes(region);
/** Who has issued a 督办单 (A54). */
const isIssuer = ({ role, unitId }: Actor, { work }: Ticket): boolean => {
  const { issuerRole, issuerUnit } = work?.values ?? {};
  if (issuerRole === 'operator') return role.startsWith('operator');
  return role === issuerRole && (issuerUnit === undefined || unitId === issuerUnit);
};
/** 提级: the manager any, leads what is only urged. */
const isAbove = ({ role, unitId }: Actor, { work, holder }: Ticket): boolean => {
  if (role === 'manager') return work?.values['level'] !== 'escalate';
  const lead = role === 'operator-lead' || (role === 'lead' && unitId === holder.unitId);
  return lead && work?.values['level'] === 'urge';
};
const isWhole = (work: Ticket['work']): boolean =>
  !['main', 'unitId', 'region'].some(name => work?.values[name] !== undefined);
/** Whoever stands on a side: of a unit, a region, the operator or the manager. */
const isOn = (side: { role?: unknown; unitId?: unknown; region?: unknown }, actor: Actor): boolean => {
  if (side.unitId) return actor.unitId === side.unitId;
  if (side.region) return actor.role === 'local' && actor.region === side.region;
  return side.role === 'manager' ? actor.role === 'manager' : isOperator(actor);
};
/** Whose clock of this name still runs; of no unit it is the manager's. */
const isAwaited = (name: string, actor: Actor, { clocks }: Ticket): boolean =>
  clocks.some(
    clock =>
      clock.name === name &&
      clock.state === 'running' &&
      (clock.responsible.unitId
        ? actor.unitId === clock.responsible.unitId
        : actor.role === clock.responsible.role &&
          (clock.responsible.region === undefined || actor.region === clock.responsible.region)),
  );
const isOperator = ({ role }: Actor): boolean => role === 'operator' || role === 'operator-lead';

export const belongsTo: Record<StaffParty, (actor: Actor, ticket: Ticket) => boolean> = {
  unit: isUnit,
  local: isLocal,
  operator: isOperator,
  // Whoever of the operator has not answered (A49); of what is confidential the lead (A34).
  caller: (actor, ticket) =>
    isOperator(actor) &&
    (!ticket.marks.includes('confidential') || actor.role === 'operator-lead') &&
    !JSON.stringify(ticket.work?.values['answeredBy'] ?? []).includes(`"${actor.id}"`),
  manager: ({ role }) => role === 'manager',
  // The platform's own window is the operator's (A36), a service's is not.
  'own unit': (actor, ticket) => !ofPlatform(ticket) && isUnit(actor, ticket),
  'own local': (actor, ticket) => !ofPlatform(ticket) && isLocal(actor, ticket),
  'own operator': (actor, ticket) => ofPlatform(ticket) && isOperator(actor),
  'answering lead': (actor, { holder }) =>
    holder.unitId ? actor.role === 'lead' && actor.unitId === holder.unitId : actor.role === 'operator-lead',
  giver: ({ id }, { work }) => work?.values['giverId'] === id,
  taker: ({ id }, { work }) => work?.values['takerId'] === id,
  'lead of the shift': ({ role, unitId }, { holder }) =>
    holder.unitId ? role === 'lead' && unitId === holder.unitId : role === 'operator-lead',
  // Weekly and monthly reports are the operator's, a bulletin the manager's (G-3.1, G-3.3.1c).
  'author of the report': (actor, { work }) =>
    work?.values['reportType'] === 'bulletin' ? actor.role === 'manager' : isOperator(actor),
  'signer of the report': ({ role }, { work }) =>
    role === (work?.values['reportType'] === 'bulletin' ? 'manager' : 'operator-lead'),
  'lead over the report': ({ role }, { work }) =>
    role === 'operator-lead' && work?.values['reportType'] !== 'bulletin',
  'reader of the report': (actor, { work }) => {
    const { unitId, region, reportType } = work?.values ?? {};
    if (unitId) return actor.unitId === unitId;
    if (region) return actor.role === 'local' && actor.region === region;
    return reportType === 'bulletin' ? isOperator(actor) : actor.role === 'manager';
  },
  'proposer of the report': ({ role }, { work }) =>
    ['operator-lead', 'manager'].includes(role) && isWhole(work),
  'decider of the report': ({ role }, { work }) => role === 'manager' && isWhole(work),
  holder: (actor, { holder }) => isOn(holder, actor),
  // Whoever has found it checks it again (J-16a).
  finder: (actor, { work }) => {
    const { finderRole, finderUnit, finderRegion } = work?.values ?? {};
    return isOn({ role: finderRole, unitId: finderUnit, region: finderRegion }, actor);
  },
  'operator lead': ({ role }) => role === 'operator-lead',
  author: (actor, { work }) => {
    const { authorRole, authorUnit, authorRegion } = work?.values ?? {};
    return isOn({ role: authorRole, unitId: authorUnit, region: authorRegion }, actor);
  },
  'signing side': (actor, ticket) => isAwaited('acknowledge', actor, ticket),
  'lead of the author': ({ role, unitId }, { work }) =>
    role === 'lead' && unitId === work?.values['authorUnit'],
  'operator of others': (actor, { work }) => isOperator(actor) && work?.values['authorRole'] !== 'operator',
  // The manager and every unit that is named (A13).
  'asked for consent': (actor, ticket) => isAwaited('consent', actor, ticket),
  'invited region': ({ role, region = '' }, { work }) =>
    role === 'local' && (work?.regions ?? []).includes(region),
  'operator lead or manager': ({ role }) => ['operator-lead', 'manager'].includes(role),
  'security officer': ({ role }) => role === 'security',
  partner: ({ id, role }, { work }) => role === 'partner' && work?.partnerId === id,
  issuer: isIssuer,
  'a level above': isAbove,
};

export type StaffRow = { by: readonly StaffParty[]; in: readonly string[] };

/** Nobody's: done by the platform. */
const platform: StaffRow = { by: [], in: [] };
const row = (by: string, states: string): StaffRow => ({
  by: by.split(', ') as StaffParty[],
  in: states.split(' '),
});

/** Of what plans open: whoever has it does it, and says why not. */
const checks: Record<string, StaffRow> = {
  record: row('holder', 'toCheck'),
  fill: row('holder', 'toCheck'),
  explain: row('holder', 'toCheck'),
  cancel: row('holder, manager', 'toCheck'),
  note: row('holder, operator, manager', 'toCheck'),
};

export const expectedStaffActs: Record<string, Record<string, StaffRow>> = {
  inspection: checks,
  duty: checks,
  simulation: checks,
  sample: {
    judge: row('holder', 'drawn'),
    cancel: row('holder', 'drawn'),
    note: row('holder', 'drawn'),
  },
  // J-17: the operator judges; who is concerned reads and notes.
  'early-warning': {
    toFault: row('operator', 'raised'),
    toNotice: row('operator', 'raised'),
    group: row('operator', 'raised'),
    dismiss: row('operator', 'raised'),
    withdrawNotice: row('operator', 'announced'),
    note: row('unit, local, operator, manager', 'raised announced'),
    noticeOver: platform,
    grow: platform,
    settle: platform,
  },
  // G-2.1d, A11: the manager's; A53: two people make it public.
  assessment: {
    reviewFigures: row('manager', 'drafted'),
    announce: row('manager', 'hearing'),
    cancel: row('manager', 'drafted'),
    proposePublic: row('manager, operator', 'announced'),
    makePublic: row('manager', 'announced'),
    takeBack: row('manager', 'announced'),
    note: row('manager', 'drafted hearing'),
    counted: platform,
    shown: platform,
    told: platform,
    noteCard: platform,
  },
  // J-25: whoever it is about sees it and may appeal.
  scorecard: {
    agree: row('holder', 'shown'),
    appeal: row('holder', 'shown'),
    decideAppeal: row('manager', 'appealed'),
    note: row('holder, manager', 'shown appealed'),
    lapse: platform,
    show: platform,
    makeKnown: platform,
    drop: platform,
    settle: platform,
  },
  rectification: {
    mend: row('holder', 'ordered'),
    objectToFinding: row('holder', 'ordered'),
    pass: row('finder', 'mended'),
    sendBack: row('finder', 'mended'),
    assignMender: row('finder', 'disputed'),
    urge: row('finder, manager', 'ordered'),
    join: row('finder', 'ordered'),
    withdrawOrder: row('finder', 'ordered disputed mended'),
    note: row('holder, finder, manager', 'ordered disputed mended'),
  },
  fault: {
    reportFix: row('unit, operator', 'fixing overdue offline'),
    verify: row('operator', 'fixing fixed overdue offline'),
    failVerification: row('operator', 'fixing fixed overdue offline'),
    takeOffline: row('operator', 'fixing fixed overdue'),
    postponeOffline: row('operator, manager', 'overdue'),
    report: row('operator', 'verified'),
    note: row('unit, local, operator, manager', 'fixing fixed overdue offline verified'),
    dismiss: row('operator', 'fixing fixed'),
    settleWithdrawn: row('unit, operator', 'fixing fixed overdue offline'),
    proposeOffline: platform,
    offlineBySilence: platform,
    probeRecovered: platform,
    probeFailedAgain: platform,
  },
  'major-fault': {
    over: row('unit, operator', 'handling'),
    update: row('unit, local, operator, manager', 'handling'),
    logCall: row('unit, local, operator, manager', 'handling'),
    involve: row('operator, manager', 'handling'),
    dismiss: row('operator, manager', 'handling'),
    close: row('unit, local, operator', 'over'),
    note: row('unit, local, operator, manager', 'handling over'),
  },
  release: {
    revise: row('operator', 'planned'),
    replan: row('operator', 'approving ready reviewing passed'),
    recordTest: row('operator', 'planned'),
    // A12: anyone may raise it; the manager alone agrees (G-3.3.4b).
    raise: row('operator, manager', 'planned ready reviewing passed'),
    approve: row('manager', 'approving'),
    reject: row('manager', 'approving'),
    submitReview: row('operator', 'ready'),
    reviewPassed: row('operator', 'reviewing'),
    reviewRejected: row('operator', 'reviewing'),
    grey: row('operator', 'passed grey'),
    publish: row('operator', 'passed grey'),
    verify: row('operator', 'published'),
    rollback: row('operator', 'grey published verified filed'),
    cancel: row('operator', 'planned approving ready reviewing passed'),
    note: row('operator, manager', 'planned approving ready reviewing passed grey published'),
    markFiled: platform,
  },
  'release-filing': {
    file: row('operator', 'collected'),
    settle: platform,
  },
  change: {
    approve: row('manager', 'review'),
    reject: row('manager', 'review'),
    askCorrection: row('manager', 'review ordered scheduled'),
    complete: row('unit, local', 'returned'),
    schedule: row('operator', 'ordered scheduled'),
    execute: row('operator', 'scheduled'),
    verify: row('operator', 'executed'),
    failVerification: row('operator', 'executed'),
    report: row('operator', 'verified'),
    cancelApplication: row('unit, local, manager', 'review returned ordered scheduled'),
    note: row('unit, local, operator, manager', 'review returned ordered scheduled executed verified'),
  },
  listing: {
    confirmCheck: row('operator', 'checking'),
    returnForCompletion: row('operator', 'checking approved filed'),
    complete: row('unit, local', 'returned'),
    approve: row('manager', 'deciding'),
    reject: row('manager', 'deciding'),
    askCorrection: row('manager', 'filed'),
    list: row('operator', 'approved filed'),
    cancelApplication: row('unit, local', 'checking returned deciding approved filed'),
    note: row('unit, local, operator, manager', 'checking returned deciding approved filed'),
  },
  'emergency-delisting': {
    delist: row('operator, manager', 'reported'),
    dismiss: row('unit, local, operator, manager', 'reported'),
    fileWritten: row('unit, local', 'offline verifying restored'),
    requestReopening: row('unit, local', 'offline closed'),
    verify: row('operator', 'verifying'),
    failVerification: row('operator', 'verifying'),
    settleWithdrawn: row('operator', 'verifying closed'),
    note: row('unit, local, operator, manager', 'reported offline verifying restored'),
  },
  coordination: {
    state: row('unit', 'convened'),
    schedule: row('operator, manager', 'convened'),
    decide: row('manager', 'convened'),
    cancel: row('operator, manager', 'convened'),
    note: row('unit, operator, manager', 'convened'),
  },
  'supervision-order': {
    answerSupervision: row('answering lead', 'issued'),
    strike: row('issuer', 'answered'),
    demand: row('issuer', 'answered'),
    withdraw: row('issuer', 'issued'),
    raise: row('a level above', 'issued'),
    note: row('unit, operator, manager', 'issued answered'),
    climb: platform,
  },
  handover: {
    sign: row('giver', 'drawn'),
    confirm: row('taker', 'signed'),
    sendBack: row('taker', 'signed'),
    appoint: row('giver, lead of the shift', 'drawn signed'),
    cancel: row('giver, lead of the shift', 'drawn signed'),
  },
  report: {
    complete: row('author of the report', 'draft completed'),
    sign: row('signer of the report', 'completed'),
    // The manager signs a bulletin or goes on writing it.
    sendBack: row('lead over the report', 'completed'),
    acknowledge: row('reader of the report', 'sent'),
    instruct: row('manager', 'sent'),
    // J-14b: what it shows is mended.
    rectify: row('operator, manager', 'sent'),
    // A53: two people, of the report as a whole.
    proposePublic: row('proposer of the report', 'sent'),
    makePublic: row('decider of the report', 'sent'),
    takeBack: row('decider of the report', 'sent'),
    spread: platform,
  },
  visit: {
    recordVisit: row('caller', 'calling recalling'),
    drop: row('caller', 'calling recalling'),
    reveal: row('caller', 'calling recalling'),
    note: row('caller', 'calling recalling'),
    resumeVisit: platform,
  },
  maintenance: {
    acknowledge: row('operator', 'notified notifiedLate'),
    reschedule: row('own unit, own local, own operator', 'notified notifiedLate announced'),
    correctWords: row('operator', 'announced running overran'),
    finish: row('own unit, own local, own operator', 'running overran'),
    extend: row('own unit, own local, operator', 'running overran'),
    cancel: row('own unit, own local, own operator', 'notified notifiedLate announced'),
    note: row('own unit, own local, operator, manager', 'notified notifiedLate announced running overran'),
    publishBySilence: platform,
    begin: platform,
    overrun: platform,
  },
  ...paperActs(row, platform),
  // The example of docs/add-a-procedure.md.
  'screen-check': {
    record: row('operator', 'waiting'),
    fix: row('operator', 'fixing'),
  },
};

/** Open states in which nobody has to act: an automatic step comes by itself. */
export const awaitsTime: Record<string, readonly string[]> = {
  // The platform counts, and then waits for those who are heard.
  assessment: ['counting', 'hearing'],
  scorecard: ['counted'],
  maintenance: ['announced'],
  // For what comes of the first call.
  visit: ['following'],
};

/** Ended states that leave something behind on purpose: a service that stays offline, a notice that says so. */
export const leavesBehind: Record<string, readonly string[]> = {
  // The notice of a change stays for 30 days; a withdrawn service is offline for good (G-3.2.2c).
  change: ['closed'],
  // Filed, and offline until the cause is gone (J-11b); or withdrawn meanwhile (J-11a).
  'emergency-delisting': ['closed', 'withdrawn'],
  // What people can read of a document as long as it is in force (G-5.1c), and where they turn without a partner (J-15c).
  'rule-document': ['in-force'],
  'partner-exit': ['exited'],
};
