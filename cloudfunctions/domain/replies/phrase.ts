import * as z from 'zod';
import type { Fields, Input } from '../engine';
import { publicText } from '../privacy/personal';
import type { Ticket } from '../ticket/ticket';
import { civilDateOf, type Instant } from '../time';
import { spokenDate } from '../time/spoken';
import { tooLong, typedLine, typedText } from '../typed/text';

/** 常用语: what a desk writes again and again, with words in braces that each ticket fills in. */

/** What fills them in. */
export type Filling = {
  ticket: Pick<Ticket, 'no' | 'title' | 'applicant' | 'anonymous' | 'promise' | 'serviceName'>;
  /** Of whoever writes. */
  unitName: string;
  now: Instant;
};

/** Of a masked name nothing but its first character is known. */
const calledOf = ({ ticket: { applicant, anonymous } }: Filling): string => {
  if (applicant.type === 'enterprise') return '贵单位';
  const [first] = applicant.name ?? '';
  return first === undefined || anonymous ? '市民朋友' : `${first}先生/女士`;
};

/** Each by its name, with what it stands for in a form. */
export const phraseVariables = [
  { name: '称呼', example: '王先生/女士', of: calledOf },
  { name: '编号', example: 'ZX20261123-7K3-F9Q-4XM', of: ({ ticket }: Filling) => ticket.no },
  { name: '标题', example: '社保卡补办', of: ({ ticket }: Filling) => ticket.title },
  { name: '服务', example: '社保卡', of: ({ ticket }: Filling) => ticket.serviceName ?? '这项服务' },
  { name: '单位', example: '人力资源和社会保障厅', of: ({ unitName }: Filling) => unitName },
  {
    name: '期限',
    example: '12 月 3 日 周四',
    of: ({ ticket: { promise } }: Filling) =>
      promise ? spokenDate(promise.extendedTo ?? promise.date) : '承诺的日期',
  },
  { name: '日期', example: '11 月 23 日 周一', of: ({ now }: Filling) => spokenDate(civilDateOf(now)) },
] as const;

const IN_BRACES = /[{｛]([^{}｛｝\n]{1,14})[}｝]/g;

const variableOf = (name: string) => phraseVariables.find(one => one.name === name.trim());

/** The text as it would stand in the reply to this ticket. */
export const fillPhrase = (text: string, filling: Filling): string =>
  text.replace(IN_BRACES, (whole, name: string) => variableOf(name)?.of(filling) ?? whole);

const names = phraseVariables.map(({ name }) => `{${name}}`).join('、');

const LONGEST_TITLE = 30;
const LONGEST_TEXT = 1000;

/** A phrase as it is typed: it goes to many citizens, so nobody's data may stand in it. */
export const phraseShape = {
  title: publicText(
    typedLine('请填写标题').min(1, '请填写标题').max(LONGEST_TITLE, tooLong('标题', LONGEST_TITLE)),
  ),
  text: publicText(
    typedText('请填写内容').min(1, '请填写内容').max(LONGEST_TEXT, tooLong('内容', LONGEST_TEXT)),
  ).superRefine((text, context) => {
    for (const [, name = ''] of text.matchAll(IN_BRACES))
      if (!variableOf(name))
        context.addIssue({ code: 'custom', message: `没有“{${name}}”，可以用的有${names}` });
  }),
} satisfies Record<string, z.ZodType>;

/** An answer as it leaves: what stands in braces is filled in, so that one text answers many tickets. */
export const fillAnswer = (input: Input, fields: Fields, filling: Filling): Input =>
  Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      name,
      fields[name]?.type === 'longtext' && typeof value === 'string' ? fillPhrase(value, filling) : value,
    ]),
  );
