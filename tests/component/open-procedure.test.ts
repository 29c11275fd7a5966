import { openPage } from './harness';
import { failure, newPhone, ok } from './phone';
import { profile } from './samples';
import { called, opening, script } from './service-desk';

/** The form with which staff start a procedure. */

const FORM = 'packages/staff/procedures/open/index';

describe('what staff start', () => {
  it('is listed with a sentence each, what cannot wait first; what citizens file is not among it', async () => {
    const page = await openPage('packages/staff/procedures/start/index', {}, newPhone(script));
    expect(page.text()).toMatch(/■ 一键报告重大故障.*应用异常 应用异常的用途/);
    expect(page.text()).not.toContain('投诉');
    // Listed for all, opened by others.
    expect(page.text()).not.toContain('服务上架');
    await page.tap('应用异常。应用异常的用途');
    expect(page.phone.used('navigateTo')).toEqual([
      { url: '/packages/staff/procedures/open/index?kind=fault' },
    ]);
  });

  it('says so when a role may start nothing, or there is no network', async () => {
    const nothing = await openPage(
      'packages/staff/procedures/start/index',
      {},
      newPhone({ 'staff/procedure.list': () => ok({ procedures: [] }) }),
    );
    expect(nothing.text()).toContain('您的角色没有可以发起的事项');
    const phone = newPhone(script);
    phone.setOnline(false);
    const offline = await openPage('packages/staff/procedures/start/index', {}, phone);
    expect(offline.text()).toContain('没有连上网络');
  });

  it('does not call optional what the label says has to be filled in at times', async () => {
    const change = opening('change', '调整或撤销', {
      fields: [
        { name: 'instead', label: '怎么办（撤销时必填）', type: 'longtext', required: false },
        { name: 'more', label: '其他说明', type: 'longtext', required: false },
      ],
    });
    const phone = newPhone({ ...script, 'staff/procedure.list': () => ok({ procedures: [change] }) });
    const page = await openPage(FORM, { kind: 'change' }, phone);
    expect(page.text()).not.toContain('怎么办（撤销时必填） （选填）');
    expect(page.text()).toContain('其他说明 （选填）');
  });

  it('is sent as the cloud asked for it, and its ticket opens in place of the form', async () => {
    const page = await openPage(FORM, { kind: 'fault' }, newPhone(script));
    await page.press('提交');
    expect(page.text().match(/请填写群众遇到什么情况/g)).toHaveLength(1);
    expect(page.text()).toContain('有 1 处要填写或更正');
    await page.type('impact', '  不能提交。 ');
    await page.tap('登录方式');
    await page.tap('问题修复');
    await page.press('提交');
    expect(called(page, 'procedure.open').map(call => call.input['input'])).toEqual([
      { impact: '不能提交。', changes: ['login', 'fix'] },
    ]);
    expect(page.phone.used('redirectTo')).toEqual([{ url: '/packages/staff/tickets/ticket/index?no=YC1' }]);
    expect([...page.phone.storage.keys()].filter(key => key.startsWith('draft:open'))).toEqual([]);
  });

  it('keeps words and request over a failed sending and a closed page, so that a repeat opens once', async () => {
    const phone = newPhone(script);
    const page = await openPage(FORM, { kind: 'fault' }, phone);
    await page.type('impact', '不能提交。');
    phone.setOnline(false);
    await page.press('提交');
    expect(page.text()).toContain('没有连上网络');
    page.close();
    phone.setOnline(true);
    const again = await openPage(FORM, { kind: 'fault' }, phone);
    expect(again.text()).toContain('上次没有提交的内容还在');
    await again.press('提交');
    const requests = called(again, 'procedure.open').map(call => call.input['requestId']);
    expect(requests).toHaveLength(2);
    expect(new Set(requests).size).toBe(1);
  });

  it('can be begun anew; a request that was opened before becomes another one', async () => {
    const phone = newPhone({ ...script, 'staff/procedure.open': () => failure('conflict', '重复') });
    const page = await openPage(FORM, { kind: 'fault' }, phone);
    await page.type('impact', '不能提交。');
    await page.press('提交');
    expect(page.text()).toContain('刚才那次其实已经提交成功');
    await page.press('提交');
    const [first, second] = called(page, 'procedure.open').map(call => call.input['requestId']);
    expect(second).not.toBe(first);
    page.close();
    const again = await openPage(FORM, { kind: 'fault' }, phone);
    await again.tap('清空重填');
    expect(again.instance.data['draft']).toMatchObject({ values: {} });
  });

  it('puts errors of the cloud at their fields, and waits for files on their way', async () => {
    const phone = newPhone({
      ...script,
      'citizen/me.get': () => ok(profile()),
      'staff/procedure.open': () =>
        failure('invalid', '有误', { fields: { serviceId: '异常已经报告，见 YC1' } }),
    });
    phone.sheetChoice = 1;
    phone.chatFiles = [
      { path: 'wxfile://chosen/x', name: '申请.pdf', size: 1000 },
      { path: 'wxfile://chosen/y', name: '太大.pdf', size: 30 * 1024 * 1024 },
    ];
    const page = await openPage(FORM, { kind: 'fault' }, phone);
    await page.type('impact', '不能提交。');
    await page.tap('添加证明材料');
    expect(page.text()).toContain('申请.pdf');
    expect(page.text()).not.toContain('太大.pdf');
    await page.press('提交');
    expect(page.text()).toContain('文件还在上传');
    await page.settle();
    phone.upload.fail();
    await page.settle();
    await page.press('提交');
    expect(page.text()).toContain('有文件没有传上去');
    await page.tap('申请.pdf文件没有传上去，点一下重传');
    await page.settle();
    phone.upload.finish(1);
    await page.settle();
    await page.press('提交');
    expect(called(page, 'procedure.open')[0]?.input['input']).toMatchObject({
      proof: [expect.stringMatching(/\.pdf$/)],
    });
    expect(page.inner('lookup')[0]?.data['error']).toBe('异常已经报告，见 YC1');
  });

  it('asks three things at once where seconds count, the rest on demand; closed to other roles', async () => {
    const page = await openPage(FORM, { kind: 'major-fault' }, newPhone(script));
    expect(page.text()).not.toContain('证明材料');
    await page.tap('补充更多（选填）');
    expect(page.text()).toContain('证明材料');
    const none = await openPage(FORM, { kind: 'release' }, newPhone(script));
    expect(none.text()).toContain('您的角色不能发起这个事项');
  });
});
