export * from './field';
export { belongs, fieldErrors, LONG_TEXT, readFields, type Input } from './read';
export { namedIn, unknownReferences } from './refer';
export { shownFields } from './show';
