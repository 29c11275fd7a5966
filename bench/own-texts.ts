import type { Judged, KnowledgeEntry } from '../cloudfunctions/domain/knowledge';
import type { TrainingRow } from '../cloudfunctions/domain/routing';

/** A small set written for this project: shows that the bench runs where the texts for development are missing. */
const PAIRS: readonly (readonly [question: string, asked: string])[] = [
  ['社保卡丢了怎么补办', '社会保障卡遗失了在哪里补'],
  ['公积金怎么提取', '想把公积金取出来要怎么弄'],
  ['居住证到期怎么续签', '居住证快过期了怎么续'],
  ['新生儿怎么上户口', '刚出生的孩子如何落户'],
  ['失业金怎么申请', '被辞退后失业金在哪里申请'],
  ['驾驶证快到期怎么换证', '驾照到期换证要什么材料'],
  ['医保异地就医怎么备案', '在外地看病医保如何备案'],
  ['收不到登录验证码怎么办', '验证码一直收不到'],
  ['人脸识别不通过怎么办', '刷脸总是失败'],
  ['怎么查询不动产登记信息', '不动产登记在哪里查'],
  ['个体工商户怎么注销', '个体户注销流程'],
  ['护照怎么预约办理', '办护照怎么预约'],
];
const UNANSWERABLE = ['今天的天气怎么样', '附近有什么好吃的', '彩票几点开奖', '怎么学好英语'];

export const OWN_ENTRIES: KnowledgeEntry[] = PAIRS.map(([question], at) => ({
  id: `own-${at}`,
  question,
  similar: [],
  answer: `关于“${question}”,请在小程序对应事项中按提示办理。`,
}));

export const OWN_JUDGED: Judged[] = [
  ...PAIRS.map(([, asked], at) => ({ q: asked, gold: `own-${at}` })),
  ...UNANSWERABLE.map(q => ({ q, gold: null })),
];

export const OWN_MESSAGES: TrainingRow[] = [
  { title: '拖欠工资', text: '公司拖欠三个月工资一直不发', label: '人社' },
  { title: '社保断缴', text: '单位没有按时缴纳社保', label: '人社' },
  { title: '劳动合同', text: '入职半年没有签劳动合同', label: '人社' },
  { title: '工伤认定', text: '上班受伤单位不申报工伤', label: '人社' },
  { title: '夜间施工', text: '工地半夜施工噪音很大', label: '生态环境' },
  { title: '油烟扰民', text: '楼下餐馆油烟直排', label: '生态环境' },
  { title: '河水发黑', text: '小河水质发黑发臭', label: '生态环境' },
  { title: '工厂废气', text: '附近工厂夜里偷排废气', label: '生态环境' },
  { title: '公交绕行', text: '公交线路改道后上班不便', label: '交通' },
  { title: '出租车拒载', text: '出租车司机拒载', label: '交通' },
  { title: '道路坑洼', text: '国道路面坑洼多年未修', label: '交通' },
  { title: '公交车间隔', text: '公交车等半小时才来一班', label: '交通' },
];
