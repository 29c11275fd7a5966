import { publicView } from '../support/public-view';
import { useSystem } from '../support/system';

/** Several outages of the platform itself at one time (A36): each is shown until its own ticket takes it away. */

const system = useSystem();
const operator = system.staff('demo-operator');
const { service } = publicView(system);

const NAME = '社会保障卡申领';
const recovered = { verifier: '运营甲', evidence: '真机登录三次均成功。' };
const INSTEAD = '急需办理的，请到线下窗口或者拨打 12345。';
const notice = async (): Promise<string | undefined> => (await service('S001', NAME))?.notice;

test('A36: the later of two outages ends first: the earlier is shown again, until it ends too', async () => {
  system.at('2026-11-02T10:00');
  const images = await operator.open('fault', { impact: '首页图片显示不出来。' });
  expect(await notice()).toBe(`首页图片显示不出来。 ${INSTEAD}`);
  const login = await operator.open('major-fault', { symptom: 'login' });
  expect(await notice()).toBe(`首页图片显示不出来。 不能登录，正在抢修。 ${INSTEAD}`);
  await operator.act(login.no, 'over', recovered);
  expect(await service('S001', NAME)).toMatchObject({
    state: 'fault',
    notice: `首页图片显示不出来。 ${INSTEAD}`,
  });
  await operator.act(images.no, 'reportFix', { cause: '链接失效。', fix: '已更换链接。' });
  await operator.act(images.no, 'verify', recovered);
  expect(await service('S001', NAME)).toMatchObject({ state: 'online' });
});

test('A36: the same words of two reports stand once, and of three the others stay when one was none', async () => {
  const first = await operator.open('fault', { impact: '登录后页面打不开。' });
  const second = await operator.open('fault', { impact: '登录后页面打不开。' });
  const third = await operator.open('fault', { impact: '查不到办理结果。' });
  expect(await notice()).toBe(`登录后页面打不开。 查不到办理结果。 ${INSTEAD}`);
  await operator.act(first.no, 'dismiss', { reason: '和另一件是同一件事。' });
  expect(await notice()).toBe(`登录后页面打不开。 查不到办理结果。 ${INSTEAD}`);
  await operator.act(second.no, 'dismiss', { reason: '个别手机的问题。' });
  expect(await notice()).toBe(`查不到办理结果。 ${INSTEAD}`);
  await operator.act(third.no, 'dismiss', { reason: '个别手机的问题。' });
  expect((await service('S001', NAME))?.state).toBe('online');
});

test('A36: who waits at any service for the end of an outage of the platform is told of it once, others are not', async () => {
  const waiting = system.citizen('waiting');
  await system.citizen('before').call('notice.subscribe', { serviceId: 'S001' });
  const { no } = await operator.open('fault', { impact: '登录后页面打不开。' });
  await waiting.call('notice.subscribe', { serviceId: 'S001' });
  await system.citizen('changed-mind').call('notice.subscribe', { serviceId: 'S002' });
  await system.citizen('changed-mind').call('notice.unsubscribe', { serviceId: 'S002' });
  await operator.act(no, 'reportFix', { cause: '链接失效。', fix: '已更换链接。' });
  await operator.act(no, 'verify', recovered);
  await system.run();
  const told = (who: string): string[] =>
    system
      .messages(who, `GG-${no}`)
      .filter(({ text }) => text.includes('已恢复'))
      .map(({ text }) => text);
  expect(told('waiting')).toEqual(['已恢复：办事平台，可以正常办理了']);
  for (const who of ['before', 'changed-mind']) expect(told(who)).toEqual([]);
});
