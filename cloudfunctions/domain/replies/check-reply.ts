import { personalParts } from '../privacy/personal';
import type { ReplyWarningCode } from '../ticket/reply-result';
import { isHollow, unnamedIn } from './hollow';
import { plainWords } from './plain-words';
import { openQuestions } from './questions';
import { sentencesOf } from './sentences';

/** What a clerk should look at once more before a reply leaves (contract §5, `reply.check`). It warns and never stops. */

export type ReplyWarning = { code: ReplyWarningCode; text: string };

/** So many questions are named at most. */
const MOST_NAMED = 3;
/** So many words: whoever is told of ten corrects none. */
const MOST_WORDS = 3;
/** A sentence of more characters is read twice. */
const LONGEST = 75;

const hollow = (reply: string): ReplyWarning[] => {
  if (isHollow(reply))
    return [{ code: 'hollow', text: '这段话没有说怎么办、结果是什么，请写明办理结果，或者群众下一步怎么做' }];
  const unnamed = unnamedIn(reply);
  return unnamed ? [{ code: 'hollow', text: `“${unnamed}”没有说找谁，请写明是哪个单位、怎么联系` }] : [];
};

const unanswered = (asked: string, reply: string): ReplyWarning[] => {
  const open = openQuestions(asked, reply).slice(0, MOST_NAMED);
  if (open.length === 0) return [];
  const words = open.map(question => `“${question.words}”`).join('、');
  return [{ code: 'unanswered', text: `群众问了${words}，答复里还没有回应` }];
};

const personal = (reply: string): ReplyWarning[] => {
  const [first] = personalParts(reply);
  return first
    ? [
        {
          code: 'personal',
          text: `第 ${first.place} 个字起的“${first.masked}”像是${first.name}，答复里请不要写；联系方式请写办公电话`,
        },
      ]
    : [];
};

/** Names of laws, and what stands on buttons, are written as they are. */
const QUOTED = /《[^《》]*》|“[^“”]*”|「[^「」]*」/g;

const plain = (reply: string): ReplyWarning[] => {
  const own = reply.replace(QUOTED, ' ');
  const hard = plainWords.flatMap(([word, instead]) => {
    const [found] = word.exec(own) ?? [];
    return found === undefined ? [] : [`“${found}”不好懂，可以写“${instead}”`];
  });
  const long = sentencesOf(reply).find(sentence => [...sentence].length > LONGEST && !/[：:]/.test(sentence));
  const words = [
    ...hard.slice(0, MOST_WORDS),
    ...(long === undefined ? [] : [`“${[...long].slice(0, 10).join('')}……”这一句太长，请分成几句`]),
  ];
  return words.length > 0 ? [{ code: 'plain', text: words.join('；') }] : [];
};

/** Of a reply to what was asked; nothing of an empty one. */
export const checkReply = (asked: { title: string; text: string }, reply: string): ReplyWarning[] => {
  if (reply.trim() === '') return [];
  return [
    ...hollow(reply),
    ...unanswered(`${asked.title}\n${asked.text}`, reply),
    ...personal(reply),
    ...plain(reply),
  ];
};
