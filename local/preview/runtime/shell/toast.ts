import { layer, make } from './layer';

const ICONS: Record<string, string> = { success: '✓', error: '!', loading: '' };
let timer = 0;

function remove(): void {
  clearTimeout(timer);
  document.querySelector('.wx-toast-mask')?.remove();
}

/** wx.showToast and wx.showLoading share one place on the screen. */
export function showToast(
  title: string,
  icon: string,
  duration: number | undefined,
  mask: boolean,
  image?: string,
): void {
  remove();
  const holder = make('div', 'wx-toast-mask');
  holder.classList.toggle('blocking', mask);
  const box = make('div', 'wx-toast');
  box.setAttribute('role', icon === 'error' ? 'alert' : 'status');
  box.dataset.icon = icon;
  if (image !== undefined) {
    const picture = make('img', 'wx-toast-icon');
    picture.src = image;
    picture.alt = '';
    box.append(picture);
  } else if (icon !== 'none') {
    const mark = make('div', icon === 'loading' ? 'wx-spinner' : 'wx-toast-icon', ICONS[icon] ?? '');
    mark.setAttribute('aria-hidden', 'true');
    box.append(mark);
  }
  box.append(make('div', 'wx-toast-text', title));
  holder.append(box);
  layer().append(holder);
  if (duration !== undefined) timer = window.setTimeout(remove, duration);
}

export const hideToast = remove;
