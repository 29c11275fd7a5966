import {
  type Catalogue,
  isTechnical,
  suggestUnits,
  train,
  type TrainingRow,
} from '../cloudfunctions/domain/routing';
import { urgentIn } from '../cloudfunctions/domain/urgent';
import { byFold, foldOf, FOLDS, spread } from './figures';

/** Duties of the trades, in our own words, as a catalogue holds them before any message was routed. */
const DUTIES: Record<string, string[]> = {
  交通: ['公交线路', '公交车', '出租车', '道路运输', '公路', '车站', '高铁', '地铁', '收费站'],
  乡镇街道: ['村委会', '村民', '社区居委会', '镇政府', '村组道路', '低保户', '宅基地'],
  教育: ['学校', '中小学', '幼儿园', '教师', '学生', '招生入学', '学费', '培训机构'],
  公安: ['户口', '身份证', '派出所', '交警', '治安', '噪音扰民', '车辆违章', '红绿灯', '诈骗', '居住证'],
  住建: [
    '房屋质量',
    '小区物业',
    '开发商',
    '购房合同',
    '房产证',
    '公积金',
    '住房保障',
    '维修基金',
    '棚户区改造',
  ],
  城管: ['违章建筑', '占道经营', '夜市油烟', '环境卫生', '垃圾', '渣土车', '路灯', '停车位', '广告牌'],
  自然资源: ['土地征收', '规划', '不动产登记', '国土', '林地', '采矿', '拆迁补偿'],
  生态环境: ['污染', '废气', '污水', '臭味', '环保', '粉尘', '噪声污染'],
  卫健: ['医院', '医生', '计划生育', '独生子女', '疫苗', '卫生院', '医疗纠纷'],
  发改财政: ['物价', '电价', '收费标准', '财政补贴', '项目立项', '天然气价格'],
  人社: ['社保', '养老保险', '工资拖欠', '劳动合同', '退休', '人才引进', '公务员考试', '工伤'],
  水利农业: ['水库', '灌溉', '农田', '河道', '自来水', '饮水', '农机', '养殖', '防汛'],
  医保: ['医疗保险', '医保报销', '大病救助', '异地就医', '新农合'],
};
const catalogue: Catalogue = {
  units: Object.entries(DUTIES).map(([name, duties]) => ({ id: name, name, duties })),
  services: [],
};

const shareOf = (part: number, whole: number): number => part / Math.max(1, whole);

/** Which unit really answered (weak labels), by the catalogue alone and with a router trained on four fifths. */
export const benchUnits = (rows: readonly TrainingRow[], complaints: readonly string[]): void => {
  const known = rows.flatMap(row =>
    row.label in DUTIES ? [{ ...row, fold: foldOf(`${row.title} ${row.text}`) }] : [],
  );
  console.log(`\nUNITS: ${known.length} messages that one of ${catalogue.units.length} trades answered`);
  const models = Array.from({ length: FOLDS }, (_, fold) => train(known.filter(row => row.fold !== fold)));
  for (const learned of [false, true]) {
    const folds = byFold(
      known.map(row => {
        const options = learned ? { weights: models[row.fold]! } : {};
        const found = suggestUnits({ title: row.title ?? '', text: row.text }, catalogue, options);
        return { fold: row.fold, place: found.findIndex(each => each.unitId === row.label) };
      }),
    );
    const among = (places: number): string =>
      spread(
        folds.map(each =>
          shareOf(each.filter(({ place }) => place >= 0 && place < places).length, each.length),
        ),
      );
    console.log(
      `${learned ? 'with a router' : 'catalogue alone'}: first ${among(1)}, among three ${among(3)}`,
    );
  }
  const technical = complaints.filter(text => isTechnical(text).technical).length;
  const urgent = complaints.filter(text => urgentIn(text)).length;
  console.log(
    `of ${complaints.length} complaints about other matters ${technical} are taken for technical, ${urgent} ring the alarm`,
  );
};
