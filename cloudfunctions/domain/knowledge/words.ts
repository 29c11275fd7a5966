/**
 * Lists of the knowledge base, written for government services. They are short on purpose: what they bring
 * is measured in docs/knowledge.md, and the staff's own similar questions bring more.
 */

/** Different words for one thing, rewritten before anything is compared. Left to right, longest first. */
export const SYNONYMS: readonly (readonly [from: string, to: string])[] = [
  ['为什么', '为何'],
  ['为啥', '为何'],
  ['怎么样才能', '如何'],
  ['怎样才能', '如何'],
  ['怎么才能', '如何'],
  ['如何才能', '如何'],
  ['怎么样', '怎样'],
  ['怎样', '如何'],
  ['怎么', '如何'],
  ['咋样', '如何'],
  ['咋', '如何'],
  ['怎麽', '如何'],
  ['哪儿', '哪里'],
  ['在哪', '哪里'],
  ['那里', '哪里'],
  ['啥', '什么'],
  ['神马', '什么'],
  ['什麽', '什么'],
  ['能不能', '能否'],
  ['可不可以', '能否'],
  ['可以不可以', '能否'],
  ['是不是', '是否'],
  ['有没有', '有无'],
  ['多少钱', '价格'],
  ['身份证件', '身份证'],
  ['社会保障卡', '社保卡'],
  ['社会保险', '社保'],
  ['医疗保险', '医保'],
  ['养老保险', '养老保险'],
  ['住房公积金', '公积金'],
  ['驾驶执照', '驾驶证'],
  ['驾照', '驾驶证'],
  ['营业执照副本', '营业执照'],
  ['登陆', '登录'],
  ['帐号', '账号'],
  ['帐户', '账户'],
  ['手机号码', '手机号'],
  ['电话号码', '电话'],
  ['人脸识别', '人脸'],
  ['刷脸', '人脸'],
  ['补办', '补领'],
  ['户籍', '户口'],
  ['小孩', '孩子'],
  ['小朋友', '孩子'],
  ['学费', '学费'],
];

/** Politeness and openings that say nothing about the matter; taken away before comparing. */
export const BOILERPLATE: readonly string[] = [
  '你好',
  '您好',
  '请问一下',
  '请问',
  '想问一下',
  '问一下',
  '想咨询一下',
  '咨询一下',
  '想了解一下',
  '麻烦问下',
  '谢谢',
  '多谢',
  '辛苦了',
  '尊敬的领导',
  '各位领导',
  '谁知道',
  '有谁知道',
  '跪求',
  '急求',
  '求助',
  '急急急',
];

/** Words that carry the kind of a question; two questions of different kinds are rarely the same. */
export const QUESTION_KINDS: readonly (readonly string[])[] = [
  ['为何', '原因', '怎么回事', '如何回事'],
  ['如何', '方法', '步骤', '流程', '办法'],
  ['什么时候', '何时', '几时', '几点', '多久', '多长时间', '时间', '几天'],
  ['哪里', '何处', '什么地方', '地址', '哪个地方'],
  ['多少', '价格', '几个', '费用', '几'],
  ['谁', '什么人', '哪位'],
  ['什么', '哪些', '哪个', '意思'],
  ['能否', '是否', '可以', '有无', '吗', '能'],
];

export const NEGATIONS: readonly string[] = ['不', '没', '无法', '未', '别', '勿', '非'];
