import type { ComplianceRow } from '../../typings/api';
import { openPage } from './harness';
import { failure, newPhone, ok } from './phone';
import { noOpinions, summary } from './samples';

/** Supervision on the phone: figures by clause and the tickets behind them, what is odd, what goes on now (J-17, J-24, J-25). */

const row: ComplianceRow = {
  policy: 'complaint.business.reply',
  clause: 'G-5.3d',
  label: '投诉：答复处理结果（办事业务）',
  due: 40,
  inTime: 37,
  late: 2,
  running: 5,
  runningLate: 1,
  rate: 0.925,
  definition: '按时率＝按时÷到期',
};
const light = {
  no: 'TS9',
  title: '补办没有回音',
  level: 'red' as const,
  at: '2026-11-20T00:00:00.000+08:00',
  clock: '决定是否受理',
  clause: 'G-5.3c',
  party: '人社厅',
  partyId: 'hrss',
  isOver: false,
  daysLeft: -3,
  holder: '经办人张',
};
const profile = { name: '管理丙', role: 'manager', roleLabel: '管理方' } as never;

describe('supervision', () => {
  it('says of each limit what became of it, and leads to the tickets behind a number', async () => {
    const phone = newPhone({
      'staff/me.get': () => ok(profile),
      'staff/compliance.get': () =>
        ok({ rows: [row, { ...row, policy: 'other', clause: 'J-3', due: 3, late: 0, rate: null }] }),
    });
    const page = await openPage('packages/staff/supervision/clauses/index', {}, phone);
    expect(page.text()).toContain('到期 43 项时限，按时 74，超期 4，其中还没办结 2');
    expect(page.text()).toMatch(/条款 G-5.3d ?按时率 92.5%/);
    expect(page.text()).toContain('不足 20 件，不算比率');
    expect(page.text()).toContain('按时率＝按时÷到期');
    await page.tap('2 ■ 超期办结');
    expect(phone.used('navigateTo')).toMatchObject([{ url: '/packages/staff/supervision/tickets/index' }]);
    phone.script['staff/compliance.tickets'] = input => {
      expect(input).toMatchObject({ policy: row.policy, outcome: 'late' });
      return ok({ tickets: [summary({ no: 'TS1', title: '补办没有回音' })] });
    };
    const { take } = jest.requireActual<typeof import('../../miniprogram/model/handoff')>(
      '../../miniprogram/model/handoff',
    );
    const figure = take('figure');
    jest.doMock('../../miniprogram/model/handoff', () => ({ take: () => figure, leave: () => undefined }));
    const behind = await openPage('packages/staff/supervision/tickets/index', {}, phone);
    expect(behind.text()).toContain('补办没有回音');
    jest.dontMock('../../miniprogram/model/handoff');
  });

  it('keeps nothing on the screen when the role has ended meanwhile, and what was read when the network goes', async () => {
    const phone = newPhone({
      'staff/me.get': () => ok(profile),
      'staff/compliance.get': () => ok({ rows: [row] }),
      'staff/light.list': () => ok({ lights: [light] }),
    });
    const clauses = await openPage('packages/staff/supervision/clauses/index', {}, phone);
    const again = async (page: typeof clauses) => {
      await (page.instance['onPullDownRefresh'] as () => Promise<void>).call(page.instance);
      await page.settle();
    };
    phone.setOnline(false);
    await again(clauses);
    expect(clauses.text()).toMatch(/按时率 92.5%/);
    phone.setOnline(true);
    phone.script['staff/compliance.get'] = () => failure('forbidden', '您的工作人员身份已收回。');
    await again(clauses);
    expect(clauses.text()).toContain('您的工作人员身份已收回。');
    expect(clauses.text()).not.toMatch(/按时率 92.5%/);

    const lights = await openPage('packages/staff/supervision/lights/index', {}, phone);
    expect(lights.text()).toContain('补办没有回音');
    phone.script['staff/light.list'] = () => failure('forbidden', '您的工作人员身份已收回。');
    await again(lights);
    expect(lights.text()).toContain('您的工作人员身份已收回。');
    expect(lights.text()).not.toContain('补办没有回音');
  });

  it('shows what is odd as facts, with the tickets behind each', async () => {
    const phone = newPhone({
      'staff/odd.list': () =>
        ok({
          rows: [
            { unitId: 'hrss', unitName: '人社厅', code: 'last-hours', label: '期限最后两小时内才答复', n: 3 },
          ],
          tickets: [],
        }),
    });
    const page = await openPage('packages/staff/supervision/odd/index', {}, phone);
    expect(page.text()).toContain('不打分、不排名');
    expect(page.text()).toMatch(/人社厅 期限最后两小时内才答复 3 件 ›/);
  });

  it('leads on where nothing is red and nothing odd', async () => {
    const phone = newPhone({
      'staff/odd.list': () => ok({ rows: [], tickets: [] }),
      'staff/light.list': () => ok({ lights: [] }),
    });
    for (const name of ['odd', 'lights']) {
      const page = await openPage(`packages/staff/supervision/${name}/index`, {}, phone);
      await page.press('看监督');
      expect(phone.used('redirectTo').pop()).toMatchObject({
        url: '/packages/staff/supervision/overview/index',
      });
    }
  });

  it('says which documents a party must have, and leads to those that it has', async () => {
    const held = { clause: 'J-23', type: 'contingency', label: '应急预案' };
    const phone = newPhone({
      'staff/document.held': () =>
        ok({
          parties: [
            {
              id: 'hrss',
              name: '人社厅',
              inForce: 1,
              documents: [
                { ...held, state: 'in-force', stateLabel: '现行有效', no: 'WJ1' },
                { ...held, type: 'closed-loop', label: '闭环处理机制', state: 'missing', stateLabel: '没有' },
                // What its reader may not open has no number.
                { ...held, type: 'safety', label: '安全制度', state: 'in-force', stateLabel: '现行有效' },
              ],
            },
          ],
        }),
    });
    const page = await openPage('packages/staff/supervision/documents/index', {}, phone);
    expect(page.text()).toMatch(
      /人社厅 应有 3 件，现行有效 1 件 应急预案 现行有效 › 闭环处理机制 没有 安全制度 现行有效$/,
    );
    await page.tap('应急预案 现行有效 ›');
    expect(phone.used('navigateTo')).toMatchObject([{ url: expect.stringContaining('WJ1') as string }]);
  });

  it('A24: what is red now: whose, since when, who knows of it, why, what is done; of one unit alone', async () => {
    const acknowledged = { at: '2026-11-20T09:05:00.000+08:00', by: '李四' };
    const explained = {
      at: '2026-11-20T10:00:00.000+08:00',
      by: '王五',
      cause: '人手不足',
      correction: '已增派',
    };
    const asked: unknown[] = [];
    const phone = newPhone({
      'staff/light.list': input => {
        asked.push(input);
        return ok({
          lights: [
            { ...light, acknowledged, explained },
            { ...light, no: 'TS8', clock: '答复', escalated: ['lead', 'manager'] },
          ],
        });
      },
    });
    const page = await openPage('packages/staff/supervision/lights/index', {}, phone);
    expect(asked).toMatchObject([{ redNow: true }]);
    // A short line each, by unit with how many; all that was said behind a tap.
    expect(page.text()).toMatch(
      /人社厅 红灯 2.*■ ?补办没有回音 ?11 月 20 日 ?整改：已增派 ?■ ?补办没有回音 ?11 月 20 日 ?未知悉/,
    );
    expect(page.text()).not.toContain('经办人张');
    await page.tap('红灯，补办没有回音，11 月 20 日起，整改：已增派');
    expect(page.text()).toContain('■ 红灯 人社厅 · 经办人张');
    expect(page.text()).toMatch(/11 月 20 日起 · 超 3 个工作日/);
    expect(page.text()).toMatch(/李四 .*11 月 20 日 09:05 已知悉；原因：人手不足 ?整改：已增派（王五/);
    await page.tap('红灯，补办没有回音，11 月 20 日起，未知悉');
    expect(page.text()).toContain('没有人知悉，已提请单位负责人、管理方');
    expect(page.text()).not.toContain('人手不足');
    await page.tap('打开这一件 ›');
    expect(phone.used('navigateTo')).toMatchObject([{ url: expect.stringContaining('TS8') as string }]);
    await page.tap('只看 人社厅');
    expect(asked.at(-1)).toMatchObject({ redNow: true, unitId: 'hrss' });
    await page.tap('看全部');
    expect(asked.at(-1)).not.toHaveProperty('unitId');
  });

  it('goes on by itself where a part of the list holds nothing, and says nothing is red only when all was looked at', async () => {
    const phone = newPhone({
      'staff/light.list': ({ cursor }) =>
        cursor === undefined
          ? ok({ lights: [], nextCursor: 'a' })
          : cursor === 'a'
            ? ok({ lights: [light], nextCursor: 'b' })
            : ok({
                lights: cursor === 'c' ? [{ ...light, no: 'TS10' }] : [],
                nextCursor: cursor === 'b' ? 'c' : undefined,
              }),
    });
    const page = await openPage('packages/staff/supervision/lights/index', {}, phone);
    expect(page.instance.data['items']).toHaveLength(1);
    expect(page.text()).not.toContain('现在没有红灯');
    // A number of those that are listed would pass for all.
    expect(page.text()).toContain('人社厅');
    expect(page.text()).not.toMatch(/红灯 \d/);
    await (page.instance as unknown as { onReachBottom(): Promise<void> }).onReachBottom();
    expect(page.instance.data['items']).toHaveLength(2);
    expect(page.text()).toContain('人社厅 红灯 2');
  });

  it('J-17: a unit sees its own services that do not work, its complaints and what is late', async () => {
    const service = (id: string, unitId: string) =>
      ({ id, name: `服务${id}`, unitId, unitName: unitId, state: 'fault' }) as never;
    const phone = newPhone({
      'staff/me.get': () => ok({ ...(profile as object), unit: { id: 'hrss', name: '人社厅' } } as never),
      'staff/board.get': () =>
        ok({ now: { overdue: 2, today: 1, open: 9 }, desks: [], weeks: [], units: [], opinions: noOpinions }),
      'staff/ticket.queue': () =>
        ok({ tickets: [], counts: { todo: 0, mine: 0, unit: 0, overdue: 2, all: 9 } }),
      'staff/light.list': () => ok({ lights: [light] }),
      'staff/service.list': ({ state, unitId }) => {
        const all = [
          service('1', 'hrss'),
          service('2', 'psb'),
          { ...(service('3', 'hrss') as object), state: 'online' } as never,
        ] as { state: string; unitId: string }[];
        const wanted = all.filter(
          one => (!unitId || one.unitId === unitId) && (!state || one.state === state),
        );
        return ok({ services: wanted as never[] });
      },
    });
    const page = await openPage('packages/staff/supervision/overview/index', {}, phone);
    expect(page.text()).toContain('2 现在超期');
    expect(page.text()).toContain('服务1');
    expect(page.text()).not.toContain('服务2');
    // G-2.2a: own services that work stand there too, and what is red, with what was said of it.
    expect(page.text()).toMatch(/本单位的其他服务 ?服务登记 › ?服务3 ?● 正常/);
    expect(page.text()).toMatch(/现在超期 2 件.*现在红灯.*人社厅 红灯 1.*补办没有回音.*未知悉/);
    expect(page.text()).toContain('按条款看时限');
  });

  it('J-17: the manager sees the newest open faults and complaints of all desks, and from there all of them', async () => {
    const asked: unknown[] = [];
    const phone = newPhone({
      'staff/me.get': () => ok(profile),
      'staff/board.get': () =>
        ok({
          now: { overdue: 1000, today: 0, open: 1000 },
          desks: [],
          weeks: [],
          units: [],
          opinions: noOpinions,
        }),
      'staff/ticket.queue': input => {
        asked.push(input);
        return ok({
          tickets: [summary({ title: `在办的${input.kind}` })],
          counts: { todo: 0, mine: 0, unit: 0, overdue: 100, all: 100 },
          ...(input.kind === 'complaint' ? { nextCursor: 'next' } : {}),
        });
      },
      'staff/light.list': () => ok({ lights: [] }),
      'staff/service.list': ({ state }) =>
        ok({
          services: [{ id: state, name: `服务${state}`, unitId: 'psb', unitName: '公安厅', state } as never],
          ...(state === 'fault' ? { nextCursor: 'next' } : {}),
        }),
    });
    const page = await openPage('packages/staff/supervision/overview/index', {}, phone);
    expect(asked).toEqual([
      { view: 'all', kind: 'complaint', open: true, limit: 5 },
      { view: 'all', kind: 'fault', open: true, limit: 5 },
    ]);
    expect(page.text()).toContain('在办的complaint');
    expect(page.text()).toContain('在办的fault');
    // Of more than was counted or read it says so.
    expect(page.text()).toMatch(/999\+ ?现在超期.*2\+ ?异常服务/);
    await page.tap('看全部在办的投诉');
    const { take } = jest.requireActual<typeof import('../../miniprogram/model/handoff')>(
      '../../miniprogram/model/handoff',
    );
    expect(take('queue')).toEqual({ view: 'all', kind: 'complaint', open: true, words: '在办的投诉' });
  });

  it('J-24: the manager reads all that is red, whose, since when and what was done within the minute', async () => {
    const units = ['人力资源和社会保障厅', '公安厅', '住房和城乡建设厅', '综合受理中心', '运营方'];
    const lights = Array.from({ length: 20 }, (_, n) => ({
      ...light,
      no: `TS${n}`,
      title: '申请办理社会保障卡补领手续以后一直没有任何回音',
      party: units[n % units.length]!,
      partyId: `unit-${n % units.length}`,
      ...(n % 4 === 0 ? { acknowledged: { at: '2026-11-20T09:05:00.000+08:00', by: '李四' } } : {}),
    }));
    const desks = units.map((name, n) => ({
      desk: `lead:${n}`,
      name,
      overdue: 4,
      today: 0,
      open: 9,
      longest: 3,
    }));
    const phone = newPhone({
      'staff/me.get': () => ok(profile),
      'staff/board.get': () =>
        ok({ now: { overdue: 20, today: 1, open: 45 }, desks, weeks: [], units: [], opinions: noOpinions }),
      'staff/ticket.queue': () =>
        ok({ tickets: [], counts: { todo: 0, mine: 0, unit: 0, overdue: 20, all: 45 } }),
      'staff/light.list': () => ok({ lights }),
      'staff/service.list': () => ok({ services: [] }),
    });
    const page = await openPage('packages/staff/supervision/overview/index', {}, phone);
    const text = page.text();
    const read = text
      .slice(text.indexOf('现在超期 20 件'), text.indexOf('按条款看时限'))
      .replace(/[\s…]/g, '');
    expect(read).toContain('其中人力资源和社会保障厅4件、公安厅4件、住房和城乡建设厅4件等5个单位');
    expect(read.match(/■/g)).toHaveLength(lights.length);
    // A tap, the time to look, and eight characters a second in silence (docs/tasks.md).
    expect(read.replaceAll('■', '').length / 8).toBeLessThan(60 - 4);
  });
});
