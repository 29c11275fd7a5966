import { serviceDocument } from '../../cloudfunctions/usecases/services/service-document';
import { likelyService } from '../../cloudfunctions/domain/services/likely-service';
import type { Category, TicketKind } from '../../typings/contract';
import { citizenOf } from '../support/callers';
import { MONDAY, service } from '../support/domain';
import { memory } from '../support/memory';

/** What a citizen is told before anything is filed: to whom it goes, and until when one hears (contract §6, §7). */

const KINDS: TicketKind[] = ['consultation', 'complaint', 'suggestion'];
const CATEGORIES: Category[] = ['technical', 'business', 'system', 'unsure'];

test('what is promised before filing is what is promised by filing, whatever is filed', async () => {
  const world = memory(MONDAY);
  for (const kind of KINDS) {
    // Nobody files all of them in a day.
    const wu = citizenOf(world, `wu-${kind}`);
    for (const category of CATEGORIES)
      for (const chosen of [{}, { serviceId: service.id }]) {
        const matter = { kind, category, ...chosen };
        const told = await wu.call('promise.preview', matter);
        const { headline, holderName, promise } = await wu.file(matter);
        expect({ ...matter, ...told }).toMatchObject({
          date: headline.line,
          holderName,
          confirmed: promise?.confirmed,
          explanation: headline.explanation,
          counting: headline.counting,
        });
      }
  }
  expect(
    await citizenOf(world, 'wu').call('promise.preview', { kind: 'consultation', category: 'business' }),
  ).toMatchObject({
    limit: '6 个工作日内答复',
    confirmed: false,
  });
});

test('A3: the limit of a law in calendar days is called so before filing', async () => {
  const world = memory(MONDAY);
  const statutory = [
    { n: 60, unit: 'calendar-day' as const, stage: 'reply' as const, basis: '《条例》第 3 条' },
  ];
  world.put('services', serviceDocument({ ...service, statutory }, '省人社厅'));
  const told = await citizenOf(world, 'wu').call('promise.preview', {
    kind: 'complaint',
    category: 'business',
    serviceId: service.id,
  });
  expect(told).toMatchObject({ limit: '60 日（含节假日）内答复', date: '2027 年 1 月 22 日 周五' });
  expect(told.counting).toContain('每天都算，含节假日');
});

test('the service that a text names is proposed, and with it a category that spares the day of dispatch', async () => {
  const wu = citizenOf(memory(MONDAY), 'wu');
  const named = await wu.call('category.guess', { text: '我想问社保卡申领' });
  expect(named).toEqual({ category: 'business', service: { id: 'card', name: '社保卡申领' } });
  expect(await wu.call('category.guess', { text: '你好', serviceId: 'card' })).toEqual({
    category: 'business',
  });
  expect(await wu.call('category.guess', { text: '你好' })).toEqual({});
  const { category } = await wu.call('category.guess', { text: '社保卡申领页面一直加载，提示系统异常' });
  expect(category).toBe('system');
});

test('of two services the longer name counts; where both are named as clearly none is proposed', () => {
  const services = ['社保卡', '电子社保卡', '居住证办理', '身份证办理'].map(name => ({ name, aliases: [] }));
  expect(likelyService('电子 社保卡 打不开', services)?.name).toBe('电子社保卡');
  expect(likelyService('居住证办理和身份证办理', services)).toBeUndefined();
  expect(likelyService('路灯坏了', services)).toBeUndefined();
});
