import * as glassEasel from 'glass-easel';
import { updateFocusable } from '../engine/aria';
import { domOf } from '../engine/backend';
import type { Comp } from '../types';
import type { BuiltinTag } from './names';

/** A built-in element while it lives: its DOM host and its properties. */
export type Builtin<P> = {
  readonly comp: Comp;
  readonly dom: HTMLElement;
  get<K extends keyof P>(name: K): P[K];
  /** Sets its own properties; this is also what feeds `model:value`. */
  set(data: Partial<P>): void;
  /** Fires an event; gives what the handler returned (bindinput may return another value). */
  fire(type: string, detail?: object, bubbles?: boolean): unknown;
};

export type Hooks<P> = {
  observe?: { [K in keyof P]?: (value: P[K]) => void };
  attached?(): void;
  detached?(): void;
  /** What `<form>` collects under the control's `name`, and how it is reset. */
  formValue?(): unknown;
  formReset?(): void;
};

export type BuiltinSpec<P> = {
  /** Each property with its default; the default's type is the property's, `null` takes anything. */
  properties: P;
  create?(self: Builtin<P>): Hooks<P>;
  /** Class of an inner element that holds the children; without it they lie in the host. */
  inner?: string;
};

const hooksOf = new WeakMap<Comp, Hooks<never>>();

export const formHooks = (comp: Comp): Pick<Hooks<never>, 'formValue' | 'formReset'> | undefined =>
  hooksOf.get(comp);

const TYPES: Record<string, unknown> = { string: String, number: Number, boolean: Boolean, object: Object };

const typeOf = (value: unknown): unknown => {
  if (value === null) return null;
  return Array.isArray(value) ? Array : TYPES[typeof value];
};

type DefineChildren = (creation: boolean, text: unknown, element: DefineElement, ...rest: unknown[]) => void;
type DefineElement = (
  tag: string,
  generics: object,
  init: (node: glassEasel.Element, creation: boolean) => void,
  children: DefineChildren,
) => void;

/** The template `<div class="{inner}"><slot/></div>` as the compiler would write it. */
const innerTemplate = (className: string): unknown => ({
  content: () => () => ({
    C: ((_creation, _text, element) => {
      const slot: DefineChildren = (_c, _t, _e, ...rest) => (rest[2] as (name: string) => void)('');
      element(
        'div',
        {},
        (node, creation) => void (creation && domOf(node)?.setAttribute('class', className)),
        slot,
      );
    }) as DefineChildren,
  }),
});

/** Registers one built-in tag with glass-easel. */
export function defineBuiltin<P extends object>(tag: BuiltinTag, spec: BuiltinSpec<P>) {
  return (space: glassEasel.ComponentSpace): void => {
    const properties: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(spec.properties)) {
      const observer = function (this: Comp, next: unknown): void {
        const observe = hooksOf.get(this)?.observe as
          Record<string, ((value: unknown) => void) | undefined> | undefined;
        observe?.[name]?.(next);
      };
      properties[name] = { type: typeOf(value), value, observer };
    }
    const definition = space.defineComponent({
      is: `wx:${tag}`,
      options: { writeFieldsToNode: false },
      properties: properties as never,
      ...(spec.inner === undefined ? {} : { template: innerTemplate(spec.inner) as never }),
      lifetimes: {
        created(this: Comp) {
          hooksOf.set(this, (spec.create?.(builtinOf(this)) ?? {}) as Hooks<never>);
        },
        attached(this: Comp) {
          hooksOf.get(this)?.attached?.();
        },
        detached(this: Comp) {
          hooksOf.get(this)?.detached?.();
        },
      },
    });
    space.setGlobalUsingComponent(tag, definition as never);
  };
}

function builtinOf<P>(comp: Comp): Builtin<P> {
  return {
    comp,
    dom: domOf(comp)!,
    get: name => (comp.data as Record<string, unknown>)[name as string] as never,
    set: data => comp.setData(data as never),
    fire(type, detail = {}, bubbles = false) {
      let returned: unknown;
      comp.triggerEvent(type, detail, {
        bubbles,
        composed: bubbles,
        handleListenerReturn(value) {
          if (value !== undefined) returned = value;
          return value === false ? false : undefined;
        },
      });
      return returned;
    },
  };
}

/** Class names of a string property (`hover-class`, `placeholder-class`) in the scope of the page that wrote them. */
export function scopedClasses(comp: Comp, names: string): string {
  const host = comp.ownerShadowRoot?.getHostNode();
  if (host === undefined) return names;
  const { styleScope, extraStyleScope } = host.getComponentOptions();
  const manager = host.getRootBehavior().ownerSpace.styleScopeManager;
  const scopes = [styleScope, extraStyleScope].filter(scope => scope !== null && scope !== undefined);
  const prefixes = scopes.map(scope => manager.queryName(scope) ?? '');
  const written = prefixes.length === 0 ? [''] : prefixes;
  const list = names.split(/\s+/).filter(Boolean);
  return written.flatMap(prefix => list.map(name => (prefix === '' ? name : `${prefix}--${name}`))).join(' ');
}

/** A small DOM element with attributes. */
export function html<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = '',
  attributes: Record<string, string> = {},
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** Gives the host a role, unless the page gives one itself (properties are set later), and a place in the Tab order. */
export function withRole(dom: HTMLElement, role: string): void {
  dom.setAttribute('role', role);
  updateFocusable(dom);
}

export function setDisabled(dom: HTMLElement, disabled: boolean): void {
  if (disabled) dom.setAttribute('aria-disabled', 'true');
  else dom.removeAttribute('aria-disabled');
  updateFocusable(dom);
}

/** Shows `hover-class` while pressed. WeChat writes it as a second class segment, in the owner's scope. */
export function hover(
  self: Builtin<{ hoverClass: string; hoverStartTime: number; hoverStayTime: number }>,
  off?: () => boolean,
): void {
  let timer = 0;
  const set = (names: string): void => {
    const segment = 1 as glassEasel.StyleSegmentIndex;
    self.comp.setNodeClass(names, segment);
  };
  self.comp.addListener('touchstart', () => {
    const names = self.get('hoverClass');
    if (names === '' || names === 'none' || off?.() === true) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => set(names), self.get('hoverStartTime'));
  });
  const end = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(() => set(''), self.get('hoverStayTime'));
  };
  self.comp.addListener('touchend', end);
  self.comp.addListener('touchcancel', end);
}

export const HOVER = {
  hoverClass: 'none',
  hoverStartTime: 50,
  hoverStayTime: 400,
  hoverStopPropagation: false,
};
