import type { Light } from '../../typings/contract';
import { daysText } from './dates';

/** A light is shape, words and colour, never colour alone. */
export function lightText(light: Light, daysLeft: number): string {
  return `${LIGHT_SHAPES[light]} ${daysText(daysLeft)}`;
}

export const LIGHT_SHAPES: Record<Light, string> = { green: '●', yellow: '▲', red: '■' };
