import type { ActDefinition, StateDefinition } from '../../../engine';
import {
  amend,
  closeWithoutRating,
  confirmSolved,
  rate,
  rectify,
  supplement,
  urge,
  withdraw,
} from './citizen-acts';
import {
  designateFromEmptyDesk,
  dispatch,
  dispatchBelow,
  dispatchFromEmptyDesk,
  needHuman,
  sendOnBySilence,
  triage,
} from './dispatching';
import {
  answerAssist,
  askCitizen,
  assign,
  assist,
  claim,
  claimCode,
  closeUnreachable,
  logCall,
  markUrgent,
  note,
  reopen,
  reveal,
} from './handling';
import { hotlineActs } from './hotline';
import { joinGroup, link, merge } from './joining';
import { approveReply, correctReply, reply, resumePlanned, returnReply, submitReply } from './replying';
import { adoptDuty, declineDuty, designate, rejectReturn, returnTicket } from './returning';
import { signed } from './second-signature';
import {
  answerSupervision,
  decideExtension,
  disclose,
  requestExtension,
  press,
  supervise,
  undisclose,
} from './supervising';

/**
 * What consultations, complaints and suggestions have in common. The lists of acts are in the order of the screen: what
 * a lead or the manager decides before the work itself, what may be done besides last.
 */

export const sharedStates: Record<string, StateDefinition> = {
  submitted: { label: '待分办' },
  replied: { label: '已答复', awaitsCitizen: true, settled: true },
  rectifying: {
    label: '差评整改',
    settled: true,
    hears: { clock: 'rectify', words: '整改结果最迟告诉您' },
  },
  closed: { label: '已办结', ended: true },
  withdrawn: { label: '已撤回', ended: true },
  merged: {
    label: '已并单',
    ended: true,
    advice: '和另一件是同一件事，合在一起办，请看下面“有关的件”',
  },
};

export const citizenActs: ActDefinition[] = [
  confirmSolved,
  needHuman,
  rate,
  reopen,
  urge,
  supplement,
  amend,
  withdraw,
];
export const decisions: ActDefinition[] = [
  approveReply,
  returnReply,
  decideExtension,
  designate,
  designateFromEmptyDesk,
];
export const handling: ActDefinition[] = [
  ...signed(rectify),
  reply,
  submitReply,
  answerAssist,
  answerSupervision,
  dispatch,
  dispatchBelow,
  rejectReturn,
  dispatchFromEmptyDesk,
  triage,
];
export const besides: ActDefinition[] = [
  claim,
  assign,
  assist,
  askCitizen,
  logCall,
  ...signed(returnTicket),
  supervise,
  press,
  requestExtension,
  ...signed(closeUnreachable),
  ...signed(correctReply),
  adoptDuty,
  declineDuty,
  markUrgent,
  merge,
  link,
  note,
  claimCode,
  reveal,
  disclose,
  undisclose,
];
export const automaticSteps: ActDefinition[] = [
  sendOnBySilence,
  closeWithoutRating,
  resumePlanned,
  ...hotlineActs,
  joinGroup,
];
