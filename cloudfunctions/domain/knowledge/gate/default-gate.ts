import fitted from './default-gate.json';
import type { Gate } from './gate';

/** The gate of the product, fitted at a precision of .98 by `bench/fit-default-gate.ts`: numbers only. */
export const defaultGate = fitted as unknown as Gate;
