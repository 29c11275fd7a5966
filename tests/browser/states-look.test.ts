import { misfits, violations } from '../support/appearance';
import { someOf } from '../support/long';
import { useRealSystem } from '../support/real-system';

/**
 * Every page for everyone: nothing that a screen reader or weak eyes cannot use, nothing cut in large letters. Each is
 * looked at when it shows what the cloud answered: a page of an error would have nothing to be cut.
 */
const system = useRealSystem({ now: '2026-09-24T10:00' });
const WHO = 'look-citizen';

type Place = [name: string, as: string, page: string, content: string | RegExp];
const places: Place[] = [
  ['home', WHO, '/pages/home/index', /收不到验证码|小区门口的路灯|养老金少发|仲裁结果|社会保障卡补办/],
  ['ask', WHO, '/pages/ask/index', '有问题，直接问'],
  ['my tickets', WHO, '/pages/tickets/index', '小区门口的路灯坏了'],
  ['mine', WHO, '/pages/mine/index', /\d+ 条没看/],
  ['file', WHO, '/packages/citizen/file/index?kind=complaint', '选了服务，能更快转到负责单位'],
  ['a ticket', WHO, '/packages/citizen/ticket/index?no=DISPATCHED', '最迟答复您'],
  ['a refused ticket', WHO, '/packages/citizen/ticket/index?no=REFUSED', '不予受理告知书'],
  ['a replied ticket', WHO, '/packages/citizen/ticket/index?no=REPLIED', '已补发，请核对银行到账记录。'],
  ['an answered ticket', WHO, '/packages/citizen/ticket/index?no=ANSWERED', '知识库的回答'],
  ['services', WHO, '/packages/citizen/services/index', '不动产信息查询'],
  ['notices', WHO, '/packages/citizen/notices/index', '医保电子凭证系统升级'],
  ['a notice', WHO, '/packages/citizen/notice/index?id=NOTICE', '转发给别人'],
  ['inbox', WHO, '/packages/citizen/inbox/index', /已收到/],
  ['privacy', WHO, '/packages/citizen/privacy/index', /版本 2026-11/],
  ['public outcomes', WHO, '/packages/citizen/disclosed/index', '还没有公开的办理结果'],
  ['workbench of the operator', 'demo-operator', '/pages/workbench/index', '小区门口的路灯坏了'],
  ['workbench of a handler', 'demo-hrss-handler', '/pages/workbench/index', /社会保障卡补办三次/],
  ['workbench of the manager', 'demo-manager', '/pages/workbench/index', /全省超期/],
  ['workbench of the security officer', 'demo-security', '/pages/workbench/index', /待办的都办完了/],
  ['workbench of a partner', 'demo-partner', '/pages/workbench/index', /待办的都办完了/],
  ['checking the journal', 'demo-security', '/packages/staff/oversight/audit/index', '开始核对'],
  ['the timer', 'demo-manager', '/packages/staff/oversight/timer/index', '运行状况'],
  ['the calendar', 'demo-manager', '/packages/staff/rules/calendar/index', '国庆节'],
  ['handling', 'demo-hrss-handler', '/packages/staff/tickets/ticket/index?no=DISPATCHED', /前：决定是否受理/],
  ['triage', 'demo-operator', '/packages/staff/tickets/ticket/index?no=SUBMITTED', '可能的负责单位'],
  ['the board', 'demo-manager', '/packages/staff/desk/board/index', '本周新增'],
  ['messages of staff', 'demo-operator', '/packages/citizen/inbox/index?staff=1', /请按时办理/],
  ['the own address', 'demo-operator', '/packages/staff/desk/address/index', '境外号码以 + 开头'],
  ['registering', 'demo-operator', '/packages/staff/tickets/record/index', '照对方的话记，不用整理'],
];

const known: Record<string, string> = {};
const addressOf = (page: string): string => page.replace(/[A-Z]{6,}$/, word => known[word] ?? word);

beforeAll(async () => {
  const citizen = system.citizen(WHO);
  const handler = system.staff('demo-hrss-handler');
  const complaint = { kind: 'complaint' as const, serviceId: 'S001', contact: { phone: '13800138000' } };
  const file = async (more: object): Promise<string> => (await citizen.file({ ...complaint, ...more })).no;
  known['DISPATCHED'] = await file({ title: '社会保障卡补办三次都被窗口以系统问题为由拒绝办理' });
  known['REFUSED'] = await file({ title: '仲裁结果不满意要求重新查工资' });
  known['REPLIED'] = await file({ title: '养老金少发了一个月' });
  known['SUBMITTED'] = await file({ title: '小区门口的路灯坏了', serviceId: undefined });
  const { askId } = await citizen.call<{ askId: string }>('ask', { text: '收不到验证码怎么办？' });
  known['ANSWERED'] = await file({
    kind: 'consultation',
    serviceId: undefined,
    askId,
    title: '收不到验证码',
  });
  await handler.act(known['REFUSED'], 'refuse', {
    reason: '同一争议已经申请仲裁。',
    basis: '《劳动保障监察条例》第二十一条',
    redirect: '向人民法院起诉',
  });
  await handler.act(known['REPLIED'], 'reply', { text: '已补发，请核对银行到账记录。' });
  const { notices } = await citizen.call<{ notices: { id: string }[] }>('notice.list');
  known['NOTICE'] = notices[0]?.id ?? '';
  await system.at('2026-09-24T10:01');
});

/** `npm test` takes every other page, in one of the two sizes. */
const looks = places.flatMap(([name, as, page, content]) =>
  [false, true].map(care => ({ name, as, page, content, care })),
);

test.each(someOf(looks, ({ care }, index) => index % 4 < 2 && care === index % 8 > 3))(
  '$name, in large letters: $care',
  async ({ as, page, content, care }) => {
    const hand = await system.open(as, addressOf(page), { care });
    await hand.sees(content);
    await hand.settled();
    expect(await violations(hand.page)).toEqual([]);
    expect(await misfits(hand.page)).toEqual([]);
  },
);

test('forms: an act with its fields, the days that count, a lookup', async () => {
  for (const care of [false, true]) {
    const hand = await system.open(
      'demo-operator',
      `/packages/staff/tickets/ticket/index?no=${known['SUBMITTED']}`,
      {
        care,
      },
    );
    await hand.press('分办');
    await hand.thing('确认分办').first().waitFor();
    await hand.settled();
    expect(await misfits(hand.page)).toEqual([]);
    expect(await violations(hand.page)).toEqual([]);
    await hand.close();
    const citizen = await system.open(WHO, `/packages/citizen/ticket/index?no=${known['DISPATCHED']}`, {
      care,
    });
    await citizen.press('为什么是这天 ›');
    await citizen.settled();
    expect(await violations(citizen.page)).toEqual([]);
    await citizen.close();
  }
});
