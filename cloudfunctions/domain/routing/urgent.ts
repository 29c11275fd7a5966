import { fold } from '../typed/fold';
import { simplified } from '../typed/simplified';

/** What a text in danger is told at once, whatever else happens to it. */
export type Urgent = { kind: UrgentKind; text: string; phone: string };
export type UrgentKind =
  'self-harm' | 'fire' | 'medical' | 'violence' | 'informer' | 'state-security' | 'hazard';

type Alarm = {
  kind: UrgentKind;
  phone: string;
  text: string;
  signs: RegExp;
  /** What makes the same words harmless; cut out before the signs are looked for. */
  harmless?: RegExp;
  /** Also speaks of the past or of paperwork in everyday use: rings only without such words, or with "now". */
  mayBeThePast?: boolean;
};

/** Money, papers and rules about an event: somebody asks about it, nobody is in it. */
const PAPERWORK =
  /报销|理赔|赔偿|赔付|补偿|补贴|证明|认定|鉴定|抚恤|政策|标准|规定|条例|预防|宣传|演练|演习|知识|讲座|培训|材料|手续|保险|医保|待遇|备案|验收|许可|去年|前年|以前|曾经|当年|上个?月|案件|判决|起诉|立案|追究|20\d\d年/;
const NOW = /正在|现在|马上|立刻|立即|赶紧|赶快|快来|救命|救救|求救|此刻|刚刚|还在/;

/** In the order of danger: the first that rings is told. */
const ALARMS: readonly Alarm[] = [
  {
    kind: 'fire',
    phone: '119',
    text: '如果正发生火情或有人被困，请立即拨打119，并先撤离到安全的地方。您反映的情况会由工作人员优先处理。',
    signs:
      /着火|起火|失火|火灾|燃气泄漏|煤气泄漏|天然气泄漏|被困(在)?(电梯|火|楼)|(发生|出现)(了)?(爆炸|大火)/,
    harmless:
      /(一旦|如果|假如|要是|若|万一|防止|避免|杜绝)[^,。]{0,8}(着火|起火|失火|火灾|爆炸|泄漏)|(防|消除?|预防)火灾|火灾(隐患|报警器|险|危险|风险|、)|(着火|起火|失火)(隐患|风险|原因)|(易|会|能|可能|容易|导致|引起|引发|造成|存在)[^,。]{0,4}(着火|起火|失火|火灾|爆炸)|(曾|过)[^,。]{0,4}火灾/g,
    mayBeThePast: true,
  },
  {
    kind: 'medical',
    phone: '120',
    text: '如果有人正处于生命危险，请立即拨打120急救电话。您反映的情况会由工作人员优先处理。',
    signs:
      /昏迷不醒|昏迷了|晕倒|晕过去|没有?呼吸|没有?心跳|心脏骤停|大出血|(突然|现在|正在)[^,。]{0,8}(呼吸困难|喘不(上|过)气)|煤气中毒|食物中毒|喝农药|服毒|快(要)?死了|奄奄一息/,
    harmless: /快死了(这条心)?的(花|树|草)/g,
    mayBeThePast: true,
  },
  {
    kind: 'self-harm',
    phone: '12356',
    text: '您的安全最要紧。请现在就拨打12356心理援助热线，有人随时听您说；有人正处于危险中，请立即拨打110或120。您反映的情况会由工作人员优先处理。',
    signs:
      /自杀|轻生|自残|寻死|不想活|活不下去|活着没(有)?意思|结束(自己的)?生命|一死了之|(想|要|准备|去|只能|只有)(跳楼|跳河|跳桥|割腕|上吊)|(想|要|准备|不如|去)死(?!(你|他|她|记|磕|守|盯|亡|角|扛|撑|机|心|要|不)|了(都|也)|在)/,
    harmless:
      /自杀(式|率|性?营销|险|干预|预防|条款)|(预防|防止|防范|干预)(学生|青少年|孩子)?(自杀|轻生|自残)|想死你|(得|的)要死|要死要活|生不带来|不要死/g,
  },
  {
    kind: 'informer',
    phone: '110',
    text: '如果您因举报、投诉受到威胁或报复，请立即拨打110，并先到安全的地方。您的身份信息会被保密，您反映的情况会由工作人员优先处理。',
    signs:
      /(举报|检举|投诉|控告|信访|反映|证人).{0,40}(打击报复|报复|威胁|恐吓|人身安全|跟踪|殴打|灭口|追杀)|(打击报复|报复|威胁|恐吓|跟踪|殴打|追杀).{0,20}(举报|检举|投诉|控告)(人|者|我|了)|人身安全(受到|得不到|没有|无法)/,
    harmless:
      /(不怕|不会|避免|严禁|禁止|防止)(打击)?报复|威胁(到|着)?(居民|群众|行人|业主|学生|孩子|老百姓|村民|市民|大家|他人|周边|公共)/g,
  },
  {
    kind: 'violence',
    phone: '110',
    text: '如果有人正受到伤害或威胁，请立即拨打110，并先到安全的地方。您反映的情况会由工作人员优先处理。',
    signs:
      /家暴|家庭暴力|持刀|持枪|拿刀|砍人|杀人|绑架(了|勒索)|(遭|被)(歹徒|人)绑架|劫持|抢劫|强奸|性侵|猥亵|拐卖|被拐|非法拘禁|限制人身自由|被(人)?(殴打|打伤|砍伤|追打|围殴|囚禁|软禁|拘禁)|死亡威胁|要(打|弄|杀|砍)死/,
    harmless:
      /反(对)?家(庭)?暴(力)?|杀人(游戏|蜂)|剧本杀|强奸(民意|式)|可乘之机|(预防|防止|防范)(性侵|猥亵|拐卖|抢劫|家暴)/g,
    mayBeThePast: true,
  },
  {
    kind: 'state-security',
    phone: '12339',
    text: '涉及危害国家安全或者泄露国家秘密的情况，请直接拨打12339向国家安全机关反映，不要在这里填写具体内容。',
    signs: /间谍|(泄露|窃取|出卖|刺探)(了)?国家(秘密|机密)|危害国家安全/,
    harmless: /反间谍法?|商业间谍|间谍(片|剧|电影|小说)/g,
    mayBeThePast: true,
  },
  {
    kind: 'hazard',
    phone: '110',
    text: '如果眼前有人身危险，请立即拨打110并远离现场；其他紧急诉求也可以拨打12345。您反映的情况会由工作人员优先处理。',
    signs:
      /救命(?!的)|救救(我(?!们)|孩子|他|她|老人)|(孩子|小孩|老人|家人|儿子|女儿|母亲|父亲)(走失|失踪|不见了)|溺水了?|落水(?!管|口|槽)|(电线|高压线)(掉|断)(了|落|在)|正在(坍塌|倒塌|塌方)|有人要跳(楼|河|桥)/,
    harmless:
      /救命(药|钱|稻草|保命|消防|通道)|防溺水|溺水(隐患|风险|事故)|(易|会|能|可能|容易|预防|发生)溺水/g,
    mayBeThePast: true,
  },
];

/**
 * Danger to life, self-harm, violence, fire or a threatened informer in a citizen's text: the phone number to call
 * and plain words; undefined when nothing of the kind is said. Such a text gets a person, never a machine's answer.
 * Words that only look alike (自杀式, 生育, 火灾隐患, 家暴证明怎么开) do not ring.
 */
export const urgentIn = (text: string): Urgent | undefined => {
  const plain = simplified(fold(text)).replace(/\s+/g, '');
  for (const alarm of ALARMS) {
    const rest = alarm.harmless ? plain.replace(alarm.harmless, ',') : plain;
    const rings = rest.split(/[。!?;\n]/).some(sentence => ringsIn(sentence, alarm));
    if (rings) return { kind: alarm.kind, text: alarm.text, phone: alarm.phone };
  }
  return undefined;
};

const ringsIn = (sentence: string, alarm: Alarm): boolean =>
  alarm.signs.test(sentence) && (!alarm.mayBeThePast || NOW.test(sentence) || !PAPERWORK.test(sentence));
