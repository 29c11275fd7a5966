import { citizenOf, staffOf, toldTo } from '../support/callers';
import { handlerOf, MONDAY, operator, service } from '../support/domain';
import { memory } from '../support/memory';

/** What a citizen does with several tickets: finds one by any word of it, sees first what wants something, is told of what is wanted. */

test('an own ticket is found by its title, its number, the service or the answer; never by the words of others', async () => {
  const world = memory(MONDAY);
  const [chen, bai] = [citizenOf(world, 'chen'), citizenOf(world, 'bai')];
  const light = await chen.file({ title: '楼道的灯坏了', text: '三楼到五楼都不亮。' });
  world.pass(60_000);
  const card = await chen.file({
    title: '补卡没有结果',
    text: '等了一个月。',
    category: 'business',
    serviceId: service.id,
  });
  await staffOf(world, handlerOf('hrss')).act(card.no, 'reply', { text: '请到东湖路窗口领卡。' });
  await bai.file({ title: '楼道堆满杂物', text: '请清理。' });
  const found = async (query: string, who = chen): Promise<string[]> =>
    (await who.call('ticket.list', { query })).tickets.map(({ no }) => no);
  expect(await found('楼道')).toEqual([light.no]);
  expect(await found('灯 五楼')).toEqual([light.no]);
  expect(await found(card.no.slice(-4).toLowerCase())).toEqual([card.no]);
  expect(await found('社保卡申领')).toEqual([card.no]);
  expect(await found('东湖路')).toEqual([card.no]);
  expect(await found('杂物')).toEqual([]);
  expect(await found('东湖路', bai)).toEqual([]);
});

test('a search reads a few pages and goes on behind them by its cursor', async () => {
  const world = memory(MONDAY);
  const chen = citizenOf(world, 'chen');
  const { no } = await chen.file({ title: '很久以前的路灯' });
  const first = world.get('tickets', no)!;
  for (let index = 0; index < 250; index += 1) {
    const newKey = `2027-01-01T00:00:00.000+08:00|${String(index).padStart(3, '0')}`;
    world.put('tickets', {
      ...first,
      _id: `T${index}`,
      ticket: { ...first.ticket, no: `T${index}`, title: '别的事', text: '别的事', timeline: [] },
      keys: { ...first.keys, newKey, externalKey: `T${index}` },
    });
  }
  const page = await chen.call('ticket.list', { query: '路灯' });
  expect(page.tickets).toEqual([]);
  expect(page.nextCursor).toBeDefined();
  const next = await chen.call('ticket.list', { query: '路灯', cursor: page.nextCursor });
  expect(next.tickets.map(one => one.no)).toEqual([no]);
});

test('a list says what a ticket wants from its citizen, and nothing of it to staff', async () => {
  const world = memory(MONDAY);
  const chen = citizenOf(world, 'chen');
  const matter = { kind: 'consultation', category: 'business', serviceId: service.id } as const;
  const [asked, answered, quiet] = [
    await chen.file(matter),
    await chen.file(matter),
    await chen.file(matter),
  ];
  const hrss = staffOf(world, handlerOf('hrss'));
  await hrss.act(asked.no, 'askCitizen', { text: '请补充照片。' });
  await hrss.act(answered.no, 'reply', { text: '可以办理。' });
  const { tickets } = await chen.call('ticket.list', { state: 'open' });
  const wants = Object.fromEntries(tickets.map(ticket => [ticket.no, ticket.wants]));
  expect(wants).toEqual({ [asked.no]: '等您补充', [answered.no]: '已答复，请您评价', [quiet.no]: undefined });
  const seen = await staffOf(world, operator).call('ticket.queue', { view: 'all' });
  expect(seen.tickets.map(ticket => ticket.wants)).toEqual([undefined, undefined, undefined]);
});

test('A45: what is muted goes into the inbox alone, and the consent stays for what is wanted', async () => {
  const world = memory(MONDAY);
  const chen = citizenOf(world, 'chen');
  const { templates } = await chen.call('me.get', {});
  const granted = templates.map(({ id }) => id);
  await chen.call('me.save', { granted, preferences: { muted: ['reply'] } });
  const { no } = await chen.file({ kind: 'consultation', category: 'business', serviceId: service.id });
  const hrss = staffOf(world, handlerOf('hrss'));
  await hrss.act(no, 'askCitizen', { text: '请补充照片。' });
  await chen.act(no, 'supplement', { text: '照片在附件里。' });
  await hrss.act(no, 'reply', { text: '可以办理。' });
  const told = await toldTo(world, 'chen');
  const sent = world.all('messages').filter(({ to, channel }) => to === 'chen' && channel === 'subscribe');
  expect(sent).toHaveLength(1);
  expect(told.join()).toContain('答复');
  expect((await chen.call('me.get', {})).preferences.muted).toEqual(['reply']);
});

test('services: what cannot be used by itself, and by what it is about', async () => {
  const world = memory(MONDAY);
  const chen = citizenOf(world, 'chen');
  const stored = world.get('services', service.id)!;
  world.put('services', {
    ...stored,
    _id: 'off',
    id: 'off',
    nameKey: '一|off',
    name: '一',
    state: 'fault',
    unitId: 'psb',
  });
  const names = async (input: object): Promise<string[]> =>
    (await chen.call('service.list', input)).services.map(({ id }) => id);
  expect(await names({ troubled: true })).toEqual(['off']);
  expect(await names({ unitId: 'hrss' })).toEqual([service.id]);
  const { topics = [] } = await chen.call('service.list', {});
  expect(topics).toContainEqual({ unitId: 'psb', label: '省公安' });
  expect(topics.map(({ unitId }) => unitId)).not.toContain('gz-hrss');
});
