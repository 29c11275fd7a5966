import scenarios from '../data/tickets.json';
import type { Service } from '../../../cloudfunctions/domain/catalogue';
import type { TicketKind } from '../../../typings/contract';
import type { Chance } from './chance';

/** Texts of the load, all our own: patterns about any service, and the demo scenarios at other places and on other days. */

export type Matter = {
  kind: TicketKind;
  category: 'technical' | 'business' | 'system' | 'unsure';
  title: string;
  text: string;
  reply: string;
  serviceId?: string;
  region?: string;
};

const places = [
  '东湖路', '新港西路', '工业大道', '体育西路', '珠江新城', '龙口东', '车陂南', '棠下', '石牌', '员村',
  '华景新城', '五山', '岗顶', '黄埔大道', '中山大道', '科韵路', '大观路', '长兴路', '沙太路', '燕岭',
  '福华路', '梅林', '上沙', '下沙', '沙尾', '蛇口', '西乡', '龙华', '布吉', '坂田',
  '大学城', '三元里', '同德围', '金沙洲', '芳村', '滨江东', '赤岗', '客村', '北亭', '南亭',
]; // prettier-ignore
const spots = ['政务大厅', '街道服务中心', '社区服务站', '自助服务机', '手机小程序', '网上大厅'];
const people = ['我本人', '我母亲', '我父亲', '我爱人', '我们单位', '我邻居', '我孩子', '我外婆'];
const asks = [
  '请说明原因并告诉我下一步怎么办',
  '希望尽快给一个明确的答复',
  '请核实后告知办理时间',
  '请把需要的材料一次说清楚',
  '希望不要再让我多跑一趟',
];
const hindrances = [
  '系统提示信息不一致',
  '窗口说资料不齐但没有书面告知',
  '进度一直停在审核中',
  '预约不到号',
  '上传的照片总是不合格',
  '工作人员说法前后不一',
  '短信通知里的地址找不到',
  '打电话一直没有人接',
];

type Pattern = Pick<Matter, 'kind' | 'category'> & { title: string; text: string };

/** `{name}`: the service; the other slots are filled by chance. */
const patterns: readonly Pattern[] = [
  { kind: 'complaint', category: 'business', title: '{place}办理{name}跑了{n}次还没办成', text: '{who}到{place}{spot}办理“{name}”，{why}，前后跑了{n}次，已经过去{days}天。{ask}。' },
  { kind: 'complaint', category: 'business', title: '{name}提交{days}天没有结果', text: '{who}在{spot}提交“{name}”已经{days}天，{why}，联系过{n}次都没有下文。{ask}。' },
  { kind: 'complaint', category: 'business', title: '{place}窗口办{name}态度差', text: '{who}在{place}{spot}咨询“{name}”，{why}，追问时工作人员很不耐烦。{ask}。' },
  { kind: 'complaint', category: 'business', title: '{name}被多收材料', text: '办事指南只要{n}样材料，{place}{spot}办“{name}”时又要求另外补交，{why}。{ask}。' },
  { kind: 'complaint', category: 'business', title: '{name}办好后信息有错不给改', text: '{who}办完“{name}”发现登记的信息有错，到{place}{spot}要求更正，{why}，拖了{days}天。{ask}。' },
  { kind: 'complaint', category: 'system', title: '{name}页面打不开', text: '{who}连续{n}天在{spot}打开“{name}”都是空白，{why}，影响办事。{ask}。' },
  { kind: 'complaint', category: 'system', title: '{name}重复扣款没有退回', text: '{who}办“{name}”时页面卡住，扣了{n}次款，{days}天还没有退回，{why}。{ask}。' },
  { kind: 'complaint', category: 'unsure', title: '{place}两个部门互相推{name}的事', text: '{who}为“{name}”的事去了{n}个部门，都说不归自己管，{why}。{ask}。' },
  { kind: 'complaint', category: 'technical', title: '小程序里{name}的附件传不上去', text: '{who}在小程序里办“{name}”，上传附件时一直转圈，{why}，试了{n}次。{ask}。' },
  { kind: 'consultation', category: 'business', title: '{name}要带什么材料', text: '{who}想在{place}附近办“{name}”，不清楚要带什么材料、能不能代办。{ask}。' },
  { kind: 'consultation', category: 'business', title: '{name}多久可以办好', text: '{who}{days}天前提交了“{name}”，想问一般多久可以办好，加急有没有办法。{ask}。' },
  { kind: 'consultation', category: 'business', title: '外地户口能不能办{name}', text: '{who}户口不在本地，在{place}住了{n}年，想问能不能就地办“{name}”。{ask}。' },
  { kind: 'consultation', category: 'business', title: '{place}哪里可以办{name}', text: '{who}行动不便，想问{place}附近哪个{spot}可以办“{name}”，要不要预约。{ask}。' },
  { kind: 'consultation', category: 'unsure', title: '{name}和居住地变更先办哪个', text: '{who}刚搬到{place}，“{name}”和地址变更不知道先办哪个，{why}。{ask}。' },
  { kind: 'consultation', category: 'technical', title: '{name}的办理记录在哪里看', text: '{who}在小程序提交了“{name}”，换了手机以后找不到办理记录，{why}。{ask}。' },
  { kind: 'consultation', category: 'technical', title: '办{name}时人脸识别过不了', text: '{who}年纪大，办“{name}”时人脸识别连续{n}次没有通过，{why}。{ask}。' },
  { kind: 'suggestion', category: 'business', title: '建议{name}增加周末窗口', text: '{place}{spot}工作日人太多，上班族办“{name}”要请假，建议每周末开放{n}个窗口。' },
  { kind: 'suggestion', category: 'business', title: '建议{name}的办事指南加上图示', text: '“{name}”的办事指南写得太长，{who}看了{n}遍还是填错，建议加上样表和图示。' },
  { kind: 'suggestion', category: 'system', title: '建议{name}支持保存草稿', text: '填“{name}”填到一半要找材料，退出以后全部没有了，建议保存草稿{days}天。' },
  { kind: 'suggestion', category: 'technical', title: '建议把{name}放到首页', text: '{place}很多老人不会搜索，建议把“{name}”放到小程序首页，字再大一点。' },
  { kind: 'suggestion', category: 'unsure', title: '建议{place}设{name}便民点', text: '{place}离{spot}远，来回要{n}个小时，建议设一个可以办“{name}”的便民点。' },
]; // prettier-ignore

const replies = [
  '经核实，您反映的情况属实。我们已联系{place}{spot}为您办结，耽误了您的时间，向您致歉；如还有疑问请拨打本单位咨询电话。',
  '您好，“{name}”只需要办事指南列出的材料，窗口不得另外加收。已对{place}{spot}进行提醒，您可以凭工单号优先办理。',
  '经查询，您的申请已经审核通过，结果最迟{n}个工作日内送达，不需要再提交材料。',
  '您好，“{name}”可以就近在{place}{spot}办理，不需要回户籍地，行动不便的可以由家人代办。',
  '您的建议很好，我们已经列入下一季度的改进计划，上线后会在公告里说明。感谢您的意见。',
  '经与技术人员核对，问题出在旧版本的缓存，请更新小程序后再试；您已提交的内容没有丢失。',
  '经联系您本人核实，材料缺一份证明，我们已向有关部门代为调取，您不用再跑。',
];

const fill = (pattern: string, name: string, chance: Chance): string => {
  const n = chance.whole(2, 5);
  const values: Record<string, string> = {
    name,
    place: chance.pick(places),
    spot: chance.pick(spots),
    who: chance.pick(people),
    why: chance.pick(hindrances),
    ask: chance.pick(asks),
    n: String(n),
    days: String(chance.whole(6, 40)),
  };
  return pattern.replace(/\{(\w+)\}/g, (_all, slot: string) => values[slot] ?? '');
};

type Scenario = { serviceId?: string; region?: string };

/** A matter: of the demo scenarios one in five, at another place; the others about the given service. */
export const matterOf = (chance: Chance, service: Service, regions: readonly string[]): Matter => {
  if (chance.percent(20)) {
    const scenario = chance.pick(scenarios);
    const place = chance.pick(places);
    const { serviceId, region }: Scenario = scenario;
    return {
      kind: scenario.kind as TicketKind,
      category: scenario.category as Matter['category'],
      title: `${place}：${scenario.title}`,
      text: `${scenario.text}地点在${place}一带，是${chance.whole(2, 28)}日的事。`,
      reply: scenario.reply,
      ...(serviceId ? { serviceId } : {}),
      ...(region ? { region } : {}),
    };
  }
  const { title, text, ...pattern } = chance.pick(patterns);
  const named = pattern.category === 'unsure' || pattern.category === 'technical' ? chance.percent(30) : true;
  return {
    ...pattern,
    title: fill(title, service.name, chance),
    text: fill(text, service.name, chance),
    reply: fill(chance.pick(replies), service.name, chance),
    ...(named ? { serviceId: service.id } : {}),
    ...(chance.percent(80) ? { region: chance.pick(regions) } : {}),
  };
};

/** Made-up names and, of half the people, a number that belongs to nobody. */
const surnames = ['王', '李', '张', '刘', '陈', '杨', '黄', '赵', '吴', '周', '徐', '孙', '马', '朱', '胡'];
const given = [
  '小芳',
  '建国',
  '秀英',
  '志强',
  '丽娟',
  '伟',
  '敏',
  '静',
  '磊',
  '洋',
  '艳',
  '勇',
  '军',
  '杰',
  '娟',
];

export type Person = { openid: string; name: string | undefined; phone: string | undefined };

/** What very many complain about at the same time. */
export const likeMatter = (chance: Chance, service: Service): Matter => ({
  kind: 'complaint',
  category: 'business',
  title: `${chance.pick(places)}网点系统瘫痪办不了${service.name}`,
  text: `今天上午到${chance.pick(spots)}办“${service.name}”，系统瘫痪，排队的人都办不了，请马上处理并说明什么时候恢复。`,
  reply: '',
  serviceId: service.id,
});

const LAST_DIGITS = 10_000;

/** Of a person and of each of its doubles the number, which nobody has, is another one between the same digits. */
const phoneOf = (n: number, double: number): string =>
  `139${String((double * 10 + Math.floor(n / LAST_DIGITS)) % LAST_DIGITS).padStart(4, '0')}${String(n % LAST_DIGITS).padStart(4, '0')}`;

/** The person of a number; always the same. A double has the same name and what is shown of its phone number. */
export const personOf = (n: number, double = 0): Person => ({
  openid: double === 0 ? `load-citizen-${n}` : `load-citizen-${n}-${double}`,
  name: n % 7 === 6 ? undefined : `${surnames[n % 15] ?? ''}${given[Math.floor(n / 15) % 15] ?? ''}`,
  phone: n % 2 === 0 ? phoneOf(n, double) : undefined,
});

/** How it came in. */
export const channelOf = (chance: Chance): 'online' | 'phone' | 'counter' | '12345' =>
  chance.percent(78) ? 'online' : chance.pick(['phone', 'phone', 'counter', '12345'] as const);

/** What the service line calls the n-th. */
export const externalNoOf = (n: number): string => `LD${String(n).padStart(8, '0')}`;

/**
 * Words that stand for each other when a story is told again. A place stands in titles, which are cut off in messages: it
 * gives way to one of as many characters.
 */
const alike: readonly (readonly string[])[] = [
  ...[2, 3, 4].map(length => places.filter(place => place.length === length)),
  people,
  asks,
  hindrances,
];

/** All words that are others when a story is told again. */
export const slotWords = alike.flat();

/** What stands for a word of them in this turn. */
export const otherWord = (word: string, turn: number): string => {
  const list = alike.find(words => words.includes(word)) ?? [word];
  return list[(list.indexOf(word) + turn) % list.length] ?? word;
};
