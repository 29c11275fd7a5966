import type { AnimationData } from '../engine/animate';

type Step = { actions: string[]; options: AnimationOptions };
type AnimationOptions = { duration: number; timingFunction: string; delay: number; transformOrigin: string };

const unit = (value: unknown, fallback: string): string =>
  typeof value === 'number' ? `${value}${fallback}` : String(value);
const TRANSFORMS: Record<string, string> = {
  rotate: 'deg',
  rotateX: 'deg',
  rotateY: 'deg',
  rotateZ: 'deg',
  translateX: 'px',
  translateY: 'px',
  translateZ: 'px',
  translate: 'px',
  translate3d: 'px',
  scale: '',
  scaleX: '',
  scaleY: '',
  scaleZ: '',
  scale3d: '',
  skew: 'deg',
  skewX: 'deg',
  skewY: 'deg',
  matrix: '',
  matrix3d: '',
};
const STYLES = ['opacity', 'backgroundColor', 'width', 'height', 'left', 'right', 'top', 'bottom'];
const css = (name: string): string => name.replace(/[A-Z]/g, c => `-${c.toLowerCase()}`);

/** wx.createAnimation: collects steps of CSS transitions; `export` hands them over once. */
export function createAnimation(options: Partial<AnimationOptions> = {}): object {
  const defaults: AnimationOptions = {
    duration: 400,
    timingFunction: 'linear',
    delay: 0,
    transformOrigin: '50% 50% 0',
    ...options,
  };
  let steps: Step[] = [];
  let actions: string[] = [];
  let transforms: string[] = [];
  const animation: Record<string, unknown> = {};
  for (const [name, suffix] of Object.entries(TRANSFORMS)) {
    animation[name] = (...values: unknown[]) => {
      transforms.push(`${name}(${values.map(value => unit(value, suffix)).join(',')})`);
      return animation;
    };
  }
  for (const name of STYLES) {
    animation[name] = (value: unknown) => {
      const numeric = name === 'opacity' || name === 'backgroundColor' ? '' : 'px';
      actions.push(`${css(name)}:${unit(value, numeric)}`);
      return animation;
    };
  }
  animation.step = (own: Partial<AnimationOptions> = {}) => {
    if (transforms.length > 0) actions.push(`transform:${transforms.join(' ')}`);
    steps.push({ actions, options: { ...defaults, ...own } });
    [actions, transforms] = [[], []];
    return animation;
  };
  animation.export = (): AnimationData => {
    const previewSteps = steps.map(
      ({ actions: list, options: { duration, timingFunction, delay, transformOrigin } }) => ({
        style: `transition:all ${duration}ms ${timingFunction} ${delay}ms;transform-origin:${transformOrigin};${list.join(';')}`,
        wait: duration + delay,
      }),
    );
    steps = [];
    return { previewSteps };
  };
  return animation;
}
