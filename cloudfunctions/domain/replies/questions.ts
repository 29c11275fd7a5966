import { sentencesOf } from './sentences';

/**
 * What a citizen asks, question by question, and whether a reply has a counterpart to each. It errs on the side of silence: a
 * clerk who is warned without reason three times reads no warning any more.
 */

/** What a question wants, how it is asked, and what of an answer shows that it was heard. */
type Wanted = { kind: string; asks: RegExp; heard: RegExp };

const AMOUNT = String.raw`(?:\d{1,9}(?:\.\d{1,2})?|[一二两三四五六七八九十百半几])`;
const TIME = new RegExp(
  String.raw`(?<!满\s?)${AMOUNT}\s{0,2}(?:个\s{0,2})?(?:工作日|自然日|天|日|周|星期|月|年|小时|分钟|秒|点|[:：]\d\d)|\d\s{0,2}号(?:前|后|起|开始|发|到|至)|当[天日场月年]|即时|立即|实时|随时|马上|今天|明天|后天|次[日月年]|[本下上]个?[月周年]|月[初底]|年[初底]|周[一二三四五六日末]|(?:之前|以后|之后|期间)|长期|永久|已到账|已(?:经)?(?:发|退|办|修|恢复|完成|开通|通过)`,
);

const WANTED: readonly Wanted[] = [
  {
    kind: 'time',
    asks: /多久|多长时间|几天|几个?工作日|几个?月|几点|几号|几年|什么时候|何时|哪天|哪一天|啥时候|时限/,
    heard: TIME,
  },
  {
    kind: 'money',
    asks: /多少钱|要钱|收费吗|收不收费|要交?钱|费用|收多少|价格|交多少|扣多少/,
    heard: /\d\s*(?:万|千|百)?元|免费|不收|不要钱|不用交|工本费|无需缴|免收|零元|%|百分之/,
  },
  {
    kind: 'contact',
    asks: /电话(?:是|号码)?多少|联系方式|联系电话|怎么联系|打哪个|打什么电话|哪个电话/,
    heard: /\d{5}|\d{3,4}-\d{7,8}|二维码|在线客服/,
  },
  {
    kind: 'documents',
    asks: /(?:什么|哪些|啥|准备|带|交|提供).{0,3}(?:材料|资料|证件|手续|证明)|(?:带|准备|提供|提交)(?:什么|些什么|哪些|啥)|需要(?:什么|哪些)$/,
    heard:
      /材料|身份证|户口|证明|合同|原件|复印件|照片|证件|居住证|营业执照|发票|[^\s]证(?:[，、。和]|$)|无需|不用|不需要|不要|免提交|凭/,
  },
  {
    kind: 'place',
    asks: /哪里|哪儿|在哪|去哪|到哪|哪个(?:窗口|地方|部门|单位|网点)|什么地方|什么部门|地址|找谁|谁管|归谁/,
    heard:
      /窗口|大厅|中心|网点|[路街]|小程序|公众号|网站|网址|平台|[Aa][Pp][Pp]|银行|医院|社区|派出所|居委|[局厅委所站](?![们])|“|在线/,
  },
  {
    kind: 'why',
    asks: /为什么|为何|怎么回事|什么原因|啥原因|咋回事/,
    heard: /因|由于|原因|所以|经核|经查|引起|导致|造成|属于|不属于|是.{2,60}的/,
  },
  {
    kind: 'amount',
    asks: /多少|几次|几个|几张|多大|多高|比例|最多|最低/,
    heard: /\d|[一二两三四五六七八九十]\s*[次个张份成倍]|全额|不限/,
  },
  {
    kind: 'condition',
    asks: /(?:什么|哪些|啥).{0,2}(?:条件|要求|资格)/,
    heard: /条件|符合|满|以上|以下|须|应|凡|可以|可|具有|具备/,
  },
  {
    kind: 'how',
    asks: /怎么|如何|怎样|咋(?!回事)|流程|步骤/,
    heard: /[请可到去在点按选填打带凭]|登录|进入|提交|申请|携带|前往|拨打|扫码|办理|更换|重新/,
  },
  {
    kind: 'whether',
    asks: /能不能|可不可以|是否|能否|可否|是不是|要不要|需不需要|用不用|有没有|行不行|可以.*[吗么]|[吗么]$/,
    heard: /可以|不|能|无法|需要|无需|须|应|是|否|已|未|没有|属|符合|支持|允许|会|必须|免|行/,
  },
  // Asked by its mark alone.
  { kind: 'other', asks: /谁/, heard: /./ },
];

/** No question: anger, or a word by the way. */
const RHETORICAL =
  /还?有没有人|凭什么|难道|合理[吗么]|像话|什么态度|怎么(?:办事|搞的|这么|就|能这|还不|还没|没人)|是不是太|何必|知道[吗么]|好[吗么]$|可以[吗么]$|行[吗么]$|对[吗么]$|谢谢|在[吗么]$|^.{0,2}怎么办$|没人/;

const ASKED = WANTED.map(({ asks }) => asks);
const ENDS_IN_MARK = /[^。！；;\n]{0,300}[？?]/g;

export type Question = { words: string; kind: string; terms: string[] };

const QUESTION_WORDS =
  /请问|我想(?:问|知道|咨询)(?:一下)?|想问|多久|多长时间|什么时候|何时|多少钱?|几[天个点号次年月张]|怎么样?|如何|怎样|为什么|为何|什么|哪[里儿些个]|哪|能不能|可不可以|是否|能否|可否|是不是|要不要|需不需要|有没有|可以|需要|能够|[吗呢么啊的了是在我你您他她要能会有去到和与或、，,“”"'（）()\s\d.]/g;

/** The runs of two characters of what it is about, without the words with which one asks. */
const termsOf = (clause: string): string[] =>
  clause
    .replace(QUESTION_WORDS, ' ')
    .split(/\s+/)
    .flatMap(run => {
      const letters = [...run];
      return letters.slice(1).map((letter, at) => `${letters[at] ?? ''}${letter}`);
    });

/** Of what is long, so much: further questions are not asked in one breath. */
const MOST_READ = 3000;
const MOST_QUESTIONS = 12;

const clausesWithQuestions = (text: string): string[] => {
  const marked = new Set(
    [...text.matchAll(ENDS_IN_MARK)].map(([found]) => found.replace(/[？?]{1,9}$/, '').trim()),
  );
  return sentencesOf(text).flatMap(sentence => {
    const clauses = sentence
      .split(/[，,、]/)
      .map(one => one.trim().replace(/^\d+[.)）]\s*/, ''))
      .filter(Boolean);
    const asking = clauses.filter(one => ASKED.some(asks => asks.test(one)));
    if (asking.length > 0) return asking;
    // Asked by its mark alone: `外地能用？`.
    return marked.has(sentence) ? clauses.slice(-1) : [];
  });
};

/** What is asked, each thing once; the title often says the first question over again. */
export const questionsIn = (text: string): Question[] => {
  const found: Question[] = [];
  for (const words of clausesWithQuestions(text.slice(0, MOST_READ))) {
    if (found.length === MOST_QUESTIONS) break;
    if (RHETORICAL.test(words) && !/怎么回事/.test(words)) continue;
    const kind = WANTED.find(({ asks }) => asks.test(words))?.kind ?? 'other';
    const terms = termsOf(words);
    const same = found.some(
      one => one.kind === kind && (terms.length === 0 || one.terms.some(term => terms.includes(term))),
    );
    if (!same) found.push({ words, kind, terms });
  }
  return found;
};

/** What is said to everybody is no counterpart to a question. */
const COURTESY =
  /请(?:您)?(?:耐心等待|谅解|理解|知悉|放心|留意[^，。；]{0,8}|稍[后候][^，。；]{0,4})|(?:我|本)(?:局|厅|委|单位|中心)|请?(?:咨询|联系)(?:相关|有关)(?:部门|单位)|感谢[^，。；！]*|您的?来信|已?收悉|正在处理/g;

/** The questions to which a reply has no counterpart. */
export const openQuestions = (asked: string, reply: string): Question[] => {
  const questions = questionsIn(asked);
  const said = reply.replace(COURTESY, ' ');
  return questions.filter(({ kind, terms }) => {
    const wanted = WANTED.find(one => one.kind === kind);
    const isNamed = terms.some(term => said.includes(term));
    if (!wanted?.heard.test(said)) return true;
    // Two questions of one sort: each needs its own words in the answer.
    const rivals = questions.filter(one => one.kind === kind).length > 1;
    return rivals && terms.length > 0 && !isNamed;
  });
};
