import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { procedures } from '../../cloudfunctions/domain/procedures';
import { amountsIn } from '../support/amounts';

/** The client decides nothing twice (design §1): it knows no act, no kind, no state and no clock by name, and no limit by number. */

const root = join(__dirname, '../../miniprogram');
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter(path => /\.(ts|wxml|wxs)$/.test(path) && !path.includes('miniprogram_npm'))
  .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }));

const clockNames = procedures.flatMap(({ acts }) =>
  acts.flatMap(act => [...(act.meets ?? []), ...(act.cancels ?? [])]),
);
/** Names that count wherever they stand. */
const names = new Set<string>([
  ...procedures.flatMap(({ kind, acts }) => [kind, ...acts.map(({ act }) => act)]),
  ...clockNames,
]);
/** Words as ordinary as `draft` or `ready`: what is decided by them counts, not what else is called so. */
const stateNames = new Set(procedures.flatMap(({ states }) => Object.keys(states)));

type Source = { path: string; text: string };

/** Calls whose first word names something of the mini-program itself: an event, a draft, what one page hands to another. */
const ownWords = ['triggerEvent', 'leave', 'take', 'loadDraft', 'saveDraft', 'dropDraft'];

const isOwnWord = ({ parent }: ts.Node): boolean =>
  ts.isCallExpression(parent) && ownWords.includes(/\w+$/.exec(parent.expression.getText())?.[0] ?? '');

const isTypeOf = ({ parent }: ts.Node): boolean =>
  ts.isBinaryExpression(parent) && ts.isTypeOfExpression(parent.left);

/** Whether a property is a key of a table: of something that was declared as a `Record`. */
const isKeyOfTable = (property: ts.Node): boolean => {
  let at = property;
  while (!ts.isVariableDeclaration(at) && !ts.isFunctionLike(at) && !ts.isSourceFile(at)) at = at.parent;
  return ts.isVariableDeclaration(at) && /Record</.test(at.type?.getText() ?? '');
};

/** Whether something is decided by a word: it is compared, asked for in a list or a table, or a key of one. */
const decides = ({ parent }: ts.Node): boolean =>
  (ts.isBinaryExpression(parent) && /^[!=]==?$/.test(parent.operatorToken.getText())) ||
  ts.isCaseClause(parent) ||
  ts.isArrayLiteralExpression(parent) ||
  ts.isElementAccessExpression(parent) ||
  (ts.isCallExpression(parent) && /\.(includes|has|indexOf|get)$/.test(parent.expression.getText()));

/** A word of the client, and whether something is decided by it. */
type Word = [word: string, decides: boolean];

const wordsInScript = ({ path, text }: Source): Word[] => {
  const found: Word[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node)) return;
    if (ts.isPropertyAssignment(node) && (ts.isIdentifier(node.name) || ts.isStringLiteral(node.name))) {
      if (isKeyOfTable(node)) found.push([node.name.text, true]);
      visit(node.initializer);
      return;
    }
    if (ts.isStringLiteralLike(node) && !isOwnWord(node) && !isTypeOf(node))
      found.push([node.text, decides(node)]);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
};

const wordsInTemplate = ({ text }: Source): Word[] =>
  [...text.matchAll(/\{\{([^}]*)\}\}/g)].flatMap(([, expression = '']) =>
    // What a page shows in place of its content is a state of the page.
    [
      ...expression
        .replace(/view\.state [!=]== '\w+'/g, '')
        .matchAll(/([!=]==?\s*|\[\s*)?'([\w-]+)'(\s*[!=]==?)?/g),
    ].map(([, before, word = '', after]): Word => [word, before !== undefined || after !== undefined]),
  );

const namesIn = (source: Source): string[] =>
  (source.path.endsWith('.ts') ? wordsInScript(source) : wordsInTemplate(source))
    .filter(([word, decides]) => names.has(word) || (decides && stateNames.has(word)))
    .map(([word]) => word);

/** Words that are names of something else where they stand, by the beginning of the path. */
const otherMeanings: { at: string; words: string[]; why: string }[] = [
  { at: 'cloud/', words: ['offline'], why: 'why a call failed, and what a page shows then' },
  { at: 'components/attachment-picker/', words: ['file'], why: 'a type of chosen files' },
  {
    at: 'components/staff-ticket/',
    words: ['running', 'cancelled'],
    why: 'how a clock stands (contract §6)',
  },
  { at: 'components/ui/choice/', words: ['list', 'group'], why: 'classes of the style sheet' },
  { at: 'components/form-rows/', words: ['shown'], why: 'a class of the style sheet' },
  { at: 'components/ui/', words: ['shown'], why: 'a class of the style sheet' },
  {
    at: 'model/account/',
    words: ['accept', 'reply', 'notice'],
    why: 'the answer of the phone to subscribing; what a message is about (contract §4)',
  },
  { at: 'model/knowledge/entries', words: ['handover'], why: 'an answer that is none (contract §4)' },
  { at: 'packages/staff/knowledge/try/', words: ['handover'], why: 'likewise' },
  { at: 'model/knowledge/judging', words: ['handover'], why: 'likewise' },
  {
    at: 'model/desk/audit',
    words: ['state'],
    why: 'why a chain is broken (`audit.check`): the ticket is not as its entries say',
  },
  { at: 'model/desk/audit', words: ['change'], why: 'what was done around a security event (`audit.list`)' },
  { at: 'model/notice/writing', words: ['done'], why: 'how the review of a notice stands' },
  { at: 'packages/staff/notices/edit/', words: ['review'], why: 'what is done to a notice' },
  { at: 'packages/staff/oversight/audit/', words: ['link'], why: 'a class of the style sheet' },
  { at: 'packages/staff/people/stand-in/', words: ['ready'], why: 'how a page stands' },
  {
    at: 'model/people/unit-form',
    words: ['duty', 'content'],
    why: 'what a contact is for: on duty, content',
  },
  { at: 'model/service/follows', words: ['notice'], why: 'what a message is about (contract §4)' },
  { at: 'model/service/service-words', words: ['duty', 'content'], why: 'likewise' },
  { at: 'components/lookup/', words: ['ready'], why: 'how a page stands' },
  {
    at: 'model/report/',
    words: ['draft', 'sent'],
    why: 'states of reports (contract §9)',
  },
  { at: 'packages/staff/reports/', words: ['sent'], why: 'likewise' },
  { at: 'model/supervision/clauses', words: ['running'], why: 'what became of limits (contract §9)' },
  {
    at: 'model/supervision/live',
    words: ['fault', 'maintenance'],
    why: 'states of services',
  },
  {
    at: 'packages/staff/supervision/overview/',
    words: ['complaint', 'fault', 'maintenance'],
    why: 'what a unit watches is named by the clause (G-2.2a); states of services',
  },
  { at: 'packages/staff/rules/try-out/', words: ['running'], why: 'how far a try-out is (contract §9)' },
  { at: 'model/desk/', words: ['maintenance'], why: 'a view of the queue; an entry of the menu' },
  {
    at: 'model/knowledge/',
    words: ['rollback', 'submitted', 'approved', 'rejected', 'withdrawn', 'file', 'offline', 'draft'],
    why: 'acts and states of entries of the knowledge base; files; why a call failed',
  },
  {
    at: 'model/notice/',
    words: ['maintenance', 'fault', 'offline', 'scheduled'],
    why: 'kinds and states of notices',
  },
  {
    at: 'model/service/',
    words: ['fault', 'maintenance', 'offline', 'accept', 'reply'],
    why: 'states of services; stages of a statutory limit',
  },
  {
    at: 'model/ticket/recording.ts',
    words: ['reply', 'withdrawn'],
    why: 'a field of ticket.register (contract §5); a state of entries of the knowledge base',
  },
  { at: 'pages/tickets/', words: ['closed'], why: 'a query of ticket.list (contract §4)' },
  { at: 'pages/workbench/', words: ['overdue', 'close'], why: 'a view of the queue; an icon' },
  { at: 'packages/citizen/services/', words: ['offline'], why: 'a state of services' },
  {
    at: 'packages/staff/knowledge/',
    words: [
      ...['submitted', 'publish', 'review', 'withdraw', 'rollback', 'reject', 'approved', 'checking'],
      'draft',
    ],
    why: 'acts and states of entries of the knowledge base; steps of an import',
  },
  {
    at: 'packages/staff/notices/',
    words: ['publish', 'withdraw', 'ended', 'scheduled', 'draft'],
    why: 'acts and states of notices',
  },
  { at: 'packages/staff/services/', words: ['fault', 'maintenance'], why: 'states of services' },
];

const meansOther = (path: string, word: string): boolean =>
  otherMeanings.some(({ at, words }) => path.startsWith(at) && words.includes(word));

describe('the client knows no procedure by name', () => {
  const found = sources.flatMap(source => namesIn(source).map(word => ({ path: source.path, word })));

  test('no comparison with and no table of the name of an act, a kind, a state or a clock', () => {
    expect(found.filter(({ path, word }) => !meansOther(path, word))).toEqual([]);
  });

  test('every other meaning that is allowed for is in use', () => {
    const unused = otherMeanings.flatMap(({ at, words }) =>
      words
        .filter(word => !found.some(one => one.path.startsWith(at) && one.word === word))
        .map(word => [at, word]),
    );
    expect(unused).toEqual([]);
  });

  test.each([
    ["const DIRECT = ['urge'];", 'urge'],
    ["if (act.act === 'logCall') ring();", 'logCall'],
    ["const WORDS: Record<string, string> = { withdraw: '已撤回' };", 'withdraw'],
    ["go(routes.open('major-fault'));", 'major-fault'],
    ["if (ticket.state === 'deciding') ring();", 'deciding'],
    ["switch (ticket.state) { case 'deciding': ring(); }", 'deciding'],
    ["const LATE = ['deciding'];", 'deciding'],
    ["const WORDS: Record<string, string> = { deciding: '待决定' };", 'deciding'],
  ])('the guard sees %s', (text, word) => {
    expect(namesIn({ path: 'pages/x.ts', text })).toEqual([word]);
  });

  test('the guard sees a template, and passes over events, types and fields of an object', () => {
    expect(namesIn({ path: 'x.wxml', text: `<view wx:if="{{draft.kind === 'complaint'}}" />` })).toEqual([
      'complaint',
    ]);
    const fine = "type A = 'urge'; this.triggerEvent('close'); const row = { reply: text };";
    expect(namesIn({ path: 'x.ts', text: fine })).toEqual([]);
    expect(namesIn({ path: 'x.wxml', text: `<view wx:if="{{'deciding' == t.state}}" />` })).toEqual([
      'deciding',
    ]);
  });

  test('what is only called like a state is no decision', () => {
    const fine = "this.setData({ view: { state: 'deciding' } }); const icon = late ? 'deciding' : '';";
    expect(namesIn({ path: 'x.ts', text: fine })).toEqual([]);
    expect(namesIn({ path: 'x.wxml', text: `<ui-icon name="{{late ? 'deciding' : ''}}" />` })).toEqual([]);
  });
});

test('who may do what comes with `may`: the client asks for no role', () => {
  const asksRole = /\broles\??\.(includes|indexOf|some|find)\(|\.role [!=]==? '/;
  expect(sources.filter(({ text }) => asksRole.test(text)).map(({ path }) => path)).toEqual([]);
  expect("me.data.roles.includes('manager')").toMatch(asksRole);
});

/** Numbers that no rule set changes. */
const fixed = [
  {
    path: 'model/service/editing.ts',
    words: '20 工作日',
    why: 'an example of how a statutory limit is typed',
  },
  ...['index.ts', 'index.wxml'].map(file => ({
    path: `packages/staff/oversight/timer/${file}`,
    words: '一分钟',
    why: 'the timer runs in the next minute',
  })),
  ...['三个月', '一年'].map(words => ({
    path: 'model/supervision/periods.ts',
    words,
    why: 'how long a look goes back',
  })),
  { path: 'packages/staff/knowledge/sample/index.wxml', words: '一周', why: 'from one week to the next' },
];

const textsOf = ({ path, text }: Source): string[] => {
  if (!path.endsWith('.ts')) return [text.replace(/<!--.*?-->/gs, '')];
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isStringLiteralLike(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddle(node) ||
      ts.isTemplateTail(node)
    )
      texts.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return texts;
};

const numbersIn = (source: Source): string[] =>
  textsOf(source)
    .flatMap(amountsIn)
    .filter(words => !fixed.some(one => one.path === source.path && one.words === words));

describe('no limit stands in the words of the client: it reads the clock, the promise, or what the cloud says', () => {
  test('no number of days or hours', () => {
    expect(sources.flatMap(source => numbersIn(source).map(words => [source.path, words]))).toEqual([]);
  });

  test.each([
    '7 个工作日内受理',
    '两个工作日内答复',
    '请在 2 小时内确认',
    '十五天后自动办结',
    '最多提前一年',
    '满 7 日办结',
  ])('the guard sees %s', words => {
    expect(numbersIn({ path: 'x.ts', text: `const text = '${words}';` })).toHaveLength(1);
    expect(numbersIn({ path: 'x.wxml', text: `<view>${words}</view>` })).toHaveLength(1);
  });

  test('the guard passes over what is read from the clock', () => {
    expect(numbersIn({ path: 'x.ts', text: 'const text = `剩 ${left} 个工作日`;' })).toEqual([]);
    expect(
      numbersIn({ path: 'x.wxml', text: '<view>从第二天算起，数满 {{counted}} 个工作日</view>' }),
    ).toEqual([]);
  });
});
