import { comparable } from '../typed/words';

/** Signs that a text is about using the mini-program itself, and how strongly each says so. */
const SIGNS: readonly (readonly [sign: RegExp, name: string, weight: number])[] = [
  [
    /登[录陆](不|失败|异常|超时|不了|不上|没反应|界面|页面|密码|账[号户]|帐[号户])|(无法|不能|没法)(正常)?登[录陆]|登不(上|进|了)/,
    '登录不上',
    3,
  ],
  [/登[录陆]/, '登录', 1.5],
  [/验证码/, '验证码', 2.5],
  [/人脸|刷脸/, '人脸识别', 2.2],
  [/闪退|崩溃|死机/, '闪退', 3],
  [/(打|点)不开|(无法|不能|没法)打开/, '打不开', 1.6],
  [/白屏|黑屏|花屏|卡(死|住|顿)|没有?反应|一直(转圈|加载)|加载(不出|失败|中|慢|不了)/, '页面无反应', 2.2],
  [/(解除?|重新|更换|取消|无法|不能)?绑定|解绑/, '绑定', 1.6],
  [/绑定(不了|失败|不上|不成功)|(无法|不能|没法|不了)绑定|绑不(了|上)/, '绑定失败', 1.5],
  [/小程序|app\b|客户端|手机端/i, '小程序', 1.6],
  [/粤省事|赣服通|办结/, '平台名称', 1],
  [/页面|界面|按钮|菜单|链接|弹窗|首页/, '页面', 1],
  [
    /(上传|提交|保存|下载|预约|支付|扫码|刷新)(不了|失败|不上|不成功|出错|没反应)|(无法|不能|没法)(上传|提交|保存|下载|刷新|扫码)/,
    '提交失败',
    1.8,
  ],
  [
    /报错|错误(代码|提示)|系统(错误|异常|繁忙|出错|维护|故障)|网络(异常|错误|超时)|提示[:“"]?(错误|失败|异常|网络|系统)/,
    '报错',
    1.8,
  ],
  [/(忘记|修改|重置|找回|设置)(了)?(登[录陆])?密码|密码(错误|忘)/, '密码', 2],
  [/(实名|身份)(认证|核验|验证)(不|失败|未)|实名认证/, '实名认证', 1.5],
  [/收不到(短信|消息|通知)|没(有)?收到短信|短信(收不到|没收到)/, '收不到短信', 1.6],
  [
    /(注册|注销|切换)(账[号户]|帐[号户]|用户)|账[号户](异常|冻结|注销|被占用)|换(了)?手机号|手机号(已)?(停用|换|变更)/,
    '账号',
    1.4,
  ],
  [/(字体|字号|关怀模式|长辈版|老年模式|大字版)|(版本|微信)(太低|过低|升级|更新)|清(除|理)缓存/, '设置', 2],
  [/电子(证照|社保卡|身份证|驾驶证|凭证)(显示|加载|打|看|刷|不)/, '电子证照显示', 1.2],
];

/** Signs that somebody asks about the matter itself, not about how the program behaves. */
const MATTER: readonly RegExp[] = [
  /(需要|要|带)(什么|哪些)?(材料|条件|手续|资料)|政策|补贴|待遇|标准|资格|法律|规定/,
  /举报|拖欠|噪音|违章|违建|拆迁|执法|污染|扰民|欠薪|工地|物业|业主|小区/,
  /窗口|大厅|现场|工作人员态度/,
];
const MATTER_WEIGHT = 1.1;
/** What a text without any sign starts from. */
const BIAS = -1.8;

/**
 * Whether a text is about using the mini-program itself (the operator answers, G-5.2a) or about a matter (a unit
 * does). `confidence` is that of the verdict (0.5..1); `why` names the signs in Chinese.
 */
export const isTechnical = (text: string): { technical: boolean; confidence: number; why: string[] } => {
  const plain = comparable(text);
  const found = SIGNS.filter(([sign]) => sign.test(plain));
  const signs = found.reduce((sum, [, , weight]) => sum + weight, 0);
  const against = MATTER.filter(sign => sign.test(plain)).length * MATTER_WEIGHT;
  // Long messages mention a page or a link in passing.
  const dilution = Math.min(1, 120 / Math.max(1, plain.length));
  const chance = 1 / (1 + Math.exp(-(BIAS + signs * (0.4 + 0.6 * dilution) - against)));
  const technical = chance >= 0.5;
  return {
    technical,
    confidence: technical ? chance : 1 - chance,
    why: technical ? found.map(([, name]) => name) : [],
  };
};
