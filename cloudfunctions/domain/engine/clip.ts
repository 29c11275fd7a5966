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

/**
 * The first `most` characters (UTF-16 units) of a text at the most, as it stands: never half of one, as of an emoji or of a
 * syllable of Tibetan, which a database would refuse or show as another.
 */
export const headOf = (text: string, most: number): string => {
  if (text.length <= most) return text;
  let end = 0;
  for (const { segment, index } of new Intl.Segmenter('zh').segment(text.slice(0, most + 40))) {
    if (index + segment.length > most) break;
    end = index + segment.length;
  }
  // One character of more marks than fit.
  return end === 0 ? text.slice(0, most).replace(/[\ud800-\udbff]$/, '') : text.slice(0, end);
};
