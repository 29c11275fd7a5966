export { answer, type Answer, type AnswerOptions, type Band, type Found } from './answer';
export { calibrate, calibrateEach, type Judged } from './calibrate';
export { defaultGate } from './default-gate';
export { type KnowledgeEntry, mayShow, regionCovers } from './entry';
export { type Gate, type GatePart, isGate, untrainedGate } from './gate';
export { buildIndex, type KnowledgeIndex } from './knowledge-index';
export { measure, type Measured } from './measure';
export { DEFAULT_WORDS, type WordLists } from './words';
