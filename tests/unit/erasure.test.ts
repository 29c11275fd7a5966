import { erasureTerms, withoutNames } from '../../cloudfunctions/domain/privacy/erasure';
import { citizenOf, staffOf } from '../support/callers';
import { handlerOf, manager, operator } from '../support/domain';
import { jpegWith } from '../support/file-samples';
import { memory, type Memory } from '../support/memory';
import { uploadsOf } from '../support/uploads';
import { deliverOutbox } from '../../cloudfunctions/usecases/clock/outbox/deliver-outbox';
import { plainWork } from '../support/work';

/** After an erasure nothing that is stored names the person: words, files, messages, and what staff wrote (J-21b). */

const START = '2026-11-23T10:00:00.000+08:00';
const ME = 'openid-of-xiaoming';
const PHONE = '13912345678';
const ID = '11010519491231002X';
const collections = [
  'tickets',
  'searchable',
  'journal',
  'messages',
  'asks',
  'judgements',
  'profiles',
  'files',
  'mediachecks',
  'meters',
  'alarms',
  'chains',
  'counters',
  'exports',
  'asides',
] as const;
const stored = (world: Memory): string => JSON.stringify(collections.map(name => [name, world.all(name)]));

const story = async () => {
  const world = memory(START);
  const { upload, files } = uploadsOf(world);
  const me = citizenOf(world, ME);
  const boss = staffOf(world, manager);
  const unit = staffOf(world, handlerOf('hrss'));
  const attachments = [upload(ME, '照片.jpg', jpegWith('one'))];
  const { no } = await me.file({
    serviceId: 'card',
    category: 'business',
    applicant: { type: 'person', name: '欧阳小明', onBehalfOf: '王建国' },
    contact: { phone: PHONE },
    text: `身份证 ${ID}`,
    attachments,
  });
  const other = await citizenOf(world, 'somebody').file({ title: '同样的事', text: '欧阳小明也知道' });
  await staffOf(world, operator).act(no, 'link', { to: other.no });
  await unit.act(no, 'note', { text: `已联系欧阳先生，电话 139-1234-5678，其父王建国` });
  await unit.act(no, 'askCitizen', { text: '欧阳小明您好，请补充材料' });
  await me.act(no, 'supplement', { text: '补充', attachments: [upload(ME, '二.jpg', jpegWith('two'))] });
  await unit.act(no, 'reply', { text: '欧阳小明先生：您的社保卡已办好，请王建国持卡。' });
  await deliverOutbox(world, plainWork());
  await me.act(no, 'rate', { level: 5 });
  await me.call('ask', { text: '社保卡怎么补办' });
  await me.call('me.save', { granted: ['tmpl-reply'] });
  // A picture that was looked into and then not filed with anything.
  await me
    .file({ attachments: [upload(ME, '三.jpg', jpegWith('three')), 'cloud://env.bucket/nowhere'] })
    .catch(() => undefined);
  await deliverOutbox(world, plainWork());
  world.pass(60_000);
  return { world, me, boss, no, other: other.no, files };
};

test('nothing that is stored holds the account, the name, the numbers or the files any more', async () => {
  const { world, me, no, other, files } = await story();
  const names =
    /欧阳小明|欧阳先生|王建国|欧\*\*|13912345678|139-1234-5678|139\*{4}5678|110\*+2X|openid-of-xiaoming/g;
  expect(new Set(stored(world).match(names)).size).toBeGreaterThan(5);
  expect(files.size).toBe(3);
  const before = world.get('tickets', other)!.ticket.text;
  const answer = await me.call('me.erase', {});
  expect(answer).toMatchObject({ erased: 1, kept: [], stays: erasureTerms.stays });
  // What another person wrote is that person's.
  expect(before).toContain('欧阳小明');
  const rest = stored(world).split('欧阳小明也知道').join('');
  expect([...new Set(rest.match(names))]).toEqual([]);
  expect([...files.keys()]).toEqual([]);
  expect(world.all('files')).toEqual([]);
  // What was answered stays, without the name.
  const { ticket } = world.get('tickets', no)!;
  expect(ticket.replies[0]?.text).toBe('（已删除）：您的社保卡已办好，请（已删除）持卡。');
  // The title that was this person's words stands on no other ticket.
  expect(world.get('tickets', other)!.ticket.links[0]?.title).toBe('（已按本人要求删除）');
});

test('the records still verify, and say that something was erased', async () => {
  const { me, boss, no, other } = await story();
  await me.call('me.erase', {});
  expect((await boss.call('audit.check', {})).broken).toEqual([]);
  for (const one of [no, other])
    expect((await boss.call('audit.list', { no: one })).entries.map(({ type }) => type)).toContain('erase');
});

test('what goes, and what stays and for how long, is said before and after', async () => {
  const { me } = await story();
  const { erasure } = await me.call('me.get', {});
  expect(erasure).toEqual(erasureTerms);
  expect(erasure.stays.join()).toMatch(/不少于六个月.*30 天/);
});

test.each([
  ['李雷先生：您好', ['李雷'], [], '（已删除）：您好'],
  ['李先生来电', ['李雷'], [], '（已删除）来电'],
  ['李雷雷也来了', ['李雷'], [], '（已删除）雷也来了'],
  ['诸葛女士', ['诸葛亮'], [], '（已删除）'],
  ['电话 139 1234 5678', [], [PHONE], '电话 （已删除）'],
  ['回电 139****5678', [], [PHONE], '回电 （已删除）'],
  ['证件 110105 19491231 002X', [], [ID], '证件 （已删除）'],
  ['上海市明天办', ['明'], [], '上海市明天办'],
])('%s', (text, persons, numbers, wanted) => {
  expect(withoutNames({ text, by: { name: '李雷', role: 'handler' } }, { persons, numbers })).toEqual({
    text: wanted,
    by: { name: '李雷', role: 'handler' },
  });
});
