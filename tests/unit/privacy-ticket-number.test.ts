import fc from 'fast-check';
import {
  isTicketNumber,
  normaliseTicketNumber,
  ticketNumber,
} from '../../cloudfunctions/domain/privacy/ticket-number';

const ALPHABET = '0123456789ACDEFGHJKMNPQRTVWXY';
const ANY = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-';

/** Draws from a list, so that every number can be made again. */
const drawing = (values: number[]) => {
  let at = 0;
  return (max: number) => (values[at++ % values.length] ?? 0) % max;
};
const day = fc
  .integer({ min: 0, max: 36_523 })
  .map(days => new Date(Date.UTC(2000, 0, 1) + days * 86_400_000).toISOString().slice(0, 10));
const number = fc
  .tuple(fc.stringMatching(/^[A-Z]{2}$/), day, fc.array(fc.nat(28), { minLength: 8, maxLength: 8 }))
  .map(([prefix, date, values]) => ticketNumber(prefix, date, drawing(values)));
const replaceAt = (text: string, index: number, character: string) =>
  text.slice(0, index) + character + text.slice(index + 1);

test('a number shows kind and day, then groups of three that can be dictated', () => {
  const made = ticketNumber('TS', '2026-09-24', drawing([7, 3, 12, 19, 9, 23, 4, 25]));
  expect(made).toMatch(/^TS20260924-[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}$/);
  expect(isTicketNumber(made)).toBe(true);
});

test('every random place uses the whole alphabet, and none of its characters is taken for another', () => {
  const seen = new Set<string>();
  for (let value = 0; value < 29; value += 1) {
    for (const character of ticketNumber('ZX', '2026-01-02', () => value).slice(11, -1)) seen.add(character);
  }
  seen.delete('-');
  expect([...seen].sort().join('')).toBe(ALPHABET);
  expect(ALPHABET).not.toMatch(/[OILSZBU]/);
});

test('every single wrong character is caught: all places, all characters, of 300 numbers', () => {
  fc.assert(
    fc.property(number, made => {
      for (let index = 0; index < made.length; index += 1) {
        for (const character of ANY) {
          if (character !== made[index] && isTicketNumber(replaceAt(made, index, character))) return false;
        }
      }
      return isTicketNumber(made);
    }),
    { numRuns: 300 },
  );
});

test('every swap of neighbours is caught, also across a dash or with it, and of any two behind the prefix', () => {
  fc.assert(
    fc.property(number, made => {
      for (let a = 0; a < made.length; a += 1) {
        for (let b = a + 1; b < made.length; b += 1) {
          const neighbours = b === a + 1 || (b === a + 2 && made[a + 1] === '-');
          if (!neighbours && a < 2) continue;
          const swapped = replaceAt(replaceAt(made, a, made.charAt(b)), b, made.charAt(a));
          if (swapped !== made && isTicketNumber(swapped)) return false;
        }
      }
      return true;
    }),
    { numRuns: 300 },
  );
});

test('a missing, a doubled or an added character is no ticket number', () => {
  fc.assert(
    fc.property(number, fc.nat(21), fc.constantFrom(...ANY), (made, index, character) => {
      expect(isTicketNumber(made.slice(0, index) + made.slice(index + 1))).toBe(false);
      expect(isTicketNumber(made.slice(0, index) + character + made.slice(index))).toBe(false);
    }),
  );
});

test('what people type is put right: case, blanks, dashes, full width, doubles', () => {
  fc.assert(
    fc.property(number, made => {
      const lookalike = made
        .slice(2)
        .replace(/0/g, 'o')
        .replace(/1/g, 'l')
        .replace(/5/g, 's')
        .replace(/8/g, 'B')
        .replace(/2/g, 'z');
      const wide = made.replace(/[!-~]/g, c => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
      for (const typed of [
        made,
        made.toLowerCase(),
        made.replace(/-/g, ''),
        ` ${made.replace(/-/g, ' ')}\n`,
        made.replace(/-/g, '—'),
        wide,
        made.slice(0, 2).replace(/O/g, '0').replace(/I/g, '1') + lookalike,
      ]) {
        expect(normaliseTicketNumber(typed)).toBe(made);
      }
    }),
  );
});

test('a wrong character or a swap is not put right into another number', () => {
  fc.assert(
    fc.property(number, fc.nat(21), fc.constantFrom(...ALPHABET), (made, index, character) => {
      const typed = replaceAt(made, index, character);
      const read = normaliseTicketNumber(typed);
      expect(read === undefined || read === made).toBe(true);
    }),
    { numRuns: 3_000 },
  );
});

test.each(['', 'TS', '社保卡丢了', 'TS20260230-7K3-F9Q-4XM', 'x'.repeat(100_000), '12345', '13800138000'])(
  '%# is no ticket number',
  text => {
    expect(isTicketNumber(text)).toBe(false);
    expect(normaliseTicketNumber(text)).toBeUndefined();
  },
);

test.each([
  ['T', '2026-09-24'],
  ['ts', '2026-09-24'],
  ['TSX', '2026-09-24'],
  ['TS', '2026-02-30'],
  ['TS', '1999-12-31'],
])('%s and %s make no number', (prefix, date) => {
  expect(() => ticketNumber(prefix, date, () => 0)).toThrow(RangeError);
});

test('100,000 numbers of one day are different but for a handful', () => {
  let state = 42;
  const random = (max: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * max);
  };
  const made = new Set(Array.from({ length: 100_000 }, () => ticketNumber('ZX', '2026-11-20', random)));
  expect(made.size).toBeGreaterThan(99_990);
});
