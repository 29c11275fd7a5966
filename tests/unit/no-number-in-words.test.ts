import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/**
 * Words never carry a number that a rule set may change: they read it from the clock or the rule set (design §1). Here
 * the sources are read; scenario/changed-numbers.test.ts looks for old numbers in tickets and messages.
 */

const root = join(__dirname, '../..');

/** A number with a unit of time, in figures or in Chinese ones. */
const AMOUNT =
  /[0-9０-９一二两三四五六七八九十百半]+\s*(个半|个|多)?\s*(工作日|服务小时|小时|分钟|天|日内|日后|日前|日起|个月|月内|周)/;

/** What is no limit, and why. */
const NOT_A_LIMIT: Record<string, string> = {
  同一天: 'a day, not how many',
  这一天: 'a day, not how many',
  前的最后一个工作日: 'a holiday rule: which day, not how many (J-13)',
  发现时间在一周以前: 'from when on a typed time is taken for an error; no rule set says it',
  '计时任务超过 10 分钟': 'when the timer counts as silent: of the platform, no rule set says it',
};

const sources = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sources(path);
    return path.endsWith('.ts') ? [path] : [];
  });

/** Each piece of a text that stands in the code; what a template puts between is counted, so it is a blank here. */
const textsIn = (text: string): string[] => {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isStringLiteral(node) ||
      ts.isNoSubstitutionTemplateLiteral(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddle(node) ||
      ts.isTemplateTail(node)
    )
      found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true));
  return found;
};

const amountsIn = (text: string): string[] =>
  textsIn(text)
    .map(piece => Object.keys(NOT_A_LIMIT).reduce((left, known) => left.replaceAll(known, ''), piece))
    .filter(piece => AMOUNT.test(piece));

const files = ['cloudfunctions/domain', 'cloudfunctions/usecases'].flatMap(sources);

test('no text of a rule or a use case says a number of days, hours or minutes by itself', () => {
  expect(files.length).toBeGreaterThan(150);
  const wrong = files.flatMap(file =>
    amountsIn(readFileSync(join(root, file), 'utf8')).map(text => `${file}: ${text}`),
  );
  expect(wrong).toEqual([]);
});

test('it would be found, in figures and in Chinese numerals, also within a template', () => {
  const found = [
    "'请在 5 个工作日内答复'",
    "'五个工作日内答复'",
    "'两小时后执行'",
    "'7日内可以评价'",
    "'半小时内下线并公告'",
    '`${no}：请在 20 个工作日内答复`',
    "'一个工作日内未解决，提出暂时下线'",
  ];
  for (const text of found) expect(amountsIn(`const said = ${text};`)).toHaveLength(1);
  const fine = [
    '`${n} 个工作日内答复`',
    "'每个工作日可以催一次'",
    "'同一天其他单位'",
    "'2026 年 9 月 24 日'",
  ];
  for (const text of fine) expect(amountsIn(`const said = ${text}; // 5 个工作日`)).toEqual([]);
});

test('each exception still stands somewhere', () => {
  const all = files.flatMap(file => textsIn(readFileSync(join(root, file), 'utf8'))).join('\n');
  for (const known of Object.keys(NOT_A_LIMIT)) expect(all).toContain(known);
});
