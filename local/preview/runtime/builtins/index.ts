import type * as glassEasel from 'glass-easel';
import { form, label } from './form';
import { input, textarea } from './input';
import { canvas, image, video } from './media';
import type { BuiltinTag } from './names';
import { picker } from './picker';
import { scrollView, swiper, swiperItem } from './scroll';
import { navigationBar, pageMeta, richText, rootPortal, webView } from './structure';
import { checkbox, checkboxGroup, progress, radio, radioGroup, slider, switchControl } from './toggles';
import { button, coverImage, coverView, icon, navigator, text, view } from './view';

/** Every built-in tag; the type keeps it in step with the list that the build checks pages against. */
const BUILTINS: Record<BuiltinTag, (space: glassEasel.ComponentSpace) => void> = {
  view,
  text,
  image,
  button,
  input,
  textarea,
  form,
  label,
  picker,
  switch: switchControl,
  slider,
  progress,
  checkbox,
  'checkbox-group': checkboxGroup,
  radio,
  'radio-group': radioGroup,
  'scroll-view': scrollView,
  swiper,
  'swiper-item': swiperItem,
  navigator,
  'rich-text': richText,
  'web-view': webView,
  'cover-view': coverView,
  'cover-image': coverImage,
  icon,
  'root-portal': rootPortal,
  'page-meta': pageMeta,
  'navigation-bar': navigationBar,
  canvas,
  video,
};

export function registerBuiltins(space: glassEasel.ComponentSpace): void {
  for (const register of Object.values(BUILTINS)) register(space);
}
