import { domOf } from '../engine/backend';
import { defineBuiltin, html } from './define';

const pixels = (value: unknown): number => {
  const number = parseFloat(String(value));
  if (!Number.isFinite(number)) return 0;
  return /rpx$/.test(String(value)) ? (number * innerWidth) / 750 : number;
};

const PULL_LIMIT = 45;

export const scrollView = defineBuiltin('scroll-view', {
  properties: {
    scrollX: false,
    scrollY: false,
    upperThreshold: 50 as unknown,
    lowerThreshold: 50 as unknown,
    scrollTop: null as unknown,
    scrollLeft: null as unknown,
    scrollIntoView: '',
    scrollWithAnimation: false,
    enhanced: false,
    showScrollbar: true,
    refresherEnabled: false,
    refresherTriggered: false,
    type: '',
    enableFlex: false,
    bounces: true,
    enablePassive: false,
    refresherThreshold: PULL_LIMIT,
  },
  create(self) {
    const { dom } = self;
    let last = { left: 0, top: 0, upper: true, lower: false };
    const spinner = html('div', 'wx-refresher', { role: 'status' });
    spinner.textContent = '正在刷新…';
    const axes = (): void => {
      dom.toggleAttribute('scroll-x', self.get('scrollX'));
      dom.toggleAttribute('scroll-y', self.get('scrollY'));
      // Who has only keys scrolls with them.
      if (self.get('scrollX') || self.get('scrollY')) dom.tabIndex = 0;
      dom.toggleAttribute('flex', self.get('enableFlex'));
      dom.toggleAttribute('no-scrollbar', !self.get('showScrollbar'));
    };
    const scrollTo = (left: number, top: number): void => {
      dom.scrollTo({ left, top, behavior: self.get('scrollWithAnimation') ? 'smooth' : 'instant' });
    };
    const intoView = (name: string): void => {
      if (name === '') return;
      // The element may come with the same update.
      setTimeout(() => {
        const found = self.comp.ownerShadowRoot?.querySelector(`#${name}`);
        const target = found ? domOf(found) : null;
        if (target === null || !dom.contains(target)) return;
        const [own, other] = [dom.getBoundingClientRect(), target.getBoundingClientRect()];
        const left = self.get('scrollX') ? dom.scrollLeft + other.left - own.left : dom.scrollLeft;
        const top = self.get('scrollY') ? dom.scrollTop + other.top - own.top : dom.scrollTop;
        scrollTo(left, top);
      });
    };
    dom.addEventListener('scroll', () => {
      const { scrollLeft, scrollTop, scrollWidth, scrollHeight, clientWidth, clientHeight } = dom;
      const [deltaX, deltaY] = [last.left - scrollLeft, last.top - scrollTop];
      const vertical = self.get('scrollY');
      const position = vertical ? scrollTop : scrollLeft;
      const rest = vertical
        ? scrollHeight - clientHeight - scrollTop
        : scrollWidth - clientWidth - scrollLeft;
      const upper = position <= pixels(self.get('upperThreshold'));
      const lower = rest <= pixels(self.get('lowerThreshold'));
      const before = last;
      last = { left: scrollLeft, top: scrollTop, upper, lower };
      self.fire('scroll', { scrollLeft, scrollTop, scrollWidth, scrollHeight, deltaX, deltaY });
      if (upper && !before.upper) self.fire('scrolltoupper', { direction: vertical ? 'top' : 'left' });
      if (lower && !before.lower) self.fire('scrolltolower', { direction: vertical ? 'bottom' : 'right' });
    });
    let pull = { start: 0, distance: 0 };
    self.comp.addListener('touchstart', event => {
      const { touches } = event as unknown as { touches: { clientY: number }[] };
      pull = { start: dom.scrollTop <= 0 ? (touches[0]?.clientY ?? 0) : NaN, distance: 0 };
    });
    self.comp.addListener('touchmove', event => {
      const { touches } = event as unknown as { touches: { clientY: number }[] };
      pull.distance = (touches[0]?.clientY ?? 0) - pull.start;
    });
    self.comp.addListener('touchend', () => {
      if (!self.get('refresherEnabled') || !(pull.distance > self.get('refresherThreshold'))) return;
      self.set({ refresherTriggered: true });
      self.fire('refresherrefresh', {});
    });
    return {
      observe: {
        scrollX: axes,
        scrollY: axes,
        enableFlex: axes,
        showScrollbar: axes,
        scrollTop: value => scrollTo(dom.scrollLeft, pixels(value)),
        scrollLeft: value => scrollTo(pixels(value), dom.scrollTop),
        scrollIntoView: intoView,
        refresherTriggered(value) {
          if (value) dom.prepend(spinner);
          else {
            spinner.remove();
            self.fire('refresherrestore', {});
          }
        },
      },
      attached() {
        axes();
        const [left, top] = [self.get('scrollLeft'), self.get('scrollTop')];
        if (left !== null || top !== null) scrollTo(pixels(left ?? 0), pixels(top ?? 0));
        intoView(self.get('scrollIntoView'));
      },
    };
  },
});

export const swiper = defineBuiltin('swiper', {
  properties: {
    current: 0,
    autoplay: false,
    interval: 5000,
    duration: 500,
    circular: false,
    vertical: false,
    indicatorDots: false,
    indicatorColor: 'rgba(0,0,0,.3)',
    indicatorActiveColor: '#000000',
    previousMargin: '0px',
    nextMargin: '0px',
    displayMultipleItems: 1,
    currentItemId: '',
    easingFunction: 'default',
  },
  inner: 'wx-swiper-track',
  create(self) {
    const { dom } = self;
    const dots = html('div', 'wx-swiper-dots', { 'aria-hidden': 'true' });
    dom.append(dots);
    let timer = 0;
    const track = (): HTMLElement | null => dom.querySelector(':scope > .wx-swiper-track');
    const count = (): number => track()?.querySelectorAll(':scope > wx-swiper-item').length ?? 0;
    const draw = (drag = 0): void => {
      const vertical = self.get('vertical');
      const axis = vertical ? 'Y' : 'X';
      const share = 100 / self.get('displayMultipleItems');
      const line = track();
      if (line === null) return;
      dom.toggleAttribute('vertical', vertical);
      line.style.transitionDuration = drag === 0 ? `${self.get('duration')}ms` : '0s';
      line.style.transform = `translate${axis}(calc(${-self.get('current') * share}% + ${drag}px))`;
      line.style.setProperty('--swiper-share', `${share}%`);
      dots.hidden = !self.get('indicatorDots');
      const all = Array.from({ length: count() }, (_none, index) => {
        const active = index === self.get('current');
        const dot = html('i', 'wx-swiper-dot');
        dot.style.background = active ? self.get('indicatorActiveColor') : self.get('indicatorColor');
        return dot;
      });
      dots.replaceChildren(...all);
    };
    const go = (to: number, source: string): void => {
      const last = count() - self.get('displayMultipleItems');
      const wrapped =
        to < 0 ? (self.get('circular') ? last : 0) : to > last ? (self.get('circular') ? 0 : last) : to;
      if (wrapped !== self.get('current')) {
        self.set({ current: wrapped });
        self.fire('change', { current: wrapped, source, currentItemId: '' });
        setTimeout(() => self.fire('animationfinish', { current: wrapped, source }), self.get('duration'));
      }
      draw();
    };
    const play = (): void => {
      clearInterval(timer);
      if (!self.get('autoplay')) return;
      timer = window.setInterval(() => {
        if (dom.offsetParent === null || count() < 2) return;
        go(self.get('current') + 1 >= count() ? 0 : self.get('current') + 1, 'autoplay');
      }, self.get('interval'));
    };
    type Touches = {
      touches: { clientX: number; clientY: number }[];
      changedTouches: { clientX: number; clientY: number }[];
    };
    let start: { x: number; y: number } | undefined;
    const distance = (point: { clientX: number; clientY: number } | undefined): number => {
      if (start === undefined || point === undefined) return 0;
      return self.get('vertical') ? point.clientY - start.y : point.clientX - start.x;
    };
    self.comp.addListener('touchstart', event => {
      const point = (event as unknown as Touches).touches[0];
      start = point === undefined ? undefined : { x: point.clientX, y: point.clientY };
      clearInterval(timer);
    });
    self.comp.addListener('touchmove', event => draw(distance((event as unknown as Touches).touches[0])));
    self.comp.addListener('touchend', event => {
      const way = distance((event as unknown as Touches).changedTouches[0]);
      start = undefined;
      const step = Math.abs(way) > 30 ? (way < 0 ? 1 : -1) : 0;
      go(self.get('current') + step, 'touch');
      play();
    });
    const children = new MutationObserver(() => draw());
    const redraw = (): void => draw();
    return {
      observe: {
        current: redraw,
        vertical: redraw,
        indicatorDots: redraw,
        indicatorColor: redraw,
        indicatorActiveColor: redraw,
        displayMultipleItems: redraw,
        autoplay: play,
        interval: play,
      },
      attached() {
        const line = track();
        if (line !== null) children.observe(line, { childList: true });
        draw();
        play();
      },
      detached() {
        clearInterval(timer);
        children.disconnect();
      },
    };
  },
});

export const swiperItem = defineBuiltin('swiper-item', {
  properties: { itemId: '', skipHiddenItemLayout: false },
});
