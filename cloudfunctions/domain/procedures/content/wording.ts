import type { FieldErrors } from '../../engine';
import { jargonIn } from '../../notices/notice';
import { personalIn } from '../../privacy/personal';

/** What a text that becomes public is looked through for (A53): what names a person is refused, the rest is pointed out. */

/** Words that are wrong or delicate, with what is said instead. */
const delicate: readonly (readonly [word: string, instead: string])[] = [
  ['最佳', '不用绝对化的说法'],
  ['第一品牌', '不用绝对化的说法'],
  ['国家级', '没有依据不能这样说'],
  ['唯一', '不用绝对化的说法'],
  ['独家', '不用绝对化的说法'],
  ['残废', '残疾人'],
  ['弱智', '智力障碍者'],
  ['农民工子弟', '进城务工人员随迁子女'],
  ['登陆', '进入系统应写“登录”'],
  ['帐号', '账号'],
  ['帐户', '账户'],
  ['帐单', '账单'],
  ['凭借着', '凭借'],
  ['截止目前', '截至目前'],
  ['涉及到', '涉及'],
];

/** Public texts name nobody (A53). */
export const personalErrors = (texts: Readonly<Record<string, string | undefined>>): FieldErrors =>
  Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => {
      const problem = text === undefined ? undefined : personalIn(text);
      return problem ? [[name, problem]] : [];
    }),
  );

const LONGEST_SENTENCE = 100;

/** Hints for whoever reviews it; undefined = nothing. */
export const hintsOn = (text: string): string | undefined => {
  const strange = jargonIn(text);
  const long = text.split(/[。！？!?；;\n]/).find(one => [...one].length > LONGEST_SENTENCE);
  const hints = [
    ...delicate.filter(([word]) => text.includes(word)).map(([word, instead]) => `“${word}”：${instead}`),
    ...(strange ? [`“${strange}”群众不一定看得懂`] : []),
    ...(long ? [`“${[...long].slice(0, 10).join('')}……”这句太长`] : []),
  ];
  return hints.length > 0 ? hints.join('\n') : undefined;
};
