import { openLab, type Lab } from './lab';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.end());

const check = (content: string) =>
  lab.inFunction(async ({ cloud, caught }, text) => {
    try {
      const reply = await cloud.openapi.security.msgSecCheck({
        content: text,
        version: 2,
        scene: 2,
        openid: 'anna',
      });
      return (reply.result as { suggest: string }).suggest;
    } catch (error) {
      return caught(error).errCode;
    }
  }, content);

const send = (to: string, value = '您的件') =>
  lab.inFunction(
    ({ cloud, caught }, input) =>
      cloud.openapi.subscribeMessage
        .send({ touser: input.to, templateId: 'T', page: 'p?no=1', data: { thing1: { value: input.value } } })
        .then(
          ({ errCode }) => errCode,
          (error: unknown) => caught(error).errCode,
        ),
    { to, value },
  );

test('texts pass unless a script says otherwise; too long ones are refused', async () => {
  expect(await check('请问社保卡如何补办')).toBe('pass');
  lab.control.openapi('security.msgSecCheck', { risky: ['违禁'], review: ['骂人'] });
  expect([await check('一个违禁词'), await check('有点骂人'), await check('正常')]).toEqual([
    'risky',
    'review',
    'pass',
  ]);
  lab.control.openapi('security.msgSecCheck', { outage: true, times: 1 });
  expect([await check('a'), await check('a')]).toEqual([-604102, 'pass']);
  expect(await check('长'.repeat(2501))).toBe(45002);
});

test('a message that its addressee refused, or that breaks the template, throws with its code and is not kept', async () => {
  lab.control.openapi('subscribeMessage.send', {
    errcode: 43101,
    errmsg: 'user refuse to accept the msg',
    to: ['refuser'],
  });
  expect([
    await send('refuser'),
    await send('taker'),
    await send('taker', '字'.repeat(21)),
    await send(''),
  ]).toEqual([43101, 0, 47003, 40003]);
  expect(lab.control.messages().map(({ to }) => to)).toEqual(['taker']);
  lab.control.openapi('subscribeMessage.send');
});

test('a code gives a telephone number once', async () => {
  const numbers = await lab.inFunction(async ({ cloud, caught }) => {
    const ask = (code: string) =>
      cloud.openapi.phonenumber.getPhoneNumber({ code }).then(
        reply => (reply.phoneInfo as { phoneNumber: string }).phoneNumber,
        (error: unknown) => caught(error).errCode,
      );
    return [await ask('code-13900001111'), await ask('abc'), await ask('abc')];
  });
  expect(numbers).toEqual(['13900001111', expect.stringMatching(/^138\d{8}$/), 40029]);
});

test('the result of a media check arrives at the function for message push', async () => {
  lab.control.openapi('security.mediaCheckAsync', { risky: ['bad'] });
  const traces = await lab.inFunction(async ({ cloud }) => {
    const ask = async (url: string) =>
      (
        await cloud.openapi.security.mediaCheckAsync({
          mediaUrl: url,
          mediaType: 2,
          version: 2,
          scene: 1,
          openid: 'anna',
        })
      ).traceId;
    return [await ask('http://files/good.jpg'), await ask('http://files/bad.jpg')];
  });
  const pushed = async (): Promise<unknown[]> =>
    lab.inFunction(async ({ db }) => (await db.collection('pushed').get()).data);
  for (let i = 0; i < 50 && (await pushed()).length < 2; i++)
    await new Promise(resolve => setTimeout(resolve, 50));
  expect(await pushed()).toEqual(
    expect.arrayContaining([
      { _id: traces[0], suggest: 'pass', openid: null },
      { _id: traces[1], suggest: 'risky', openid: null },
    ]),
  );
});

test('a function may call only the interfaces that its config.json names', async () => {
  const errors = await lab.inFunction(({ cloud, caught }) =>
    cloud.openapi.wxacode.getUnlimited({ scene: 'a' }).then(() => null, caught),
  );
  expect(errors!.errMsg).toContain('-604100');
  const other = await lab.call('calls', {
    name: 'lab',
    data: { code: '({ cloud }) => cloud.getWXContext()' },
  });
  expect(other.errMsg).toBe('cloud.callFunction:ok');
});
