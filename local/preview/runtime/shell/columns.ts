import { make, openDialog } from './layer';

/** Columns of a picker: what stands in them, given what is chosen, and what is chosen first. */
export type Columns = { labels(at: number[]): string[][]; at: number[] };

/**
 * The sheet of `<picker>`: one list per column, operated by tap, arrow keys and wheel. Gives the chosen indexes,
 * `undefined` when cancelled.
 */
export function openColumns(
  title: string,
  columns: Columns,
  moved?: (column: number, index: number) => void,
): Promise<number[] | undefined> {
  const dialog = openDialog<number[] | undefined>('sheet', title, undefined);
  const at = [...columns.at];
  const head = make('div', 'wx-picker-head');
  const cancel = make('button', 'wx-picker-cancel', '取消');
  const confirm = make('button', 'wx-picker-confirm', '确定');
  cancel.addEventListener('click', () => dialog.close(undefined));
  confirm.addEventListener('click', () => dialog.close([...at]));
  head.append(cancel, make('div', 'wx-picker-title', title), confirm);
  const body = make('div', 'wx-picker-columns');
  dialog.panel.append(head, body);

  const choose = (column: number, index: number): void => {
    if (at[column] === index) return;
    at[column] = index;
    moved?.(column, index);
    draw();
  };
  const list = (labels: string[], column: number): HTMLElement => {
    const box = make('div', 'wx-picker-column');
    box.setAttribute('role', 'listbox');
    box.tabIndex = 0;
    labels.forEach((label, index) => {
      const option = make('div', 'wx-picker-option', label);
      option.setAttribute('role', 'option');
      option.setAttribute('aria-selected', String(index === at[column]));
      option.addEventListener('click', () => choose(column, index));
      box.append(option);
    });
    box.addEventListener('keydown', event => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      choose(column, Math.max(0, Math.min(labels.length - 1, (at[column] ?? 0) + step)));
      (body.children[column] as HTMLElement | undefined)?.focus();
    });
    return box;
  };
  const draw = (): void => {
    // A column may have become shorter: days of a month, the districts of another city.
    const labels = columns.labels(at);
    labels.forEach((one, i) => {
      at[i] = Math.max(0, Math.min(at[i] ?? 0, one.length - 1));
    });
    const scrolls = [...body.children].map(one => one.scrollTop);
    body.replaceChildren(...columns.labels(at).map(list));
    [...body.children].forEach((box, i) => {
      const chosen = box.querySelector<HTMLElement>('[aria-selected="true"]');
      if (scrolls[i] !== undefined) box.scrollTop = scrolls[i];
      else if (chosen !== null)
        box.scrollTop = chosen.offsetTop - box.clientHeight / 2 + chosen.offsetHeight / 2;
    });
  };
  draw();
  confirm.focus();
  return dialog.result;
}
