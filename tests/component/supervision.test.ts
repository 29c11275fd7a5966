import type { ComplianceRow } from '../../typings/api';
import { openPage } from './harness';
import { newPhone, ok } from './phone';
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
              ],
            },
          ],
        }),
    });
    const page = await openPage('packages/staff/supervision/documents/index', {}, phone);
    expect(page.text()).toMatch(/人社厅 应有 2 件，现行有效 1 件 应急预案 现行有效 › 闭环处理机制 没有/);
    await page.tap('应急预案 现行有效 ›');
    expect(phone.used('navigateTo')).toMatchObject([{ url: expect.stringContaining('WJ1') as string }]);
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
      'staff/service.list': ({ state }) =>
        ok({ services: state === 'fault' ? [service('1', 'hrss'), service('2', 'psb')] : [] }),
    });
    const page = await openPage('packages/staff/supervision/overview/index', {}, phone);
    expect(page.text()).toContain('2 现在超期');
    expect(page.text()).toContain('服务1');
    expect(page.text()).not.toContain('服务2');
    expect(page.text()).toContain('按条款看时限');
  });
});
