import type { Pass } from '../passes';

/** A step in which stored data are brought to the form that this code writes. */
export type Migration = {
  number: number;
  name: string;
  /** Each walks one collection from the first id to the last. */
  passes: readonly Pass[];
};
