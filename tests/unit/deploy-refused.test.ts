import { deploy, type Wanted } from '../../tools/deploy/deploy';
import { findPlace } from '../../tools/deploy/observe';
import type { Desired } from '../../tools/deploy/state';
import { createApi } from '../../tools/tencent-cloud';
import { account, ENVIRONMENT, FakeCloud } from '../support/cloud-api/fake';
import { check, deployed, otherKeys, product, run, siteAt, wanted } from '../support/cloud-api/small';

/** A deployment that is refused something: by WeChat, by the cloud, or by what it is told to deploy (issue 17). */

describe('what no interface offers', () => {
  test.each([
    ['WeChat refuses', true],
    ['there is no account of WeChat', false],
  ])(
    '%s: one named step for a person, with how to check it, until it is said to be done',
    async (_, withWeChat) => {
      const fake = new FakeCloud();
      fake.wechatOpen = false;
      const first = await run(fake, product(), {}, withWeChat);
      expect(first.exit).toBe(3);
      expect(first.text).toContain('函数 clock 的云调用权限 subscribeMessage.send');
      expect(first.text).toContain('不应再有 -604101');
      expect(first.text).toContain('消息推送 wxa_media_check');
      expect(fake.state.functions['clock']?.timers).toHaveLength(1);
      expect((await run(fake, product(), {}, withWeChat)).exit).toBe(3);
      expect((await check(fake, product(), withWeChat)).exit).toBe(1);
      expect((await run(fake, product(), { done: true }, withWeChat)).exit).toBe(0);
      expect(await run(fake, product(), {}, withWeChat)).toMatchObject({ exit: 0, wrote: [] });
      expect((await check(fake, product(), withWeChat)).exit).toBe(0);
      // Of an upgrade that asks for nothing more nobody has to do it again; of one that does, somebody has.
      expect((await run(fake, product(2), {}, withWeChat)).exit).toBe(0);
      const more = product(2);
      more.functions.forEach(
        one => void (one.openapi = one.name === 'clock' ? ['a.b', 'subscribeMessage.send'] : one.openapi),
      );
      expect((await run(fake, more, {}, withWeChat)).exit).toBe(3);
    },
  );

  test('the doctor finds in the logs that a permission is missing', async () => {
    const fake = await deployed();
    fake.logs = ['{"event":"subscribe-not-sent","error":"-604101"}'];
    expect(await check(fake, product())).toMatchObject({ exit: 1, text: expect.stringContaining('-604101') });
    fake.refuses = { action: 'SearchClsLog', code: 'UnauthorizedOperation' };
    expect(await check(fake, product())).toMatchObject({
      exit: 0,
      text: expect.stringContaining('日志读不到'),
    });
  });

  test('pushes of others stay', async () => {
    const fake = new FakeCloud();
    const other = { msgType: 'event', event: 'user_enter', env: 'other', functionName: 'chat', enable: true };
    fake.change(({ callbacks }) => void callbacks.push(other));
    await run(fake, product());
    expect(fake.state.callbacks).toEqual([other, expect.objectContaining({ functionName: 'events' })]);
  });
});

describe('what goes wrong', () => {
  test('a key that may not do something: the code is said, and nothing is tried again', async () => {
    const fake = new FakeCloud();
    fake.refuses = { action: 'CreateTable', code: 'UnauthorizedOperation' };
    await expect(run(fake, product())).rejects.toThrow('CreateTable: UnauthorizedOperation');
    expect(fake.requests.filter(name => name === 'CreateTable')).toHaveLength(1);
  });

  test('a step that fails as if it were done already, and is not: tried once more, then said', async () => {
    const fake = new FakeCloud();
    fake.refuses = { action: 'UpdateTable', code: 'FailedOperation' };
    await expect(run(fake, product())).rejects.toThrow('UpdateTable: FailedOperation');
    expect(fake.requests.filter(name => name === 'UpdateTable')).toHaveLength(2);
  });

  test('a wrong key of the account', async () => {
    const fake = new FakeCloud();
    const api = createApi({ ...account, secretKey: 'another' }, fake.outside);
    await expect(findPlace(api, ENVIRONMENT)).rejects.toThrow('AuthFailure.SignatureFailure');
  });

  const withVariables = (variables: Record<string, string>): Desired => {
    const desired = product();
    desired.functions.forEach(one => void (one.variables = { ...one.variables, ...variables }));
    return desired;
  };

  test.each<[string, Desired, Partial<Wanted>, string]>([
    ['a variable is missing', product(), { missing: ['BANJIE_KEYS'] }, '没有变量 BANJIE_KEYS'],
    ['nobody reads one', product(), { unread: ['SMTP_ULR'] }, '变量 SMTP_ULR 没有函数会读'],
    [
      'they are more than the platform takes',
      withVariables({ SMS_TEMPLATES: 'x'.repeat(4000) }),
      {},
      '最多 4096 字节',
    ],
    [
      'a key that nobody drew',
      withVariables({ BANJIE_PHONE_KEY: Buffer.alloc(32).toString('base64') }),
      {},
      'BANJIE_PHONE_KEY',
    ],
    [
      'the key of phones is another',
      withVariables({ BANJIE_PHONE_KEY: otherKeys.BANJIE_PHONE_KEY }),
      {},
      '一经使用不能更换',
    ],
    [
      'a chain key is gone',
      withVariables({ BANJIE_CHAIN_KEYS: otherKeys.BANJIE_CHAIN_KEYS }),
      {},
      'BANJIE_CHAIN_KEYS 少了 k3',
    ],
  ])('%s: nothing is written', async (_what, desired, more, told) => {
    const fake = await deployed();
    const before = fake.written.length;
    const said: string[] = [];
    expect(await deploy(await siteAt(fake, desired, true, said), { ...wanted, ...more })).toBe(1);
    expect(fake.written.length).toBe(before);
    expect(said.join('\n')).toContain(told);
  });
});
