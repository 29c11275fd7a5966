export { answer, type Answer, type AnswerOptions, type Band, type Found } from './answer';
export { calibrate, calibrateEach, type Judged } from './gate/calibrate';
export { defaultGate } from './gate/default-gate';
export { type KnowledgeEntry, mayShow, regionCovers } from './entry';
export { type Gate, type GatePart, isGate, untrainedGate } from './gate/gate';
export { buildIndex, type KnowledgeIndex } from './retrieval/knowledge-index';
export { measure, type Measured } from './gate/measure';
export { DEFAULT_WORDS, type WordLists } from './retrieval/words';
