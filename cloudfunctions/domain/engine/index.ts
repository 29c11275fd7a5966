export * from './definition';
export {
  dueStep,
  fieldsOf,
  isKnownAct,
  offeredActs,
  offeredDefinitions,
  readInput,
  roleMayEver,
  takeAct,
  wakeAt,
  whyNotYet,
  type Outcome,
  type Refusal,
  type Result,
} from './engine';
export { openingFields, openWork, readOpening } from './opening';
export { Change, type Counts, type Message, type PlatformFault, type PlatformWindow } from './change';
export { correcting, fieldErrors, holdsAtMost, inputSchema, LONG_TEXT } from './fields';
