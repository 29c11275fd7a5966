import { classifiedMarkIn } from '../../cloudfunctions/domain/privacy/classified';

describe('A23: formal marks of state secrets are found', () => {
  test.each([
    ['绝密★', 'A23-star'],
    ['机密★10年', 'A23-star'],
    ['材料如下：秘密★5年 关于……的报告', 'A23-star'],
    ['机密☆', 'A23-star'],
    ['绝密⭐️启用前', 'A23-star'],
    ['机 密 ★', 'A23-star'],
    ['机\n密\n★\n长期', 'A23-star'],
    ['机\u200b密\u3000★', 'A23-star'],
    ['機密★', 'A23-star'],
    ['秘密*5年', 'A23-star'],
    ['密级：机密', 'A23-level'],
    ['密级:绝密', 'A23-level'],
    ['密　级 ： 秘　密', 'A23-level'],
    ['【密级】：【机密】', 'A23-level'],
    ['密级：\n机密', 'A23-level'],
    ['密級：機密', 'A23-level'],
    ['文号 1 号\n密级 秘密\n正文', 'A23-level'],
    ['通知\n机密10年\n各单位：', 'A23-term'],
    ['秘密 长期', 'A23-term'],
    ['绝密　二十年', 'A23-term'],
  ])('%j', (text, ruleId) => {
    expect(classifiedMarkIn(text)).toEqual({ ruleId });
  });

  test('the answer holds the rule id and nothing of the text', () => {
    expect(JSON.stringify(classifiedMarkIn('机密★ 某工程坐标'))).toBe('{"ruleId":"A23-star"}');
  });
});

describe('A23: bare words and ordinary sentences pass', () => {
  test.each([
    '',
    '秘密',
    '机密',
    '这件事请替我保守秘密',
    '公司的商业秘密被泄露，去哪里投诉？',
    '机密文件碎纸服务',
    '内部资料',
    '密级：公开',
    '密级：内部',
    '密级：不涉密',
    '请问密级怎么定？机密和秘密有什么区别',
    '我保守这个秘密10年了，想问问怎么办',
    '服务很好★★★★★',
    '保守秘密★★★★★ 好评',
    '秘密花园小区物业投诉',
    '机密*文件',
  ])('%j', text => {
    expect(classifiedMarkIn(text)).toBeUndefined();
  });
});

test('a long text is read in linear time', () => {
  const started = process.hrtime.bigint();
  for (const piece of ['密', '机 密 ', '密级', '机\n密\n', '绝密绝密★★']) {
    classifiedMarkIn(piece.repeat(20_000));
  }
  expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(1_500);
});
