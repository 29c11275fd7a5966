import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { amountsIn } from '../support/amounts';

/**
 * Words never carry a number that a rule set may change: they read it from the clock or the rule set (design §1). Here
 * the sources are read; scenario/changed-numbers.test.ts looks for old numbers in tickets and messages.
 */

const root = join(__dirname, '../..');

/** What is no limit, and why. */
const NOT_A_LIMIT: Record<string, string> = {
  发现时间在一周以前: 'from when on a typed time is taken for an error; no rule set says it',
  年或其前后一年: 'which year a list of days is about',
  一年的放假安排不超过: 'a list is about one year; its number of days is a bound of typing',
  留存不少于六个月: 'what a law asks, no rule set',
  '最长 7 天自动清除': 'a rule of the storage (docs/deploy.md)',
  '最长 30 天': 'backups of the cloud platform',
  期限最后两小时内才答复: 'the name of what is odd (A52); its measure is said beside it',
  同一单位同类问题一年内第几次起算屡次发生: 'the label of a window that says how often',
  一次最多看两年: 'how much one look may ask for',
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

const wrongIn = (text: string): string[] =>
  textsIn(text)
    .map(piece => Object.keys(NOT_A_LIMIT).reduce((left, known) => left.replaceAll(known, ''), piece))
    .filter(piece => amountsIn(piece).length > 0);

/** Patterns of what people write, which say nothing to anybody. */
const READ = ['cloudfunctions/domain/replies/questions.ts', 'cloudfunctions/domain/urgent/hints.ts'];
const files = ['domain', 'usecases', 'api', 'infra']
  .flatMap(room => sources(`cloudfunctions/${room}`))
  .filter(file => !READ.includes(file));

test('no text of a rule, a use case or of what serves them says a number of days, hours or minutes by itself', () => {
  expect(files.length).toBeGreaterThan(150);
  const wrong = files.flatMap(file =>
    wrongIn(readFileSync(join(root, file), 'utf8')).map(text => `${file}: ${text}`),
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
    "'受理后一个工作日内答复'",
    "'计划日期最多提前一年'",
    "'最多安排在一年以内'",
    "'满 7 日没有回复'",
    "'7日没有回复'",
  ];
  for (const text of found) expect(wrongIn(`const said = ${text};`)).toHaveLength(1);
  const fine = [
    '`${n} 个工作日内答复`',
    "'每个工作日可以催一次'",
    "'同一天其他单位'",
    "'到下一个工作日没有选'",
    "'2026 年 9 月 24 日'",
    "'那一年的放假安排'",
    "'第二天起计算'",
    "'1904 日期系统'",
  ];
  for (const text of fine) expect(wrongIn(`const said = ${text}; // 5 个工作日`)).toEqual([]);
});

test('each exception still stands somewhere', () => {
  const all = files.flatMap(file => textsIn(readFileSync(join(root, file), 'utf8'))).join('\n');
  for (const known of Object.keys(NOT_A_LIMIT)) expect(all).toContain(known);
});
