import { citizenOf } from '../support/callers';
import { MONDAY } from '../support/domain';
import { memory } from '../support/memory';

/** What somebody takes home of very many tickets (J-21b): a file that a request can write, and the next ones behind it. */

const MANY = 2001;

test('of 2,001 tickets the newest stand in the first file, which says so, and the last in the next one, each once', async () => {
  const files: { tickets: { no: string }[]; rest?: string }[] = [];
  const world = memory(MONDAY, {
    storeFile: async (path, bytes) => {
      files.push(JSON.parse(new TextDecoder().decode(bytes)) as (typeof files)[number]);
      return `cloud://memory/${path}`;
    },
    fileLinks: async ids => new Map(ids.map(id => [id, `https://files/${id}`])),
  });
  const me = citizenOf(world, 'openid-many');
  const { no } = await me.file();
  const first = (await world.ports.database.get('tickets', no))!;
  for (let n = 1; n < MANY; n += 1) {
    const other = `TS20261122-AAA-AAA-${n}`;
    await world.ports.database.transaction(transaction =>
      transaction.insertTicket({
        ...first,
        _id: other,
        ticket: { ...first.ticket, no: other },
        keys: { ...first.keys, newKey: `2026-11-22|${other}`, externalKey: other },
      }),
    );
  }
  const { nextCursor, name } = await me.call('me.export', {});
  expect(nextCursor).toBeDefined();
  const next = await me.call('me.export', { cursor: nextCursor! });
  expect(next.nextCursor).toBeUndefined();
  expect([name, next.name]).toEqual(['我的全部资料-2026-11-23.json', '我的全部资料-2026-11-23-续.json']);
  expect(files.map(({ tickets, rest }) => [tickets.length, rest !== undefined])).toEqual([
    [2000, true],
    [1, false],
  ]);
  expect(files[0]!.tickets[0]!.no).toBe(no);
  expect(new Set(files.flatMap(({ tickets }) => tickets.map(one => one.no))).size).toBe(MANY);
});
