export {
  type Classified,
  classify,
  type RouterWeights,
  train,
  type TrainingRow,
  type TrainOptions,
} from './linear-model';
export { type Catalogue, suggestUnits, type SuggestOptions, type Suggestion } from './suggest-units';
export { isTechnical } from './technical';
export { type Urgent, urgentIn } from './urgent';
