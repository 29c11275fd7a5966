import type { UrgentKind } from './kinds';

/** A kind, and groups of words of which each must be found in what is said together. */
export type Row = readonly [kind: UrgentKind, ...groups: string[]];
