import { counts, late } from './handler-desk';
import { openPage } from './harness';
import { failure, newPhone, ok } from './phone';
import { noOpinions, summary } from './samples';

/** The board: where it burns, the weeks and the units (G-2.1c). */

describe('the board', () => {
  const nowhere = { now: { overdue: 0, today: 0, open: 0 }, desks: [], opinions: noOpinions };

  it('shows the units in order of what is overdue, with shape and words, and leads to their tickets (G-2.1c)', async () => {
    const desk = (name: string, overdue: number, today: number, open: number, longest: number) => ({
      desk: `lead:${name}`,
      name,
      overdue,
      today,
      open,
      longest,
    });
    const desks = [desk('住建厅', 4, 1, 19, 3), desk('公安厅', 0, 2, 27, 0), desk('人社厅', 0, 0, 31, 0)];
    const page = await openPage(
      'packages/staff/desk/board/index',
      {},
      newPhone({
        'staff/board.get': () => ok({ ...nowhere, desks, weeks: [], units: [] }),
        'staff/ticket.queue': () => ok({ tickets: [late], counts: { ...counts, overdue: 4 } }),
      }),
    );
    expect(page.text()).toMatch(
      /住建厅 ■ 4 件超期 › ▲ 1 件今天到期 · 最长超 3 个工作日 · 在办 19 件 公安厅 ▲ 2 件今天到期 › 在办 27 件 人社厅 ● 没有超期 › 在办 31 件/,
    );
    await page.tap('住建厅 ■ 4 件超期 › ▲ 1 件今天到期 · 最长超 3 个工作日 · 在办 19 件');
    expect(page.phone.used('switchTab')).toMatchObject([{ url: '/pages/workbench/index' }]);
    const { take } = jest.requireActual<typeof import('../../miniprogram/model/handoff')>(
      '../../miniprogram/model/handoff',
    );
    expect(take('queue')).toEqual({ view: 'overdue', desk: 'lead:住建厅', words: '住建厅超期的件' });
  });

  it('says first where it burns, then this week, the weeks and the units', async () => {
    const board = {
      ...nowhere,
      weeks: [
        { from: '2026-11-09', filed: 10, inTime: 4, late: 1 },
        { from: '2026-11-16', filed: 40, inTime: 29, late: 1 },
      ],
      units: [
        { unitId: 'hrss', name: '人社厅', inTime: 20, late: 0 },
        { unitId: 'psb', name: '公安厅', inTime: 13, late: 2 },
      ],
    };
    const late = summary({
      next: { name: 'reply', label: '答复', date: '2026-10-12', daysLeft: -6 },
      holderName: '公安厅',
    });
    const phone = newPhone({
      'staff/board.get': () => ok(board),
      'staff/ticket.queue': () => ok({ tickets: [late], counts: { ...counts, overdue: 13 } }),
    });
    const page = await openPage('packages/staff/desk/board/index', {}, phone);
    expect(page.text()).toMatch(
      /^现在 13 件超期，最长超 6 个工作日 看全部超期的件 › 96.7% 本周按时答复 40 本周新增 1 本周超期/,
    );
    expect(page.text()).toContain('公安厅 · 王**');
    expect(page.text()).toMatch(/近 \d 周公安厅超期答复 2 件/);
    expect(page.text().indexOf('公安厅 ●')).toBeLessThan(page.text().indexOf('人社厅 ●'));
    phone.script['staff/board.get'] = () => failure('forbidden', '您的角色没有看板');
    (page.instance['onShow'] as () => void).call(page.instance);
    await page.settle();
    expect(page.text()).not.toContain('公安厅');
  });

  it('shows whether people say that it was solved, with numbers, response and meaning; of few no rate (A49)', async () => {
    const many = { yes: 30, answers: 40, asked: 50, rate: 0.75, response: 0.8 };
    const few = { yes: 5, answers: 6, asked: 30, rate: null, response: 0.2 };
    const page = await openPage(
      'packages/staff/desk/board/index',
      {},
      newPhone({
        'staff/board.get': () =>
          ok({
            ...nowhere,
            weeks: [],
            units: [],
            opinions: {
              solved: many,
              satisfied: few,
              definitions: noOpinions.definitions,
              units: [{ unitId: 'psb', name: '公安厅', solved: noOpinions.solved, satisfied: many }],
            },
          }),
        'staff/ticket.queue': () => ok({ tickets: [], counts: { ...counts, overdue: 0 } }),
      }),
    );
    expect(page.text()).toContain(
      '解决率 75% 已解决 30 / 回答 40，回应率 80%（40 / 询问 50） 回访时群众说已解决的',
    );
    expect(page.text()).toContain(
      '满意率 不足 20 件，不算比率 满意 5 / 评价 6，回应率 20%（6 / 答复 30） 评价基本满意以上的',
    );
    expect(page.text()).toContain(
      '公安厅 解决率 不足 20 件，不算比率：已解决 0 / 回答 0，回应率（0 / 询问 0） 满意率 75%：满意 30 / 评价 40，回应率 80%（40 / 答复 50）',
    );
  });

  it('has nothing to divide by where nothing was answered', async () => {
    const phone = newPhone({
      'staff/board.get': () =>
        ok({ ...nowhere, weeks: [{ from: '2026-11-16', filed: 0, inTime: 0, late: 0 }], units: [] }),
      'staff/ticket.queue': () => ok({ tickets: [], counts: { ...counts, overdue: 0 } }),
    });
    const page = await openPage('packages/staff/desk/board/index', {}, phone);
    expect(page.text()).toContain('– 本周按时答复');
    expect(page.text()).toContain('现在没有超期的件');
    expect(page.text()).toContain('没有超期答复');
  });
});
