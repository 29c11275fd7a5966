import fc from 'fast-check';
import { isAlike, likeness } from '../../cloudfunctions/domain/knowledge/retrieval/likeness';

/** What is decided early is decided as it would be in the end. */

const terms = fc.uniqueArray(fc.integer({ min: 0, max: 30 })).map(list => new Set(list));

test('whether two texts are alike is the same as how alike they are, at every limit', () => {
  fc.assert(
    fc.property(terms, terms, fc.integer({ min: 1, max: 100 }), (a, b, percent) => {
      const least = percent / 100;
      expect(isAlike(a, b, least)).toBe(likeness(a, b) >= least);
    }),
    { numRuns: 2000 },
  );
});
