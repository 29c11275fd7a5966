import { setAriaTarget } from '../engine/aria';
import { defineBuiltin, html, scopedClasses, type Builtin, type Hooks } from './define';

/** What input and textarea have in common. */
const TEXT_PROPERTIES = {
  value: null as unknown,
  placeholder: '',
  placeholderStyle: '',
  placeholderClass: '',
  disabled: false,
  maxlength: 140,
  focus: false,
  autoFocus: false,
  cursor: -1,
  selectionStart: -1,
  selectionEnd: -1,
  confirmType: 'done',
  confirmHold: false,
  cursorSpacing: 0,
  adjustPosition: true,
  holdKeyboard: false,
  alwaysEmbed: false,
  name: '',
};

type TextProperties = typeof TEXT_PROPERTIES;
type Field = HTMLInputElement | HTMLTextAreaElement;

const textOf = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

/** Value, placeholder, focus and events of a text control; `changed` runs after each new text. */
function textControl<P extends TextProperties>(
  self: Builtin<P>,
  field: Field,
  changed: () => void,
): Hooks<TextProperties> {
  const own = self as unknown as Builtin<TextProperties>;
  const hint = html('div', 'wx-placeholder', { 'aria-hidden': 'true' });
  self.dom.append(hint, field);
  setAriaTarget(self.dom, field);
  let initial: string | undefined;

  const drawHint = (): void => {
    hint.textContent = own.get('placeholder');
    hint.className = `wx-placeholder ${scopedClasses(self.comp, own.get('placeholderClass'))}`;
    hint.style.cssText = own.get('placeholderStyle');
    hint.hidden = field.value !== '';
  };
  const show = (value: unknown): void => {
    const text = textOf(value);
    if (field.value !== text) field.value = text;
    drawHint();
    changed();
  };
  const report = (): void => {
    if (field.value === textOf(own.get('value'))) return;
    own.set({ value: field.value });
    drawHint();
    changed();
    const detail = { value: field.value, cursor: field.selectionStart ?? field.value.length, keyCode: 0 };
    const replaced = self.fire('input', detail);
    if (typeof replaced === 'string') own.set({ value: replaced });
    else if (typeof replaced === 'object' && replaced !== null && 'value' in replaced) {
      own.set({ value: (replaced as { value: unknown }).value });
    }
  };
  // While a Chinese word is being composed the value is not the person's yet.
  field.addEventListener('input', event => {
    if (!(event as InputEvent).isComposing) report();
    hint.hidden = field.value !== '';
  });
  field.addEventListener('compositionend', report);
  field.addEventListener('focus', () => self.fire('focus', { value: field.value, height: 0 }));
  field.addEventListener('blur', () => {
    report();
    self.fire('blur', { value: field.value, cursor: field.selectionEnd ?? 0 });
  });
  const focus = (): void => {
    setTimeout(() => {
      if (!field.isConnected) return;
      field.focus();
      const [start, end, cursor] = [own.get('selectionStart'), own.get('selectionEnd'), own.get('cursor')];
      if (start >= 0 && end >= start) field.setSelectionRange(start, end);
      else if (cursor >= 0) field.setSelectionRange(cursor, cursor);
    });
  };
  return {
    observe: {
      value: show,
      placeholder(value) {
        field.placeholder = value;
        drawHint();
      },
      placeholderStyle: drawHint,
      placeholderClass: drawHint,
      disabled(value) {
        field.disabled = value;
      },
      maxlength(value) {
        if (value < 0) field.removeAttribute('maxlength');
        else field.maxLength = value;
      },
      focus: value => (value ? focus() : field.blur()),
    },
    attached() {
      initial ??= field.value;
      drawHint();
      changed();
      if (own.get('autoFocus') || own.get('focus')) focus();
    },
    formValue: () => field.value,
    formReset: () => own.set({ value: initial ?? '' }),
  };
}

const INPUT_MODES: Record<string, string> = {
  number: 'numeric',
  digit: 'decimal',
  idcard: 'text',
  nickname: 'text',
};

export const input = defineBuiltin('input', {
  properties: { ...TEXT_PROPERTIES, type: 'text', password: false },
  create(self) {
    const field = html('input', 'wx-field', { type: 'text', autocomplete: 'off', maxlength: '140' });
    const hooks = textControl(self, field, () => undefined);
    const setType = (): void => {
      const type = self.get('type');
      field.type = self.get('password') || type === 'safe-password' ? 'password' : 'text';
      field.inputMode = INPUT_MODES[type] ?? 'text';
    };
    field.addEventListener('keydown', event => {
      if (event.key !== 'Enter' || event.isComposing) return;
      self.fire('confirm', { value: field.value });
      if (!self.get('confirmHold')) field.blur();
    });
    return { ...hooks, observe: { ...hooks.observe, type: setType, password: setType } };
  },
});

export const textarea = defineBuiltin('textarea', {
  properties: {
    ...TEXT_PROPERTIES,
    autoHeight: false,
    fixed: false,
    showConfirmBar: true,
    disableDefaultPadding: false,
  },
  create(self) {
    const field = html('textarea', 'wx-field', { rows: '1', maxlength: '140' });
    let lines = 0;
    const measure = (): void => {
      if (!field.isConnected) return;
      if (self.get('autoHeight')) {
        field.style.height = '0';
        field.style.height = `${field.scrollHeight}px`;
      } else field.style.height = '';
      const lineHeight = parseFloat(getComputedStyle(field).lineHeight) || 20;
      const count = Math.max(1, Math.round(field.scrollHeight / lineHeight));
      if (count === lines) return;
      lines = count;
      self.fire('linechange', {
        height: field.scrollHeight,
        heightRpx: (field.scrollHeight * 750) / innerWidth,
        lineCount: count,
      });
    };
    const hooks = textControl(self, field, measure);
    field.addEventListener('keydown', event => {
      const sends = ['send', 'search', 'next', 'go'].includes(self.get('confirmType'));
      if (event.key !== 'Enter' || event.isComposing || event.shiftKey || !sends) return;
      event.preventDefault();
      self.fire('confirm', { value: field.value });
    });
    return {
      ...hooks,
      observe: {
        ...hooks.observe,
        autoHeight(value) {
          self.dom.toggleAttribute('auto-height', value);
          measure();
        },
      },
    };
  },
});
