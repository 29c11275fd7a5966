import { resolve } from 'node:path';
import * as simulateModule from 'miniprogram-simulate';
import * as exparserModule from 'miniprogram-exparser';
import { newPhone, type Phone } from './phone';

type Simulate = {
  load(path: string, options: object): string;
  render(id: string, properties?: object): unknown;
  sleep(ms: number): Promise<void>;
};
// Kept across `jest.resetModules`: both must stay the instances with which the first component was registered.
const simulate = simulateModule as unknown as Simulate;
const exparser = exparserModule as unknown as Exparser;

/** Loads real pages and components, with the real vant inside, into jsdom. */

const root = resolve(__dirname, '..', '..', 'miniprogram');
const VANT = ['button', 'checkbox', 'popup', 'skeleton', 'switch'];

/** miniprogram-simulate does not look for npm components; without this the tags would stay inert and tests pass by chance. */
const usingComponents = Object.fromEntries(
  VANT.map(name => [`van-${name}`, `/miniprogram_npm/@vant/weapp/${name}/index`]),
);

const onLinux = process.platform === 'linux' && process.arch === 'x64';

type Instance = { data: Record<string, unknown>; setData(data: object): void } & Record<string, unknown>;
type ExparserElement = { triggerLifeTime?(name: string): void };
type Exparser = {
  Element: { getMethodCaller(element: ExparserElement): Instance };
  Event: {
    create(name: string, detail: object, options: object): object;
    dispatchEvent(element: ExparserElement, event: object): void;
  };
};
type Root = {
  dom: HTMLElement;
  instance: Instance;
  attach(parent: HTMLElement): void;
  detach(): void;
  setData(data: object): void;
  addEventListener(name: string, listener: (event: { detail: unknown }) => void): void;
};

export type Mounted = {
  phone: Phone;
  /** The page's or component's own instance. */
  instance: Instance;
  /** The text on the screen. */
  text: () => string;
  /** Instances of a component inside, by its tag. */
  inner: (tag: string) => Instance[];
  /** Taps the innermost element with these words, or with this `aria-label`. */
  tap: (words: string) => Promise<void>;
  /** Types into the field of this name. */
  type: (name: string, value: string) => Promise<void>;
  /** Gives the field of this name the focus, or takes it away. */
  focus: (name: string, focused: boolean) => Promise<void>;
  /** Enter in the field of this name, which it leaves; `meanwhile` happens before anything else is told. */
  confirm: (name: string, meanwhile: () => void) => Promise<void>;
  /** Presses the button with this label. */
  press: (label: string) => Promise<void>;
  /** Lets a component inside fire an event, as a finger on the phone's own control would. */
  fire: (tag: string, name: string, event: string, detail: object) => Promise<void>;
  /** Details of the events that the component fired. */
  events: (name: string) => unknown[];
  settle: () => Promise<void>;
  close: () => void;
};

type Globals = {
  Page: (options: Record<string, unknown>) => void;
  Component: (options: Record<string, unknown>) => void;
  App: (options: object) => void;
  getCurrentPages: () => { route: string }[];
};
const globals = globalThis as unknown as Globals;

/** Where `getCurrentPages` says we are. */
let pages = [{ route: '' }];

globals.getCurrentPages = () => pages;
globals.App = () => undefined;

// j-component lacks groupSetData, which vant asks for.
const register = globals.Component;
globals.Component = options => {
  const methods = options['methods'] as Record<string, unknown> | undefined;
  const groupSetData = function (this: unknown, run: () => void) {
    run.call(this);
  };
  register({ ...options, methods: { groupSetData, ...methods } });
};

// A page is a component whose functions are methods and whose other fields belong to the instance.
globals.Page = options => {
  const methods: Record<string, unknown> = {};
  const fields: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(options)) {
    if (key !== 'data') (typeof value === 'function' ? methods : fields)[key] = value;
  }
  globals.Component({
    data: options['data'],
    methods,
    created(this: Instance) {
      Object.assign(this, fields);
    },
  });
};

function load(path: string): string {
  // Each mount starts with fresh modules: their state is that of a mini-program that was just opened.
  jest.resetModules();
  pages = [{ route: path }];
  return simulate.load(resolve(root, path), {
    rootPath: root,
    compiler: onLinux ? 'official' : 'simulate',
    usingComponents,
    compilerOptions: { maxBuffer: 64 * 1024 * 1024 },
  });
}

/** Puts a component on the screen. */
export async function mount(path: string, properties: object = {}, phone = newPhone()): Promise<Mounted> {
  const rendered = simulate.render(load(path), properties) as unknown as Root;
  rendered.attach(document.body);
  return settled(wrap(rendered, phone));
}

/** Opens a page as WeChat would: `onLoad` with the query, then `onShow`. */
export async function openPage(
  path: string,
  query: Record<string, string> = {},
  phone = newPhone(),
): Promise<Mounted> {
  const rendered = simulate.render(load(path)) as unknown as Root;
  rendered.attach(document.body);
  const page = wrap(rendered, phone);
  const { onLoad, onShow } = page.instance as Record<string, ((query?: object) => void) | undefined>;
  onLoad?.call(page.instance, query);
  onShow?.call(page.instance);
  return settled(page);
}

async function settled(page: Mounted): Promise<Mounted> {
  await page.settle();
  return page;
}

const settle = async () => {
  for (let i = 0; i < 6; i++) await simulate.sleep(8);
};

function wrap(rendered: Root, phone: Phone): Mounted {
  const heard: Record<string, unknown[]> = {};
  const elements = () => [...rendered.dom.querySelectorAll<HTMLElement>('*')];
  const byTag = (tag: string) => elements().filter(element => element.localName === tag);
  const text = () => plain(rendered.dom);
  const named = (tag: string, name: string): HTMLElement => {
    const found = byTag(tag).find(element => instanceOf(element).data['name'] === name);
    if (!found) throw new Error(`no ${tag} ${name} on the screen: ${text()}`);
    return found;
  };
  return {
    phone,
    instance: rendered.instance,
    text,
    settle,
    inner: tag => byTag(tag).map(instanceOf),
    async tap(words) {
      const found = elements().filter(element => ariaLabel(element) === words || plain(element) === words);
      const last = found[found.length - 1];
      if (!last) throw new Error(`nothing to tap says ${words} on the screen: ${text()}`);
      dispatch(last, 'tap');
      await settle();
    },
    async press(label) {
      const button = byTag('ui-button').find(element => instanceOf(element).data['label'] === label);
      const control = button?.querySelector<HTMLElement>('wx-button');
      if (!control) throw new Error(`no button ${label} on the screen: ${text()}`);
      dispatch(control, 'tap');
      await settle();
    },
    async type(name, value) {
      const control = named('ui-field', name).querySelector<HTMLElement>('wx-input, wx-textarea');
      if (!control) throw new Error(`field ${name} has no control`);
      dispatch(control, 'input', { value });
      await settle();
    },
    async focus(name, focused) {
      const control = named('ui-field', name).querySelector<HTMLElement>('wx-input, wx-textarea');
      if (!control) throw new Error(`field ${name} has no control`);
      dispatch(control, focused ? 'focus' : 'blur');
      await settle();
    },
    async confirm(name, meanwhile) {
      const control = named('ui-field', name).querySelector<HTMLElement>('wx-input, wx-textarea');
      if (!control) throw new Error(`field ${name} has no control`);
      dispatch(control, 'confirm');
      dispatch(control, 'blur');
      meanwhile();
      await settle();
    },
    async fire(tag, name, event, detail) {
      dispatch(named(tag, name), event, detail);
      await settle();
    },
    events(name) {
      if (heard[name]) return heard[name];
      const list: unknown[] = [];
      heard[name] = list;
      rendered.addEventListener(name, event => list.push(event.detail));
      return list;
    },
    close: () => rendered.detach(),
  };
}

const exparserOf = (element: HTMLElement): ExparserElement =>
  (element as unknown as { __wxElement: ExparserElement }).__wxElement;

const instanceOf = (element: HTMLElement): Instance => exparser.Element.getMethodCaller(exparserOf(element));

function dispatch(element: HTMLElement, name: string, detail: object = {}): void {
  const event = exparser.Event.create(name, detail, { bubbles: true, composed: true, capturePhase: true });
  exparser.Event.dispatchEvent(exparserOf(element), event);
}

/** Attributes such as aria-label reach the template's node, not the DOM. */
function ariaLabel(element: HTMLElement): string {
  const node = exparserOf(element) as { _vt?: { attrs?: { name: string; value: unknown }[] } } | undefined;
  const attribute = node?._vt?.attrs?.find(each => each.name === 'ariaLabel' || each.name === 'aria-label');
  return String(attribute?.value ?? '');
}

const plain = (element: Element) => textOf(element).replace(/\s+/g, ' ').trim();

function textOf(element: Element): string {
  return [...element.childNodes]
    .map(child => (child instanceof Element ? ` ${textOf(child)}` : (child.textContent ?? '')))
    .join('');
}
