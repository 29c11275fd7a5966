import type { TabBarConfig } from '../types';

/** The native tab bar of a mini-program that does not draw its own. */
export class TabBar {
  readonly element = document.createElement('nav');
  private readonly buttons = new Map<string, HTMLElement>();

  constructor(config: TabBarConfig, onTap: (path: string) => void) {
    this.element.className = 'wx-tab-bar';
    this.element.setAttribute('role', 'tablist');
    for (const tab of config.list) {
      const button = document.createElement('button');
      button.type = 'button';
      button.setAttribute('role', 'tab');
      if (tab.iconPath !== undefined) {
        const icon = document.createElement('img');
        icon.src = `/preview/files/${tab.iconPath}`;
        icon.alt = '';
        button.append(icon);
      }
      button.append(tab.text);
      button.addEventListener('click', () => onTap(tab.pagePath));
      this.buttons.set(tab.pagePath, button);
      this.element.append(button);
    }
  }

  /** Marks the tab of a page; without one the bar is hidden. */
  show(path: string | undefined): void {
    this.element.hidden = path === undefined;
    document.body.classList.toggle('with-tab-bar', path !== undefined);
    for (const [own, button] of this.buttons) button.setAttribute('aria-selected', String(own === path));
  }
}
