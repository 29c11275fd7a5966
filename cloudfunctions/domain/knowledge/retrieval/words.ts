/**
 * Word lists of the knowledge base, written for government services. They are short on purpose: what they bring is
 * measured in docs/knowledge.md, and similar questions added by staff bring more.
 */

/** What staff may edit: different words for one thing, and phrases that say nothing about the matter. */
export type WordLists = {
  synonyms: readonly (readonly [from: string, to: string])[];
  boilerplate: readonly string[];
};

/** In use until staff publish lists of their own. */
export const DEFAULT_WORDS: WordLists = {
  synonyms: [
    ['社会保障卡', '社保卡'],
    ['社会保险', '社保'],
    ['医疗保险', '医保'],
    ['住房公积金', '公积金'],
    ['驾驶执照', '驾驶证'],
    ['驾照', '驾驶证'],
    ['登陆', '登录'],
    ['帐号', '账号'],
    ['帐户', '账户'],
    ['手机号码', '手机号'],
    ['人脸识别', '刷脸'],
    ['咋样', '怎么样'],
    ['怎麽', '怎么'],
    ['什麽', '什么'],
    ['为啥', '为什么'],
  ],
  boilerplate: ['尊敬的领导', '各位领导', '您好', '你好', 'x000d'],
};

/** Characters that carry grammar and politeness rather than the matter. */
export const FUNCTION_CHARACTERS =
  '的了吗呢吧啊呀么是在有我你他她它们这那个一就都也还和与或及请问谁给求要会能可以为何如什么哪怎样多少几谢亲您好把被让对从到用之其而但因所于着过得地很最更太比较不没无否';

/** Words that tell the kind of a question apart; the first list that has one decides. */
export const QUESTION_KINDS: readonly RegExp[] = [
  /为什么|为何|为啥|原因/,
  /怎么|如何|怎样|方法|步骤|咋/,
  /什么时候|何时|几时|几点|多久|时间/,
  /哪里|哪儿|在哪|何处|什么地方|地址/,
  /多少|价格|几个|费用|几/,
  /谁|什么人/,
  /什么|哪些|哪个|意思|啥/,
  /能不能|是不是|可以|有没有|吗|能|是否|会/,
];

export const NEGATION = /不(?!要|过|错)|没|无法|未|别/;
export const NUMBERS = /\d+|[一二三四五六七八九十]+/g;
