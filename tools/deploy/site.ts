import type { Api, Outside } from '../tencent-cloud';
import type { Place } from './observe';
import type { Desired } from './state';
import type { WeChat } from './wechat';

/** Where something is deployed, and by what means. */
export type Site = {
  api: Api;
  place: Place;
  desired: Desired;
  outside: Outside;
  wechat: WeChat | undefined;
  /** Tells how far a long step has come. */
  tell(line: string): void;
};
