import type { ShownNotice } from '../../typings/contract';
import { openPage, type Mounted } from './harness';
import { newPhone, ok, type CloudScript } from './phone';
import { profile, summary } from './samples';

const answer = (question: string) => ({
  faqId: question,
  question,
  answer: `关于${question}的回答`,
  unitName: '人力资源和社会保障厅',
  updatedOn: '2026-10-12',
  confidence: 0.9,
});
const me: CloudScript = {
  'citizen/me.get': () => ok(profile()),
  'citizen/ask.feedback': () => ok(null),
  'citizen/service.list': () => ok({ services: [] }),
};
const called = (page: Mounted, action: string) => page.phone.calls.filter(call => call.action === action);

describe('home', () => {
  const HOME = 'pages/home/index';
  const script: CloudScript = {
    ...me,
    'citizen/notice.list': () =>
      ok({
        notices: [
          {
            id: 'n1',
            kind: 'maintenance',
            title: '凭证升级',
            text: '',
            publishedAt: '2026-09-24T09:00:00.000+08:00',
            startsAt: '2026-09-24T22:00:00.000+08:00',
            endsAt: '2026-09-24T23:30:00.000+08:00',
            instead: '急用可拨打 12393。',
          },
        ],
      }),
    'citizen/ticket.list': () => ok({ tickets: [summary()] }),
  };

  it('shows running notices with their time, both entries with their limits, and my latest ticket', async () => {
    const page = await openPage(HOME, {}, newPhone(script));
    for (const words of [
      '维护提示',
      '22:00–23:30',
      '急用可拨打 12393',
      '8 个工作日内受理',
      '6 个工作日内答复',
      '社保卡补办三次被拒',
    ]) {
      expect(page.text()).toContain(words);
    }
  });

  it('shows the services that the operator has put here, opens one, and says of another what is wrong (J-9b)', async () => {
    const service = { id: 's1', name: '社会保障卡申领', label: '社保卡', unitId: 'hrss', unitName: '人社厅' };
    const open = { type: 'miniprogram' as const, target: 'wx0000000000000001' };
    const asked: unknown[] = [];
    const page = await openPage(
      HOME,
      {},
      newPhone({
        ...script,
        'citizen/service.list': input => {
          asked.push(input);
          return ok({
            services: [
              { ...service, state: 'online' as const, open },
              { ...service, id: 's2', label: '居住证', state: 'fault' as const },
            ],
          });
        },
      }),
    );
    expect(asked).toEqual([{ featured: true }]);
    expect(page.text()).toContain('常用服务');
    expect(page.text()).toMatch(/居住证.*故障/);
    await page.tap('社保卡');
    expect(page.phone.used('navigateToMiniProgram')).toMatchObject([{ appId: open.target }]);
  });

  it('shows a fault of now before maintenance that is to come, and the ticket that waits for me', async () => {
    const notice = (id: string, kind: ShownNotice['kind'], startsAt: string) => ({
      id,
      kind,
      title: `公告${id}`,
      text: '',
      publishedAt: startsAt,
      startsAt,
      endsAt: '2099-12-31T23:59:59.999+08:00',
    });
    const phone = newPhone({
      ...script,
      'citizen/notice.list': () =>
        ok({
          notices: [
            notice('一', 'general', '2020-01-01T00:00:00.000+08:00'),
            notice('二', 'maintenance', '2099-01-01T00:00:00.000+08:00'),
            notice('三', 'maintenance', '2020-01-01T00:00:00.000+08:00'),
            notice('四', 'fault', '2020-01-01T00:00:00.000+08:00'),
          ],
        }),
      'citizen/ticket.list': () =>
        ok({ tickets: [summary({ no: 'TS1' }), summary({ no: 'TS2', flags: ['awaiting-citizen'] })] }),
    });
    const page = await openPage(HOME, {}, phone);
    expect(page.text()).toMatch(/公告四.*公告三/);
    expect(page.text()).not.toMatch(/公告[一二]/);
    expect(page.text()).toContain('等您补充');
  });

  it('hands the typed question to 问一问', async () => {
    const page = await openPage(HOME, {}, newPhone(script));
    await page.press('问一问');
    expect(page.text()).toContain('请先写下您的问题');
    await page.type('question', '社保卡丢了');
    await page.press('问一问');
    expect(page.phone.used('switchTab')).toEqual([{ url: '/pages/ask/index' }]);
  });

  it('without network shows what it had and says so', async () => {
    const phone = newPhone(script);
    (await openPage(HOME, {}, phone)).close();
    phone.setOnline(false);
    const page = await openPage(HOME, {}, phone);
    expect(page.text()).toContain('没有连上网络');
    expect(page.text()).toContain('社保卡补办三次被拒');
  });
});

describe('问一问', () => {
  const ASK = 'pages/ask/index';
  const ask = async (page: Mounted, text: string) => {
    await page.type('text', text);
    await page.press('发送');
  };

  it('shows the answer with its unit and date, and passes on whether it helped', async () => {
    const phone = newPhone({
      ...me,
      'citizen/ask': () => ok({ askId: 'a1', band: 'answer', answers: [answer('补卡')], near: [] }),
    });
    const page = await openPage(ASK, {}, phone);
    await ask(page, '社保卡丢了');
    expect(page.text()).toContain('关于补卡的回答');
    expect(page.text()).toContain('人力资源和社会保障厅 · 10 月 12 日 周一 更新');
    await page.press('解决了');
    expect(called(page, 'ask.feedback')[0]?.input).toEqual({ askId: 'a1', solved: true, faqId: '补卡' });
  });

  it('offers choices with their full answers, and a person for none of them', async () => {
    const phone = newPhone({
      ...me,
      'citizen/ask': () =>
        ok({ askId: 'a2', band: 'choices', answers: [answer('儿童补卡'), answer('代办补卡')], near: [] }),
    });
    const page = await openPage(ASK, {}, phone);
    await ask(page, '小孩的卡');
    await page.tap('代办补卡');
    expect(page.text()).toContain('关于代办补卡的回答');
    await page.press('没解决');
    await page.press('转人工答复');
    expect(phone.used('navigateTo')).toEqual([{ url: '/packages/citizen/file/index' }]);
  });

  it('none of the choices: staff hear that nothing helped, and a person is asked', async () => {
    const phone = newPhone({
      ...me,
      'citizen/ask': () =>
        ok({ askId: 'a4', band: 'choices', answers: [answer('儿童补卡'), answer('代办补卡')], near: [] }),
    });
    const page = await openPage(ASK, {}, phone);
    await ask(page, '小孩的卡');
    await page.press('都不是，转人工答复');
    expect(called(page, 'ask.feedback').map(({ input }) => input)).toEqual([{ askId: 'a4', solved: false }]);
    expect(phone.used('navigateTo')).toEqual([{ url: '/packages/citizen/file/index' }]);
  });

  it('keeps the question when a person has to answer: nobody writes it twice', async () => {
    const phone = newPhone({
      ...me,
      'citizen/ask': () => ok({ askId: 'a3', band: 'handover', answers: [], near: [] }),
    });
    const page = await openPage(ASK, {}, phone);
    await ask(page, '很少见的问题');
    await page.press('转人工答复');
    const { take } = jest.requireActual<typeof import('../../miniprogram/model/handoff')>(
      '../../miniprogram/model/handoff',
    );
    expect(take('filing')).toEqual({ text: '很少见的问题', askId: 'a3' });
  });

  it('shows what may be meant when a person has to answer: one tap to read, another to see the others, or a person', async () => {
    const phone = newPhone({
      ...me,
      'citizen/ask': () =>
        ok({ askId: 'a5', band: 'handover', answers: [], near: [answer('补卡'), answer('挂失')] }),
    });
    const page = await openPage(ASK, {}, phone);
    await ask(page, '卡冇咗');
    expect(page.text()).toMatch(/您要问的可能是：.*补卡.*挂失/);
    expect(page.text()).not.toContain('没有可靠的答案');
    await page.tap('挂失');
    expect(page.text()).toContain('关于挂失的回答');
    await page.tap('‹ 看另外几个');
    await page.tap('补卡');
    await page.press('解决了');
    expect(called(page, 'ask.feedback')[0]?.input).toEqual({ askId: 'a5', solved: true, faqId: '补卡' });
    await ask(page, '又问一次');
    await page.press('都不是，转人工');
    expect(phone.used('navigateTo')).toEqual([{ url: '/packages/citizen/file/index' }]);
  });

  it('says the known fault instead of having no answer', async () => {
    const phone = newPhone({
      ...me,
      'citizen/ask': () =>
        ok({
          askId: 'a6',
          band: 'handover',
          answers: [],
          near: [answer('公积金提取')],
          knownFault: { serviceId: 's1', text: '提取正在抢修', noticeId: 'n1' },
        }),
    });
    const page = await openPage(ASK, {}, phone);
    await ask(page, '公积金提不出来');
    expect(page.text()).toMatch(/已知故障.*提取正在抢修.*公积金提取.*/);
    expect(page.text()).not.toContain('没有可靠的答案');
  });

  it('puts danger first with a number to call, and offers to tell when a known fault is over', async () => {
    const phone = newPhone({
      ...me,
      'citizen/notice.subscribe': () => ok(null),
      'citizen/ask': () =>
        ok({
          askId: 'a4',
          band: 'handover',
          answers: [],
          near: [],
          urgent: {
            text: '有危险请马上拨打',
            phone: '120',
            label: '医疗急救',
            more: [{ phone: '110', label: '公安报警' }],
          },
          knownFault: { serviceId: 's1', text: '凭证正在抢修', noticeId: 'n1' },
        }),
    });
    const page = await openPage(ASK, {}, phone);
    await ask(page, '急');
    const read = page.text();
    expect(read.indexOf('拨打 120')).toBeLessThan(read.indexOf('有危险请马上拨打'));
    expect(read.indexOf('有危险请马上拨打')).toBeLessThan(read.indexOf('已知故障'));
    await page.tap('拨打 120');
    await page.tap('拨打 110');
    expect(phone.used('makePhoneCall')).toMatchObject([{ phoneNumber: '120' }, { phoneNumber: '110' }]);
    await page.tap('恢复后通知我');
    expect(called(page, 'notice.subscribe')[0]?.input).toEqual({ serviceId: 's1' });
    expect(page.text()).toContain('恢复后会通知您');
  });

  it('offers to ask again or a person when the answer does not come, and keeps a typed question', async () => {
    const phone = newPhone(me);
    phone.setOnline(false);
    const page = await openPage(ASK, {}, phone);
    await ask(page, '社保卡丢了');
    expect(page.text()).toContain('没有连上网络');
    phone.setOnline(true);
    phone.script['citizen/ask'] = () =>
      ok({ askId: 'a1', band: 'answer', answers: [answer('补卡')], near: [] });
    await page.press('再问一次');
    expect(page.text()).toContain('关于补卡的回答');
    await page.type('text', '没发出去的');
    page.close();
    const again = await openPage(ASK, {}, phone);
    expect(again.inner('ui-field')[0]?.data['value']).toBe('没发出去的');
  });
});
