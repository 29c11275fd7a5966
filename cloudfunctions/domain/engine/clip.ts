const ELLIPSIS = '…';
const DANGLING = ' ，、；：（“《';

/** A space or line end in the middle of a line is one space. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/**
 * A text that fits a field of `most` characters (UTF-16 units, as the strictest reader counts): where it is longer it is cut
 * behind a whole word, with an ellipsis; a single word that is too long is cut behind a whole character.
 */
export const clip = (text: string, most: number): string => {
  const whole = oneLine(text);
  if (whole.length <= most) return whole;
  const room = most - ELLIPSIS.length;
  const within = (granularity: 'word' | 'grapheme'): string => {
    let kept = '';
    for (const { segment } of new Intl.Segmenter('zh', { granularity }).segment(whole.slice(0, most + 40))) {
      if (kept.length + segment.length > room) break;
      kept += segment;
    }
    // A mark that opens or joins says nothing at the end.
    while (kept !== '' && DANGLING.includes(kept.slice(-1))) kept = kept.slice(0, -1);
    return kept;
  };
  return `${within('word') || within('grapheme')}${ELLIPSIS}`;
};
