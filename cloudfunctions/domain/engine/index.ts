export {
  applyAct,
  dueStep,
  isKnownAct,
  offeredActs,
  offeredDefinitions,
  prepareAct,
  roleMayEver,
  takeAct,
  takePrepared,
  wakeAt,
  whyNotYet,
  type PreparedAct,
} from './acts';
export { Change } from './change';
export { systemActor, toldAt, type Actor, type Context, type Party } from './context';
export {
  act,
  opening,
  type ActDefinition,
  type FieldErrors,
  type FilingDefinition,
  type OpeningDefinition,
  type Procedure,
  type StateDefinition,
  type Tell,
  type TicketReference,
} from './definition';
export { facts, type Facts } from './facts';
export * from './fields';
export type { Audience, Counts, Message, OuterChannel } from './message';
export { needs, type Lookup, type Needs, type Subject } from './needs';
export { blankForm, mayOpen, openingFields, openPrepared, prepareOpening } from './opening';
export { tellAll, type Outcome, type Refusal, type Result } from './outcome';
