import * as glassEasel from 'glass-easel';
import { elementOf } from './backend';
import { dispatchTouch, listensTo, type TouchPoint } from './events';

const MOVE_LIMIT = 10;
const LONG_PRESS_MS = 350;
/** Browsers send mouse events after a touch for old pages; they are not a second touch. */
const GHOST_MS = 800;
const MOUSE = 0;

type Press = {
  x: number;
  y: number;
  moved: boolean;
  long: boolean;
  timer: number;
  target: EventTarget | null;
};

/** Turns the browser's mouse and touch events into touchstart … touchend, longpress and tap. */
export class Pointer {
  private press: Press | undefined;
  private lastTouch = -GHOST_MS;

  listen(root: HTMLElement): void {
    const options = { capture: true, passive: false };
    root.addEventListener('touchstart', event => this.onTouch(event, 'touchstart'), options);
    root.addEventListener('touchmove', event => this.onTouch(event, 'touchmove'), options);
    root.addEventListener('touchend', event => this.onTouch(event, 'touchend'), options);
    root.addEventListener('touchcancel', event => this.onTouch(event, 'touchcancel'), options);
    root.addEventListener('mousedown', event => this.onMouse(event, 'touchstart'), options);
    document.addEventListener('mousemove', event => this.onMouse(event, 'touchmove'), options);
    document.addEventListener('mouseup', event => this.onMouse(event, 'touchend'), options);
    root.addEventListener('click', event => this.onClick(event));
    for (const type of ['transitionend', 'animationstart', 'animationiteration', 'animationend']) {
      root.addEventListener(type, event => this.onAnimation(event), true);
    }
  }

  private onTouch(event: TouchEvent, type: string): void {
    this.lastTouch = performance.now();
    const changed = [...event.changedTouches];
    this.follow(type, changed[0], event.target);
    this.send(event, type, event.target, changed, [...event.touches]);
  }

  private onMouse(event: MouseEvent, type: string): void {
    if (performance.now() - this.lastTouch < GHOST_MS) return;
    if (type === 'touchstart' ? event.button !== 0 : this.press === undefined) return;
    const point: TouchPoint = { identifier: MOUSE, clientX: event.clientX, clientY: event.clientY };
    const target = type === 'touchstart' ? event.target : (this.press?.target ?? null);
    this.follow(type, point, target);
    this.send(event, type, target, [point], type === 'touchend' ? [] : [point]);
  }

  private send(
    event: Event,
    type: string,
    target: EventTarget | null,
    changed: TouchPoint[],
    all: TouchPoint[],
  ): void {
    const element = elementOf(target);
    if (element === undefined) return;
    const prevented = dispatchTouch(element, type, changed, all);
    // Only a caught move stops the browser (scrolling); a prevented touchstart would also eat the click.
    if (prevented && type === 'touchmove' && event.cancelable) event.preventDefault();
  }

  /** Keeps what decides between tap, long press and drag. */
  private follow(type: string, point: TouchPoint | undefined, target: EventTarget | null): void {
    if (type === 'touchstart' && point !== undefined) {
      if (this.press !== undefined) clearTimeout(this.press.timer);
      const timer = window.setTimeout(() => this.longPress(point, target), LONG_PRESS_MS);
      this.press = { x: point.clientX, y: point.clientY, moved: false, long: false, timer, target };
      return;
    }
    const { press } = this;
    if (press === undefined) return;
    if (type === 'touchmove' && point !== undefined) {
      const distance = Math.max(Math.abs(point.clientX - press.x), Math.abs(point.clientY - press.y));
      if (distance > MOVE_LIMIT) {
        press.moved = true;
        clearTimeout(press.timer);
      }
      return;
    }
    clearTimeout(press.timer);
    // The click comes right after this; it still wants to know whether the pointer was dragged.
    setTimeout(() => {
      if (this.press === press) this.press = undefined;
    });
  }

  private longPress(point: TouchPoint, target: EventTarget | null): void {
    const element = elementOf(target);
    if (element === undefined || this.press === undefined) return;
    this.press.long = listensTo(target as Element, 'longpress');
    dispatchTouch(element, 'longpress', [point], [point]);
    dispatchTouch(element, 'longtap', [point], [point]);
  }

  /** `tap` is the browser's click: on touchend a modal that the tap opens would get the click that follows. */
  private onClick(event: MouseEvent): void {
    const fromPointer = event.isTrusted && event.detail > 0;
    if (fromPointer && (this.press?.moved === true || this.press?.long === true)) return;
    const element = elementOf(event.target);
    if (element === undefined) return;
    // In WeChat what is tapped takes no focus: the keys that follow are for the page.
    if (fromPointer) releaseFocus();
    const point: TouchPoint = { identifier: MOUSE, clientX: event.clientX, clientY: event.clientY };
    dispatchTouch(element, 'tap', [point], []);
  }

  private onAnimation(event: Event): void {
    const element = (event.target as { __wxElement?: glassEasel.Element }).__wxElement;
    if (element === undefined) return;
    const { elapsedTime } = event as TransitionEvent;
    glassEasel.Event.triggerEvent(element, event.type, { elapsedTime });
  }
}

/** Takes the focus from what was clicked, unless one types there. */
function releaseFocus(): void {
  const focused = document.activeElement;
  if (focused instanceof HTMLElement && focused.closest('input, textarea, select') === null) focused.blur();
}

/** Enter and Space tap what has the focus, as a screen reader's double tap does on a phone. */
export function listenToKeys(root: HTMLElement): void {
  root.addEventListener('keydown', event => {
    const target = event.target as HTMLElement;
    if ((event.key !== 'Enter' && event.key !== ' ') || event.isComposing) return;
    if (target.closest('input, textarea, select') !== null || !target.hasAttribute('tabindex')) return;
    event.preventDefault();
    if (!event.repeat) target.click();
  });
}
