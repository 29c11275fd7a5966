/** Where dialogs, sheets and toasts lie: above the pages, below nothing. */
export function layer(): HTMLElement {
  let found = document.querySelector<HTMLElement>('.wx-layer');
  if (found === null) {
    found = document.createElement('div');
    found.className = 'wx-layer';
    document.body.append(found);
  }
  return found;
}

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  text = '',
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  if (element instanceof HTMLButtonElement) element.type = 'button';
  return element;
}

export type Dialog<T> = { panel: HTMLElement; close(value: T): void; result: Promise<T> };

/**
 * A modal panel: takes the focus, keeps Tab inside, gives the focus back. Escape and, where wanted, a click beside the
 * panel close it with `dismissed`.
 */
export function openDialog<T>(
  kind: 'modal' | 'sheet',
  label: string,
  dismissed: T,
  maskCloses = true,
): Dialog<T> {
  const before = document.activeElement as HTMLElement | null;
  const mask = make('div', `wx-mask wx-mask-${kind}`);
  const panel = make('div', `wx-${kind}`);
  panel.setAttribute('role', 'dialog');
  panel.setAttribute('aria-modal', 'true');
  panel.setAttribute('aria-label', label);
  panel.tabIndex = -1;
  mask.append(panel);
  layer().append(mask);
  let settle: (value: T) => void = () => undefined;
  const result = new Promise<T>(resolve => {
    settle = resolve;
  });
  const close = (value: T): void => {
    if (!mask.isConnected) return;
    mask.remove();
    if (before?.isConnected === true) before.focus();
    settle(value);
  };
  mask.addEventListener('click', event => {
    if (maskCloses && event.target === mask) close(dismissed);
  });
  mask.addEventListener('keydown', event => {
    if (event.key === 'Escape') close(dismissed);
    if (event.key !== 'Tab') return;
    const items = [...panel.querySelectorAll<HTMLElement>('button, input, [tabindex="0"]')];
    const index = items.indexOf(document.activeElement as HTMLElement);
    const next = items[(index + (event.shiftKey ? -1 : 1) + items.length) % items.length];
    event.preventDefault();
    next?.focus();
  });
  setTimeout(() => {
    if (!panel.contains(document.activeElement)) panel.focus();
  });
  return { panel, close, result };
}
