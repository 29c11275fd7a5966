export { answer, type Answer, type AnswerOptions, type Band, type Found } from './answer';
export { type KnowledgeEntry, mayShow, regionCovers } from './entry';
export { type Gate, type GatePart, untrainedGate } from './gate';
export { buildIndex, type KnowledgeIndex } from './knowledge-index';
