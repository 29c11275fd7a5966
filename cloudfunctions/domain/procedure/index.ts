export * from './definition';
export * from './engine';
export { Change, type Counts, type Message } from './change';
export { fieldErrors, inputSchema, LONG_TEXT } from './fields';
