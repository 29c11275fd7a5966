import { clockCard } from './clock';
import { card, choices, make } from './dom';
import { messagesCard } from './messages';
import { peopleCard, personOf } from './people';

type WindowKind = 'phone' | 'wide';

const query = new URLSearchParams(location.search);
const state = {
  as: query.get('as') ?? 'demo-citizen-1',
  window: (query.get('window') === 'wide' ? 'wide' : 'phone') as WindowKind,
  online: true,
  slowSeconds: 0,
  fail: '',
  font: 'standard',
};

const screen = make('iframe', 'screen');
screen.title = '手机';
const device = make('div', 'device', [screen]);

/** The address of the phone; a new one is a new start of the mini-program. */
function phoneAddress(page: string): string {
  const address = new URLSearchParams({ as: state.as });
  if (page !== '') address.set('page', page);
  if (!state.online) address.set('net', 'off');
  if (state.slowSeconds > 0) address.set('slow', String(state.slowSeconds));
  if (state.fail) address.set('fail', state.fail);
  if (state.font === 'care') address.set('font', 'care');
  return `/preview/phone?${address.toString()}`;
}

function rememberInAddress(): void {
  const address = new URLSearchParams(location.search);
  address.set('as', state.as);
  address.delete('page');
  if (state.window === 'wide') address.set('window', 'wide');
  else address.delete('window');
  history.replaceState(null, '', `?${address.toString()}`);
}

const tell = (message: object): void => screen.contentWindow?.postMessage(message, location.origin);
const set = (change: Partial<typeof state>): void => {
  Object.assign(state, change);
  const { online, slowSeconds, fail, font } = state;
  tell({ preview: 'set', change: { online, slowSeconds, fail, font } });
};

const messages = messagesCard(() => personOf(state.as));

const people = peopleCard(state.as, person => {
  state.as = person.openid;
  rememberInAddress();
  screen.src = phoneAddress('');
  void messages.refresh();
});

const clock = clockCard(() => {
  screen.contentWindow?.location.reload();
  void messages.refresh();
});

function setWindow(kind: WindowKind): void {
  state.window = kind;
  document.body.classList.toggle('wide', kind === 'wide');
  rememberInAddress();
}

const settings = card('这台手机', [
  choices<WindowKind>(
    '窗口',
    [
      ['phone', '手机'],
      ['wide', '电脑'],
    ],
    state.window,
    setWindow,
  ),
  choices(
    '字体大小',
    [
      ['standard', '标准'],
      ['care', '关怀'],
    ],
    'standard',
    font => {
      set({ font });
      // Pages read the size when they start, as after a change in WeChat's settings.
      tell({ preview: 'reload' });
    },
  ),
  choices(
    '网络',
    [
      ['on', '正常'],
      ['slow', '慢 10 秒'],
      ['off', '断网'],
      ['fail', '出错'],
    ],
    'on',
    net =>
      set({
        online: net !== 'off',
        slowSeconds: net === 'slow' ? 10 : 0,
        fail: net === 'fail' ? 'internal' : '',
      }),
  ),
]);

const title = make('header', 'head', [
  make('h1', '', '办结'),
  make('span', 'second', '演示数据 · 本机运行，不连微信'),
]);
/** What a hotline and the demo have sent each other, on a page of its own. */
const hotline = make('a', 'second', '12345 热线往来');
hotline.href = '/preview/hotline';
hotline.target = '_blank';
document.body.append(
  make('main', 'desk', [device]),
  make('aside', 'console', [title, people, clock, settings, messages.element, hotline]),
);
setWindow(state.window);
screen.src = phoneAddress(query.get('page') ?? '');
