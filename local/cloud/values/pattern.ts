import { refused } from './errors';
import { Scalar } from './scalars';
import { search, tooLong, type Match } from './searches';

/** So long a pattern may take in all, in milliseconds. */
const MOST_MS_IN_ALL = 2000;
/** A text that is longer may take long whatever the pattern. */
const LONG_TEXT = 5000;

/**
 * A regular expression as MongoDB has it (PCRE). What JavaScript reads in another way is written anew (`.`, `$`, `\s`
 * and others), what it cannot say is refused.
 */
export class Pattern extends Scalar {
  private compiled?: RegExp;
  private spent = 0;
  private readonly risky: boolean;

  constructor(
    readonly source: string,
    readonly options: string,
  ) {
    super();
    this.risky = (source.match(/[*+]|\{\d+,\d*\}/g) ?? []).length > 1 || /\\\d/.test(source);
  }

  /** Throws as MongoDB does when the expression is none. */
  get regexp(): RegExp {
    return (this.compiled ??= compile(this.source, this.options));
  }

  /** Whether it is found in a text; refuses when that takes too long. */
  test(text: string): boolean {
    return this.find(text) !== undefined;
  }

  /** The first place at which it is found, with what its groups hold. */
  find(text: string): Match | undefined {
    const { regexp } = this;
    if (!this.risky && text.length <= LONG_TEXT) return regexp.exec(text) ?? undefined;
    const { match, took } = search(regexp, text);
    this.spent += took;
    if (this.spent > MOST_MS_IN_ALL) throw tooLong();
    return match;
  }

  toWire(): Record<string, unknown> {
    return { $regularExpression: { pattern: this.source, options: this.options } };
  }

  toBytes(): Uint8Array {
    return new TextEncoder().encode(`${this.source}\0${this.options}`);
  }
}

const compile = (source: string, options: string): RegExp => {
  const wrong = /[^imsxu]/.exec(options);
  if (wrong) throw refused(`invalid flag in regex options: ${wrong[0]}`);
  if (options.includes('x')) throw refused('The local cloud has no extended regular expressions (x)');
  try {
    return new RegExp(rewrite(source, options), options.includes('i') ? 'iu' : 'u');
  } catch (error) {
    throw error instanceof SyntaxError ? refused(`Regular expression is invalid: ${error.message}`) : error;
  }
};

const TOKEN =
  /\\[^]|\[\^?\]?(?:\\[^]|\[:\^?\w+:\]|[^\]\\])*\]|\(\?(?:[:=!]|<[=!]|<\w+>)?|\{\d+(?:,\d*)?\}|[^]/gu;
const SPACES = '\\t\\n\\v\\f\\r ';
/** Escapes that both read alike. */
const ALIKE = /^\\[dDwWbBnrtf0-9]$/;

/** The expression for JavaScript (`u`): the same texts are found. */
const rewrite = (source: string, options: string): string => {
  const multiline = options.includes('m');
  return source.replace(TOKEN, token => {
    if (token === '.') return options.includes('s') ? '[^]' : '[^\\n]';
    if (token === '^') return multiline ? '(?<![^\\n])' : '^';
    // At the end, or before the line break that ends the text.
    if (token === '$') return multiline ? '(?![^\\n])' : '(?=\\n?(?![^]))';
    if (token === ']' || token === '}' || token === '{') return `\\${token}`;
    if (token === '(?') throw refused('The local cloud has no such group in regular expressions: (?');
    if (token.startsWith('[')) return classFor(token);
    return token.startsWith('\\') ? escapeFor(token) : token;
  });
};

const escapeFor = (token: string): string => {
  if (token === '\\A') return '(?<![^])';
  if (token === '\\z') return '(?![^])';
  if (token === '\\Z') return '(?=\\n?(?![^]))';
  if (token === '\\s') return `[${SPACES}]`;
  if (token === '\\S') return `[^${SPACES}]`;
  if (ALIKE.test(token)) return token;
  if (/^\\[A-Za-z]$/.test(token)) throw refused(`The local cloud has no ${token} in regular expressions`);
  return /^\\[\^$\\.*+?()[\]{}|/]$/.test(token) ? token : token.slice(1);
};

const classFor = (token: string): string => {
  const [, start, first, rest] = /^(\[\^?)(\]?)([^]*)\]$/u.exec(token)!;
  if (/\[:\^?\w+:\]/.test(rest!))
    throw refused('The local cloud has no POSIX classes in regular expressions');
  const inner = rest!.replace(/\\[^]|\[/gu, part => {
    if (part === '[') return '\\[';
    if (part === '\\s') return SPACES;
    if (part === '\\b' || part === '\\-') return part;
    if (part === '\\S') throw refused('The local cloud has no \\S in a class of a regular expression');
    return escapeFor(part);
  });
  return `${start}${first ? '\\]' : ''}${inner}]`;
};
