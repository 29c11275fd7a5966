/**
 * What each function takes and answers: action → `{in, out}`. The tables of the functions (cloudfunctions/api), the
 * client of the mini-program (miniprogram/cloud) and the scripts of the component tests must all satisfy it. Types
 * only: nothing of it is bundled.
 */

export type * from './at-desk';
export type * from './catalogue';
export type * from './citizen';
export type * from './common';
export type * from './knowledge';
export type * from './notices';
export type * from './oversight';
export type * from './people';
export type * from './plans';
export type * from './registers';
export type * from './replies';
export type * from './services';
export type * from './staff';
export type * from './tickets';
