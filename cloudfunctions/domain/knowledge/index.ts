export { answer, type AnswerOptions } from './answer';
export { calibrate, calibrateEach } from './gate/calibrate';
export type { Judged } from './gate/right-entry';
export { defaultGate } from './gate/default-gate';
export type { KnowledgeEntry } from './entry';
export { type Gate, isGate, untrainedGate } from './gate/gate';
export { buildIndex, type KnowledgeIndex } from './retrieval/knowledge-index';
export { measure } from './gate/measure';
export { DEFAULT_WORDS, type WordLists } from './retrieval/words';
