import type { OfferedAct } from '../../../typings/contract';

/** Which act comes first where several are offered: what the running clock asks for. */
const CITIZEN_ORDER = [
  'confirmSolved',
  'rate',
  'needHuman',
  'object',
  'reopen',
  'urge',
  'supplement',
  'amend',
];
const STAFF_ORDER = [
  'approveReply',
  'returnReply',
  'decideObjection',
  'decideExtension',
  'designate',
  'accept',
  'refuse',
  'rectify',
  'reply',
  'submitReply',
  'answerAssist',
  'answerSupervision',
  'dispatch',
  'triage',
];
/** What may be done besides; it never is the one filled button. */
const BESIDES = [
  'claim',
  'assign',
  'assist',
  'askCitizen',
  'logCall',
  'return',
  'supervise',
  'explainLight',
  'requestExtension',
  'closeUnreachable',
  'correctReply',
  'markUrgent',
  'merge',
  'link',
  'note',
  'reveal',
  'disclose',
  'undisclose',
  'withdraw',
];

/** Acts of procedures that are not named above come between, those that may be done besides last, in the cloud's order. */
function rankOf({ act, place }: OfferedAct, staff: boolean): number {
  const order = staff ? STAFF_ORDER : CITIZEN_ORDER;
  if (order.includes(act)) return order.indexOf(act);
  if (BESIDES.includes(act)) return 200 + BESIDES.indexOf(act);
  return place === 'beside' ? 150 : 100;
}

/** Offered acts in the order in which the page shows them. */
export function arrangeActs(acts: OfferedAct[], staff: boolean): OfferedAct[] {
  return acts
    .map((act, index) => ({ act, index, rank: rankOf(act, staff) }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(each => each.act);
}

/** Whether this act deserves the one filled button of the page. */
export const isMain = (act: OfferedAct | undefined, staff: boolean): boolean =>
  act !== undefined && rankOf(act, staff) < 150;
