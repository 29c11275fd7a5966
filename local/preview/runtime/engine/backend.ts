import * as glassEasel from 'glass-easel';
import { BUILTIN_NAMES } from '../builtins/names';
import type { Elem } from '../types';

type DomElement = HTMLElement & { __wxElement?: Elem };

/** The browser as glass-easel's backend: built-in tags become `wx-*`, events are dispatched by pointer.ts. */
export class PhoneBackend extends glassEasel.CurrentWindowBackendContext {
  constructor() {
    super();
    this.document = {
      createElement: (tag: string) => document.createElement(BUILTIN_NAMES.has(tag) ? `wx-${tag}` : tag),
      createTextNode: (content: string) => document.createTextNode(content),
      createDocumentFragment: () => document.createDocumentFragment(),
    } as unknown as typeof this.document;
  }

  override onEvent(): void {
    // Nothing: the stock backend fires tap on touchend and knows neither longpress nor mouse-as-touch.
  }

  override setListenerStats(): void {
    // Nothing, for the same reason.
  }
}

/** The glass-easel element that shows a DOM node, or its nearest ancestor's. */
export function elementOf(node: EventTarget | null): Elem | undefined {
  for (let at = node as Node | null; at !== null; at = at.parentNode) {
    const element = (at as DomElement).__wxElement;
    if (element !== undefined && element !== null) return element;
  }
  return undefined;
}

/** The DOM element of a glass-easel element, where it has one (virtual nodes have none). */
export const domOf = (element: Elem): HTMLElement | null => element.$$ as unknown as HTMLElement | null;

/** The page area that holds a node; rects and touches count from its corner, as in WeChat. */
export function pageOrigin(node: Element | null): { left: number; top: number } {
  const viewport = node?.closest('.wx-viewport') ?? document.querySelector('.wx-viewport');
  const rect = viewport?.getBoundingClientRect();
  return { left: rect?.left ?? 0, top: rect?.top ?? 0 };
}
