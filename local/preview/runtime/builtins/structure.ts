import { router } from '../pages/router';
import { fontSizes } from '../settings';
import { defineBuiltin, html } from './define';

type RichNode = {
  type?: string;
  name?: string;
  text?: string;
  attrs?: Record<string, unknown>;
  children?: RichNode[];
};

const RICH_TAGS = new Set(
  (
    'a abbr b blockquote br code col colgroup dd del div dl dt em fieldset h1 h2 h3 h4 h5 h6 hr i img ins label legend ' +
    'li ol p q s section small span strong sub sup table tbody td tfoot th thead tr u ul'
  ).split(' '),
);
const RICH_ATTRIBUTES = new Set([
  'class',
  'style',
  'src',
  'alt',
  'width',
  'height',
  'colspan',
  'rowspan',
  'start',
  'type',
]);

/** Nodes that WeChat's rich-text would show; anything else is dropped, scripts above all. */
function richElement(node: RichNode): Node | undefined {
  if (node.type === 'text' || node.name === undefined)
    return document.createTextNode(decode(node.text ?? ''));
  const name = node.name.toLowerCase();
  if (!RICH_TAGS.has(name)) return undefined;
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(node.attrs ?? {})) {
    if (RICH_ATTRIBUTES.has(key)) element.setAttribute(key, String(value));
  }
  element.append(...(node.children ?? []).flatMap(child => richElement(child) ?? []));
  return element;
}

const decode = (text: string): string =>
  new DOMParser().parseFromString(text, 'text/html').body.textContent ?? '';

function richFromHtml(source: string): Node[] {
  const convert = (node: Node): RichNode => {
    if (node.nodeType !== Node.ELEMENT_NODE) return { type: 'text', text: node.textContent ?? '' };
    const element = node as Element;
    const attrs = Object.fromEntries([...element.attributes].map(one => [one.name, one.value]));
    return { name: element.tagName, attrs, children: [...element.childNodes].map(convert) };
  };
  const { body } = new DOMParser().parseFromString(source, 'text/html');
  return [...body.childNodes].flatMap(node => richElement(convert(node)) ?? []);
}

export const richText = defineBuiltin('rich-text', {
  properties: { nodes: null as unknown, space: '', userSelect: false },
  create(self) {
    const body = html('div', 'wx-rich-text');
    self.dom.append(body);
    return {
      observe: {
        nodes(value) {
          const list = Array.isArray(value)
            ? (value as RichNode[]).flatMap(one => richElement(one) ?? [])
            : undefined;
          body.replaceChildren(...(list ?? richFromHtml(String(value ?? ''))));
        },
      },
    };
  },
});

export const webView = defineBuiltin('web-view', {
  properties: { src: '' },
  create(self) {
    const frame = html('iframe', '', { title: '网页' });
    self.dom.append(frame);
    frame.addEventListener('load', () => self.fire('load', { src: self.get('src') }));
    return { observe: { src: value => frame.setAttribute('src', value) } };
  },
});

/** Its children live at the end of the page, so that no transform or overflow around it clips them. */
export const rootPortal = defineBuiltin('root-portal', {
  properties: { enable: true },
  inner: 'wx-portal',
  create(self) {
    const inner = self.dom.querySelector<HTMLElement>(':scope > .wx-portal');
    return {
      attached() {
        const page = self.dom.closest('wx-page');
        if (inner !== null && self.get('enable')) page?.append(inner);
      },
      detached() {
        inner?.remove();
      },
    };
  },
});

/** First node of a page: root font size, page style, scroll position. */
export const pageMeta = defineBuiltin('page-meta', {
  properties: {
    rootFontSize: '',
    pageFontSize: '',
    pageStyle: '',
    scrollTop: '',
    scrollDuration: 300,
    backgroundColor: '',
    backgroundTextStyle: '',
    rootBackgroundColor: '',
    pageOrientation: '',
  },
  create(self) {
    const page = (): HTMLElement | null => self.dom.closest('wx-page');
    const size = (value: string): string => (value === 'system' ? `${fontSizes().fontSizeSetting}px` : value);
    const root = (): void => {
      const element = page();
      if (element !== null) router.setRootFontSize(element, size(self.get('rootFontSize')));
    };
    const style = (): void => {
      const element = page();
      if (element === null) return;
      element.style.cssText = self.get('pageStyle');
      if (self.get('pageFontSize') !== '') element.style.fontSize = size(self.get('pageFontSize'));
      if (self.get('backgroundColor') !== '') element.style.backgroundColor = self.get('backgroundColor');
    };
    const scroll = (value: string): void => {
      if (value !== '') page()?.scrollTo({ top: parseFloat(value), behavior: 'instant' });
    };
    return {
      observe: {
        rootFontSize: root,
        pageFontSize: style,
        pageStyle: style,
        backgroundColor: style,
        scrollTop: scroll,
      },
      attached() {
        root();
        style();
        scroll(self.get('scrollTop'));
      },
    };
  },
});

export const navigationBar = defineBuiltin('navigation-bar', {
  properties: { title: '', loading: false, frontColor: '', backgroundColor: '' },
  create(self) {
    const title = (): void => {
      const page = self.dom.closest<HTMLElement>('wx-page');
      if (page !== null && self.get('title') !== '') router.setTitleOf(page, self.get('title'));
    };
    return { observe: { title }, attached: title };
  },
});
