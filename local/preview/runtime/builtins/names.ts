/** Tags that the runtime renders itself. build/wxml.ts checks pages against the same list. */
export const BUILTIN_TAGS = [
  'view',
  'text',
  'image',
  'button',
  'input',
  'textarea',
  'form',
  'label',
  'picker',
  'switch',
  'slider',
  'progress',
  'checkbox',
  'checkbox-group',
  'radio',
  'radio-group',
  'scroll-view',
  'swiper',
  'swiper-item',
  'navigator',
  'rich-text',
  'web-view',
  'cover-view',
  'cover-image',
  'icon',
  'root-portal',
  'page-meta',
  'navigation-bar',
  'canvas',
  'video',
] as const;

export type BuiltinTag = (typeof BUILTIN_TAGS)[number];

/** All tags whose DOM name is `wx-<tag>`; `page` is the root of a page. */
export const BUILTIN_NAMES = new Set<string>([...BUILTIN_TAGS, 'page']);
