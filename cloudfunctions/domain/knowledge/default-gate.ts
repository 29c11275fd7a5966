import { type Gate, untrainedGate } from './gate';

/** The gate of the product. */
export const defaultGate: Gate = untrainedGate;
