import type { DeskLights, ShownTicket } from '../../typings/contract';
import { useSystem, type Person } from '../support/system';

/** Where it burns, for those who answer for others' limits: G-2.1c, A24. */
const system = useSystem();
const manager = system.staff('demo-manager');

type Board = { now: { overdue: number; today: number; open: number }; desks: DeskLights[] };
const board = (who: Person = manager): Promise<Board> => who.call<Board>('board.get', { weeks: 1 });
const deskOf = async (name: string, who: Person = manager): Promise<DeskLights | undefined> =>
  (await board(who)).desks.find(desk => desk.name === name);

const HRSS = '人力资源和社会保障厅';
/** S001 is a service of the human resources department; its consultation is due on Friday 2026-10-09. */
const file = (openid: string, more: object = {}): Promise<ShownTicket> => {
  system.at('2026-09-24T10:00');
  return system.citizen(openid).file({ serviceId: 'S001', ...more });
};

test('every desk with what is overdue, due before midnight and open; the worst comes first (G-2.1c)', async () => {
  const consultation = await file('due-first');
  const complaint = await file('due-later', { kind: 'complaint' });
  await file('at-operator', { serviceId: undefined, category: 'technical' });

  expect(await deskOf(HRSS)).toMatchObject({ overdue: 0, today: 0, open: 2, longest: 0 });
  system.at('2026-10-09T09:00');
  expect(await deskOf(HRSS)).toMatchObject({ overdue: 0, today: 1, open: 2 });
  expect(await manager.queue('all', { due: 'today', desk: 'lead:hrss' })).toEqual([consultation.no]);

  system.at('2026-10-12T09:00');
  const { now, desks } = await board();
  // The technical one was due on 2026-09-29, so the operator is longest over.
  expect(desks.map(({ desk, overdue, today, open }) => ({ desk, overdue, today, open }))).toEqual([
    { desk: 'operator-lead', overdue: 1, today: 0, open: 1 },
    { desk: 'lead:hrss', overdue: 1, today: 1, open: 2 },
  ]);
  expect(desks[0]?.longest).toBeGreaterThan(desks[1]?.longest ?? 0);
  // Saturday the 10th is a make-up day.
  expect(desks[1]?.longest).toBe(2);
  expect(now).toEqual({ overdue: 2, today: 1, open: 3 });
  expect(await manager.queue('overdue', { desk: 'lead:hrss' })).toEqual([consultation.no]);
  const open = await manager.queue('all', { desk: 'lead:hrss' });
  expect(open.sort()).toEqual([consultation.no, complaint.no].sort());
});

test('nobody reads through a desk what is not theirs to see', async () => {
  const { no } = await file('scoped');
  const [own, foreign] = [system.staff('demo-hrss-lead'), system.staff('demo-psb-lead')];
  expect(await own.queue('all', { desk: 'lead:hrss' })).toContain(no);
  expect(await foreign.queue('all', { desk: 'lead:hrss' })).toEqual([]);
  expect(await deskOf(HRSS, foreign)).toBeUndefined();
  expect((await board(own)).desks.map(({ name }) => name)).toEqual([HRSS]);
  for (const desk of ['seen|manager', 'lead:hrss|x', '*'])
    await expect(manager.queue('all', { desk })).rejects.toMatchObject({ code: 'invalid' });
});

describe('the category that is proposed to whoever files without knowing (contract §7)', () => {
  const guess = async (text: string, serviceId?: string): Promise<string | undefined> => {
    const { category } = await system
      .citizen('unsure')
      .call<{ category?: string }>('category.guess', { text, ...(serviceId ? { serviceId } : {}) });
    return category;
  };

  test('the mini-program, an error inside the chosen service, or the matter itself', async () => {
    expect(await guess('小程序登录不上，一直收不到验证码')).toBe('technical');
    expect(await guess('查询的时候页面一直加载，提示系统异常，提交不了', 'S001')).toBe('system');
    expect(await guess('查询的时候页面一直加载，提示系统异常，提交不了')).toBe('technical');
    expect(await guess('社保卡补办需要带什么材料，当天能拿到吗', 'S001')).toBe('business');
    expect(await guess('你好')).toBeUndefined();
  });

  test('decides nothing: an unsure ticket still goes to the operator', async () => {
    const ticket = await file('unsure', {
      category: 'unsure',
      text: '社保卡补办需要带什么材料，当天能拿到吗',
    });
    expect(ticket).toMatchObject({ category: 'unsure', state: 'submitted', unit: null });
  });
});
