import type { ShownTicket } from '../../../typings/contract';

/** Whom to ring in a major fault: each line of the ticket `单位值班 姓名 电话：10 月 9 日 10:12 已通知`. */
export type Call = {
  /** How the act `logCall` names the line. */
  callee: string;
  who: string;
  phone: string;
  /** What came of it, as shape and words. */
  result: string;
  /** Still to be reached: may be ticked off by whoever is offered the act. */
  open: boolean;
};

const ROW = /^call(\d+)$/;
/** While it is being handled, calls are made; afterwards the list is a record. */
export const CALLING = 'handling';
const WAITS = '待通知';
const PHONE = /\+?\d[\d-]{6,}/;

/** Lines of the call list are shown as such, not among the other facts. */
export const isCall = (name: string): boolean => ROW.test(name);

export function callsOf({ facts, acts, state }: Pick<ShownTicket, 'facts' | 'acts' | 'state'>): Call[] {
  const offered = acts.filter(act => act.act === 'logCall')[0];
  const callees = offered?.fields.filter(field => field.name === 'callee')[0]?.options ?? [];
  return (facts ?? [])
    .filter(fact => isCall(fact.name))
    .map(({ name, value }) => {
      const at = value.lastIndexOf('：');
      const line = value.slice(0, at);
      const said = value.slice(at + 1);
      const phone = PHONE.exec(line)?.[0] ?? '';
      const callee = ROW.exec(name)?.[1] ?? '';
      const reached = /已通知$/.test(said);
      return {
        callee,
        who: line.replace(phone, '').trim(),
        phone,
        result: `${reached ? '●' : /未接通$/.test(said) ? '▲' : '○'} ${said === WAITS && state !== CALLING ? '没有打' : said}`,
        open: callees.some(each => each.value === callee),
      };
    });
}
