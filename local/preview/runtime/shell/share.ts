import { make, openDialog } from './layer';

/** What WeChat would send to a friend: the preview shows it instead. */
export function showShareSheet(card: { title: string; path: string }): void {
  const dialog = openDialog<void>('sheet', '发送给朋友', undefined);
  const box = make('div', 'wx-share-card');
  box.append(make('div', 'wx-share-name', card.title), make('div', 'wx-share-path', card.path));
  const close = make('button', 'wx-sheet-item wx-sheet-cancel', '关闭');
  close.addEventListener('click', () => dialog.close());
  dialog.panel.append(make('div', 'wx-sheet-title', '发送给朋友'), box, close);
}
