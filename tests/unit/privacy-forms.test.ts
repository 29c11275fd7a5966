import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fold } from '../../cloudfunctions/domain/typed/fold';
import { maskText } from '../../cloudfunctions/domain/privacy/identifiers';

/**
 * A table of forms: what must be hidden stands in ⟦ ⟧, one text a line; what must stay stands below. Made-up values.
 * `\\n` is a line end, `\\z` a zero-width space. Of the whole, recall and false finds are counted, as no rule is perfect.
 */
const unescape = (line: string): string => line.replace(/\\n/g, '\n').replace(/\\z/g, '\u200B');
const linesOf = (table: string): string[] => table.trim().split('\n').map(line => unescape(line.trim())); // prettier-ignore

/** Phones and cards keep at most four digits together (contract §6). */
const FOUR_SHOWN = `
请联系⟦13912345678⟧
我的手机⟦139 1234 5678⟧白天开机
手机⟦139-1234-5678⟧
手机⟦139.1234.5678⟧
手机⟦139,1234,5678⟧
手机⟦139/1234/5678⟧
手机⟦139_1234_5678⟧
手机⟦139~1234~5678⟧
手机⟦139·1234·5678⟧
手机⟦139—1234—5678⟧
手机⟦1391234 5678⟧
手机⟦139 12345678⟧
手机⟦139 123 45678⟧
手机⟦139 12 34 56 78⟧
手机⟦13 91 23 45 67 8⟧
手机⟦139\\n1234\\n5678⟧
手机⟦139\\n12345678⟧
手机⟦(139)1234-5678⟧
手机⟦【139】12345678⟧
手机⟦1 3 9 1 2 3 4 5 6 7 8⟧
手机⟦1-3-9-1-2-3-4-5-6-7-8⟧
手机⟦1、3、9、1、2、3、4、5、6、7、8⟧
手机⟦１３９１２３４５６７８⟧
手机⟦139１２３４5678⟧
手机⟦①③⑨①②③④⑤⑥⑦⑧⟧
手机⟦❶❸❾❶❷❸❹❺❻❼❽⟧
手机⟦➀➂➈➀➁➂➃➄➅➆➇⟧
手机⟦⑴⑶⑼⑴⑵⑶⑷⑸⑹⑺⑻⟧
手机⟦1️⃣3️⃣9️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣⟧
手机⟦𝟏𝟑𝟗𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖⟧
手机⟦𝟣𝟥𝟫𝟣𝟤𝟥𝟦𝟧𝟨𝟩𝟪⟧
手机⟦¹³⁹¹²³⁴⁵⁶⁷⁸⟧
手机⟦١٣٩١٢٣٤٥٦٧٨⟧
手机⟦۱۳۹۱۲۳۴۵۶۷۸⟧
手机⟦१३९१२३४५६७८⟧
手机⟦1̶3̶9̶1̶2̶3̶4̶5̶6̶7̶8̶⟧
手机⟦139\\z1234\\z5678⟧
手机⟦壹叁玖壹贰叁肆伍陆柒捌⟧
手机⟦一三九一二三四五六七八⟧
手机⟦幺三九幺二三四五六七八⟧
手机⟦一三九 一二三四 五六七八⟧
手机⟦㈠㈢㈨㈠㈡㈢㈣㈤㈥㈦㈧⟧
手机⟦一三九1234五六七八⟧
手机⟦l39l2345678⟧
手机⟦I39I2345678⟧
手机⟦139oo345678⟧
手机⟦139 OO34 5678⟧
手机⟦+86 13912345678⟧
手机⟦+86-139-1234-5678⟧
手机⟦0086 139 1234 5678⟧
手机⟦86-13912345678⟧
手机⟦（+86）139-1234-5678⟧
联系⟦13912345678⟧元旦前有空
找⟦13912345678⟧元女士
号码⟦13912345678⟧元
给⟦13912345678⟧充了50元
甲⟦13912345678⟧乙⟦13912345679⟧
1.⟦13912345678⟧\\n2.⟦13912345679⟧
tel:⟦13912345678⟧
座机⟦020-83331234⟧
座机⟦020-83331234-8⟧
座机⟦020-83331234转801⟧
座机⟦020-83331234 转 801⟧
座机⟦0763-3312345分机12⟧
座机⟦020 8333 1234 ext.204⟧
座机⟦(020)83331234⟧
座机⟦020－8333－1234⟧
座机⟦02083331234⟧
座机⟦+86 20 8333 1234⟧
座机⟦86-20-83331234⟧
座机⟦0763\\n3312345⟧
座机⟦零二零八三三三一二三四⟧
座机⟦83331234⟧
家里电话：⟦8333 1234⟧
⟦83331234转801⟧找会计
香港电话⟦+852 9123 4567⟧
卡号⟦6222020200123450⟧
银行卡⟦6222 0202 0012 3456⟧
银行卡\\n⟦6222\\n0202\\n0012\\n3456⟧
存折⟦60142870217445195⟧
收款账号⟦621799-582880-6528712⟧
信用卡⟦6 2 2 2 0 2 0 2 0 0 1 2 3 4 5 6⟧
借记卡⟦６２２２０２０２００１２３４５６⟧
退款请退到⟦6222020200123456⟧这张银行卡
开户行工行天河支行，账户⟦6222 0202 0012 3456 789⟧
`;

/** An ID number keeps its first three and last two, other documents and accounts less. */
const THREE_SHOWN = `
身份证⟦440106199001011239⟧
证号⟦440106 19900101 1239⟧
身份证⟦440106-19900101-1239⟧
身份证⟦4 4 0 1 0 6 1 9 9 0 0 1 0 1 1 2 3 9⟧
身份证⟦440106199001\\n011239⟧
身份证⟦４４０１０６１９９００１０１１２３９⟧
身份证⟦440106\\z19900101\\z1239⟧
⟦440106199001011238⟧是我的身份证号
证件号码：⟦44010619900101123X⟧
公民身份号码⟦440106199001011230⟧
一代证⟦440106900101123⟧
身份证号⟦440106 900101 123⟧
身份证号⟦4401-0690-0101-123⟧
老身份证⟦４４０１０６９００１０１１２３⟧
居住证⟦810000199001010015⟧
永居证⟦944036199001010015⟧
香港身份证⟦A123456(7)⟧
香港身份证⟦A123456（7）⟧
⟦A123456(7)⟧
⟦Ａ１２３４５６（７）⟧
⟦AB123456(A)⟧这是港人证件
⟦a123456(a)⟧
⟦A 123456 (7)⟧
⟦A-123456-(7)⟧
⟦A123456[7]⟧
⟦A12\\z3456(7)⟧
香港身份证\\n⟦A123\\n456(7)⟧
香港居民身份证号⟦A1234567⟧
HKID ⟦A123456A⟧
⟦1234567(8)⟧
澳门身份证⟦1234567(8)⟧
澳门身份证⟦１２３４５６７（８）⟧
澳门居民⟦5234567（8）⟧
澳门⟦7/123456/7⟧
BIR ⟦12345678⟧
澳門證 ⟦1 234 567 ( 8 )⟧
护照号码：⟦512345678⟧
⟦E12345680⟧是我的护照号
passport No. ⟦E12345681⟧
护照⟦M123A4567⟧
护照⟦C01X00T47⟧
护照⟦e12345678⟧
护照⟦E 1234 5678⟧
护照⟦E-1234-5678⟧
护照⟦E1234\\n5678⟧
護照號碼⟦EA1234567⟧
护照号⟦ＥＡ１２３４５６７⟧
护照⟦TK1234567⟧
我叫某某，英国人，⟦512345678⟧（护照）
回乡证⟦H12345678⟧
回乡证⟦H1234567801⟧
港澳居民来往内地通行证⟦M 1234 5678⟧
⟦H12345678⟧是回乡证
港澳通行证⟦C12345678⟧
通行证号码⟦CA1234567⟧
台胞证⟦01234567⟧
台胞证⟦0123 4567⟧
⟦01234567⟧（台胞证）
台湾居民来往大陆通行证⟦0123456701⟧
永久居留证⟦CAN440100560125⟧
⟦CAN440100560125⟧
⟦can 440100 560125⟧
⟦CAN-440100-560125⟧
⟦ＣＡＮ４４０１００５６０１２５⟧
军官证⟦军字第2001988号⟧
军官证号⟦政字第 2 0 0 1 9 8 8 号⟧
士兵证⟦士字第20011988号⟧
武警警官证⟦武字第2001988号⟧
我是现役军人，⟦南字第0123456号⟧
车牌⟦粤A12345⟧
车牌⟦粤A·12345⟧
车牌⟦粤 A 12345⟧
车牌⟦粤A 1 2 3 4 5⟧
车牌⟦粤A\\n12345⟧
车牌⟦粤A-D12345⟧
车牌⟦粤ad12345⟧
车牌⟦粤Ａ１２３４５⟧
车牌⟦粤A12\\z345⟧
车牌⟦粤Z·A12B港⟧
车牌⟦粤J1056学⟧
微信⟦zhang_san99⟧
微信号：⟦wxid_a1b2c3d4e5⟧
微信号是⟦zhangsanfeng⟧
加微信⟦zhang-san88⟧
加V信⟦zhang_san88⟧
VX：⟦zhangsan2020⟧
wechat id: ⟦zhang.san88⟧
微信 ⟦ｚｈａｎｇ２０２０⟧
⟦zhang_san99⟧是我的微信
QQ⟦123456789⟧
QQ号：⟦1 2 3 4 5 6 7 8 9⟧
qq号码⟦12345678⟧
扣扣⟦123456789⟧
ＱＱ：⟦１２３４５６７８⟧
⟦123456789⟧是我的QQ号
社保编号⟦1023456789⟧
社保号：⟦1023 4567 89⟧
个人社保号⟦1023456789⟧
医保卡号⟦A00123456⟧
社保卡号⟦C1234567E⟧
社会保障号码⟦０１２３４５６７⟧
⟦1023456789⟧是我的社保号
公积金账号⟦GZ0123456789⟧
学号⟦20231004127⟧
邮箱⟦zhangsan⟧@163.com
邮箱⟦zhang.san⟧@example.com.cn
邮箱⟦zhangsan⟧＠163.com
邮箱⟦zhangsan⟧(at)163.com
邮箱⟦zhangsan⟧（at）163.com
邮箱⟦zhangsan⟧[at]163[dot]com
邮箱⟦zhangsan⟧ (AT) 163.com
邮箱⟦zhangsan⟧ @ 163 . com
邮箱⟦zhang san⟧ @ sina . com
邮箱⟦zhangsan⟧@例子.中国
邮箱⟦zhangsan⟧@例子.公司
邮箱⟦zhangsan⟧\\n@163.com
邮箱⟦zhang\\zsan⟧@163.com
邮箱⟦１３９９９９９９９９９⟧＠qq.com
`;

const STAY = `
项目总投资13800138000元
注册资本15000000000元
工程款共计13912345678元
合同价13912345678.90元
预算13,800,138,000元
累计发放13800138000元补贴
￥13912345678
退税3500元
押金500块
财政支出1.38亿元
中标金额4401065103.07万元
USD 13,500.00
HK$123,456
一千三百八十元
壹拾叁万捌仟元整
贷款余额620000.00
利率3.85%
满意率138.00138%
2024年3月15日
20240315提交
2024-03-15 10:30:00
2024/03/15 08:30—11:30
2020.06.01—2030.06.01
2026-09-24T13:45:12+08:00
二〇二四年三月十五日
民国三十八年
1951-03-07到1969-12-31
操作时间20260924134512
时间戳1790228712000
08:30-12:00，14:00-17:30
2019-2024年
2025/2026学年
粤府〔2019〕12号
国发[2024]5号
粤人社规（2021）28号
国办函〔2026〕66号
粤建规范〔2020〕1380号
教基[2019]1234567号
财税【2016】36号
深人社发﹝2022﹞138号
国令第711号
粤信访字2026第20019号
(2023)粤01民终12345号
（2024）粤0106执13800号
[2021]粤0305刑初88号
粤劳人仲案字〔2025〕1382号
穗天城管罚字〔2026〕第0138号
（2022）最高法民申1234567号
京房权证字第1234567号
1.12.345版
微信8.0.49
微信v8.0.49闪退
微信版本8.0.49
微信Windows3.9.10
QQ浏览器13.2.5.5006
v2.3.10-beta.4
HarmonyOS 4.2.0.138
Build 20260915.138001
Chrome 128.0.6613.138
基础库3.5.8
天河路138号
中山大道西1025号之一201房
G105国道2381公里+300米
3栋2单元1801
X138县道和S267省道
体育东路13-19号
G15 K3012+450
B12、138路、夜18
地铁21号线
高铁G6138次
粤A城区至增城328路
合同编号GDZC-2026-013800
订单号202609241380013801
订单编号13912345678
采购项目0809-2441GDG13800
流水4200001138202609241234567890
受理回执SL440106202609240138
发票号码26442000000138001234
票据号0013800138
商户单号X20260924-88213-7
订单8812 3300 4571 902
许可证编号JY14401060138001
受理编号440106199001011238
TS20260924-7K3-F9Q-4XM
ts20260924 7k3 f9q 4xm
快递SF1380013800138
运单YT13912345678
EMS 1138001380019
打12345没人接
400-830-1234
客服4008301234
+86-400-830-1234
800-810-8888
10086和12381
95588、110、12333
邮编510000
邮政编码５１８０００
位置23.129163,113.264435
N22°32′43.86″ E114°03′10.40″
经度113.3800138纬度23.1380013
ISBN 978-7-04-050694-5
ISSN 1001-3800
报错E10086
errcode: 40013800
0x80070643
ERR_500138
192.168.138.1
138.100.138.20
10.38.100.138:8080
宗地号440106001002GB00138
地块AT0209038
不动产单元号440106001002GB00138F00010001
粤(2021)广州市不动产权第04001380号
1.户口本 2.出生证 3.结婚证
①申请表②承诺书③照片
(1)(2)(3)项，(8)项
第一、三、八、十三条
事项编码4401110138001
服务编码1380013800138001389
11440000MB2D03425K3440120001000
信用代码000000000000000000
小区1380户
累计办件138001380件
全市18676605人
点击13800138次
13,801,380人次
面积138.00平方米
用电13800千瓦时
噪声68.5dB(A)
1.38×10^6立方米
血压138/88
iPhone 13 Pro
华为Mate60和P70
电梯E1350-CO105-2.5
Redmi K70E，12+256
GB/T 35273-2020
招标公告ZB-2026-0138001
www.gd.gov.cn
https://www.gdzwfw.gov.cn/portal/v2/guide/11440000MB2D03425K
gz.gov.cn/zwgk/content/post_9138001.html
公众号gdzwfw
积分138.5分
考了612分，排位13800
1381234002少一位
138123400233多一位
1381234002一直打不通
12800138000
编码1390013900
批次159019002234
取号A0138
窗口B12叫K1023
身份证20元
身份证前6位是440106
身份证到期日20300101
护照有效期10年
护照2026-09-24办的
护照办理日期20260924
台胞证是20240315递交的
银行卡号16到19位
车牌摇号第138期
手机号要11位
社保交满15年，2031年退休
社保卡2024年3月办的
军官证换证要3张照片
微信支付12345元
微信公众号
QQ群500人
港澳通行证签注1年2次
档案号E20190138
桩号K123456右幅
会议室B101(8)
证书编号G20231138
年产1380013(台)
选项5012(3)和5012(4)
@所有人
Φ12@150
粤B座5楼
粤A车早高峰
粤港澳12345
川A 2024-03-15
`;

const COUNT = /⟦([^⟧]*)⟧/g;
const compact = (text: string): string =>
  fold(text)
    .toLowerCase()
    .replace(/[^0-9a-z一-鿿*]/g, '');

/** Of the digits of a number, or of the characters of what has none, so many together stand in the result. */
const remains = (core: string, result: string, shown: number): boolean => {
  const plain = /\d/.test(core) && shown === 4 ? core.replace(/\D/g, '') : core;
  return Array.from({ length: Math.max(1, plain.length - shown) }, (_, from) =>
    plain.slice(from, from + shown + 1),
  ).some(run => result.includes(run));
};

const missed = (table: string, shown: number) =>
  linesOf(table).flatMap(line => {
    const { text } = maskText(line.replace(/[⟦⟧]/g, ''));
    return [...line.matchAll(COUNT)].flatMap(([, core = '']) =>
      remains(compact(core), compact(text), shown) ? [`${line} → ${text}`] : [],
    );
  });

const countOf = (table: string): number => [...table.matchAll(COUNT)].length;

describe('J-21b: forms in which people write what names them, and what looks like it', () => {
  test('of at least 150 forms 97 in 100 are hidden', () => {
    const all = countOf(FOUR_SHOWN) + countOf(THREE_SHOWN);
    const left = [...missed(FOUR_SHOWN, 4), ...missed(THREE_SHOWN, 3)];
    expect(all).toBeGreaterThanOrEqual(150);
    expect({ left, recall: 1 - left.length / all >= 0.97 }).toEqual({ left, recall: true });
  });

  test('of at least 150 look-alikes at most 2 in 100 are changed', () => {
    const lines = linesOf(STAY);
    const changed = lines.filter(line => maskText(line).text !== line);
    expect(lines.length).toBeGreaterThanOrEqual(150);
    expect({ changed, few: changed.length / lines.length <= 0.02 }).toEqual({ changed, few: true });
  });

  test.each([...linesOf(FOUR_SHOWN), ...linesOf(THREE_SHOWN)])(
    'masking the result again finds nothing: %s',
    line => {
      const once = maskText(line.replace(/[⟦⟧]/g, '')).text;
      expect(maskText(once)).toEqual({ text: once, identifiers: [] });
    },
  );

  // Texts by another hand, beside the table above: recall at least .97, false at most .02.
  test('of what people wrote by themselves', () => {
    const rows = readFileSync(join(__dirname, '../fixtures/identifiers.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as { text: string; hide: string[]; keep?: string[] });
    const hidden = rows.flatMap(({ text, hide }) => {
      const result = compact(maskText(text).text);
      return hide.map(one => ({ text, one, left: result.includes(compact(one)) }));
    });
    const plain = rows.filter(({ hide }) => hide.length === 0);
    const left = hidden.filter(one => one.left).map(({ text }) => text);
    const changed = plain.filter(({ text }) => maskText(text).text !== text).map(({ text }) => text);
    const besides = rows.filter(({ text, keep = [] }) =>
      keep.some(one => !maskText(text).text.includes(one)),
    );
    expect(hidden.length).toBeGreaterThan(150);
    expect(plain.length).toBeGreaterThan(150);
    expect({ left, recall: 1 - left.length / hidden.length >= 0.97 }).toEqual({ left, recall: true });
    expect({ changed, few: changed.length / plain.length <= 0.02 }).toEqual({ changed, few: true });
    expect(besides).toEqual([]);
  });

  // The forms that the issue names, one by one.
  test.each([
    ['A123456(7)', 'A*****67', 'permit'],
    ['1234567(8)', '1*****78', 'permit'],
    ['护照号码：512345678', '护照号码：5******78', 'passport'],
    ['E12345680是我的护照号', 'E******80是我的护照号', 'passport'],
    ['passport No. E12345681', 'passport No. E******81', 'passport'],
    ['护照M123A4567', '护照M******67', 'passport'],
    ['护照C01X00T47', '护照C******47', 'passport'],
    ['CAN440100560125', 'C************25', 'permit'],
    ['军官证军字第2001988号', '军官证军********8号', 'permit'],
    ['身份证440106900101123', '身份证440**********23', 'id-card'],
    ['身份证440106199001011230', '身份证440*************30', 'id-card'],
    ['壹叁捌贰陆壹零叁叁伍柒', '138****3357', 'phone'],
    ['138,0276,5519', '138****5519', 'phone'],
    ['138/0276/5519', '138****5519', 'phone'],
    ['138\r\n0276\r\n5519', '138****5519', 'phone'],
    ['①③⑧⓪②⑦⑥⑤⑤①⑨', '138****5519', 'phone'],
    ['𝟏𝟑𝟖𝟎𝟐𝟕𝟔𝟓𝟓𝟏𝟗', '138****5519', 'phone'],
    ['١٣٨٠٢٧٦٥٥١٩', '138****5519', 'phone'],
    ['l38o2765519', '138****5519', 'phone'],
    ['打13802765519元旦后', '打138****5519元旦后', 'phone'],
    ['存折60142870217445195', '存折6014*********5195', 'bank-card'],
    ['粤B 1 2 3 4 5', '粤B***45', 'plate'],
    ['lihua(at)qq.com', 'l***@qq.com', 'email'],
    ['lihua@例子.中国', 'l***@例子.中国', 'email'],
    ['微信号zhang_san99', '微信号z********99', 'account'],
    ['QQ87654321', 'QQ8*****21', 'account'],
    ['社保编号1023456789', '社保编号1*******89', 'account'],
    ['020-83331234-8', '020-****1234转*', 'phone'],
    ['020-83331234转801', '020-****1234转***', 'phone'],
  ])('%j', (text, masked, kind) => {
    const result = maskText(text);
    expect(result.text).toBe(masked);
    expect(result.identifiers.map(one => one.kind)).toEqual([kind]);
  });

  test.each(['项目总投资13800138000元', '1381234002', '138123400233', '400-830-1234', '0'.repeat(18)])(
    '%j stays',
    text => {
      expect(maskText(text)).toEqual({ text, identifiers: [] });
    },
  );

  test('kinds that are kept stay as they were typed', () => {
    const text = '打①③⑧⓪②⑦⑥⑤⑤①⑨，微信号zhang_san99';
    expect(maskText(text, { keep: ['phone', 'account'] })).toEqual({ text, identifiers: [] });
    expect(maskText(text, { keep: ['phone'] }).text).toBe('打①③⑧⓪②⑦⑥⑤⑤①⑨，微信号z********99');
  });
});
