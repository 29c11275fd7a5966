import { urgentIn } from '../../cloudfunctions/domain/urgent';
import { KINDS } from '../../cloudfunctions/domain/urgent/kinds';
import { guessCategory } from '../../cloudfunctions/usecases/tickets/before-filing/guess-category';
import { MONDAY } from '../support/domain';
import { memory } from '../support/memory';
import { fitDanger } from '../../tools/seed/fit-danger';
import learned from '../../cloudfunctions/domain/urgent/learned.json';
import told from '../../tools/seed/data/dangers.json';
import { ABOUT_BUILDINGS, TOLD_BY_CAUSE } from '../support/danger-by-cause';
import { DANGERS, LOOK_ALIKES } from '../support/danger-wordings';

/** Danger in any wording: the number to call, one too many rather than one too few. */

const BARS = { found: 0.95, right: 0.9, lookAlikes: 0.3 };

const numbersFor = (text: string): string[] => {
  const urgent = urgentIn(text);
  return urgent ? [urgent.phone, ...urgent.more.map(({ phone }) => phone)] : [];
};
const shareOf = (texts: readonly string[], holds: (text: string) => boolean): number =>
  texts.filter(holds).length / texts.length;

describe('wordings of people', () => {
  const wordings = Object.entries(DANGERS).flatMap(([phone, texts]) => texts.map(text => ({ phone, text })));

  test('dangers are found, with the number to call among those that are offered', () => {
    expect(wordings.length).toBeGreaterThanOrEqual(115);
    const missed = wordings.filter(({ text }) => numbersFor(text).length === 0);
    const right = wordings.filter(({ phone, text }) => numbersFor(text).includes(phone));
    expect(1 - missed.length / wordings.length).toBeGreaterThanOrEqual(BARS.found);
    expect(right.length / wordings.length).toBeGreaterThanOrEqual(BARS.right);
  });

  test('certificates, fees, applications, what is over and figures of speech stay below the bar', () => {
    expect(shareOf(LOOK_ALIKES, text => urgentIn(text) !== undefined)).toBeLessThanOrEqual(BARS.lookAlikes);
  });

  test('a danger that is told from aside is heard as well, everyday questions with its words mostly not', () => {
    expect(
      shareOf([...told.despair, ...told.dangers], text => urgentIn(text) !== undefined),
    ).toBeGreaterThanOrEqual(BARS.found);
    expect(shareOf(told.harmless, text => urgentIn(text) !== undefined)).toBeLessThanOrEqual(BARS.lookAlikes);
  });

  test('a danger that is told by its cause is heard, questions about the same walls and pipes mostly not', () => {
    expect(shareOf(TOLD_BY_CAUSE, text => urgentIn(text) !== undefined)).toBeGreaterThanOrEqual(BARS.found);
    expect(shareOf(ABOUT_BUILDINGS, text => urgentIn(text) !== undefined)).toBeLessThanOrEqual(
      BARS.lookAlikes / 3,
    );
  });

  test.each([
    '承重墙砸了，老人很害怕',
    '楼上装修把承重墙砸了，物业不管，老人很害怕',
    '一楼商铺把承重墙打通了',
    '房子裂了要塌',
    '天花板掉下来',
    '阳台要掉',
    '楼歪了，开发商说没事，请来鉴定',
    '三楼住户正在拆承重墙 我在四楼地板都在震',
    '护栏断了 孩子趴在那',
  ])('a building that gives way is told first whom to call: %s', text => {
    expect(urgentIn(text)).toMatchObject({ kind: 'collapse', phone: '119' });
  });

  test('what an office is said to have answered does not make a danger a question about papers', () => {
    for (const text of ['河堤裂了 村里说等审批', '奶奶三天没开门 物业说没有备案不能开'])
      expect(numbersFor(text)).not.toEqual([]);
    expect(urgentIn('装修想拆承重墙怎么审批')).toBeUndefined();
    expect(urgentIn('承重墙拆除要办什么手续')).toBeUndefined();
  });

  test('what no sign names is heard by its sound, which is fitted to those wordings', () => {
    expect(fitDanger(told)).toEqual(learned);
    expect(urgentIn('隔壁那个男的把我女儿叫进屋 门上了')?.kind).toBe('hazard');
    expect(urgentIn('我把孩子的衣服都洗好了 以后你们多看看他们')?.phone).toBe('12356');
  });

  test('in a letter one sign alone is an older story or a figure of speech', () => {
    const letter = (said: string): string =>
      `${'路面坑洼，反映多次没有修好。'.repeat(12)}${said}${'请尽快安排。'.repeat(6)}`;
    expect(urgentIn(letter('物业还扣身份证。'))).toBeUndefined();
    expect(numbersFor(letter('楼下着火了，有人困在三楼。'))).toContain('119');
  });

  test.each([
    ['full width and traditional characters', '隔壁屋著火了，有人睏喺入面', '119'],
    ['blanks between the characters', '我 爸 晕 倒 了', '120'],
    ['a slip of the keyboard', '楼上天燃汽漏了', '119'],
    ['Cantonese', '个仔跌咗落水', '119'],
    ['a danger after a question about papers', '我想问营业执照怎么办。现在我家着火了', '119'],
    [
      'a danger in the middle of a long story',
      `${'材料交了三次都退回来。'.repeat(40)}我爸突然倒地抽搐。${'请尽快办理。'.repeat(40)}`,
      '120',
    ],
  ])('%s', (_what, text, phone) => {
    expect(numbersFor(text)).toContain(phone);
  });

  test.each([
    '阳台上的鹦鹉走丢了，想请人帮着找',
    '我家的猫跑丢了三天',
    '捡到一只走失的金毛交给谁',
    '拍接单要不要办理技能认定',
  ])('a lost pet and a word within another are none: %s', text => {
    expect(urgentIn(text)).toBeUndefined();
  });

  test('somebody who is lost with a pet is heard', () => {
    for (const text of ['孩子带着狗走丢了', '老人遛狗走失了', '我妈出去找狗走失了'])
      expect(numbersFor(text)).toContain('110');
    expect(numbersFor('带狗爬山迷路找不到下山的路')).toContain('119');
  });

  test('a service that people ask about every day does not ring', () => {
    for (const text of ['生育津贴怎么领', '燃气开户要什么材料', '电梯年检多久一次', '社保卡丢了怎么补办', ''])
      expect(urgentIn(text)).toBeUndefined();
  });
});

describe('danger gets the right number and a person', () => {
  test.each([
    ['我不想活了', '12356'],
    ['家里没有希望了,我想自杀', '12356'],
    ['隔壁着火了,有人被困', '119'],
    ['楼下燃气泄漏味道很大', '119'],
    ['我妈突然昏迷了没有呼吸', '120'],
    ['丈夫家暴,正在打我', '110'],
    ['有人持刀堵在我家门口', '110'],
    ['我举报了老板,现在被他威胁要打击报复', '110'],
    ['举报人的人身安全受到威胁', '110'],
    ['我的孩子走失了', '110'],
    ['发现有人向境外出卖国家秘密', '12339'],
  ])('%s → %s', (text, phone) => {
    expect(urgentIn(text)).toMatchObject({ phone });
    expect(urgentIn(text)!.text).toContain(phone);
  });

  test.each([
    '生育津贴怎么领',
    '自杀式报价扰乱市场',
    '火灾隐患没人管',
    '家暴证明去哪里开',
    '如何预防青少年自杀',
    '火灾保险怎么理赔',
    '食物中毒的医疗费能报销吗',
    '楼道堆放杂物容易引发火灾',
    '去年被人打伤的赔偿标准',
    '想死你了,老家',
    '救命药能不能进医保',
    '',
  ])('does not ring: %s', text => {
    expect(urgentIn(text)).toBeUndefined();
  });
});

test('a citizen gets the number with its name, others that may be meant, and what to do, while still writing', async () => {
  const world = memory(MONDAY);
  const urgentOf = async (text: string) => (await guessCategory(world, { text })).urgent;
  expect(await urgentOf('我家着火了，有人晕倒了')).toMatchObject({
    phone: '119',
    label: '消防救援',
    more: [{ phone: '120', label: '医疗急救' }],
  });
  expect(await urgentOf('社保卡丢了怎么补办')).toBeUndefined();
});

test('every kind names its number in its words', () => {
  for (const { text, calls } of Object.values(KINDS)) expect(text).toContain(calls[0].phone);
});
