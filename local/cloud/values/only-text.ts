/** Names of fields: `whole`, or those that are named below it. */
export type Named = Map<string, 'whole' | Named>;

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const endsTooEarly = (): Error => new Error('the text of a document ends too early');

/** Behind the text that begins at this quote. */
const endOfText = (text: string, quote: number): number => {
  for (let at = quote + 1; at < text.length; at += 1) {
    const here = text.charCodeAt(at);
    if (here === QUOTE) return at + 1;
    if (here === BACKSLASH) at += 1;
  }
  throw endsTooEarly();
};

/** Behind the value that begins here. */
const endOfValue = (text: string, start: number): number => {
  const first = text.charCodeAt(start);
  if (first === QUOTE) return endOfText(text, start);
  return first === OPEN_OBJECT || first === OPEN_LIST ? endOfNest(text, start) : endOfWord(text, start);
};

/** Behind a number, `true`, `false` or `null`. */
const endOfWord = (text: string, start: number): number => {
  for (let at = start; at < text.length; at += 1) {
    const here = text.charCodeAt(at);
    if (here === COMMA || here === CLOSE_OBJECT || here === CLOSE_LIST) return at;
  }
  throw endsTooEarly();
};

/** Behind an object or a list. */
const endOfNest = (text: string, start: number): number => {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const here = text.charCodeAt(at);
    if (here === QUOTE) at = endOfText(text, at) - 1;
    else if (here === OPEN_OBJECT || here === OPEN_LIST) depth += 1;
    else if (here === CLOSE_OBJECT || here === CLOSE_LIST) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  throw endsTooEarly();
};

const nameIn = (text: string, start: number, end: number): string => {
  const name = text.slice(start + 1, end - 1);
  return name.includes('\\') ? (JSON.parse(text.slice(start, end)) as string) : name;
};

/**
 * What is named of a document as it is stored (plain JSON without spaces), from text to text: what is not named is stepped
 * over and never read. A list shows a small part of its tickets; to read them whole takes twice as long.
 */
export const onlyText = (text: string, named: Named): string => {
  let at = 0;
  const object = (fields: Named): string => {
    let result = '';
    at += 1;
    while (text.charCodeAt(at) !== CLOSE_OBJECT) {
      if (text.charCodeAt(at) === COMMA) at += 1;
      const start = at;
      const behind = endOfText(text, start);
      const field = fields.get(nameIn(text, start, behind));
      at = behind + 1;
      const inner = field === undefined || field === 'whole' ? whole() : deeper(field);
      if (field === undefined || inner === undefined) continue;
      result += `${result === '' ? '' : ','}${text.slice(start, behind + 1)}${inner}`;
    }
    at += 1;
    return `{${result}}`;
  };
  const whole = (): string => {
    const start = at;
    at = endOfValue(text, start);
    return text.slice(start, at);
  };
  /** Undefined where nothing can be named below. */
  const deeper = (fields: Named): string | undefined => {
    const first = text.charCodeAt(at);
    if (first === OPEN_OBJECT) return object(fields);
    if (first === OPEN_LIST) return list(fields);
    at = endOfValue(text, at);
    return undefined;
  };
  const list = (fields: Named): string => {
    const items: string[] = [];
    at += 1;
    while (text.charCodeAt(at) !== CLOSE_LIST) {
      if (text.charCodeAt(at) === COMMA) at += 1;
      const item = deeper(fields);
      if (item !== undefined) items.push(item);
    }
    at += 1;
    return `[${items.join(',')}]`;
  };
  return object(named);
};
