/** What a file is, by its content. */
export type ContentKind = {
  /** `image/jpeg` */
  type: string;
  /** The ending that belongs to it; the first of several that mean the same. */
  endings: readonly [string, ...string[]];
  /** What names the person and the place is taken out of it before anybody sees it. */
  picture?: 'jpeg' | 'png' | 'webp' | 'gif';
};
