export {
  applyAct,
  asksWhom,
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
export { attachmentsFor } from './attachments';
export { Change, CONFIDENTIAL } from './change';
export { clip } from './clip';
export { systemActor, toldAt, type Actor, type Context, type KeptFile, type Party } from './context';
export {
  act,
  opening,
  type ActDefinition,
  type FieldErrors,
  type FilingDefinition,
  type FollowUpStep,
  type OpensFor,
  type Procedure,
  type StateDefinition,
  type Tell,
  type TicketReference,
} from './definition';
export { facts } from './facts';
export * from './fields';
export type { Further } from './further';
export {
  awaitedKinds,
  namingTitle,
  wordsOn,
  type Audience,
  type Awaited,
  type Counts,
  type Message,
  type OuterChannel,
  type Words,
} from './message';
export { worded } from './worded';
export { needs, type Lookup, type Subject } from './needs';
export { blankForm, mayOpen, openByAct, openingFields, openPrepared, prepareOpening } from './opening';
export {
  finish,
  noticeEmptyDesk,
  opened,
  settleEmptyDesk,
  tellAll,
  type Outcome,
  type Refusal,
} from './outcome';
