/** A tag of a WXML source, or the text between tags, with its place. */
export type WxmlToken =
  | { type: 'open'; name: string; start: number; selfClosing: boolean; attributes: string }
  | { type: 'close'; name: string; start: number }
  | { type: 'text'; start: number; end: number };

/** Where a tag that opens at `start` ends, quotes respected. */
function endOfTag(source: string, start: number): number {
  let quote = '';
  for (let i = start; i < source.length; i += 1) {
    const char = source[i]!;
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return i;
  }
  return source.length;
}

/** Splits WXML into tags and texts; comments and the bodies of `<wxs>` are left out, `{{ a < b }}` stays text. */
export function* scanWxml(source: string): Generator<WxmlToken> {
  let i = 0;
  let textStart = 0;
  const text = (end: number): WxmlToken[] =>
    end > textStart ? [{ type: 'text', start: textStart, end }] : [];
  while (i < source.length) {
    if (source.startsWith('{{', i)) {
      const end = source.indexOf('}}', i);
      i = end < 0 ? source.length : end + 2;
    } else if (source.startsWith('<!--', i)) {
      yield* text(i);
      const end = source.indexOf('-->', i);
      i = end < 0 ? source.length : end + 3;
      textStart = i;
    } else if (source[i] === '<' && /[a-zA-Z/]/.test(source[i + 1] ?? '')) {
      yield* text(i);
      const end = endOfTag(source, i);
      const inner = source.slice(i + 1, end);
      const name = /^\/?([\w.-]+)/.exec(inner)?.[1] ?? '';
      if (inner.startsWith('/')) yield { type: 'close', name, start: i };
      else {
        const selfClosing = inner.endsWith('/');
        yield { type: 'open', name, start: i, selfClosing, attributes: inner.slice(name.length) };
        if (name === 'wxs' && !selfClosing) {
          const close = source.indexOf('</wxs', end);
          i = close < 0 ? source.length : close;
          textStart = i;
          continue;
        }
      }
      i = end + 1;
      textStart = i;
    } else i += 1;
  }
  yield* text(source.length);
}

/** The `{{ … }}` parts of a source with their offsets. */
export function expressionsOf(source: string): { start: number; code: string }[] {
  return [...source.matchAll(/\{\{([\s\S]*?)\}\}/g)].map(m => ({ start: m.index, code: m[1]! }));
}
