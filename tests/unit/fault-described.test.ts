import { faultDescribed } from '../../cloudfunctions/domain/services/fault-described';
import { serviceSchema } from '../../cloudfunctions/domain/catalogue';
import { buildIndex } from '../../cloudfunctions/domain/knowledge';
import stored from '../../tools/seed/data/services.json';

const services = stored.map(one => serviceSchema.parse(one));
const plain = buildIndex([]).normalise;
/** 住房公积金提取 and 道路运输证年审 do not work in the demo. */
const found = (text: string) =>
  faultDescribed(text, services, ({ state }) => state === 'fault' || state === 'offline', plain)?.id;

test.each([
  ['公积金提不出来一直转圈', 'S045'],
  ['住房公积金提取', 'S045'],
  ['提公积金那个页面老是报错', 'S045'],
  ['公积金取唔到', 'S045'],
  ['货车年审点不进去', 'S044'],
])('the trouble of a faulty service in everyday words: %s (A29)', (text, id) => {
  expect(found(text)).toBe(id);
});

test.each([
  '公积金余额查不到',
  '医保码打不开',
  '社保卡补办一直转圈',
  '公积金要交多少',
  '年报提交失败',
  '页面打不开',
  '',
])('none of another service, and none where nothing is wrong: %s', text => {
  expect(found(text)).toBeUndefined();
});
