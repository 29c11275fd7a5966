import { pickImageSource } from '../files';
import { router } from '../pages/router';
import { settings } from '../settings';
import { showShareSheet } from '../shell/share';
import { defineBuiltin, HOVER, hover, html, setDisabled, withRole } from './define';
import { resetForm, submitForm } from './form';

export const view = defineBuiltin('view', {
  properties: { ...HOVER },
  create(self) {
    hover(self);
    return {};
  },
});

export const coverView = defineBuiltin('cover-view', { properties: { scrollTop: 0 } });

export const text = defineBuiltin('text', {
  properties: { selectable: false, userSelect: false, space: '', decode: false },
  create(self) {
    const select = (on: boolean): void => void self.dom.classList.toggle('wx-selectable', on);
    return {
      observe: {
        selectable: select,
        userSelect: select,
        space: value => self.dom.style.setProperty('white-space', value === '' ? '' : 'pre-wrap'),
      },
    };
  },
});

const SIZES = ['default', 'mini'];
const KINDS = ['default', 'primary', 'warn'];

/** open-type of a button that only a real WeChat can answer: what the page gets here instead. */
const OPEN_TYPE_EVENTS: Record<string, () => { event: string; detail: object }> = {
  getPhoneNumber: () => ({
    event: 'getphonenumber',
    detail: { errMsg: 'getPhoneNumber:ok', code: `preview-phone-${settings.as}` },
  }),
  agreePrivacyAuthorization: () => ({ event: 'agreeprivacyauthorization', detail: { errMsg: 'agree:ok' } }),
  openSetting: () => ({ event: 'opensetting', detail: { errMsg: 'openSetting:ok', authSetting: {} } }),
  contact: () => ({ event: 'contact', detail: { errMsg: 'enterContact:ok', path: '', query: {} } }),
  feedback: () => ({ event: 'feedback', detail: {} }),
};

export const button = defineBuiltin('button', {
  properties: {
    ...HOVER,
    hoverClass: 'wx-button-hover',
    hoverStartTime: 20,
    hoverStayTime: 70,
    size: 'default',
    type: 'default',
    plain: false,
    disabled: false,
    loading: false,
    formType: '',
    openType: '',
  },
  create(self) {
    const { dom } = self;
    withRole(dom, 'button');
    hover(self, () => self.get('disabled'));
    const mark = (): void => {
      for (const size of SIZES) dom.toggleAttribute(`size-${size}`, self.get('size') === size);
      for (const kind of KINDS) dom.toggleAttribute(`type-${kind}`, self.get('type') === kind);
      dom.toggleAttribute('plain', self.get('plain'));
      dom.toggleAttribute('loading', self.get('loading'));
      dom.toggleAttribute('disabled', self.get('disabled'));
    };
    mark();
    // A disabled button lets no tap reach the page, not even a listener around it.
    const guard = (event: Event): void => {
      if (self.get('disabled')) event.stopImmediatePropagation();
    };
    dom.addEventListener('click', guard, true);
    self.comp.addListener('tap', () => {
      if (self.get('disabled')) return;
      if (self.get('formType') === 'submit') submitForm(dom);
      if (self.get('formType') === 'reset') resetForm(dom);
      const openType = self.get('openType');
      if (openType === 'share') showShareSheet(router.share('button', self.comp));
      const answer = OPEN_TYPE_EVENTS[openType]?.();
      if (answer !== undefined) self.fire(answer.event, answer.detail);
    });
    return {
      observe: {
        size: mark,
        type: mark,
        plain: mark,
        loading: mark,
        disabled(value) {
          mark();
          setDisabled(dom, value);
        },
      },
    };
  },
});

export const navigator = defineBuiltin('navigator', {
  properties: {
    ...HOVER,
    hoverClass: 'wx-navigator-hover',
    url: '',
    openType: 'navigate',
    delta: 1,
    target: 'self',
  },
  create(self) {
    withRole(self.dom, 'link');
    hover(self);
    self.comp.addListener('tap', () => {
      const url = self.get('url');
      const go: Record<string, () => Promise<unknown>> = {
        navigate: () => router.navigateTo(url),
        redirect: () => router.redirectTo(url),
        switchTab: () => router.switchTab(url),
        reLaunch: () => router.reLaunch(url),
        navigateBack: () => router.navigateBack(self.get('delta')),
      };
      const opened =
        go[self.get('openType')]?.() ?? Promise.reject(new Error(`open-type ${self.get('openType')}`));
      opened.then(
        () => self.fire('success', {}),
        (error: Error) => {
          console.error(`navigator: ${error.message}`);
          self.fire('fail', { errMsg: error.message });
        },
      );
    });
    return {};
  },
});

const ICONS: Record<string, string> = {
  success: '✓',
  success_no_circle: '✓',
  info: 'i',
  warn: '!',
  waiting: '…',
  cancel: '×',
  clear: '×',
  download: '↓',
  search: '⌕',
};

export const icon = defineBuiltin('icon', {
  properties: { type: '', size: 23 as unknown, color: '' },
  create(self) {
    const glyph = html('span', 'wx-icon-glyph', { 'aria-hidden': 'true' });
    self.dom.append(glyph);
    const draw = (): void => {
      const size = self.get('size');
      glyph.textContent = ICONS[self.get('type')] ?? '';
      glyph.style.fontSize = typeof size === 'number' ? `${size}px` : String(size);
      glyph.style.color = self.get('color');
    };
    return { observe: { type: draw, size: draw, color: draw }, attached: draw };
  },
});

export const coverImage = defineBuiltin('cover-image', {
  properties: { src: '' },
  create(self) {
    const img = html('img', '', { alt: '' });
    self.dom.append(img);
    return {
      observe: {
        src: value => void pickImageSource(value, self.comp).then(url => img.setAttribute('src', url)),
      },
    };
  },
});
