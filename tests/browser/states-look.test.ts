import { misfits, violations } from '../support/appearance';
import { everyPlace, LOOKER } from '../support/every-page';
import { someOf } from '../support/long';
import { useRealSystem } from '../support/real-system';

/**
 * Every page for everyone: nothing that a screen reader or weak eyes cannot use, nothing cut in large letters. Each is
 * looked at when it shows what the cloud answered: a page of an error would have nothing to be cut.
 */
const system = useRealSystem({ now: '2026-09-24T10:00' });
const known: Record<string, string> = {};
const addressOf = (page: string): string => page.replace(/[A-Z]{5,}$/, word => known[word] ?? word);

beforeAll(async () => {
  const citizen = system.citizen(LOOKER);
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
  const meeting = {
    subject: '数据不同步',
    background: '两家说法不一。',
    parties: [{ unitId: 'hrss' }, { unitId: 'psb' }],
  };
  const boss = system.staff('demo-manager');
  const { ticket } = await boss.call<{ ticket: { no: string } }>('procedure.open', {
    kind: 'coordination',
    requestId: '00000000-0000-4000-8000-00000000c001',
    input: meeting,
  });
  known['MEETING'] = ticket.no;
  const { faqs } = await boss.call<{ faqs: { id: string }[] }>('faq.list', { view: 'published' });
  known['ENTRY'] = faqs[0]?.id ?? '';
  await system.staff('demo-operator').call('report.build', { type: 'monthly', period: '2026-08' });
  await system.at('2026-09-24T10:01');
});

/** The narrowest phone, the usual one and a PC, in both sizes of letters. */
const sizes = (['narrow', 'phone', 'desk'] as const).flatMap(screen =>
  [false, true].map(care => ({ screen, care })),
);
const looks = everyPlace.flatMap((place, at) =>
  sizes.map(({ screen, care }, n) => ({
    ...place,
    screen,
    care,
    chosen: at % 2 === 0 && n === (at / 2) % sizes.length,
  })),
);

/** `npm test` takes every other page in one of the six sizes, so that each size is taken as often. */
test.each(someOf(looks, ({ chosen }) => chosen))(
  '$name, $screen, in large letters: $care',
  async ({ as, page, content, care, screen, by = [] }) => {
    const hand = await system.open(as, addressOf(page), { care, screen });
    for (const name of by) await hand.press(name);
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
    const citizen = await system.open(LOOKER, `/packages/citizen/ticket/index?no=${known['DISPATCHED']}`, {
      care,
    });
    await citizen.press('为什么是这天 ›');
    await citizen.settled();
    expect(await violations(citizen.page)).toEqual([]);
    await citizen.close();
  }
});
