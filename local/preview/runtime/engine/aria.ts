import type { Comp } from '../types';
import { domOf } from './backend';

/** Roles that a person operates: they take part in the Tab order, Enter and Space tap them. */
const OPERABLE = new Set([
  'button',
  'link',
  'tab',
  'checkbox',
  'radio',
  'switch',
  'option',
  'menuitem',
  'menuitemradio',
  'combobox',
  'slider',
]);

/** Built-ins whose control lies inside the host (input, textarea) name it here. */
const targets = new WeakMap<HTMLElement, HTMLElement>();

export const setAriaTarget = (host: HTMLElement, inner: HTMLElement): void => void targets.set(host, inner);

const attributeOf = (property: string): string =>
  property === 'ariaRole' || property === 'role' ? 'role' : `aria-${property.slice(4).toLowerCase()}`;

/** Attributes that name other elements by id. Ids of pages are not in the DOM, so give the element one. */
const REFERENCES = new Set([
  'aria-labelledby',
  'aria-describedby',
  'aria-controls',
  'aria-owns',
  'aria-activedescendant',
]);
let ids = 0;

function linkTo(comp: Comp, target: HTMLElement, attribute: string, names: string): void {
  setTimeout(() => {
    const found = names.split(/\s+/).flatMap(name => {
      const element = comp.ownerShadowRoot?.querySelector(`#${name}`);
      const dom = element === null || element === undefined ? null : domOf(element);
      if (dom === null) return [];
      if (dom.id === '') dom.id = `wx-ref-${(ids += 1)}`;
      return [dom.id];
    });
    if (found.length > 0) target.setAttribute(attribute, found.join(' '));
  });
}

/** Whether an element takes part in the Tab order: by its role, unless it is disabled. */
export function updateFocusable(dom: HTMLElement): void {
  const role = dom.getAttribute('role') ?? '';
  const disabled = dom.getAttribute('aria-disabled') === 'true';
  if (OPERABLE.has(role) && !disabled) dom.tabIndex = 0;
  else if (dom.hasAttribute('tabindex')) dom.tabIndex = -1;
}

/** Writes `aria-*` and `aria-role` of a page to the DOM. `undefined`, `null` and '' take the attribute away. */
export function setAria(comp: Comp, property: string, value: unknown): void {
  const host = domOf(comp);
  if (host === null) return;
  const target = targets.get(host) ?? host;
  const attribute = attributeOf(property);
  const text = value === undefined || value === null ? '' : String(value);
  if (text === '') target.removeAttribute(attribute);
  else if (REFERENCES.has(attribute)) linkTo(comp, target, attribute, text);
  else target.setAttribute(attribute, text);
  if (attribute === 'aria-label' && host.tagName === 'WX-IMAGE' && !host.hasAttribute('role')) {
    host.setAttribute('role', 'img');
  }
  if (target === host && (attribute === 'role' || attribute === 'aria-disabled')) updateFocusable(host);
}

export const isAria = (property: string): boolean => /^aria[A-Z]/.test(property) || property === 'role';
