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

const wordsOf = (list: string): string[] => list.split(' ');

/** Words that are about no matter: who asks for something says them, whatever it is. */
const COURTESY_WORDS = wordsOf(
  '请问 请教 问一下 问下 想问 咨询 我想知道 想知道 有谁知道 谁知道 谁能 谁可以 谁有 谁给 谁 告诉我 告诉 跪求 急求 求助 求 ' +
    '急 谢谢 谢了 多谢 感谢 麻烦 辛苦 帮忙 帮我 帮 给我 给 推荐 介绍 提供 分享 一下 各位 大家 大神 高手 大师 朋友们 朋友 亲 您好 ' +
    '你好 现在 目前 如今 一般 大概 大约 到底 究竟 真的 比较 需要 应该 我想要 我想 我要 想 有没有 一些 一点 几个 几本 几部 几首 个 些',
);

/** Ways to ask, as people type them, by what is asked for. */
const WAYS_OF_ASKING: Readonly<Record<string, readonly string[]>> = {
  how: wordsOf(
    '怎么样才能 怎样才能 怎么才能 如何才能 怎么能 怎样能 怎么办 怎么弄 怎么 怎样 如何 咋 方法 办法 步骤 流程',
  ),
  worth: wordsOf('怎么样 怎样啊 好不好 好吗 好么'),
  which: wordsOf(
    '什么样的 什么样 什么 啥 哪一个 哪个 哪些 哪种 哪款 哪家 哪部 哪本 哪首 哪位 哪只 那个 那些 那种 那款 那家 那部 那首 哪 那',
  ),
  where: wordsOf(
    '什么地方 在哪里 在哪儿 去哪里 去哪儿 到哪里 从哪里 哪里 哪儿 那里 那儿 在哪 去哪 到哪 从哪 哪有 何处 地址 地点',
  ),
  why: wordsOf('是怎么回事 怎么回事 咋回事 什么原因 为什么 为何 为啥 原因 怎么会'),
  when: wordsOf('什么时候 什么时间 啥时候 啥时 何时 几时 几点 几号 几月 哪天'),
  long: wordsOf('多长时间 多久 几天 多少天'),
  much: wordsOf('多少钱 多少元 几块钱 价格 价钱 费用 收费'),
  many: wordsOf('多少 几'),
  whether: wordsOf('能不能 可不可以 会不会 是不是 要不要 可以 能否 能够 可否 是否 能 会 吗 么'),
  meaning: wordsOf('什么意思 啥意思 意思 含义'),
};

/** What is asked for with a word; words of courtesy ask for nothing. */
export const KINDS_OF_ASKING: ReadonlyMap<string, string> = new Map(
  Object.entries(WAYS_OF_ASKING).flatMap(([kind, words]) => words.map(word => [word, kind] as const)),
);
export const ASKING_WORDS: readonly string[] = [...COURTESY_WORDS, ...KINDS_OF_ASKING.keys()];

export const DENIAL = /不能|不可以|不会|不了|不到|不上|不出|无法|没法|没有|禁止|[不没未别]/g;
/** Hold a sign of denial and deny nothing. */
export const DENYING_NOTHING =
  /不动产|不错|不过|不同|不仅|差不多|未来|别人|特别|区别|级别|性别|分别|类别|个别/g;
/** Hold a sign of a number and count nothing. */
export const NO_NUMBERS = /一[下个些般样起直定点种共切旦边]|第一时间/g;
