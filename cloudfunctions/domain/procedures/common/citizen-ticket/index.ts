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
  designate,
  dispatch,
  dispatchBelow,
  needHuman,
  returnTicket,
  sendOnBySilence,
  triage,
} from './dispatching';
import {
  answerAssist,
  askCitizen,
  assign,
  assist,
  claim,
  closeUnreachable,
  explainLight,
  logCall,
  markUrgent,
  note,
  reopen,
  reveal,
} from './handling';
import { link, merge } from './joining';
import { approveReply, correctReply, reply, returnReply, submitReply } from './replying';
import {
  answerSupervision,
  decideExtension,
  disclose,
  requestExtension,
  supervise,
  undisclose,
} from './supervising';

/** What consultations, complaints and suggestions have in common. The order is the order on the screen: main act first. */

export const sharedStates: Record<string, StateDefinition> = {
  submitted: { label: '待分办' },
  replied: { label: '已答复', awaitsCitizen: true },
  rectifying: { label: '差评整改' },
  closed: { label: '已办结', ended: true },
  withdrawn: { label: '已撤回', ended: true },
  merged: { label: '已并单', ended: true },
};

export const citizenActs: ActDefinition[] = [
  confirmSolved,
  needHuman,
  rate,
  urge,
  supplement,
  amend,
  reopen,
  withdraw,
];
export const operatorActs: ActDefinition[] = [dispatch, triage, merge, link, markUrgent];
export const unitActs: ActDefinition[] = [
  reply,
  approveReply,
  returnReply,
  submitReply,
  rectify,
  answerSupervision,
  returnTicket,
  dispatchBelow,
  assist,
  answerAssist,
  askCitizen,
  logCall,
  closeUnreachable,
  requestExtension,
  correctReply,
  explainLight,
  claim,
  assign,
  note,
  reveal,
];
export const managerActs: ActDefinition[] = [designate, decideExtension, supervise, disclose, undisclose];
export const automaticSteps: ActDefinition[] = [sendOnBySilence, closeWithoutRating];
