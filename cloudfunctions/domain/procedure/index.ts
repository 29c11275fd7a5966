export * from './definition';
export * from './engine';
export { Change, type Counts, type Message } from './change';
export { fieldErrors, holdsAtMost, inputSchema, LONG_TEXT } from './fields';
