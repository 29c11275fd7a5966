import * as glassEasel from 'glass-easel';
import type { Elem } from '../types';
import { domOf, pageOrigin } from './backend';

export type TouchPoint = { identifier: number; clientX: number; clientY: number };

/** A touch as WeChat gives it: relative to the page area, `pageY` counting what is scrolled away. */
function touchOf(point: TouchPoint, dom: Element | null) {
  const origin = pageOrigin(dom);
  const scroller = dom?.closest('wx-page');
  const clientX = point.clientX - origin.left;
  const clientY = point.clientY - origin.top;
  return {
    identifier: point.identifier,
    clientX,
    clientY,
    pageX: clientX + (scroller?.scrollLeft ?? 0),
    pageY: clientY + (scroller?.scrollTop ?? 0),
    force: 1,
  };
}

/** Sends one of WeChat's bubbling events up the tree; `true` when a `catch` wants the browser to do nothing. */
export function dispatchTouch(target: Elem, type: string, changed: TouchPoint[], all: TouchPoint[]): boolean {
  const dom = domOf(target);
  const changedTouches = changed.map(point => touchOf(point, dom));
  const touches = all.map(point => touchOf(point, dom));
  const first = changedTouches[0];
  const detail = type === 'tap' || type === 'longpress' ? { x: first?.pageX ?? 0, y: first?.pageY ?? 0 } : {};
  const event = new glassEasel.Event(type, detail, {
    bubbles: true,
    composed: true,
    capturePhase: true,
    extraFields: { touches, changedTouches },
  });
  event.dispatch(target);
  return event.defaultPrevented();
}

type WithListeners = { _$eventTarget?: { listeners: Record<string, unknown> } };

/** Whether the element or one around it listens to an event. */
export function listensTo(dom: Element | null, type: string): boolean {
  for (let at: Element | null = dom; at !== null; at = at.parentElement) {
    const element = (at as { __wxElement?: WithListeners }).__wxElement;
    if (element?._$eventTarget?.listeners[type] !== undefined) return true;
  }
  return false;
}
