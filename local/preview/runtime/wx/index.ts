import { BUILTIN_NAMES } from '../builtins/names';
import { router } from '../pages/router';
import type { Instance } from '../types';
import { createAnimation } from './animation';
import { app } from './app';
import { cloud } from './cloud';
import { device } from './device';
import { fileSystem } from './file-system';
import { info } from './info';
import { media } from './media';
import { navigation } from './navigation';
import { open } from './open';
import { PageIntersectionObserver, SelectorQuery } from './query';
import { createInnerAudioContext } from './speech';
import { storage } from './storage';
import { ui } from './ui';

/** Without `in()` a query looks into the page on top. */
const compOf = (instance?: Instance) => instance?._$ ?? router.top?.comp;

/** Everything that `wx` has in the preview. A test compares it with what miniprogram/ uses. */
export const wx: Record<string, unknown> = {
  ...app,
  ...cloud,
  ...device,
  ...fileSystem,
  ...info,
  ...media,
  ...navigation,
  ...open,
  ...storage,
  ...ui,
  createAnimation,
  createInnerAudioContext,
  createSelectorQuery: () => new SelectorQuery(compOf()),
  createIntersectionObserver: (instance?: Instance, options?: object) =>
    new PageIntersectionObserver(compOf(instance), options),
  env: { USER_DATA_PATH: 'wxfile://usr' },
};

/** `chooseMedia`, `cloud.callFunction`, `showToast.object.title`: known when its first words are. */
wx.canIUse = (schema: string): boolean => {
  const [head = '', next] = schema.split('.');
  if (BUILTIN_NAMES.has(head)) return true;
  const own = wx[head];
  return own !== undefined && (head !== 'cloud' || next === undefined || next in (own as object));
};
