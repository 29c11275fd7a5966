export { type Classified, classify, isRouterWeights, type Message, type RouterWeights } from './linear-model';
export { dispatchAlone, type Routed } from './dispatch-alone';
export { likelyCategory } from './likely-category';
export { measureRouter, type RouterMeasured } from './measure-router';
export { type Catalogue, suggestUnits, type SuggestOptions, type Suggestion } from './suggest-units';
export { isTechnical } from './technical';
export { thresholdFor, train, type TrainingRow, type TrainOptions } from './train';
export { type Urgent, type UrgentKind, urgentIn } from './urgent';
