import { make, openDialog } from './layer';

export type ModalOptions = {
  title?: string;
  content?: string;
  showCancel?: boolean;
  cancelText?: string;
  confirmText?: string;
  cancelColor?: string;
  confirmColor?: string;
  editable?: boolean;
  placeholderText?: string;
};

export type ModalResult = { confirm: boolean; cancel: boolean; content: string | null };

/** wx.showModal: a question with one or two answers, or one line of text. */
export async function showModal(options: ModalOptions): Promise<ModalResult> {
  const label = options.title || options.content || '提示';
  const dialog = openDialog<'confirm' | 'cancel'>('modal', label, 'cancel', false);
  if (options.title) dialog.panel.append(make('div', 'wx-modal-title', options.title));
  const field = make('input', 'wx-modal-field');
  if (options.editable === true) {
    field.placeholder = options.placeholderText ?? '';
    field.value = options.content ?? '';
    dialog.panel.append(field);
  } else if (options.content) dialog.panel.append(make('div', 'wx-modal-content', options.content));
  const actions = make('div', 'wx-modal-actions');
  const add = (text: string, color: string | undefined, value: 'confirm' | 'cancel'): HTMLElement => {
    const button = make('button', `wx-modal-${value}`, text);
    if (color !== undefined) button.style.color = color;
    button.addEventListener('click', () => dialog.close(value));
    actions.append(button);
    return button;
  };
  if (options.showCancel !== false) add(options.cancelText ?? '取消', options.cancelColor, 'cancel');
  const confirm = add(options.confirmText ?? '确定', options.confirmColor, 'confirm');
  dialog.panel.append(actions);
  (options.editable === true ? field : confirm).focus();
  const answer = await dialog.result;
  const content = options.editable === true && answer === 'confirm' ? field.value : null;
  return { confirm: answer === 'confirm', cancel: answer === 'cancel', content };
}

/** The question of wx.enableAlertBeforeUnload. */
export const askToLeave = async (message: string): Promise<boolean> =>
  (await showModal({ content: message, cancelText: '留下', confirmText: '离开' })).confirm;
