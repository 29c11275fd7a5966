import { Attack, check } from '../support/attack';
import { LONG } from '../support/long';
import { staffOf } from '../support/callers';
import { NOW, worldWith, type Stored } from '../support/chained-world';
import { handlerOf } from '../support/domain';
import {
  another,
  changeAt,
  Copy,
  placesIn,
  relink,
  type Doc,
  type Json,
  type Tampering,
} from '../support/tamperings';

/**
 * A47: whatever somebody with access to the database changes behind the product's back, `audit.check` says so, and it
 * says nothing where nobody did. `BANJIE_LONG=1` tries each place of more tickets.
 */

jest.setTimeout(120_000);

const PLACES = LONG ? 4 : 1;
const ADMINISTRATION = 'administration';

let attack: Attack;
let stored: Stored;

beforeAll(async () => {
  attack = await Attack.begin();
  ({ stored } = attack);
});

const ticket = (name: string): string => attack.told.no[name]!;
const theTicket = (document: Doc): Record<string, Json> => document['ticket'] as Record<string, Json>;
/** Something that is done to the ticket of this name. */
const to = (
  name: string,
  kind: string,
  change: (one: Record<string, Json>, document: Doc) => void,
): Tampering => ({
  kind,
  no: ticket(name),
  change: copy => copy.change('tickets', ticket(name), one => change(theTicket(one), one)),
});

describe('nothing is reported where nothing was changed', () => {
  test('after tickets of every way, erased persons, exchanged keys, merges, late sweeps and administration', async () => {
    expect(await check(attack.told.world, attack.anchors)).toEqual([]);
    expect(await attack.report(() => undefined)).toEqual([]);
    for (const no of Object.values(attack.told.no))
      expect(await attack.report(() => undefined, no)).toEqual([]);
  });

  test('also without anchors, and with those from before more happened', async () => {
    expect(await check(attack.told.world)).toEqual([]);
    const later = worldWith(stored, NOW);
    await staffOf(later, handlerOf('hrss')).act(ticket('late'), 'accept');
    expect(await check(later, attack.anchors)).toEqual([]);
  });
});

describe('a ticket that was changed', () => {
  // What is sealed is another thing than its ciphertext: below.
  const SEALED = /^ticket\.(joined\[\]\.)?sealed\[\]/;

  test('each place of it, also deep inside', async () => {
    const places = placesIn(stored['tickets'] as Doc[], 'ticket', PLACES, SEALED);
    expect(places.length).toBeGreaterThan(120);
    const tamperings = places.map(({ id, name, path }) => ({
      kind: `changed: ${name}`,
      no: id,
      change: (copy: Copy) => copy.change('tickets', id, one => changeAt(one as Json, path, another)),
    }));
    expect(await attack.missed(tamperings)).toEqual([]);
  });

  test('each part of it taken out', async () => {
    const parts = new Map<string, { id: string; path: string[] }>();
    for (const document of stored['tickets'] as Doc[])
      for (const [key, value] of Object.entries(theTicket(document))) {
        const deeper =
          ['details', 'promise', 'signing', 'work'].includes(key) && value ? Object.keys(value) : [];
        for (const path of [[key], ...deeper.map(inner => [key, inner])])
          parts.set(path.join('.'), { id: document._id, path });
      }
    const tamperings = [...parts].map(([name, { id, path }]) => ({
      kind: `taken out: ${name}`,
      no: id,
      change: (copy: Copy) =>
        copy.change('tickets', id, one => {
          const parent = path
            .slice(0, -1)
            .reduce((value, key) => value[key] as Record<string, Json>, theTicket(one));
          delete parent[path.at(-1)!];
        }),
    }));
    expect(await attack.missed(tamperings)).toEqual([]);
  });

  test('each list of it shortened, doubled, turned round', async () => {
    const ways: [string, (list: Json[]) => Json[]][] = [
      ['without the first of', list => list.slice(1)],
      ['without the last of', list => list.slice(0, -1)],
      ['the last twice of', list => [...list, list.at(-1)!]],
      ['turned round', list => [...list].reverse()],
    ];
    const lists = new Map<string, { id: string; at: string[] }>();
    for (const document of stored['tickets'] as Doc[])
      for (const at of [[], ['details']] as string[][]) {
        const parent = at.reduce((value, key) => value[key] as Record<string, Json>, theTicket(document));
        for (const [key, value] of Object.entries(parent))
          if (Array.isArray(value) && value.length > (lists.has([...at, key].join('.')) ? 1 : 0))
            lists.set([...at, key].join('.'), { id: document._id, at: [...at, key] });
      }
    const tamperings = [...lists].flatMap(([name, { id, at }]) =>
      ways.map(([way, change]) => ({
        kind: `${way} ${name}`,
        no: id,
        change: (copy: Copy) =>
          copy.change('tickets', id, one => {
            const path: (string | number)[] = ['ticket', ...at];
            changeAt(one as Json, path, list => change(list as Json[]));
          }),
      })),
    );
    // A list of one is the same turned round, and its only one is first and last.
    const real = tamperings.filter(({ change, no }) => {
      const copy = new Copy(stored);
      change(copy);
      return JSON.stringify(copy.get('tickets', no)) !== JSON.stringify(new Copy(stored).get('tickets', no));
    });
    expect(await attack.missed(real)).toEqual([]);
  });

  test('something put in that never happened', async () => {
    const at = '2026-11-19T10:00:00.000+08:00';
    const details = (one: Record<string, Json>) => one['details'] as Record<string, Json>;
    const push = (list: Json | undefined, value: Json): Json => [
      ...((list as Json[] | undefined) ?? []),
      value,
    ];
    expect(
      await attack.missed([
        to('late', 'put in: a reply', one => {
          one['replies'] = push(one['replies'], {
            at,
            unitId: 'hrss',
            by: 'x',
            text: '已办。',
            attachments: [],
          });
        }),
        to('late', 'put in: closed', one => {
          one['state'] = 'closed';
          one['endsAt'] = at;
        }),
        to('late', 'put in: a rating', one => {
          details(one)['rating'] = { level: 5, tags: [], at };
        }),
        to('late', 'put in: a mark', one => {
          one['marks'] = push(one['marks'], 'unreachable');
        }),
        to('late', 'put in: a call', one => {
          details(one)['calls'] = push(details(one)['calls'], { at, reached: false, by: 'x' });
        }),
        to('late', 'put in: an extension', one => {
          details(one)['extension'] = { days: 9, reason: '多', by: 'x', at, state: 'approved' };
        }),
        to('late', 'put in: a line of the timeline', one => {
          one['timeline'] = push(one['timeline'], {
            at,
            act: 'note',
            label: '备注',
            text: '已联系',
            by: { id: 'x', role: 'handler', name: 'x' },
          });
        }),
        to('late', 'put in: disclosed', one => {
          details(one)['disclosed'] = { at };
        }),
        to('late', 'put in: a later promise', one => {
          (one['promise'] as Record<string, Json>)['extendedTo'] = '2027-03-01';
        }),
        to('late', 'put in: a link', one => {
          one['links'] = push(one['links'], { no: ticket('quiet'), title: 'x', relation: 'same-matter' });
        }),
        to('late', 'put in: signed', one => {
          one['signing'] = { since: at, dueAt: at, signed: { at, by: 'x', name: 'x' } };
        }),
        to('late', 'put in: somebody else’s ticket', one => {
          one['ownerId'] = 'stranger';
        }),
        to('late', 'put in: a refusal', one => {
          details(one)['refusal'] = { reason: 'x', basis: 'x', redirect: 'x', at, objectUntil: '2026-12-01' };
        }),
        to('confidential', 'put in: no longer confidential', one => {
          one['marks'] = [];
          delete one['against'];
        }),
        to('anonymous', 'put in: no longer anonymous', one => {
          one['anonymous'] = false;
        }),
        to('remaining', 'the joined one taken out', one => {
          delete one['joined'];
          one['links'] = [];
        }),
      ]),
    ).toEqual([]);
  });

  test('by what it is listed and found', async () => {
    const places = placesIn(stored['tickets'] as Doc[], 'keys', PLACES, /^$/);
    const tamperings: Tampering[] = places.map(({ id, name, path }) => ({
      kind: `listed otherwise: ${name}`,
      change: copy => copy.change('tickets', id, one => changeAt(one as Json, path, another)),
    }));
    tamperings.push({
      kind: 'listed nowhere',
      change: copy =>
        copy.change('tickets', ticket('late'), one => {
          one['keys'] = {};
        }),
    });
    expect(await attack.missed(tamperings)).toEqual([]);
  });

  test('what is sealed', async () => {
    const sealed = (name: string): Json =>
      (theTicket(new Copy(stored).get('tickets', ticket(name)))['sealed'] ?? []) as Json;
    expect((sealed('rated') as Json[]).length).toBeGreaterThan(0);
    expect((sealed('claimed') as Json[]).length).toBeGreaterThan(0);
    expect(
      await attack.missed([
        to('rated', 'sealed data taken out', one => {
          one['sealed'] = [];
        }),
        to('rated', 'sealed data of another person', one => {
          one['sealed'] = sealed('claimed');
        }),
        to('rated', 'sealed data that cannot be opened', one => {
          const first = (one['sealed'] as { data: string }[])[0]!;
          first.data = `${first.data.slice(0, -4)}AAAA`;
        }),
        to('rated', 'sealed data without their key', one => {
          (one['sealed'] as { keyId: string }[])[0]!.keyId = 'k9';
        }),
        to('rated', 'one of the sealed data taken out', one => {
          one['sealed'] = (one['sealed'] as Json[]).slice(1);
        }),
      ]),
    ).toEqual([]);
  });
});

describe('an entry that was changed', () => {
  // What is still to be told to whom is no record of what happened: it is delivered, and goes with an account.
  const OPERATION = /^entry\.(_id|outbox|ownerId|payload|salt|messages|others)/;

  test('each field of it', async () => {
    const documents = (stored['journal'] as Doc[]).map(one => ({ _id: one._id, entry: one as Json }));
    const places = placesIn(documents as Doc[], 'entry', PLACES, OPERATION);
    expect(places.length).toBeGreaterThan(8);
    // What is counted where is one thing, of whichever day and unit.
    const counts = places.findIndex(({ name }) => name.startsWith('entry.counts'));
    const once = places.filter(({ name }, index) => !name.startsWith('entry.counts') || index === counts);
    const tamperings = once.map(({ id, name, path }) => ({
      kind: `entry changed: ${name}`,
      change: (copy: Copy) =>
        copy.change('journal', id, one => changeAt(one as Json, path.slice(1), another)),
    }));
    expect(await attack.missed(tamperings)).toEqual([]);
  });

  test('its payload, of each type of entry, in every way', async () => {
    const types = new Map<string, Doc>();
    for (const entry of stored['journal'] as Doc[])
      if (entry['salt'] !== null)
        types.set(`${entry['no'] === ADMINISTRATION ? 'a ' : ''}${String(entry['type'])}`, entry);
    const other = { text: '另一段话' };
    const ways: [string, (copy: Copy, entry: Doc) => void][] = [
      [
        'changed, the salt taken out',
        (copy, one) => copy.put('journal', { ...one, payload: other, salt: null }),
      ],
      ['changed', (copy, one) => copy.put('journal', { ...one, payload: other })],
      ['and salt taken out', (copy, one) => copy.put('journal', { ...one, payload: null, salt: null })],
      ['kept, the salt taken out', (copy, one) => copy.put('journal', { ...one, salt: null })],
      [
        'changed, committed to anew',
        (copy, one) => {
          copy.put('journal', { ...one, payload: other });
          const before = copy.entries(String(one['no'])).find(({ _id }) => _id === one._id)!;
          const rest = copy.entries(String(one['no'])).filter(({ seq }) => seq > before.seq);
          relink(copy, String(one['no']));
          // Only this entry: the links after it stay as they were.
          for (const entry of rest) copy.put('journal', entry as unknown as Doc);
        },
      ],
      [
        'changed, the whole chain linked anew',
        (copy, one) => {
          copy.put('journal', { ...one, payload: other });
          relink(copy, String(one['no']));
        },
      ],
    ];
    // Each type in two ways, each way in turn; the long form in all.
    const tamperings = [...types].flatMap(([type, entry], index) =>
      ways
        .filter((_way, at) => LONG || at % 3 === index % 3)
        .map(([way, change]) => ({
          kind: `payload ${way}: ${type}`,
          no: String(entry['no']),
          change: (copy: Copy) => change(copy, entry),
        })),
    );
    expect(await attack.missed(tamperings)).toEqual([]);
  });
});

test('many kinds, many tries', () => {
  const tries = [...attack.kinds.values()].reduce((sum, n) => sum + n, 0);
  expect(attack.kinds.size).toBeGreaterThanOrEqual(60);
  expect(tries).toBeGreaterThanOrEqual(240);
});
