import { clausesOf } from './sentences';

/**
 * What says nothing (A35: a reply answers what was asked): greetings, "received and in hand", promises without a day, and
 * being sent to somebody who is not named. A reply is hollow when nothing else is left of it.
 */

/** A clause of these words tells the citizen nothing. */
const FORMULAS: readonly RegExp[] = [
  /^(?:您|你)好|^尊敬的|^(?:市民|网友)(?:朋友)?[:：]?$/,
  /^(?:非常|十分|衷心|再次)?感谢|^谢谢|^祝您?|^(?:特此|此复)|^敬请|^抱歉$/,
  /(?:收悉|知悉|收到|受理|记录|登记|知晓|关注到)了?$/,
  /正在(?:加紧|积极|抓紧|进一步)?(?:处理|核实|办理|调查|研究|跟进|协调|核查|解决)/,
  /(?:将|会|再)(?:会|尽快|及时|认真|积极|进一步|持续|第一时间){1,4}.{0,6}(?:处理|核实|研究|答复|回复|反馈|跟进|加强|提升|改进|优化|整改)/,
  /^(?:进一步|不断|持续|切实)?(?:加强|提升|提高|改进|优化|规范|强化).{0,4}(?:管理|服务|质量|水平|意识|培训)/,
  /高度重视/,
  /^已(?:经|为您)?(?:转|转交|转办|移交|反馈|上报|报).{0,4}(?:相关|有关|主管|技术|业务|承办|责任)(?:部门|单位|科室|人员)/,
  /已(?:反馈|转交|上报)给?(?:相关|有关|主管|技术|业务|承办|责任)(?:部门|单位|科室|人员)/,
  /^(?:请您?|敬请)?(?:耐心|稍后|稍候|留意|关注|谅解|理解|知悉|悉知|放心|保持|再试).{0,8}$/,
  /^请?您?(?:尽快|及时)?给您答复$|尽快给您(?:答复|回复)/,
  /^请?您?(?:按|按照|依照|根据)(?:相关|有关|国家|上级)?(?:规定|政策|要求|文件)(?:执行|办理|处理)$/,
  /^(?:具体|最终|一切)?以.{1,8}为准$/,
  /^(?:如|若)?(?:您|仍|还)?有?(?:任何|其他|其它)?(?:疑问|问题)?(?:可|请)?(?:随时)?(?:拨打|致电|联系|咨询)?(?:12345|我们|客服)$/,
  /^(?:已|已经)(?:处理|办理|核实|解决|完成|反馈|办结)(?:完毕|好|完成|了)?$/,
  /^(?:好的?|收到|知道了?|明白|可以|行|嗯|无|略|测试|1+)$/,
];

/** Somebody is to be asked, and it is not said who: 相关部门, 有关单位, 当地主管部门. */
const UNNAMED =
  /(?:咨询|联系|询问|向|找|到).{0,4}(?:相关|有关|主管|属地|当地|具体|所在地)(?:的)?(?:主管|业务|职能|承办)?(?:部门|单位|机构|窗口|人员|科室)/;

/** With a number to call, or an address, whoever has to be asked can be found. */
const REACHABLE = /\d{5}|[路街]\s*\d/;

const tellsNothing = (clause: string): boolean =>
  FORMULAS.some(formula => formula.test(clause)) || (UNNAMED.test(clause) && !REACHABLE.test(clause));

/** Fewer characters than these say nothing by themselves: 已修复，请重试 has seven. */
const LEAST = 5;

const letters = (text: string): number => text.replace(/[^\p{L}\p{N}]/gu, '').length;

/** The words in which it sends the citizen to nobody in particular. */
export const unnamedIn = (reply: string): string | undefined =>
  REACHABLE.test(reply) ? undefined : clausesOf(reply).find(clause => UNNAMED.test(clause));

/** Whether nothing is left when the formulas are taken out. */
export const isHollow = (reply: string): boolean => {
  const rest = clausesOf(reply).filter(clause => !tellsNothing(clause));
  return rest.reduce((sum, clause) => sum + letters(clause), 0) < LEAST;
};
