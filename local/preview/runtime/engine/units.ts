const URL_PARTS = /(url\([^)]*\))/;

/**
 * rpx and vh of a style: a phone is 750 rpx wide, and the page area is lower than the window. What stands in `url(…)`
 * may look like either by chance and is left alone.
 */
export function convertUnits(style: string): string {
  if (!/rpx|vh/.test(style)) return style;
  const convert = (text: string): string =>
    text
      .replace(/(-?\d*\.?\d+)rpx\b/g, 'calc($1 * 100vw / 750)')
      .replace(/(-?\d*\.?\d+)vh\b/g, 'calc($1 * var(--page-vh))');
  return style
    .split(URL_PARTS)
    .map(part => (part.startsWith('url(') ? part : convert(part)))
    .join('');
}
