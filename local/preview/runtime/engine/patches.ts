import * as glassEasel from 'glass-easel';
import type { Comp, Elem } from '../types';
import { playAnimation } from './animate';
import { isAria, setAria } from './aria';
import { domOf } from './backend';
import { convertUnits } from './units';

type WithComp = { _$comp: Comp | null };

const isOwn = (path: string): boolean =>
  path !== '' && !path.startsWith('wx:') && !path.startsWith('miniprogram_npm/');

/** Passes on what glass-easel warns of in own pages; vant sets many attributes that no element has. */
function filterWarnings(): void {
  glassEasel.addGlobalWarningListener((message, related, element) => {
    const host = typeof related === 'string' ? related : related.is;
    const target = (element as { is?: string } | undefined)?.is ?? '';
    if (isOwn(host) && !target.startsWith('wx:')) console.warn(`${host}: ${message}`);
    return false;
  });
}

/**
 * Teaches glass-easel 0.12.1 what WeChat does and it does not: rpx in inline styles, the dataset in the DOM (so that
 * tests find `data-testid`), `hidden` and `aria-*` on every tag, and words for handlers and properties that are not there.
 */
export function patchGlassEasel(): void {
  filterWarnings();
  const element = glassEasel.Element.prototype;
  const { setNodeStyle, setDataset } = element;
  element.setNodeStyle = function (this: Elem, style: string, index?: number) {
    setNodeStyle.call(this, convertUnits(String(style)), index as never);
  };
  element.setDataset = function (this: Elem, name: string, value: unknown) {
    setDataset.call(this, name, value);
    const attribute = `data-${name.replace(/[A-Z]/g, c => `-${c.toLowerCase()}`)}`;
    if (typeof value !== 'object') domOf(this)?.setAttribute(attribute, String(value ?? ''));
  };

  const group = glassEasel.DataGroup.prototype;
  const { replaceProperty } = group;
  group.replaceProperty = function (
    this: glassEasel.GeneralDataGroup,
    name: string,
    value: unknown,
  ): boolean {
    const comp = (this as unknown as WithComp)._$comp;
    if (replaceProperty.call(this, name, value as never)) return true;
    if (comp === null) return false;
    if (name === 'hidden') {
      domOf(comp)?.toggleAttribute(
        'hidden',
        value !== false && value !== undefined && value !== null && value !== '',
      );
      return true;
    }
    if (name === 'animation') {
      playAnimation(comp, value);
      return true;
    }
    if (isAria(name)) {
      setAria(comp, name, value);
      return true;
    }
    return false;
  };

  const component = glassEasel.Component as unknown as {
    getMethod(comp: Comp, name: string): unknown;
  };
  const { getMethod } = component;
  component.getMethod = (comp, name) => {
    const method = getMethod.call(component, comp, name);
    if (method === undefined && isOwn(comp.is)) {
      console.error(`${comp.is} has no method "${name}" to handle an event`);
    }
    return method;
  };
}
