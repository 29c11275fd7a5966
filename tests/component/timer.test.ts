import { openPage } from './harness';
import { failure, newPhone, ok } from './phone';

/** The timer as the manager sees it: each job, and what was set aside, to be tried again. */

const TIMER = 'packages/staff/oversight/timer/index';
const at = '2026-09-24T10:00:00.000+08:00';

const job = (name: string, label: string, more: object = {}) => ({
  name,
  label,
  succeededAt: at,
  nextAt: null,
  failures: 0,
  waiting: 0,
  ...more,
});
const aside = (id: string, about: string, nextAt: string | null) => ({
  id,
  label: '送达办件消息',
  about,
  tries: 5,
  since: at,
  errorNo: '20260924-ABC123',
  nextAt,
});

/** What stands beside the jobs. */
const besides = {
  queues: [
    { label: '办件消息', waiting: 3, since: at },
    { label: '邮件', waiting: 100, nextAt: at },
    { label: '短信', waiting: 0 },
  ],
  builds: [
    { name: 'citizen', label: '群众端', build: '0.1.0-aaaaaaaa', since: at, same: false },
    { name: 'staff', label: '工作人员端', build: '0.1.0-bbbbbbbb', since: at, same: true },
  ],
  data: { version: 12, newest: 14, running: null, failed: 0, at },
};

describe('the timer of the manager', () => {
  it('shows which job breaks off and what waits, and tries again what was set aside', async () => {
    const asked: unknown[] = [];
    let left = [aside('outbox|1', 'TS1', null), aside('outbox|2', 'TS2', '2026-09-24T10:30:00.000+08:00')];
    const phone = newPhone({
      'staff/clock.get': () =>
        ok({
          silent: false,
          finishedAt: at,
          jobs: [
            job('sweep', '到期提醒和自动办理', { failures: 3, errorNo: '20260924-XYZ789' }),
            job('outbox', '送达办件消息', { waiting: left.length }),
            job('probes', '监测登记的网址', { nextAt: '2026-09-24T11:00:00.000+08:00' }),
          ],
          aside: left,
          ...besides,
          keys: ['▲ 正在改用密钥 k2 加密，旧密钥 k1 还不能去掉'],
        }),
      'staff/clock.retry': ({ id }) => {
        asked.push(id);
        left = id === undefined ? [] : left.filter(one => one.id !== id);
        return ok({ retried: 1 });
      },
    });
    const page = await openPage(TIMER, {}, phone);
    expect(page.text()).toContain('■ 1 项任务没有完成，其余照常');
    expect(page.text()).toMatch(/到期提醒和自动办理 ■ 连续 3 次没有完成 .*错误编号 20260924-XYZ789/);
    expect(page.text()).toMatch(/送达办件消息 ▲ 有几项没有成功 .*2 项在等待/);
    expect(page.text()).toMatch(/监测登记的网址 ● 正常 .*下次不晚于 .*11:00/);
    expect(page.text()).toContain('旧密钥 k1 还不能去掉');
    expect(page.text()).toMatch(/送达办件消息：TS1 ■ 已暂停，等您重试 .*试过 5 次/);
    expect(page.text()).toMatch(
      /送达办件消息：TS2 ▲ 9 月 24 日 10:30 自动再试|送达办件消息：TS2 ▲ .*10:30 自动再试/,
    );
    await page.press('重试');
    expect(asked).toEqual(['outbox|1']);
    expect(page.text()).toContain('1 项将在下一分钟重试');
    expect(page.text()).not.toContain('TS1');
    await page.press('全部重试');
    expect(asked).toEqual(['outbox|1', undefined]);
    expect(page.text()).not.toContain('没有成功的');
  });

  it('shows what waits to go out, which functions are of another build, and how far the data are', async () => {
    const phone = newPhone({
      'staff/clock.get': () => ok({ silent: false, finishedAt: at, jobs: [], aside: [], ...besides }),
    });
    const page = await openPage(TIMER, {}, phone);
    expect(page.text()).toMatch(/办件消息 3 项在等待 最早的从 .*10:00 起/);
    expect(page.text()).toMatch(/邮件 99\+ 项在等待 最早的 .*10:00 发送或再试/);
    expect(page.text()).toMatch(/短信 没有等待的/);
    expect(page.text()).toMatch(/群众端（citizen） ▲ 与工作人员端不是同一版本 0\.1\.0-aaaaaaaa/);
    expect(page.text()).toMatch(/工作人员端（staff） ● 同一版本/);
    expect(page.text()).toContain('▲ 数据是第 12 版，程序需要第 14 版，请运维运行数据升级');
  });

  it('says when the timer is silent, and why nothing was tried again', async () => {
    const phone = newPhone({
      'staff/clock.get': () =>
        ok({ silent: true, finishedAt: null, jobs: [], aside: [aside('outbox|1', 'TS1', null)], ...besides }),
      'staff/clock.retry': () => failure('unavailable', '系统繁忙。'),
    });
    const page = await openPage(TIMER, {}, phone);
    expect(page.text()).toContain('■ 计时任务没有在运行');
    await page.press('全部重试');
    expect(page.text()).toContain('系统繁忙。');
    expect(page.text()).toContain('TS1');
  });
});
