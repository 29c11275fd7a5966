import type { WindowConfig } from '../types';

const button = (className: string, label: string, onClick: () => void): HTMLElement => {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = className;
  element.setAttribute('aria-label', label);
  element.addEventListener('click', onClick);
  return element;
};

/** The navigation bar above a page: back or home, and the title. */
export class NavBar {
  readonly element = document.createElement('header');
  private readonly heading = document.createElement('h1');
  private readonly spinner = document.createElement('i');

  constructor(config: WindowConfig, onBack: (() => void) | undefined, onHome: (() => void) | undefined) {
    this.element.className = 'wx-nav-bar';
    this.element.hidden = config.navigationStyle === 'custom';
    this.element.classList.toggle('dark', config.navigationBarTextStyle === 'white');
    this.element.style.backgroundColor = config.navigationBarBackgroundColor ?? '';
    if (onBack !== undefined) this.element.append(button('wx-nav-back', '返回', onBack));
    if (onHome !== undefined) this.element.append(button('wx-nav-home', '回到首页', onHome));
    this.spinner.className = 'wx-spinner';
    this.spinner.hidden = true;
    this.element.append(this.spinner, this.heading);
    this.setTitle(config.navigationBarTitleText ?? '');
  }

  get title(): string {
    return this.heading.textContent ?? '';
  }

  setTitle(title: string): void {
    this.heading.textContent = title;
    document.title = title;
  }

  setColor(front: string, background: string): void {
    this.element.classList.toggle('dark', front.toLowerCase() === '#ffffff');
    this.element.style.backgroundColor = background;
  }

  setLoading(on: boolean): void {
    this.spinner.hidden = !on;
  }
}
