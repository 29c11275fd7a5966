import fc from 'fast-check';
import { fold, foldWithPlaces } from '../../cloudfunctions/domain/typed/fold';

test('a text is folded alike with and without its places', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\r\n', '\r', '，', '①', '\uD83D', '２'),
  );
  fc.assert(
    fc.property(fc.array(piece), pieces => {
      expect(fold(pieces.join(''))).toBe(foldWithPlaces(pieces.join('')).text);
    }),
  );
});
