import * as glassEasel from 'glass-easel';
import { canvasNode } from '../builtins/media';
import { domOf, pageOrigin } from '../engine/backend';
import type { Comp, Elem, Instance } from '../types';

type Fields = {
  id?: boolean;
  dataset?: boolean;
  mark?: boolean;
  rect?: boolean;
  size?: boolean;
  scrollOffset?: boolean;
  properties?: string[];
  computedStyle?: string[];
  node?: boolean;
  context?: boolean;
};
type Result = Record<string, unknown>;
type Done = (result: Result | Result[] | null) => void;

/** A rect as WeChat gives it: from the corner of the page area. */
function rectOf(dom: Element) {
  const origin = pageOrigin(dom);
  const rect = dom.getBoundingClientRect();
  const [left, top] = [rect.left - origin.left, rect.top - origin.top];
  return {
    left,
    top,
    right: left + rect.width,
    bottom: top + rect.height,
    width: rect.width,
    height: rect.height,
  };
}

function describe(element: Elem, fields: Fields): Result {
  const dom = domOf(element);
  const result: Result = {};
  if (fields.id) result.id = element.id;
  if (fields.dataset) result.dataset = { ...element.dataset };
  if (fields.mark) result.mark = element.collectMarks();
  if (dom !== null) {
    const { left, top, right, bottom, width, height } = rectOf(dom);
    if (fields.rect) Object.assign(result, { left, top, right, bottom });
    if (fields.size) Object.assign(result, { width, height });
    if (fields.scrollOffset) Object.assign(result, scrollOf(dom));
    const style = fields.computedStyle === undefined ? undefined : getComputedStyle(dom);
    for (const name of fields.computedStyle ?? []) result[name] = style?.[name as 'color'];
    if (fields.node) result.node = canvasNode(dom) ?? dom;
    if (fields.context) result.context = null;
  }
  const data = glassEasel.Component.isComponent(element) ? (element.data as Record<string, unknown>) : {};
  for (const name of fields.properties ?? []) result[name] = data[name];
  return result;
}

const scrollOf = (dom: HTMLElement): Result => {
  const { scrollLeft, scrollTop, scrollWidth, scrollHeight } = dom;
  return { scrollLeft, scrollTop, scrollWidth, scrollHeight };
};

function describeViewport(comp: Comp, fields: Fields): Result {
  const page = domOf(comp)?.closest<HTMLElement>('wx-page') ?? null;
  const [width, height] = [page?.clientWidth ?? innerWidth, page?.clientHeight ?? innerHeight];
  const result: Result = { id: '', dataset: {} };
  if (fields.rect) Object.assign(result, { left: 0, top: 0, right: width, bottom: height });
  if (fields.size) Object.assign(result, { width, height });
  if (fields.scrollOffset && page !== null) Object.assign(result, scrollOf(page));
  return result;
}

/** One selected place of a query. */
class NodesRef {
  constructor(
    private readonly query: SelectorQuery,
    private readonly read: (fields: Fields) => Result | Result[] | null,
  ) {}

  fields(fields: Fields, done?: Done): SelectorQuery {
    return this.query.add(() => this.read(fields), done);
  }

  boundingClientRect(done?: Done): SelectorQuery {
    return this.fields({ id: true, dataset: true, rect: true, size: true }, done);
  }

  scrollOffset(done?: Done): SelectorQuery {
    return this.fields({ id: true, dataset: true, scrollOffset: true }, done);
  }

  node(done?: Done): SelectorQuery {
    return this.fields({ node: true }, done);
  }

  context(done?: Done): SelectorQuery {
    return this.fields({ context: true }, done);
  }
}

/** wx.createSelectorQuery and this.createSelectorQuery. */
export class SelectorQuery {
  private readonly jobs: (() => Result | Result[] | null)[] = [];
  private readonly callbacks: (Done | undefined)[] = [];

  constructor(private comp: Comp | undefined) {}

  in(component: Instance): this {
    this.comp = component._$;
    return this;
  }

  private get root(): glassEasel.ShadowRoot | null {
    return this.comp?.getShadowRoot() ?? null;
  }

  select(selector: string): NodesRef {
    const { root } = this;
    return new NodesRef(this, fields => {
      const found = root?.querySelector(selector);
      return found ? describe(found, fields) : null;
    });
  }

  selectAll(selector: string): NodesRef {
    const { root } = this;
    return new NodesRef(this, fields =>
      (root?.querySelectorAll(selector) ?? []).map(one => describe(one, fields)),
    );
  }

  selectViewport(): NodesRef {
    const { comp } = this;
    return new NodesRef(this, fields => (comp === undefined ? null : describeViewport(comp, fields)));
  }

  add(job: () => Result | Result[] | null, done?: Done): this {
    this.jobs.push(job);
    this.callbacks.push(done);
    return this;
  }

  /** All answers of one query are from the same moment. */
  exec(done?: (results: (Result | Result[] | null)[]) => void): this {
    setTimeout(() => {
      const results = this.jobs.map(job => job());
      this.callbacks.forEach((callback, i) => callback?.(results[i] ?? null));
      done?.(results);
    });
    return this;
  }
}

type Margins = { left?: number; top?: number; right?: number; bottom?: number };
type ObserverOptions = { thresholds?: number[]; initialRatio?: number; observeAll?: boolean };

/** wx.createIntersectionObserver and this.createIntersectionObserver. */
export class PageIntersectionObserver {
  private root: Element | null = null;
  private margin = '0px';
  private observers: IntersectionObserver[] = [];

  constructor(
    private readonly comp: Comp | undefined,
    private readonly options: ObserverOptions = {},
  ) {}

  private setMargins(margins: Margins): void {
    const { top = 0, right = 0, bottom = 0, left = 0 } = margins;
    this.margin = `${top}px ${right}px ${bottom}px ${left}px`;
  }

  relativeTo(selector: string, margins: Margins = {}): this {
    const found = this.comp?.getShadowRoot()?.querySelector(selector);
    this.root = found ? domOf(found) : null;
    this.setMargins(margins);
    return this;
  }

  relativeToViewport(margins: Margins = {}): this {
    this.root = this.comp === undefined ? null : (domOf(this.comp)?.closest('.wx-viewport') ?? null);
    this.setMargins(margins);
    return this;
  }

  observe(selector: string, callback: (result: Result) => void): void {
    const root = this.comp?.getShadowRoot();
    const first = root?.querySelector(selector);
    const targets =
      this.options.observeAll === true ? (root?.querySelectorAll(selector) ?? []) : first ? [first] : [];
    for (const target of targets) {
      const dom = domOf(target);
      if (dom === null) continue;
      const { thresholds = [0], initialRatio = 0 } = this.options;
      let ratio: number | undefined = initialRatio;
      const observer = new IntersectionObserver(
        entries => {
          for (const entry of entries) {
            // As in WeChat, the first answer comes only where it differs from the initial ratio.
            const same = ratio === entry.intersectionRatio && !entry.isIntersecting;
            ratio = undefined;
            if (!same) callback(this.resultOf(target, entry));
          }
        },
        { root: this.root, rootMargin: this.margin, threshold: thresholds },
      );
      observer.observe(dom);
      this.observers.push(observer);
    }
  }

  private resultOf(target: Elem, entry: IntersectionObserverEntry): Result {
    return {
      id: target.id,
      dataset: target.dataset,
      intersectionRatio: entry.intersectionRatio,
      intersectionRect: entry.intersectionRect,
      boundingClientRect: entry.boundingClientRect,
      relativeRect: entry.rootBounds,
      time: entry.time,
    };
  }

  disconnect(): void {
    for (const observer of this.observers) observer.disconnect();
    this.observers = [];
  }
}
