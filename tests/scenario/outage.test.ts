import { publicView } from '../support/public-view';
import { useSystem } from '../support/system';

/** Several outages of the platform itself at one time (A36): each is shown until its own ticket takes it away. */

const system = useSystem();
const operator = system.staff('demo-operator');
const { service } = publicView(system);

const NAME = '社会保障卡申领';
const recovered = { verifier: '运营甲', evidence: '真机登录三次均成功。' };
const notice = async (): Promise<string | undefined> => (await service('S001', NAME))?.notice;

test('A36: the later of two outages ends first: the earlier is shown again, until it ends too', async () => {
  system.at('2026-11-02T10:00');
  const images = await operator.open('fault', { impact: '首页图片显示不出来。' });
  expect(await notice()).toBe('首页图片显示不出来。');
  const login = await operator.open('major-fault', { symptom: 'login' });
  expect(await notice()).toBe('首页图片显示不出来。 不能登录，正在抢修。');
  await operator.act(login.no, 'over', recovered);
  expect(await service('S001', NAME)).toMatchObject({ state: 'fault', notice: '首页图片显示不出来。' });
  await operator.act(images.no, 'reportFix', { cause: '链接失效。', fix: '已更换链接。' });
  await operator.act(images.no, 'verify', recovered);
  expect(await service('S001', NAME)).toMatchObject({ state: 'online' });
});

test('A36: the same words of two reports stand once, and of three the others stay when one was none', async () => {
  const first = await operator.open('fault', { impact: '登录后页面打不开。' });
  const second = await operator.open('fault', { impact: '登录后页面打不开。' });
  const third = await operator.open('fault', { impact: '查不到办理结果。' });
  expect(await notice()).toBe('登录后页面打不开。 查不到办理结果。');
  await operator.act(first.no, 'dismiss', { reason: '和另一件是同一件事。' });
  expect(await notice()).toBe('登录后页面打不开。 查不到办理结果。');
  await operator.act(second.no, 'dismiss', { reason: '个别手机的问题。' });
  expect(await notice()).toBe('查不到办理结果。');
  await operator.act(third.no, 'dismiss', { reason: '个别手机的问题。' });
  expect((await service('S001', NAME))?.state).toBe('online');
});
