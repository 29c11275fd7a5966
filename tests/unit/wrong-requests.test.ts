import { objectIn } from '../../local/cloud/http';

/** What cannot be a request of ours is answered as a wrong request, and fills no stack. */

const body = (text: string): Buffer => Buffer.from(text);

test('a JSON object within reason is read', () => {
  expect(objectIn(body('{"a":[{"b":1}]}'))).toEqual({ a: [{ b: 1 }] });
  expect(objectIn(body(''))).toEqual({});
});

test.each(['[]', 'null', '1', '{', '"x"'])('%s is none', text =>
  expect(objectIn(body(text))).toBeUndefined(),
);

test.each([200, 50_000])('nested %i deep it is none', depth => {
  expect(objectIn(body(`{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`))).toBeUndefined();
  expect(objectIn(body(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`))).toBeUndefined();
});
