import * as glassEasel from 'glass-easel';
import { domOf } from '../engine/backend';
import type { Comp, Elem } from '../types';
import { defineBuiltin, html, setDisabled, withRole, type Builtin } from './define';

/** Nearest component of a kind around an element. */
function around(dom: HTMLElement, selector: string): Comp | undefined {
  const element = (dom.parentElement?.closest(selector) as { __wxElement?: Elem } | null)?.__wxElement;
  return element !== undefined && glassEasel.Component.isComponent(element) ? element : undefined;
}

/** The built-ins of a kind inside a group. */
function inside(group: Comp, selector: string): Comp[] {
  return [...(domOf(group)?.querySelectorAll(selector) ?? [])].flatMap(dom => {
    const element = (dom as { __wxElement?: Elem }).__wxElement;
    return element !== undefined && glassEasel.Component.isComponent(element) ? [element] : [];
  });
}

const dataOf = (comp: Comp): { checked: boolean; value: string } =>
  comp.data as { checked: boolean; value: string };

type Toggle = { checked: boolean; disabled: boolean; color: string };

/** Role, state and keyboard of a control that is on or off; `tapped` runs unless it is disabled. */
function toggle(self: Builtin<Toggle>, role: string, tapped: () => void) {
  const { dom } = self;
  withRole(dom, role);
  const draw = (): void => {
    dom.setAttribute('aria-checked', String(self.get('checked')));
    dom.style.setProperty('--control-color', self.get('color'));
  };
  draw();
  self.comp.addListener('tap', () => {
    if (!self.get('disabled')) tapped();
  });
  const initial = { checked: false };
  return {
    observe: { checked: draw, color: draw, disabled: (value: boolean) => setDisabled(dom, value) },
    attached() {
      initial.checked = self.get('checked');
    },
    formReset: () => self.set({ checked: initial.checked }),
  };
}

export const switchControl = defineBuiltin('switch', {
  properties: { checked: false, disabled: false, type: 'switch', color: '', name: '' },
  create(self) {
    self.dom.append(html('span', 'wx-switch-knob'));
    const hooks = toggle(self, 'switch', () => {
      self.set({ checked: !self.get('checked') });
      self.fire('change', { value: self.get('checked') });
    });
    return { ...hooks, formValue: () => self.get('checked') };
  },
});

export const checkbox = defineBuiltin('checkbox', {
  properties: { value: '', checked: false, disabled: false, color: '' },
  inner: 'wx-checkbox-label',
  create(self) {
    self.dom.prepend(html('span', 'wx-checkbox-box', { 'aria-hidden': 'true' }));
    return toggle(self, 'checkbox', () => {
      self.set({ checked: !self.get('checked') });
      const group = around(self.dom, 'wx-checkbox-group');
      if (group === undefined) return;
      const value = inside(group, 'wx-checkbox')
        .filter(one => dataOf(one).checked)
        .map(one => dataOf(one).value);
      group.triggerEvent('change', { value });
    });
  },
});

export const checkboxGroup = defineBuiltin('checkbox-group', {
  properties: { name: '' },
  create(self) {
    self.dom.setAttribute('role', 'group');
    const checked = (): string[] =>
      inside(self.comp, 'wx-checkbox')
        .filter(one => dataOf(one).checked)
        .map(one => dataOf(one).value);
    return { formValue: checked };
  },
});

export const radio = defineBuiltin('radio', {
  properties: { value: '', checked: false, disabled: false, color: '' },
  inner: 'wx-checkbox-label',
  create(self) {
    self.dom.prepend(html('span', 'wx-radio-dot', { 'aria-hidden': 'true' }));
    return toggle(self, 'radio', () => {
      if (self.get('checked')) return;
      const group = around(self.dom, 'wx-radio-group');
      const others = group === undefined ? [] : inside(group, 'wx-radio');
      for (const other of others) if (other !== self.comp) other.setData({ checked: false });
      self.set({ checked: true });
      group?.triggerEvent('change', { value: self.get('value') });
    });
  },
});

export const radioGroup = defineBuiltin('radio-group', {
  properties: { name: '' },
  create(self) {
    self.dom.setAttribute('role', 'radiogroup');
    const chosen = (): string => {
      const found = inside(self.comp, 'wx-radio').find(one => dataOf(one).checked);
      return found === undefined ? '' : dataOf(found).value;
    };
    return { formValue: chosen };
  },
});

export const slider = defineBuiltin('slider', {
  properties: {
    min: 0,
    max: 100,
    step: 1,
    value: 0,
    disabled: false,
    showValue: false,
    name: '',
    activeColor: '#1aad19',
    backgroundColor: '#e9e9e9',
    blockSize: 28,
    blockColor: '#ffffff',
    color: '',
    selectedColor: '',
  },
  create(self) {
    const field = html('input', 'wx-slider-field', { type: 'range' });
    const shown = html('span', 'wx-slider-value', { 'aria-hidden': 'true' });
    self.dom.append(field, shown);
    const draw = (): void => {
      field.min = String(self.get('min'));
      field.max = String(self.get('max'));
      field.step = String(self.get('step'));
      field.value = String(self.get('value'));
      field.disabled = self.get('disabled');
      field.style.accentColor = self.get('selectedColor') || self.get('activeColor');
      shown.hidden = !self.get('showValue');
      shown.textContent = field.value;
    };
    field.addEventListener('input', () => {
      shown.textContent = field.value;
      self.fire('changing', { value: Number(field.value) });
    });
    field.addEventListener('change', () => {
      self.set({ value: Number(field.value) });
      self.fire('change', { value: Number(field.value) });
    });
    return {
      observe: {
        min: draw,
        max: draw,
        step: draw,
        value: draw,
        disabled: draw,
        showValue: draw,
        activeColor: draw,
      },
      attached: draw,
      formValue: () => self.get('value'),
      formReset: () => self.set({ value: self.get('min') }),
    };
  },
});

export const progress = defineBuiltin('progress', {
  properties: {
    percent: 0,
    showInfo: false,
    strokeWidth: 6 as unknown,
    activeColor: '#09bb07',
    color: '',
    backgroundColor: '#ebebeb',
    active: false,
    activeMode: 'backwards',
    duration: 30,
    borderRadius: 0 as unknown,
    fontSize: 16 as unknown,
  },
  create(self) {
    const bar = html('div', 'wx-progress-bar');
    const done = html('div', 'wx-progress-done');
    const info = html('span', 'wx-progress-info');
    bar.append(done);
    self.dom.append(bar, info);
    self.dom.setAttribute('role', 'progressbar');
    const draw = (): void => {
      const percent = Math.max(0, Math.min(100, self.get('percent')));
      const width = self.get('strokeWidth');
      bar.style.height = typeof width === 'number' ? `${width}px` : String(width);
      bar.style.backgroundColor = self.get('backgroundColor');
      done.style.width = `${percent}%`;
      done.style.backgroundColor = self.get('color') || self.get('activeColor');
      info.hidden = !self.get('showInfo');
      info.textContent = `${percent}%`;
      self.dom.setAttribute('aria-valuenow', String(percent));
    };
    return {
      observe: { percent: draw, showInfo: draw, activeColor: draw, backgroundColor: draw, strokeWidth: draw },
      attached: draw,
    };
  },
});
