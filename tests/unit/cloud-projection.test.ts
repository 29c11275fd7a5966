import fc from 'fast-check';
import { fieldsOf, textFieldsOf } from '../../local/cloud/services/fields';
import { fromText, toText, type Doc } from '../../local/cloud/values/ejson';

/** What a query asks of a document is cut out of its text: the same as when the document is read, and written anew. */

const NAMES = ['a', 'b', 'c', '_id', 'in"side', 'back\\slash', '名', '\u2028', '}', '1'];
const name = fc.constantFrom(...NAMES);
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '\\', '"', '\\"', '\\\\"', '{', ']', ',', '"$date"', '办结'),
);
const scalar = fc.oneof(text, fc.integer(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null));
const { doc } = fc.letrec<{ value: unknown; doc: Doc }>(tie => ({
  value: fc.oneof({ maxDepth: 4 }, scalar, fc.array(tie('value'), { maxLength: 4 }), tie('doc')),
  doc: fc.dictionary(name, tie('value'), { maxKeys: 6 }),
}));
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map(names => names.join('.'));
const projection = fc.dictionary(path, fc.constantFrom(1, true), { minKeys: 1, maxKeys: 5 });

test('what is named comes as it would of the document that was read', () => {
  fc.assert(
    fc.property(doc, projection, fc.boolean(), (one, named, withId) => {
      const stored = toText(one);
      const asked = withId ? named : { ...named, _id: 0 };
      expect(textFieldsOf(asked)({ text: stored })).toBe(toText(fieldsOf(asked)(fromText(stored))));
    }),
    { numRuns: 3000 },
  );
});

test.each([
  [{ a: 1 }, '{"_id":"1","a":{"b":2,"c":[1]}}'],
  [{ 'a.b': 1 }, '{"_id":"1","a":{"b":2}}'],
  [{ 'a.c.d': 1, _id: 0 }, '{"a":{"c":[]}}'],
  [{ 'a.b.c': 1, _id: 0 }, '{"a":{}}'],
  [{ a: 0 }, '{"_id":"1","z":"ü\\"}"}'],
  [{ z: 1, nowhere: 1 }, '{"_id":"1","z":"ü\\"}"}'],
])('%j of a document', (named, sent) => {
  const text = toText({ _id: '1', a: { b: 2, c: [1] }, z: 'ü"}' });
  expect(textFieldsOf(named)({ text })).toBe(sent);
});

test('nothing that is not named is read', () => {
  const found = { text: toText({ _id: '1', a: 1, much: ['x'] }) };
  expect(textFieldsOf({ a: 1 })(found)).toBe('{"_id":"1","a":1}');
  expect(found).not.toHaveProperty('doc');
});

test('values that JSON does not hold come as they are sent', () => {
  const text = toText({ _id: '1', at: new Date(0), b: 1 });
  expect(textFieldsOf({ at: 1, _id: 0 })({ text })).toBe('{"at":{"$date":{"$numberLong":"0"}}}');
  expect(textFieldsOf({ 'at.$date': 1, b: 1, _id: 0 })({ text })).toBe('{"b":1}');
});

test('a text that ends in its middle is refused, and holds nobody up', () => {
  const whole = toText({ _id: '1', a: { b: ['c"', 1, true] } });
  for (let length = 1; length < whole.length; length += 1)
    expect(() => textFieldsOf({ 'a.b.c': 1 })({ text: whole.slice(0, length) })).toThrow();
});
