import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser, openPhone, temporaryFolder, type Phone, type Pointing } from '../support/browser';
import { someOf } from '../support/long';
import { startPreviewHost, type PreviewHost } from '../support/preview-host';

const ROOT = join(__dirname, '../../local/preview/specimen');
const folder = temporaryFolder();
let host: PreviewHost;
let browser: Browser;

beforeAll(async () => {
  [host, browser] = await Promise.all([
    startPreviewHost({ root: ROOT, outDir: folder.path, watch: false }),
    launchBrowser(),
  ]);
});

afterAll(async () => {
  await browser.close();
  await host.close();
  folder.remove();
});

test('the specimen builds without a diagnostic', () => {
  expect(host.preview.diagnostics()).toEqual([]);
});

/** By mouse in the long form too. */
const pointings = someOf<Pointing>(['mouse', 'touch'], pointing => pointing === 'touch');

describe.each(pointings)('the specimen by %s', pointing => {
  let phone: Phone;
  const open = async (page = '', query = '') => {
    phone = await openPhone(
      browser,
      `${host.origin}/preview/phone?page=${encodeURIComponent(page)}${query}`,
      { pointing },
    );
    return phone;
  };
  const see = (text: string) => phone.page.waitForSelector(`.wx-open-page:not([hidden]) >> text=${text}`);

  afterEach(async () => {
    const { errors } = phone;
    await phone.close();
    expect(errors).toEqual([]);
  });

  test('templates, WXS, events, marks and two-way binding work as in WeChat', async () => {
    const { tap, id, text } = await open();
    expect(await text('wxs')).toBe('has digits · array of 2 · 42 · 1970');
    expect(await text('row-2')).toBe('2：乙');
    expect(await text('included')).toBe('包含的 片段');
    await tap(id('plus'));
    expect(await text('if')).toBe('大于二');
    expect(await text('row-1')).toBe('1：甲甲');
    expect(await text('outer')).toBe('冒泡了');
    await tap(id('stop'));
    expect(await text('if')).toBe('小于二');
    await tap(id('card-switch'));
    expect(await text('checked')).toBe('已选 开');
    expect(await text('slotted')).toBe('插槽里的字');
    expect(await phone.page.$eval('html', html => html.style.fontSize)).toBe('17px');
  });

  test('tab pages stay alive, each with a tab bar of its own', async () => {
    const { tap, page } = await open();
    const tab = (name: string) => `.wx-open-page:not([hidden]) [role=tab][aria-label="${name}"]`;
    await tap(tab('我的'));
    await see('打开 1 次，显示 1 次');
    expect(await page.getAttribute(tab('我的'), 'aria-selected')).toBe('true');
    await tap(tab('首页'));
    await tap(tab('我的'));
    await see('打开 1 次，显示 2 次');
    expect(await page.$$eval('custom-tab-bar', bars => bars.length)).toBe(2);
  });

  test('a draft survives a closed page, apart for each person', async () => {
    await open('/pages/mine/index', '&as=demo-citizen-1');
    const { page, id } = phone;
    await page.fill(`${id('draft')} input`, '写到一半');
    await page.reload();
    await page.waitForSelector('body[data-ready]');
    expect(await page.inputValue(`${id('draft')} input`)).toBe('写到一半');
    await page.goto(`${host.origin}/preview/phone?page=/pages/mine/index&as=demo-citizen-2`);
    await page.waitForSelector('body[data-ready]');
    expect(await page.inputValue(`${id('draft')} input`)).toBe('');
  });

  test('the cloud is called as the chosen person; offline fails as WeChat fails', async () => {
    const { tap, id, page } = await open('/pages/mine/index', '&as=demo-operator');
    await tap(id('call'));
    await see('{"ok":true,"data":{"action":"me.get"}}');
    expect(host.calls.at(-1)).toMatchObject({ name: 'citizen', openid: 'demo-operator' });
    await page.evaluate('__preview.set({ online: false })');
    await see('断网');
    await tap(id('call'));
    await see('-1 cloud.callFunction:fail request:fail');
  });

  test('the phone follows the local clock and the font size', async () => {
    const { text } = await open('/pages/mine/index', '&font=care');
    expect(await text('today')).toBe('9-24');
    expect(await text('font')).toBe('23.8');
  });

  test('controls fill a form', async () => {
    const { tap, id, page, text } = await open('/packages/more/controls/index?from=link&text=%E4%BD%A0');
    expect(await text('query')).toBe('link %E4%BD%A0');
    const hint = page.locator(`${id('name')} .hint`);
    expect(await hint.isVisible()).toBe(true);
    await page.fill(`${id('name')} input`, '王小明');
    expect(await hint.isVisible()).toBe(false);
    await page.fill(`${id('text')} textarea`, '一\n二\n三');
    expect(await text('typed')).toBe('王小明/5/3');
    await tap('wx-checkbox >> nth=2');
    expect(await text('boxes')).toBe('红绿');
    await tap('wx-radio:has-text("企业")');
    await tap(id('pick'));
    await tap('.wx-picker-option:has-text("深圳市")');
    await tap('text=确定');
    await tap(id('date'));
    await tap('.wx-picker-option:has-text("2027 年")');
    await tap('text=确定');
    await tap(id('multi'));
    await tap('.wx-picker-option:has-text("江西")');
    await tap('.wx-picker-option:has-text("九江")');
    await tap('text=确定');
    await see('两级：江西 九江');
    await page.click(id('disabled'), { force: true });
    await tap(id('submit'));
    expect(JSON.parse(await text('submitted'))).toEqual({
      name: '王小明',
      text: '一\n二\n三',
      boxes: ['红', '绿'],
      one: '企业',
      on: true,
      slide: 30,
      pick: 1,
      date: '2027-09-24',
    });
    expect(await page.$eval(id('rich'), one => one.querySelector('script'))).toBeNull();
  });

  test('vant works unchanged', async () => {
    const { tap, id, page, text } = await open('/packages/more/vant/index');
    await page.fill(`${id('van-field')} input`, '13800000000');
    await see('13800000000');
    await tap(id('van-cell'));
    await tap('.van-checkbox__label:has-text("同意")');
    await tap('.van-checkbox__label:has-text("乙项")');
    await tap('van-radio:has-text("单选二") .van-radio__icon-wrap');
    await tap('van-stepper .van-stepper__plus');
    await tap('van-switch .van-switch');
    await tap('van-rate .van-rate__item >> nth=4');
    await tap('.van-dropdown-menu__item');
    await tap('van-dropdown-item van-cell:has-text("按时间")');
    expect(await text('state')).toBe('todo/time/true/b/2/2/true/5/点了格');
    await tap('.van-tab >> nth=1');
    expect(await page.isVisible(id('done-tab'))).toBe(true);
    await tap('van-button:has-text("弹层")');
    await tap('.van-picker__confirm');
    await see('todo/time/true/b/2/2/true/5/甲单位'.replace('todo', 'done'));
    await tap('van-button:has-text("对话框")');
    await tap('van-dialog van-button:has-text("确认") >> nth=0');
    await see('/确认了');
    await tap('van-button:has-text("动作面板")');
    await tap('text=退回');
    await see('/退回');
    await tap('van-button:has-text("日历")');
    await tap('.van-calendar__day:has-text("18") >> nth=0');
    await tap('.van-calendar__footer van-button');
    await see('/9月18日');
    await tap('van-collapse-item .van-cell');
    await page.waitForSelector(id('why'), { state: 'visible' });
    await tap('van-button:has-text("轻提示")');
    await page.waitForSelector('van-toast >> text=成功了');
  });

  test('pictures: canvas 2d, upload with progress, cloud image, root portal', async () => {
    const { tap, id, page, text } = await open('/packages/more/media/index');
    await see('宽 16');
    await see('10,86,176');
    expect(await text('canvas')).toBe('150x80 10,86,176');
    const chooser = page.waitForEvent('filechooser');
    await tap(id('choose'));
    await (await chooser).setFiles(join(ROOT, 'images/dot.png'));
    await see('100%');
    await see('云端的图显示了');
    await tap(id('chosen'));
    await page.waitForSelector('.wx-preview-image img[src^="blob:"]');
    await tap('text=关闭');
    expect(await page.$eval(id('portal'), one => one.parentElement?.parentElement?.tagName)).toBe('WX-PAGE');
  });

  test('scrolling: page events, scroll-view, swiper, observers', async () => {
    const { tap, id, page, text } = await open('/packages/more/scroll/index');
    await tap(id('goto'));
    await page.waitForFunction(
      selector => (document.querySelector(selector)?.scrollTop ?? 0) > 500,
      id('list'),
    );
    await page.$eval('.wx-open-page:not([hidden]) wx-page', one => one.scrollTo(0, 1e6));
    await see('到底 1 次，位置 下面，看见 末尾');
    await tap(id('top'));
    await see('位置 顶上');
    const box = (await page.locator(id('swiper')).boundingBox())!;
    if (pointing === 'mouse') {
      await page.mouse.move(box.x + 300, box.y + 20);
      await page.mouse.down();
      await page.mouse.move(box.x + 100, box.y + 20, { steps: 4 });
      await page.mouse.up();
      expect(await text('slide')).toBe('1');
    }
  });

  test('lifetimes come in order; event channels, dialogs and sheets answer', async () => {
    const { tap, id, page, text } = await open();
    await tap(id('to-life'));
    await see('你好');
    expect(await text('log')).toBe('attached load77 show ready onReady');
    await tap(id('ask'));
    await tap('.wx-modal-confirm');
    await see('好');
    await tap(id('choose'));
    await tap('.wx-sheet-item:has-text("乙")');
    await see('第 1 项');
    await tap(id('subscribe'));
    await tap('.wx-sheet-check >> nth=1');
    await tap('.wx-sheet-accept');
    await see('accept reject');
    await tap(id('fail'));
    await see('navigateTo:fail page "pages/none/index" is not found');
    await tap(id('say'));
    await tap(id('guard'));
    await tap('.wx-open-page:not([hidden]) .wx-nav-back');
    await tap('text=留下');
    await tap('.wx-open-page:not([hidden]) .wx-nav-back');
    await tap('text=离开 >> nth=-1');
    await see('听到 再见');
    expect(await page.$$eval('.wx-open-page', pages => pages.length)).toBe(1);
  });

  test('long press, pull-down refresh and sharing', async () => {
    const { tap, id, page, text } = await open();
    await page.evaluate('wx.startPullDownRefresh()');
    await page.waitForSelector(id('refreshed'), { state: 'visible' });
    await tap(`.wx-open-page:not([hidden]) [role=tab][aria-label="我的"]`);
    await tap(id('share'));
    await page.waitForSelector('.wx-share-card:has-text("/pages/mine/index")');
    await tap('text=关闭');
    await tap(`.wx-open-page:not([hidden]) [role=tab][aria-label="首页"]`);
    if (pointing === 'mouse') {
      await page.hover(id('long'));
      await page.mouse.down();
      await page.waitForTimeout(450);
      await page.mouse.up();
      expect(await text('long')).toBe('长按：1');
    }
  });
});

test('storage has WeChat’s limits, the page stack ends at ten, unknown pages are refused', async () => {
  const phone = await openPhone(browser, `${host.origin}/preview/phone`);
  const failing = (code: string) =>
    phone.page.evaluate(
      `(async () => { try { await ${code}; } catch (e) { return e.errMsg || e.message; } })()`,
    );
  expect(await failing("wx.setStorageSync('big', 'x'.repeat(1024 * 1024))")).toBe(
    'setStorageSync:fail entry size limit reached (1 MB)',
  );
  expect(await failing("wx.getStorage({ key: 'none' })")).toBe('getStorage:fail data not found');
  expect(await phone.page.evaluate("wx.setStorageSync('a', { b: [1] }), wx.getStorageSync('a').b[0]")).toBe(
    1,
  );
  expect(await phone.page.evaluate('wx.getStorageInfoSync().keys')).toEqual(['a']);
  for (let depth = 2; depth <= 10; depth += 1)
    await phone.page.evaluate("wx.navigateTo({ url: '/packages/more/scroll/index' })");
  expect(await failing("wx.navigateTo({ url: '/packages/more/scroll/index' })")).toBe(
    'navigateTo:fail page stack is full (10)',
  );
  expect(await failing("wx.navigateTo({ url: '/pages/mine/index' })")).toBe(
    'navigateTo:fail can not navigateTo a tabbar page',
  );
  expect(await failing("wx.switchTab({ url: '/packages/more/scroll/index' })")).toBe(
    'switchTab:fail can not switch to no-tabBar page',
  );
  await phone.page.evaluate('wx.navigateBack({ delta: 99 })');
  expect(await phone.page.evaluate('getCurrentPages().length')).toBe(1);
  expect(phone.errors).toEqual([]);
  await phone.close();
});

test('everything is reached and operated by keyboard', async () => {
  const phone = await openPhone(browser, `${host.origin}/preview/phone`);
  const { page, text } = phone;
  await page.focus(phone.id('stop'));
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  expect(await text('if')).toBe('大于二');
  await page.keyboard.press('Tab');
  await page.keyboard.press(' ');
  expect(await text('if')).toBe('小于二');
  await page.keyboard.press('Tab');
  await page.keyboard.press(' ');
  expect(await text('checked')).toBe('已选 开');
  expect(phone.errors).toEqual([]);
  await phone.close();
});

test('a wide window is WeChat on a PC, and pages hear of a new size', async () => {
  const phone = await openPhone(browser, `${host.origin}/preview/phone?page=/packages/more/life/index?id=1`, {
    screen: 'wide',
  });
  expect(await phone.text('size')).toBe('1180');
  await phone.page.setViewportSize({ width: 960, height: 700 });
  await phone.page.waitForSelector('text=960');
  expect(await phone.page.evaluate('wx.getDeviceInfo().platform')).toBe('windows');
  expect(phone.errors).toEqual([]);
  await phone.close();
});
