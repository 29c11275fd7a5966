import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programOf } from '../support/program';

/** The owner's command lines of the knowledge base and the router (contract §8); one of each as the owner runs it. */
const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'banjie-knowledge-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Tool = 'knowledge' | 'router';
type Outcome = { code: number | null; lines: unknown[]; stderr: string };
const programs: Record<Tool, string> = { knowledge: '', router: '' };
beforeAll(async () => {
  programs.knowledge = await programOf('tools/knowledge.ts');
  programs.router = await programOf('tools/router.ts');
});

const run = (tool: Tool, ...args: string[]): Outcome =>
  outcomeOf(process.execPath, [programs[tool], ...args]);
const runAsOwner = (tool: Tool, ...args: string[]): Outcome =>
  outcomeOf('npm', ['run', '-s', tool, '--', ...args]);

const outcomeOf = (command: string, args: string[]): Outcome => {
  const done = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  const lines = done.stdout
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as unknown);
  return { code: done.status, lines, stderr: done.stderr };
};
const fileOf = (name: string, rows: (object | string)[]): string => {
  const path = join(folder, name);
  writeFileSync(path, rows.map(row => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n'));
  return path;
};

const THINGS = ['社保卡', '公积金', '居住证', '驾驶证', '护照', '营业执照'];
const kb = fileOf(
  'kb.jsonl',
  THINGS.map((thing, at) => ({
    id: at,
    question: `${thing}怎么补办?`,
    similar: [`补办${thing}的流程`],
    answer: '见办事指南',
  })),
);

describe('knowledge', () => {
  test('answer: one line per query, in order, three entries whatever the band', () => {
    const queries = fileOf('q.jsonl', [
      { q: '社保卡怎么补办' },
      { q: '' },
      '',
      { q: '护照怎么补办?', gold: '4' },
    ]);
    const { code, lines } = runAsOwner('knowledge', 'answer', '--kb', kb, '--queries', queries);
    expect(code).toBe(0);
    expect(lines).toMatchObject([
      { q: '社保卡怎么补办', band: 'answer', top: [{ id: '0' }, {}, {}] },
      { q: '', band: 'handover', top: [{ confidence: 0 }, {}, {}] },
      { q: '护照怎么补办?', band: 'answer', top: [{ id: '4' }, {}, {}] },
    ]);
    expect(Object.keys(lines[0] as object)).toEqual(['q', 'band', 'top']);
    expect(Object.keys((lines[0] as { top: object[] }).top[0]!)).toEqual(['id', 'confidence']);
  });

  test('a bad row is named on stderr without its text, the others are done, exit 1', () => {
    const queries = fileOf('bad.jsonl', [
      { q: '公积金怎么补办' },
      '{"q": ',
      { question: '张三' },
      { q: '居住证怎么补办' },
    ]);
    const { code, lines, stderr } = run('knowledge', 'answer', '--kb', kb, '--queries', queries);
    expect(code).toBe(1);
    expect(lines).toMatchObject([{ top: [{ id: '1' }, {}, {}] }, { top: [{ id: '2' }, {}, {}] }]);
    expect(stderr).toContain('bad.jsonl:2');
    expect(stderr).toContain('bad.jsonl:3');
    expect(stderr).not.toContain('张三');
  });

  test('calibrate writes a gate that answer and evaluate read', () => {
    const judged = fileOf('judged.jsonl', [
      ...THINGS.flatMap((thing, at) =>
        ['怎么补办', '如何补办啊', '补办流程', '丢了补办'].map(ask => ({ q: thing + ask, gold: String(at) })),
      ),
      ...['天气怎么样', '股票行情', '吃什么', '哪里好玩'].map(q => ({ q, gold: null })),
      { q: '无此条目', gold: 'missing' },
    ]);
    const out = join(folder, 'gate.json');
    const fitted = run(
      'knowledge',
      'calibrate',
      '--kb',
      kb,
      '--judged',
      judged,
      '--out',
      out,
      '--precision',
      '0.9',
    );
    expect(fitted.code).toBe(1);
    expect(fitted.stderr).toContain('no such entry');
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ version: 1, precision: 0.9 });
    const measured = run('knowledge', 'evaluate', '--kb', kb, '--judged', judged, '--gate', out);
    expect(measured.lines[0]).toMatchObject({
      queries: 28,
      answerable: 24,
      r1: 1,
      r3: 1,
      mrr: 1,
      falseAnswers: 0,
    });
    const queries = fileOf('one.jsonl', [{ q: '驾驶证怎么补办' }]);
    expect(run('knowledge', 'answer', '--kb', kb, '--queries', queries, '--gate', out).lines).toHaveLength(1);
  });

  test('wrong use says how it is used and exits 2', () => {
    const gate = fileOf('broken.json', ['{"version": 1}']);
    const wrong = [
      [],
      ['ask'],
      ['answer', '--kb', kb],
      ['answer', '--kb', join(folder, 'none.jsonl'), '--queries', kb],
      ['answer', '--kb', kb, '--queries', kb, '--gate', gate],
      ['calibrate', '--kb', kb, '--judged', kb, '--out', join(folder, 'x'), '--precision', '98'],
    ];
    for (const args of wrong) {
      const { code, lines, stderr } = run('knowledge', ...args);
      expect({ args, code, lines }).toEqual({ args, code: 2, lines: [] });
      expect(stderr).toContain('usage');
    }
  });

  test('an empty knowledge base and one without answers hand over', () => {
    const queries = fileOf('q2.jsonl', [{ q: '社保卡怎么补办' }]);
    const empty = run('knowledge', 'answer', '--kb', fileOf('empty.jsonl', []), '--queries', queries);
    expect(empty).toMatchObject({ code: 0, lines: [{ band: 'handover', top: [] }] });
    const silent = fileOf(
      'silent.jsonl',
      THINGS.map((thing, at) => ({ id: `${at}`, question: `${thing}怎么补办` })),
    );
    expect(run('knowledge', 'answer', '--kb', silent, '--queries', queries).lines).toMatchObject([
      { band: 'handover' },
    ]);
  });
});

describe('router', () => {
  const raw = fileOf('raw.jsonl', [
    ...['噪音扰民', '污水直排', '油烟很大'].map(title => ({
      title,
      detail: `小区旁${title}`,
      label: '环境',
    })),
    { title: '无标签' },
    ...['转学', '招生', '学籍'].map(title => ({ title, detail: `学校${title}`, label: '教育' })),
  ]);
  const segmented = fileOf('seg.jsonl', [
    { words: '工地 扬尘 污染 小区 居民 无法 开窗 睡觉 每天 夜里 施工', label: '环境' },
    { words: '老师 补课 学生 学校 收费', label: '教育' },
  ]);
  const labels = fileOf('labels.json', [
    JSON.stringify([
      ['一级', '二级'],
      ['环境', '大气', '扬尘'],
      ['教育', '学前', '幼儿园'],
    ]),
  ]);
  const weights = join(folder, 'weights.json');

  test('train, classify, evaluate', () => {
    const trained = run(
      'router',
      'train',
      '--data',
      raw,
      '--data',
      segmented,
      '--labels',
      labels,
      '--out',
      weights,
    );
    expect(trained.code).toBe(1);
    expect(trained.stderr).toContain('raw.jsonl:4');
    expect(trained.lines[0]).toMatchObject({ rows: 8, labels: ['教育', '环境'] });
    const input = fileOf('in.jsonl', [
      { title: '幼儿园' },
      { detail: '夜里施工扬尘' },
      { words: '学校 学籍' },
      {},
    ]);
    const { code, lines } = runAsOwner('router', 'classify', '--weights', weights, '--in', input);
    expect(code).toBe(0);
    expect(lines).toMatchObject([{ label: '教育' }, { label: '环境' }, { label: '教育' }, { top: [{}, {}] }]);
    expect(Object.keys(lines[0] as object)).toEqual(['label', 'confidence', 'top']);
    const measured = run('router', 'evaluate', '--weights', weights, '--in', segmented);
    expect(measured.lines[0]).toMatchObject({ rows: 2, accuracy: 1, macroF1: 1 });
  });

  test('refit writes what is measured better, and nothing where there is too little', () => {
    const confirmed = fileOf(
      'confirmed.jsonl',
      Array.from({ length: 120 }, (_, no) =>
        no % 2 === 0
          ? { title: '噪音扰民', detail: `第${no}栋夜里施工扬尘`, label: '环境' }
          : { title: '学籍', detail: `第${no}小学转学招生`, label: '教育' },
      ),
    );
    const out = join(folder, 'refit.json');
    const few = run('router', 'refit', '--data', segmented, '--out', out);
    expect([few.code, few.lines[0], existsSync(out)]).toMatchObject([0, { accepted: false }, false]);
    const fitted = run('router', 'refit', '--data', confirmed, '--out', out);
    expect(fitted.lines[0]).toMatchObject({ accepted: true, before: null, after: { macroF1: 1 } });
    const again = run('router', 'refit', '--data', confirmed, '--weights', out, '--out', out);
    expect(again.lines[0]).toMatchObject({ accepted: true, before: { macroF1: 1 } });
  });

  test('wrong use exits 2', () => {
    for (const args of [
      [],
      ['train', '--out', weights],
      ['refit', '--data', raw],
      ['classify', '--weights', raw, '--in', raw],
      ['train', '--data', raw, '--x'],
    ])
      expect(run('router', ...args).code).toBe(2);
  });
});
