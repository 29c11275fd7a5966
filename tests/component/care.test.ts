import { partsToSpeak } from '../../miniprogram/lib/speech';
import { receiptOf } from '../../miniprogram/model/ticket/receipt';
import { openPage, type Mounted } from './harness';
import { newPhone, ok, type CloudScript, type Phone } from './phone';
import { notice, profile, summary, ticket } from './samples';

/** 关怀模式 is another home; what is read aloud, what is kept, and what is found among one's own. */

const HOME = 'pages/home/index';
const script: CloudScript = {
  'citizen/me.get': () => ok(profile()),
  'citizen/me.save': () => ok(profile()),
  'citizen/service.list': () => ok({ services: [] }),
  'citizen/notice.list': () => ok({ notices: [notice({ id: 'n1', title: '医保凭证维护' })] }),
  'citizen/ticket.list': () =>
    ok({ tickets: [summary(), summary({ no: 'TS2', wants: '已答复，请您评价' })] }),
};
const called = (page: Mounted, action: string) => page.phone.calls.filter(call => call.action === action);

describe('关怀模式', () => {
  const caring = (): Phone => {
    const phone = newPhone(script);
    phone.fontScale = 1.4;
    return phone;
  };

  it('has its own home: ask, 12345, complain, my tickets; a notice is one line', async () => {
    const page = await openPage(HOME, {}, caring());
    await page.tap('打 12345');
    expect(page.phone.used('makePhoneCall')).toMatchObject([{ phoneNumber: '12345' }]);
    await page.tap('我要投诉');
    expect(page.phone.used('navigateTo')).toMatchObject([{ url: expect.stringContaining('kind=complaint') }]);
    await page.tap('我的件，1 件等您');
    expect(page.phone.used('switchTab')).toMatchObject([{ url: '/pages/tickets/index' }]);
    expect(page.text()).toContain('医保凭证维护');
    expect(page.text()).not.toContain('常见问题马上答复');
  });

  it('is turned on and off at home; where the phone itself asks for it, it stays', async () => {
    const page = await openPage(HOME, {}, newPhone(script));
    expect(page.text()).not.toContain('打 12345');
    await page.tap('关怀模式');
    expect(page.text()).toContain('打 12345');
    expect(called(page, 'me.save')[0]?.input).toEqual({ preferences: { largeText: true } });
    await page.tap('回普通版');
    expect(page.text()).not.toContain('打 12345');
    expect((await openPage(HOME, {}, caring())).text()).not.toContain('回普通版');
  });

  it('offers speech only where the phone has it', async () => {
    expect((await openPage(HOME, {}, caring())).text()).not.toContain('说出问题');
    type Said = { onStop?: (said: { result: string }) => void; start(): void; stop(): void };
    const recognizer: Said = {
      start: () => undefined,
      stop: () => recognizer.onStop?.({ result: '社保卡丢了' }),
    };
    const scope = globalThis as unknown as { requirePlugin?: () => object };
    const spoken: string[] = [];
    const textToSpeech = ({ content, fail }: { content: string; fail(): void }) => {
      spoken.push(content);
      fail();
    };
    scope.requirePlugin = () => ({ getRecordRecognitionManager: () => recognizer, textToSpeech });
    try {
      const page = await openPage(HOME, {}, caring());
      await page.tap('说出问题');
      expect(page.text()).toContain('正在听');
      await page.tap('正在听，说完再按一下');
      expect(page.inner('ui-field')[0]?.data['value']).toBe('社保卡丢了');
      await page.tap('读给我听，医保凭证维护');
      expect(spoken[0]).toContain('医保凭证维护');
    } finally {
      delete scope.requirePlugin;
    }
  });

  it('reads long texts in parts that end with a sentence', () => {
    expect(partsToSpeak('一。二！\n三')).toEqual(['一。二！\n三']);
    const long = `${'长'.repeat(200)}。`;
    expect(partsToSpeak(long + long)).toEqual([long, long]);
    expect(partsToSpeak('字'.repeat(700)).map(part => part.length)).toEqual([300, 300, 100]);
  });
});

describe('what a citizen keeps', () => {
  it('is a receipt with number and date, then the answer; nothing personal', () => {
    const received = receiptOf(ticket({ no: 'TS1' }));
    expect(received.title).toBe('受理回执');
    const words = received.lines.map(({ label, text }) => `${label} ${text}`).join('\n');
    expect(words).toContain('工单号 TS1');
    expect(words).toContain('最迟答复 10 月 30 日');
    expect(words).not.toContain('138');
    const reply = {
      at: '2026-10-10T10:00:00.000+08:00',
      unitName: '省人社厅',
      text: '可以领卡。',
      attachments: [],
    };
    const answered = receiptOf(ticket({ replies: [reply], settled: true }));
    expect(answered.title).toBe('办理答复');
    expect(answered.lines.at(-1)).toMatchObject({
      label: expect.stringContaining('省人社厅答复'),
      text: '可以领卡。',
    });
  });
});

describe('我的件', () => {
  it('are searched; those that want something from me come first, and say what', async () => {
    const phone = newPhone(script);
    const page = await openPage('pages/tickets/index', {}, phone);
    const shown = page.inner('ticket-card').map(card => (card.data['ticket'] as { no: string }).no);
    expect(shown[0]).toBe('TS2');
    expect(page.text()).toContain('已答复，请您评价');
    await page.type('query', '补卡');
    await (page.instance['searchNow'] as () => Promise<void>).call(page.instance);
    await page.settle();
    expect(called(page, 'ticket.list').at(-1)?.input).toMatchObject({ query: '补卡', state: 'open' });
  });
});

describe('messages by WeChat', () => {
  it('are chosen by what they are about, among those that there are', async () => {
    const templates = [
      { id: 't1', for: ['reply' as const] },
      { id: 't2', for: ['question' as const] },
    ];
    const preferences = { subscribe: true, largeText: false, muted: [] };
    const page = await openPage(
      'pages/mine/index',
      {},
      newPhone({
        ...script,
        'citizen/me.get': () => ok(profile({ templates, preferences })),
        'citizen/inbox.list': () => ok({ messages: [], unread: 0 }),
      }),
    );
    expect(page.text()).not.toContain('关注的服务有变化');
    await page.tap('有了答复');
    expect(called(page, 'me.save')[0]?.input).toEqual({ preferences: { muted: ['reply'] } });
  });
});
