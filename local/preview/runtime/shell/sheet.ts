import { make, openDialog } from './layer';

/** wx.showActionSheet: gives the index that was tapped, `undefined` when cancelled. */
export function showSheet(items: string[], title = '', color = ''): Promise<number | undefined> {
  const dialog = openDialog<number | undefined>('sheet', title || '请选择', undefined);
  if (title !== '') dialog.panel.append(make('div', 'wx-sheet-title', title));
  items.forEach((item, index) => {
    const button = make('button', 'wx-sheet-item', item);
    button.style.color = color;
    button.addEventListener('click', () => dialog.close(index));
    dialog.panel.append(button);
  });
  const cancel = make('button', 'wx-sheet-item wx-sheet-cancel', '取消');
  cancel.addEventListener('click', () => dialog.close(undefined));
  dialog.panel.append(cancel);
  return dialog.result;
}

/** Several things to tick, one answer for all: subscribe messages. Gives `undefined` when refused. */
export function showConsent(
  title: string,
  lines: string[],
  accept: string,
  refuse: string,
): Promise<boolean[] | undefined> {
  const dialog = openDialog<boolean[] | undefined>('sheet', title, undefined, false);
  dialog.panel.append(make('div', 'wx-sheet-title', title));
  const boxes = lines.map(line => {
    const row = make('label', 'wx-sheet-check');
    const box = make('input', '');
    box.type = 'checkbox';
    box.checked = true;
    row.append(box, line);
    dialog.panel.append(row);
    return box;
  });
  const actions = make('div', 'wx-sheet-actions');
  const refused = make('button', 'wx-sheet-refuse', refuse);
  const accepted = make('button', 'wx-sheet-accept', accept);
  refused.addEventListener('click', () => dialog.close(undefined));
  accepted.addEventListener('click', () => dialog.close(boxes.map(box => box.checked)));
  actions.append(refused, accepted);
  dialog.panel.append(actions);
  return dialog.result;
}
