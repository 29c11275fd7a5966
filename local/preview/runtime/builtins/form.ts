import * as glassEasel from 'glass-easel';
import { domOf } from '../engine/backend';
import type { Comp, Elem } from '../types';
import { defineBuiltin, formHooks } from './define';

type WithElement = Element & { __wxElement?: Elem };

/** All glass-easel components whose DOM lies below an element, in document order. */
function componentsBelow(root: Element): Comp[] {
  return [...root.querySelectorAll('*')].flatMap(dom => {
    const element = (dom as WithElement).__wxElement;
    return element !== undefined && glassEasel.Component.isComponent(element) ? [element] : [];
  });
}

/** Name and value of a control: a built-in, or a component with the behavior `wx://form-field`. */
function fieldOf(comp: Comp): [string, unknown] | undefined {
  const data = comp.data as { name?: unknown; value?: unknown };
  const name = typeof data.name === 'string' ? data.name : '';
  if (name === '') return undefined;
  const hooks = formHooks(comp);
  if (hooks?.formValue !== undefined) return [name, hooks.formValue()];
  return comp.is.startsWith('wx:') || !('value' in data) ? undefined : [name, data.value];
}

const formOf = (inside: Element): Comp | undefined => {
  const form = inside.closest('wx-form') as WithElement | null;
  const element = form?.__wxElement;
  return element !== undefined && glassEasel.Component.isComponent(element) ? element : undefined;
};

export function submitForm(button: HTMLElement): void {
  const form = formOf(button);
  const dom = form === undefined ? null : domOf(form);
  if (form === undefined || dom === null) return;
  const value: Record<string, unknown> = {};
  const inner = new Set<Comp>();
  for (const comp of componentsBelow(dom)) {
    if (inner.has(comp)) continue;
    const field = fieldOf(comp);
    if (field === undefined) continue;
    value[field[0]] = field[1];
    // The controls inside a component that is a field itself are its own business.
    const own = domOf(comp);
    if (own !== null && !comp.is.startsWith('wx:')) componentsBelow(own).forEach(one => inner.add(one));
  }
  form.triggerEvent('submit', { value, formId: '' });
}

export function resetForm(button: HTMLElement): void {
  const form = formOf(button);
  const dom = form === undefined ? null : domOf(form);
  if (form === undefined || dom === null) return;
  for (const comp of componentsBelow(dom)) formHooks(comp)?.formReset?.();
  form.triggerEvent('reset', {});
}

export const form = defineBuiltin('form', { properties: { reportSubmit: false } });

const CONTROLS = 'wx-checkbox, wx-radio, wx-switch, wx-button, wx-input, wx-textarea, wx-picker, wx-slider';

/** A tap on a label is a tap on its control: the one named by `for`, else the first inside. */
export const label = defineBuiltin('label', {
  properties: { for: '' },
  create(self) {
    self.dom.addEventListener('click', event => {
      if ((event.target as Element).closest(CONTROLS) !== null) return;
      const name = self.get('for');
      const named = name === '' ? null : self.comp.ownerShadowRoot?.querySelector(`#${name}`);
      const control = named ? domOf(named) : self.dom.querySelector<HTMLElement>(CONTROLS);
      const field = control?.querySelector<HTMLElement>('input, textarea');
      if (field) field.focus();
      else control?.click();
    });
    return {};
  },
});
