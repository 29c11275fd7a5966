export { classify, isRouterWeights, type Message, type RouterWeights } from './linear-model';
export { dispatchAlone } from './dispatch-alone';
export { likelyCategory } from './likely-category';
export { measureRouter, type RouterMeasured } from './measure-router';
export { type Catalogue, suggestUnits } from './suggest-units';
export { isTechnical } from './technical';
export { train, type TrainingRow } from './train';
