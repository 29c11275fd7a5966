import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  canonical,
  CHAIN_START,
  type ChainEntry,
  checkChain,
  commit,
  link,
} from '../../cloudfunctions/domain/privacy/chain';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** A journal of `length` entries of one ticket, as filing and acting write it. */
const journal = (length: number, no = 'TS20260924-7K3-F9Q-4XM') => {
  const entries: ChainEntry[] = [];
  let head = CHAIN_START;
  for (let seq = 1; seq <= length; seq += 1) {
    const payload = { text: `第 ${seq} 条`, phone: '13900001234' };
    const salt = `salt-${seq}`;
    const entry = {
      no,
      seq,
      at: `2026-09-24T10:${String(seq).padStart(2, '0')}:00.000+08:00`,
      type: seq === 1 ? 'filed' : 'noted',
      actor: 'demo-operator',
      commitment: commit(payload, salt, sha256),
    };
    head = link(head, entry, sha256);
    entries.push({ ...entry, hash: head, payload, salt });
  }
  return { entries, head };
};
const changed = (entries: ChainEntry[], seq: number, change: Partial<ChainEntry>) =>
  entries.map(entry => (entry.seq === seq ? { ...entry, ...change } : entry));

describe('J-26: an append-only journal that shows every change', () => {
  const { entries, head } = journal(6);

  test('an untouched journal is in order, also read in any order, also empty', () => {
    expect(checkChain(entries, head, sha256)).toEqual({ ok: true });
    expect(checkChain([...entries].reverse(), head, sha256)).toEqual({ ok: true });
    expect(checkChain([], CHAIN_START, sha256)).toEqual({ ok: true });
  });

  test('design §6: erased payloads (payload and salt) leave the chain whole', () => {
    for (const { seq } of entries) {
      const erased = changed(entries, seq, { payload: undefined, salt: undefined });
      expect(checkChain(erased, head, sha256)).toEqual({ ok: true });
    }
    const allErased = entries.map(entry => ({ ...entry, payload: undefined, salt: undefined }));
    expect(checkChain(allErased, head, sha256)).toEqual({ ok: true });
  });

  test.each<Partial<ChainEntry>>([
    { at: '2026-09-23T10:00:00.000+08:00' },
    { type: 'replied' },
    { actor: 'demo-manager' },
    { no: 'TS20260924-000-000-000' },
    { payload: { text: '另一段', phone: '13900001234' } },
    { payload: undefined },
    { salt: undefined },
    { salt: 'other' },
    { commitment: sha256('x') },
    { hash: sha256('x') },
  ])('a change of %j is found where it was made', change => {
    for (const { seq } of entries) {
      expect(checkChain(changed(entries, seq, change), head, sha256)).toMatchObject({
        ok: false,
        why: 'changed',
      });
    }
    expect(checkChain(changed(entries, 4, change), head, sha256)).toEqual({
      ok: false,
      seq: 4,
      why: 'changed',
    });
  });

  test('a deleted entry is missing, deleted last entries show at the head', () => {
    const without = (seq: number) => entries.filter(entry => entry.seq !== seq);
    for (const seq of [1, 2, 3, 4, 5]) {
      expect(checkChain(without(seq), head, sha256)).toEqual({ ok: false, seq, why: 'missing' });
    }
    expect(checkChain(without(6), head, sha256)).toEqual({ ok: false, seq: 6, why: 'head' });
    expect(checkChain([], head, sha256)).toEqual({ ok: false, seq: 1, why: 'head' });
  });

  test('an entry put in, doubled, moved or taken from another ticket is found', () => {
    const [first, second] = entries as [ChainEntry, ChainEntry];
    expect(checkChain([...entries, second], head, sha256)).toEqual({ ok: false, seq: 2, why: 'changed' });
    expect(checkChain([...entries, { ...second, seq: 7 }], head, sha256)).toMatchObject({ seq: 7 });
    const moved = entries.map(e => (e.seq === 1 ? { ...e, seq: 2 } : e.seq === 2 ? { ...e, seq: 1 } : e));
    expect(checkChain(moved, head, sha256)).toMatchObject({ ok: false, why: 'changed' });
    const other = journal(6, 'ZX20260924-000-000-000').entries;
    expect(checkChain([first, ...other.slice(1)], head, sha256)).toEqual({
      ok: false,
      seq: 2,
      why: 'changed',
    });
    expect(checkChain([{ ...first, seq: 0 }, ...entries], head, sha256)).toMatchObject({ ok: false });
  });

  test('an entry of another ticket is found even where it was linked in', () => {
    let previous = CHAIN_START;
    const mixed = entries.map(entry => {
      const foreign = entry.seq === 3 ? { ...entry, no: 'ZX20260924-000-000-000' } : entry;
      previous = link(previous, foreign, sha256);
      return { ...foreign, hash: previous };
    });
    expect(checkChain(mixed, previous, sha256)).toEqual({ ok: false, seq: 3, why: 'changed' });
  });

  test('a journal rewritten from some entry on agrees with itself but not with the head', () => {
    let previous = CHAIN_START;
    const rewritten = entries.map(entry => {
      const forged = { ...entry, actor: 'demo-security' };
      previous = link(previous, forged, sha256);
      return { ...forged, hash: previous };
    });
    expect(checkChain(rewritten, previous, sha256)).toEqual({ ok: true });
    expect(checkChain(rewritten, head, sha256)).toEqual({ ok: false, seq: 7, why: 'head' });
  });

  test('equal payloads under different salts cannot be told apart from different ones', () => {
    expect(commit('13900001234', 'a', sha256)).not.toBe(commit('13900001234', 'b', sha256));
  });

  test('10,000 entries are checked in a few hundred milliseconds', () => {
    const long = journal(10_000);
    const started = process.hrtime.bigint();
    expect(checkChain(long.entries, long.head, sha256)).toEqual({ ok: true });
    expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(3_000);
  });
});

describe('canonical JSON', () => {
  test('key order and undefined members make no difference, everything else does', () => {
    expect(canonical({ b: 1, a: [true, null, 'x'], c: undefined })).toBe('{"a":[true,null,"x"],"b":1}');
    expect(canonical({ a: 1 })).not.toBe(canonical({ a: '1' }));
    expect(canonical([undefined])).toBe('[null]');
    expect(canonical(-0)).toBe('0');
    expect(canonical('换行\n"引号"')).toBe('"换行\\n\\"引号\\""');
  });

  test('it reads back as the same value, and does so again after a round trip through JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const text = canonical(value);
        expect(canonical(JSON.parse(text))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test.each([NaN, Infinity, undefined, () => 1, Symbol('x'), 1n, new Date(0), new Map()])(
    '%# has no canonical form',
    value => {
      expect(() => canonical(value)).toThrow(TypeError);
    },
  );
});
