import {
  classify,
  isRouterWeights,
  isTechnical,
  measureRouter,
  suggestUnits,
  train,
} from '../../cloudfunctions/domain/routing';

const units = [
  {
    id: 'hrss',
    name: '广东省人力资源和社会保障厅',
    region: '440000',
    duties: ['社会保险', '劳动关系', '就业', '工资'],
  },
  {
    id: 'gz-hrss',
    name: '广州市人力资源和社会保障局',
    region: '440100',
    duties: ['社会保险', '劳动关系', '就业', '工资'],
  },
  {
    id: 'sz-hrss',
    name: '深圳市人力资源和社会保障局',
    region: '440300',
    duties: ['社会保险', '劳动关系', '就业', '工资'],
  },
  { id: 'psb', name: '广东省公安厅', region: '440000', duties: ['户籍', '出入境', '身份证', '居住证'] },
  { id: 'edu', name: '广东省教育厅', region: '440000', duties: ['学校', '招生', '学籍'] },
];
const services = [{ id: 's1', name: '居住证办理', unitId: 'psb' }];
const catalogue = { units, services };
const idsFor = (text: string, options = {}): string[] =>
  suggestUnits({ title: '', text }, catalogue, options).map(each => each.unitId);

describe('the operator gets the most likely units with reasons (G-5.2c)', () => {
  test('duties and services are enough before any message was routed', () => {
    const [first] = suggestUnits(
      { title: '居住证办理进度', text: '居住证交了材料一个月没有消息' },
      catalogue,
    );
    expect(first!.unitId).toBe('psb');
    expect(first!.reason).toContain('居住证');
    expect(idsFor('孩子转学学籍怎么转')[0]).toBe('edu');
  });

  test('of one trade the unit of the own city comes first, other cities stay out', () => {
    expect(idsFor('公司拖欠工资', { region: '440106' }).slice(0, 2)).toEqual(['gz-hrss', 'hrss']);
    expect(idsFor('公司拖欠工资', { region: '440106' })).not.toContain('sz-hrss');
    expect(idsFor('公司拖欠工资', { region: '441900' })).toEqual(['hrss']);
  });

  test('a place named in the text decides', () => {
    expect(idsFor('我在深圳的公司拖欠工资', { region: '440106' })[0]).toBe('sz-hrss');
  });

  test('a sure hit of the knowledge base comes before everything, an unsure one does not', () => {
    const sure = suggestUnits({ title: '工资', text: '' }, catalogue, {
      knowledgeUnit: { unitId: 'edu', confidence: 0.97 },
    });
    expect(sure[0]).toMatchObject({ unitId: 'edu', confidence: 0.97 });
    expect(sure[0]!.reason).toContain('知识库');
    const unsure = suggestUnits({ title: '拖欠工资', text: '工资' }, catalogue, {
      knowledgeUnit: { unitId: 'edu', confidence: 0.2 },
    });
    expect(unsure[0]!.unitId).not.toBe('edu');
  });

  test('what was learned counts, by unit or by duty, and says so', () => {
    const rows = Array.from({ length: 10 }, (_, at) => [
      { text: `宿舍楼热水器坏了${at}`, label: 'edu' },
      { text: `派出所排队太久${at}`, label: 'psb' },
    ]).flat();
    const [first] = suggestUnits({ title: '宿舍热水器', text: '坏了' }, catalogue, { weights: train(rows) });
    expect(first!.unitId).toBe('edu');
    expect(first!.reason).toContain('以往');
  });

  test('the reason names what was said as far as the words reach, not pieces of them', () => {
    const housing = {
      units: [
        { id: 'hurd', name: '住房和城乡建设厅', duties: ['住房公积金', '住房交易', '房屋漏水', '物业管理'] },
      ],
      services: [],
    };
    const reasonOf = (text: string): string => suggestUnits({ title: '', text }, housing)[0]!.reason;
    expect(reasonOf('公积金怎么提取')).toBe('与职责相符的词：公积金');
    expect(reasonOf('新房交付后厨房漏水，物业不管')).toMatch(/^与职责相符的词：(物业、漏水|漏水、物业)$/);
  });

  test('at most three, confidence between 0 and 1 and falling', () => {
    const found = suggestUnits({ title: '工资 户籍 学校', text: '社会保险 招生' }, catalogue, {});
    const values = found.map(each => each.confidence);
    expect(found.length).toBeLessThanOrEqual(3);
    expect(values.every(value => value > 0 && value <= 1)).toBe(true);
    expect(values).toEqual([...values].sort((a, b) => b - a));
  });

  test('nothing that speaks for any unit gives nothing', () => {
    for (const text of ['', '😀', '嗯', 'x'.repeat(5000)]) expect(idsFor(text)).toEqual([]);
    expect(suggestUnits({ title: '工资', text: '' }, { units: [], services: [] })).toEqual([]);
  });
});

describe('technical questions go to the operator (G-5.2a)', () => {
  test.each([
    '登录不上小程序',
    '收不到验证码',
    '人脸识别一直不通过',
    '一打开就闪退',
    '页面打不开,一直加载',
    '手机号绑定不了',
    '提示系统繁忙,提交失败',
  ])('%s', text => {
    const { technical, confidence, why } = isTechnical(text);
    expect(technical).toBe(true);
    expect(confidence).toBeGreaterThanOrEqual(0.5);
    expect(why.length).toBeGreaterThan(0);
  });

  test.each([
    '公积金提取需要什么材料',
    '小区楼下烧烤店噪音扰民',
    '公司拖欠工资怎么投诉',
    '孩子上户口要什么手续',
    '',
    '养老金什么时候调整',
  ])('not: %s', text => {
    expect(isTechnical(text)).toMatchObject({ technical: false, why: [] });
  });
});

describe('the linear model', () => {
  const rows = ['噪音扰民', '污水直排', '油烟很大', '废气难闻', '工地扬尘'].flatMap((word, at) => [
    { title: word, text: `小区旁${word}已经${at}天`, label: '环境' },
    { title: `学校${at}班招生`, text: `老师说学籍要转学${at}`, label: '教育' },
  ]);
  const weights = train(rows);

  test('it tells what it was taught apart, by text and by title alone', () => {
    expect(measureRouter(weights, rows)).toMatchObject({ accuracy: 1, macroF1: 1 });
    expect(classify(weights, { title: '扬尘', text: '' }).label).toBe('环境');
    expect(classify(weights, { text: '孩子转学' }).label).toBe('教育');
  });

  test('confidences of all labels sum to 1; unknown text is unsure', () => {
    const { top, confidence } = classify(weights, { text: 'zzz' });
    expect(top.reduce((sum, each) => sum + each.confidence, 0)).toBeCloseTo(1);
    expect(confidence).toBeLessThan(0.7);
  });

  test('the same rows give the same plain JSON, of grams no longer than two characters', () => {
    expect(JSON.stringify(train(rows))).toBe(JSON.stringify(weights));
    const read: unknown = JSON.parse(JSON.stringify(weights));
    expect(isRouterWeights(read)).toBe(true);
    expect(Object.keys(weights.grams).every(gram => Array.from(gram).length <= 2)).toBe(true);
    expect(Object.values(weights.grams).flat().every(Number.isInteger)).toBe(true);
  });

  test('names of a label teach where messages are few', () => {
    const taught = train(rows, {
      names: [
        { label: '交通', name: '公交车 地铁' },
        { label: '教育', name: '幼儿园' },
      ],
    });
    expect(classify(taught, { text: '公交车太少' }).label).toBe('交通');
    expect(classify(taught, { text: '幼儿园' }).label).toBe('教育');
  });

  test('a title is understood by the words that messages begin with, not by those they end with', () => {
    const between =
      '，这件事情已经发生很久，街坊邻居都很关心，大家一起打过几次电话，每次都说会处理，结果一直拖着，心里非常着急，请求尽快安排人员上门看看，解决问题，谢谢，';
    const placed = Array.from({ length: 20 }, () => [
      { title: '反映问题', text: `噪音扰民${between}孩子转学`, label: '环境' },
      { title: '反映问题', text: `孩子转学${between}噪音扰民`, label: '教育' },
    ]).flat();
    const taught = train(placed);
    expect(classify(taught, { title: '噪音扰民', text: '' })).toMatchObject({ label: '环境' });
    expect(classify(taught, { title: '孩子转学', text: '' })).toMatchObject({ label: '教育' });
  });

  test('a rare label is not drowned: what is all of its messages is little of a common one', () => {
    const repeat = (times: number, text: string, label: string) =>
      Array.from({ length: times }, () => ({ text, label }));
    const taught = train([
      ...repeat(60, '街边夜里施工不停', '环境'),
      ...repeat(12, '校门口噪音扰民', '环境'),
      ...repeat(3, '校门口噪音扰民', '教育'),
    ]);
    expect(classify(taught, { text: '校门口噪音扰民' }).label).toBe('教育');
    expect(classify(taught, { text: '夜里施工' }).label).toBe('环境');
  });

  test('with many units it keeps fewer words, so that its document stays below 1 MB', () => {
    const character = (at: number): string => String.fromCharCode(0x4e00 + ((at * 7919) % 20000));
    const wide = Array.from({ length: 90 }, (_, at) => ({
      text: Array.from({ length: 120 }, (_, place) => character(at * 120 + place)).join(''),
      label: `单位${at}`,
    }));
    expect(Buffer.byteLength(JSON.stringify(train(wide)))).toBeLessThan(1_000_000);
  });

  test('few rows promise no dispatch without a person', () => {
    expect(weights.dispatchAt).toBeUndefined();
  });

  test('one label, one row and empty texts do not break it', () => {
    expect(classify(train([{ text: '', label: '唯一' }]), { text: '什么' })).toMatchObject({
      label: '唯一',
      confidence: 1,
    });
    expect(classify(weights, { text: '' }).top).toHaveLength(2);
    expect(isRouterWeights({ ...weights, bias: [] })).toBe(false);
  });
});
