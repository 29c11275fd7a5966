import { checkReply, type ReplyWarning } from '../../cloudfunctions/domain/replies/check-reply';

/** What a clerk is warned of before a reply leaves (contract §5): written from replies as people get them, before the rules. */

type Codes = ReplyWarning['code'][];
type Row = [asked: string, reply: string, warned: Codes];

const CARD = '社保卡丢了，怎么补办？';
const MANY = '社保卡丢了。怎么补办？要多少钱？多久能拿到？';

/** The first line of what is asked is its title. */
const codesOf = (asked: string, reply: string): Codes => {
  const [title = '', ...lines] = asked.split('\n');
  return checkReply({ title, text: lines.join('\n') }, reply).map(({ code }) => code);
};

const good: [string, string][] = [
  [CARD, '您好！请带身份证原件到任一合作银行网点，当场就能补办新卡。'],
  [CARD, '在小程序“社保卡”里点“补换卡”，按提示提交照片，新卡会寄到您填写的地址。'],
  [
    MANY,
    '1. 请带身份证到发卡银行网点补办。2. 补卡收工本费 16 元。3. 网点当场制卡的当天可取，邮寄的 7 个工作日送到。',
  ],
  [
    '扣了两次钱\n昨天缴社保扣了两次钱，能不能退？',
    '经核实，系统重复扣款 580 元，可以退，已于今天原路退回您的账户。',
  ],
  [
    '为什么审核不通过\n上传了三次都不过，为什么？',
    '您上传的身份证照片反光，看不清号码，所以没有通过。请重新拍照上传。',
  ],
  ['公积金提取\n租房提取要什么材料？', '只要身份证，不需要租房合同。'],
  ['办事大厅几点下班？', '周一至周五 9:00 至 17:00，中午不休息。'],
  ['居住证在哪里办？', '请到您所在街道的党群服务中心办理，也可以在小程序“居住证”里申请。'],
  ['投诉窗口人员态度差', '经调取监控核实，当天 3 号窗口人员确有不耐烦，我们已对其批评教育，并向您道歉。'],
  ['小程序打不开', '这是昨天升级引起的，今天上午 10 点已修复。请关掉小程序重新打开。'],
  ['医保\n异地就医怎么备案？备案后多久生效？', '打开“医保”点“异地备案”，选就医的城市后提交，即时生效。'],
  ['补贴什么时候到账？', '您的补贴已到账，请查看尾号 1234 的银行卡。'],
  ['身份证到期能网上换吗？', '不能。换证要采集指纹，请本人到派出所办理。'],
  ['请问生育津贴打到谁的账户？', '打到您所在单位的账户，由单位发给您。'],
  ['建议增加老年人模式', '您的建议已采纳：下个月的新版本会增加大字版，首页右上角可以切换。'],
  [
    '你们还有没有人管？\n三天了没人理，合理吗？',
    '很抱歉让您久等。您的申请已于今天审核通过，证照明天可以下载。',
  ],
  ['缴费失败', '已修复，请重试。'],
  ['怎么联系税务局？', '请拨打 12366，工作日 8:30 至 17:30 有人接听。'],
  ['养老认证\n老人不会用手机怎么做资格认证？', '可以由家人用自己的手机代为认证，也可以到社区窗口办理。'],
  ['退税要多久？', '一般 10 个工作日内退到您填写的账户。'],
  ['要不要本人去？', '不用，代办人带双方身份证就可以。'],
  ['户口迁移\n需要哪些证件？多久？', '户口簿、身份证和准迁证；材料齐全的当场办结。'],
  ['学位申请\n孩子没有户口能报名吗？要准备什么？', '可以报名，凭居住证和租房合同申请。'],
  ['不动产证\n查档要钱吗？', '本人查询自己的房产免费。'],
  ['投诉物业乱收费', '请您向天河区住建局物业科反映，电话 020-87654321。他们负责处理物业收费问题。'],
  ['怎么注销账号', '在“我的”里点“设置”，再点“注销账号”。注销后数据会删除。'],
  ['电子驾照怎么不显示？', '因为您的驾驶证昨天才换证，数据还没有更新到小程序。明天再打开就能看到。'],
  ['打印社保缴费证明', '已为您补办，请到窗口领取。'],
  ['失业金能领几个月？', '您缴费满 5 年，最多可以领 14 个月。'],
  ['公司没给我交社保，我该找谁？', '请向公司所在地的人社局劳动监察大队投诉，电话 12333。'],
  ['灵活就业参保\n费用是多少，从什么时候开始扣？', '最低每月 900 元，从参保的当月开始扣。'],
  ['怎么改手机号\n原来的号码不用了。', '登录后在“我的—账号安全”里选“更换手机号”，刷脸后填写新号码。'],
  ['律师费能报销吗', '不属于报销范围，请看《诉讼费用交纳办法》第六条。'],
  [
    '结婚登记\n外地户口能在广州登记吗？',
    '可以。从 2025 年 5 月 10 日起，全国通办，带双方身份证就行，不用户口簿。',
  ],
];

const hollow: [string, string][] = [
  [CARD, '已收到，正在处理。'],
  [CARD, '请咨询相关部门。'],
  [CARD, '您好，您反映的问题我们已收悉，正在核实处理，请耐心等待。感谢您的理解与支持！'],
  [CARD, '已转相关部门处理。'],
  ['小程序打不开', '感谢您的反馈，我们会尽快处理。'],
  ['投诉窗口人员态度差', '已处理。'],
  ['投诉窗口人员态度差', '您的诉求我局高度重视，将进一步加强管理，提升服务质量。'],
  ['建议增加老年人模式', '感谢您的宝贵建议，我们将认真研究。'],
  ['小程序打不开', '请按相关规定办理。'],
  ['投诉物业乱收费', '您好，请您联系有关单位，祝您生活愉快！'],
  ['小程序打不开', '好的'],
  ['小程序打不开', '此问题已反馈给技术人员，请您稍后再试。'],
  ['投诉物业乱收费', '请向当地主管部门反映。'],
  ['小程序打不开', '您好！以实际情况为准。如有疑问请拨打12345。'],
  ['扣了两次钱', '您的问题已登记，我们将尽快给您答复，请您留意后续通知。'],
  ['扣了两次钱', '具体情况请咨询当地窗口'],
  // There is something in it, yet who it is that one has to ask is not said.
  ['扣了两次钱', '您昨天缴的社保扣了 580 元两次。退款的事请咨询相关部门。'],
];

const unanswered: [string, string][] = [
  [MANY, '请带身份证到发卡银行网点补办，网点当场制卡的当天可取。'],
  [MANY, '请带身份证到发卡银行网点补办，工本费 16 元。'],
  ['居住证在哪里办？要带什么材料？', '请到街道党群服务中心办理。'],
  ['医保\n异地就医怎么备案？备案后多久生效？', '打开“医保”点“异地备案”，选就医的城市后提交。'],
  ['公积金提取\n租房能提多少？一年能提几次？', '租房可以提取公积金，登录小程序提交申请即可。'],
  ['怎么补办社保卡？怎么改手机号？', '请带身份证到发卡银行网点补办社保卡。'],
  ['社保卡\n外地能不能用？要不要激活？', '社保卡在外地可以使用。'],
  ['缴费\n为什么扣了两次？能退吗？', '可以退，7 个工作日内原路退回。'],
  ['办事大厅几点下班？', '请到天河区政务服务中心，地址在软件路 13 号。'],
  ['怎么联系税务局？电话多少？', '请到税务局办税大厅办理。'],
  ['1、学位申请要什么条件\n2、什么时候开始报名', '有本区户籍或者居住证满三年的可以申请。'],
  ['灵活就业参保\n费用是多少，从什么时候开始扣？', '请登录小程序“灵活就业参保”选择档次后提交。'],
];

const personal: [string, string][] = [
  [CARD, '身份证 440106199001011239 的新卡已制好，请带身份证到天河支行领取。'],
  [CARD, '新卡已制好，请打王经理手机 13912345678 约时间到网点领取。'],
  ['扣了两次钱', '580 元已退到卡号 6222021234567890128。'],
  ['交通违章', '粤A12345 的违章已撤销，今天起查不到了。'],
];

const plain: [string, string][] = [
  [CARD, '请携身份证到发卡银行网点申领，逾期未领的卡片予以注销。'],
  ['小程序打不开', '前端缓存异常，请清理后重新打开小程序。'],
  ['补贴什么时候到账？', '拟于 12 月 10 日发放到银行卡，届时请留意短信。'],
  ['异地就医\n报销比例低', '您未在统筹区备案，所以报销比例低了 20%。请先备案再就医。'],
  [
    '投诉窗口人员态度差',
    '经我单位对当日监控录像、取号记录以及窗口工作人员的书面说明逐一进行核查并与当事工作人员谈话以后确认其在您第二次询问所需材料时确实存在回答不耐心且没有一次告知全部材料的情况。',
  ],
  ['退税失败', '接口鉴权失败引起，今天下午已修好，请重新提交一次申请。'],
];

const both: Row[] = [
  [MANY, '您好，您的来信已收悉，请咨询相关部门。', ['hollow', 'unanswered', 'plain']],
  [MANY, '请打王经理手机 13912345678 补办，收 16 元。', ['unanswered', 'personal']],
];

const table: Row[] = [
  ...good.map(([asked, reply]): Row => [asked, reply, []]),
  ...personal.map(([asked, reply]): Row => [asked, reply, ['personal']]),
  ...plain.map(([asked, reply]): Row => [asked, reply, ['plain']]),
  ...both,
];

test.each(table)('%s ← %s: %j', (asked, reply, warned) => {
  expect(codesOf(asked, reply)).toEqual(warned);
});

// Whoever says nothing leaves the question open too: either may stand beside it.
test.each(hollow)('hollow: %s ← %s', (asked, reply) => {
  expect(codesOf(asked, reply)).toContain('hollow');
});

test.each(unanswered)('a question is left open: %s ← %s', (asked, reply) => {
  expect(codesOf(asked, reply)).toEqual(['unanswered']);
});

test('the table is large enough, a third of it false alarms', () => {
  const all = table.length + hollow.length + unanswered.length;
  expect(all).toBeGreaterThanOrEqual(60);
  expect(good.length).toBeGreaterThanOrEqual(all / 3);
});

test('what is said names the place: the question, the number, the word with a plainer one', () => {
  const said = (asked: string, reply: string) =>
    checkReply({ title: '', text: asked }, reply).map(({ text }) => text);
  expect(said(MANY, '请带身份证到发卡银行网点补办，工本费 16 元。')).toEqual([
    '群众问了“多久能拿到”，答复里还没有回应',
  ]);
  expect(said('', '新卡请打 13912345678 约时间领取，也可以到网点。')[0]).toContain(
    '“139****5678”像是手机号码',
  );
  expect(said('', '请到发卡银行网点领取，逾期的卡片会注销。')).toEqual(['“逾期”不好懂，可以写“超过期限”']);
  expect(said('', '扣款已核对，退款请咨询相关部门。')[0]).toContain('请写明是哪个单位、怎么联系');
});

test('nothing is said of nothing, and nothing takes long', () => {
  expect(checkReply({ title: CARD, text: '' }, '  ')).toEqual([]);
  const started = performance.now();
  checkReply({ title: CARD, text: '怎么办？'.repeat(2500) }, `${'请带身份证到网点，'.repeat(550)}完`);
  expect(performance.now() - started).toBeLessThan(500);
});
