import { addDays } from '../../domain/time';
import { readXml, type Budget } from './xml';

/** A spreadsheet keeps days as numbers; only the format of the cell tells that they are. */

/** Formats of days and times that have a number and no text, also those of Chinese editions. */
const BUILT_IN: readonly (readonly [from: number, to: number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];

/** Whether a written format shows days or times: what is quoted, bracketed, escaped or only fills does not count. */
const showsTime = (format: string): boolean => {
  for (let at = 0; at < format.length; at += 1) {
    const character = format[at] ?? '';
    const end = { '"': '"', '[': ']' }[character];
    if (end !== undefined) {
      const close = format.indexOf(end, at + 1);
      if (close < 0) return false;
      at = close;
    } else if ('\\_*'.includes(character)) at += 1;
    else if ('ymdhs'.includes(character.toLowerCase())) return true;
  }
  return false;
};

/** Which cell styles show days or times, by their place. */
export const timeStyles = (styles: Uint8Array | undefined, budget: Budget): Set<number> => {
  const written = new Map<number, boolean>();
  const formats: number[] = [];
  if (styles)
    readXml(styles, budget, {
      open: (path, attributes) => {
        const id = Number(attributes.get('numFmtId') ?? 0);
        if (path.at(-1) === 'numFmt') written.set(id, showsTime(attributes.get('formatCode') ?? ''));
        if (path.at(-1) === 'xf' && path.at(-2) === 'cellXfs') formats.push(id);
      },
    });
  const isTime = (id: number): boolean =>
    written.get(id) ?? BUILT_IN.some(([from, to]) => id >= from && id <= to);
  return new Set(formats.flatMap((id, at) => (isTime(id) ? [at] : [])));
};

const SECONDS = 86_400;
/** Before that spreadsheets count a 29 February that was none. */
const FIRST_SURE_DAY = 61;
const LAST_DAY = 2_958_465;

/** `2026-01-31`, `2026-01-31 08:30`, `08:30`; undefined for a number that is no day. */
export const dayOfNumber = (value: number): string | undefined => {
  const seconds = Math.round(value * SECONDS);
  const [day, rest] = [Math.floor(seconds / SECONDS), seconds % SECONDS];
  if (day < 0 || (day > 0 && day < FIRST_SURE_DAY) || day > LAST_DAY) return undefined;
  const two = (count: number): string => String(Math.floor(count)).padStart(2, '0');
  const time = `${two(rest / 3600)}:${two((rest / 60) % 60)}${rest % 60 > 0 ? `:${two(rest % 60)}` : ''}`;
  if (day === 0) return time;
  const date = addDays('1899-12-30', day);
  return rest === 0 ? date : `${date} ${time}`;
};
