/**
 * The outside contract between the mini-program and the cloud functions: types only, nothing of it is bundled.
 * Dates are civil dates in Asia/Shanghai (`YYYY-MM-DD`); instants are ISO 8601 with `+08:00`.
 */

export type * from './contract-basics';
export type * from './contract-filing';
export type * from './contract-people';
export type * from './contract-plans';
export type * from './contract-registers';
export type * from './contract-reports';
export type * from './contract-services';
export type * from './contract-tickets';
