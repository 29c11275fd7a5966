import type * as glassEasel from 'glass-easel';
import type { Elem } from '../types';

/** What `animation="{{ }}"` carries: the style of each step and how long it takes. */
export type AnimationData = { previewSteps: { style: string; wait: number }[] };

/** Style segment of exported animations, apart from the page's own `style`. */
const SEGMENT = 2 as glassEasel.StyleSegmentIndex;

/** Plays what `wx.createAnimation().export()` gave to `animation="{{ }}"`, one step after the other. */
export function playAnimation(element: Elem, value: unknown): void {
  const steps = [...((value as AnimationData | undefined)?.previewSteps ?? [])];
  const next = (): void => {
    const step = steps.shift();
    if (step === undefined) return;
    element.setNodeStyle(step.style, SEGMENT);
    setTimeout(next, step.wait);
  };
  next();
}
