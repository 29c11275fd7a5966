import { Attack } from '../support/attack';
import type { Stored } from '../support/chained-world';
import { changeAt, Copy, relink, rollBack, type Doc, type Json, type Tampering } from '../support/tamperings';

/** A47, continued: whole chains that were cut, moved and forged, and what is changed behind the acts of administration. */

jest.setTimeout(120_000);

const ADMINISTRATION = 'administration';

let attack: Attack;
let stored: Stored;

beforeAll(async () => {
  attack = await Attack.begin();
  ({ stored } = attack);
});

const ticket = (name: string): string => attack.told.no[name]!;
const asDoc = (entry: unknown): Doc => entry as Doc;
const theTicket = (document: Doc): Record<string, Json> => document['ticket'] as Record<string, Json>;

/** The first two entries, each under the number of the other. */
const exchange = (copy: Copy, no: string): void => {
  const [one, other] = copy.entries(no);
  copy.put('journal', asDoc({ ...one!, seq: other!.seq }));
  copy.put('journal', asDoc({ ...other!, seq: one!.seq }));
};

const CHAINS = ['rated', 'merged', 'remaining', 'erased', 'fault', ADMINISTRATION] as const;
const noOf = (name: string): string => (name === ADMINISTRATION ? ADMINISTRATION : ticket(name));

test('entries taken out, moved, doubled, turned round, put in', async () => {
  const ways: [string, (copy: Copy, no: string) => void][] = [
    ['without its first entry', (copy, no) => copy.remove('journal', copy.entries(no)[0]!._id)],
    ['without an entry in the middle', (copy, no) => copy.remove('journal', copy.entries(no)[1]!._id)],
    ['without its last entry', (copy, no) => copy.remove('journal', copy.entries(no).at(-1)!._id)],
    [
      'without any entry',
      (copy, no) => {
        for (const { _id } of copy.entries(no)) copy.remove('journal', _id);
      },
    ],
    [
      'without one in the middle, counted and linked anew',
      (copy, no) => {
        copy.remove('journal', copy.entries(no)[1]!._id);
        relink(copy, no);
      },
    ],
    [
      'without its last entry, the head put back to the one before',
      (copy, no) => {
        copy.remove('journal', copy.entries(no).at(-1)!._id);
        const { seq, hash: head } = copy.entries(no).at(-1)!;
        if (no === ADMINISTRATION) copy.change('chains', no, one => Object.assign(one, { seq, head }));
        else copy.change('tickets', no, one => Object.assign(one, { chain: { seq, head } }));
      },
    ],
    ['two entries in the order of the other', exchange],
    [
      'two entries in the place of the other, linked anew',
      (copy, no) => {
        exchange(copy, no);
        relink(copy, no);
      },
    ],
    [
      'an entry twice',
      (copy, no) => copy.put('journal', asDoc({ ...copy.entries(no).at(-1)!, _id: 'again' })),
    ],
    [
      'an entry once more at the end',
      (copy, no) => {
        const last = copy.entries(no).at(-1)!;
        copy.put('journal', asDoc({ ...last, _id: 'again', seq: last.seq + 1 }));
      },
    ],
    [
      'an entry once more at the end, linked anew',
      (copy, no) => {
        const last = copy.entries(no).at(-1)!;
        copy.put('journal', asDoc({ ...last, _id: 'again', seq: last.seq + 1 }));
        relink(copy, no);
      },
    ],
    [
      'an entry of another chain',
      (copy, no) => {
        const foreign = copy.entries(ticket('quiet'))[0]!;
        const last = copy.entries(no).at(-1)!;
        copy.put('journal', asDoc({ ...foreign, _id: last._id, no, seq: last.seq }));
      },
    ],
    [
      'an entry moved to another chain, both linked anew',
      (copy, no) => {
        const moved = copy.entries(no).at(-1)!;
        copy.put('journal', asDoc({ ...moved, no: ticket('quiet'), seq: 99 }));
        relink(copy, ticket('quiet'));
        relink(copy, no);
      },
    ],
    [
      'all times an hour earlier, linked anew',
      (copy, no) => {
        for (const entry of copy.entries(no))
          copy.put('journal', asDoc({ ...entry, at: entry.at.replace('T1', 'T0') }));
        relink(copy, no);
      },
    ],
    ['linked anew without the key', (copy, no) => relink(copy, no)],
    [
      'somebody else did it, linked anew',
      (copy, no) => {
        const one = copy.entries(no).at(-1)!;
        copy.put('journal', asDoc({ ...one, actor: { ...one.actor, id: 'mgr' } }));
        relink(copy, no);
      },
    ],
  ];
  const tamperings: Tampering[] = CHAINS.flatMap(name =>
    ways.map(([kind, change]) => ({ kind: `${kind} (${name})`, change: copy => change(copy, noOf(name)) })),
  );
  expect(await attack.missed(tamperings)).toEqual([]);
});

test('heads that were forged or are gone', async () => {
  const head = (kind: string, chain: Json): Tampering => ({
    kind,
    no: ticket('rated'),
    change: copy =>
      copy.change('tickets', ticket('rated'), one => {
        one['chain'] = chain;
      }),
  });
  const administration = (kind: string, change: (copy: Copy) => void): Tampering => ({
    kind,
    no: ADMINISTRATION,
    change,
  });
  const { chain } = new Copy(stored).get('tickets', ticket('rated')) as unknown as {
    chain: { seq: number; head: string };
  };
  expect(
    await attack.missed([
      head('a head of noughts', { ...chain, head: '0'.repeat(64) }),
      head('no head', { seq: 0, head: '' }),
      head('the number of the head', { ...chain, seq: chain.seq + 1 }),
      head('the number of the head put back', { ...chain, seq: 1 }),
      {
        kind: 'the heads of two tickets exchanged',
        change: copy => {
          const [one, other] = [copy.get('tickets', ticket('late')), copy.get('tickets', ticket('quiet'))];
          copy.put('tickets', { ...one, chain: other['chain']! });
          copy.put('tickets', { ...other, chain: one['chain']! });
        },
      },
      administration('a head of noughts (administration)', copy =>
        copy.change('chains', ADMINISTRATION, one => (one['head'] = '0'.repeat(64))),
      ),
      administration('no head (administration)', copy => copy.remove('chains', ADMINISTRATION)),
      administration('the whole administration gone', copy => {
        copy.remove('chains', ADMINISTRATION);
        for (const { _id } of copy.entries(ADMINISTRATION)) copy.remove('journal', _id);
      }),
    ]),
  ).toEqual([]);
});

test('tickets that are gone, came from nowhere, or are another', async () => {
  const gone = (kind: string, name: string, withEntries: boolean, withTicket: boolean): Tampering => ({
    kind: `${kind} (${name})`,
    change: copy => {
      if (withTicket) copy.remove('tickets', ticket(name));
      if (withEntries) for (const { _id } of copy.entries(ticket(name))) copy.remove('journal', _id);
    },
  });
  const NEW = 'TS20261119-AAA-BBB-CCC';
  expect(
    await attack.missed([
      ...['rated', 'merged', 'quiet', 'erased', 'withdrawn', 'fault', 'anonymous'].flatMap(name => [
        gone('a ticket with all its entries gone', name, true, true),
        gone('a ticket without its entries gone', name, false, true),
        gone('the entries of a ticket gone', name, true, false),
      ]),
      {
        kind: 'a ticket put in without entries',
        change: copy => copy.put('tickets', { ...copy.get('tickets', ticket('quiet')), _id: NEW }),
      },
      {
        kind: 'a copy of a ticket under another number, linked anew',
        change: copy => {
          const one = copy.get('tickets', ticket('quiet'));
          copy.put('tickets', { ...one, _id: NEW, ticket: { ...theTicket(one), no: NEW } });
          for (const entry of copy.entries(ticket('quiet')))
            copy.put('journal', asDoc({ ...entry, no: NEW, _id: `${NEW}:${entry.seq}` }));
          relink(copy, NEW);
        },
      },
      {
        kind: 'two tickets exchanged',
        change: copy => {
          const [one, other] = [copy.get('tickets', ticket('late')), copy.get('tickets', ticket('refused'))];
          copy.put('tickets', { ...one, ticket: { ...theTicket(other), no: ticket('late') } });
          copy.put('tickets', { ...other, ticket: { ...theTicket(one), no: ticket('refused') } });
        },
      },
      {
        kind: 'all tickets and entries gone',
        change: copy => {
          for (const { _id } of copy.all('tickets')) copy.remove('tickets', _id);
          for (const { _id } of copy.all('journal')) copy.remove('journal', _id);
          for (const { _id } of copy.all('chains')) copy.remove('chains', _id);
        },
      },
    ]),
  ).toEqual([]);
});

test('a ticket rolled back to a copy from before, whole or in part', async () => {
  const names = ['rated', 'returned', 'remaining', 'technical', 'erased', 'late', 'refused'];
  const tamperings = names.flatMap((name): Tampering[] =>
    attack.told.earlier.flatMap((earlier, index) => {
      const now = JSON.stringify(new Copy(stored).get('tickets', ticket(name)));
      const then = earlier['tickets']!.find(({ _id }) => _id === ticket(name));
      if (!then || JSON.stringify(then) === now) return [];
      return [
        {
          kind: `rolled back with its entries (${name}, ${index})`,
          change: copy => rollBack(copy, ticket(name), earlier),
        },
        {
          kind: `rolled back without its entries (${name}, ${index})`,
          no: ticket(name),
          change: copy => copy.put('tickets', then as Doc),
        },
        {
          kind: `what it says rolled back, head and entries kept (${name}, ${index})`,
          no: ticket(name),
          change: copy =>
            copy.change('tickets', ticket(name), one =>
              changeAt(one as Json, ['ticket'], () => theTicket(then as Doc) as Json),
            ),
        },
      ];
    }),
  );
  expect(tamperings.length).toBeGreaterThan(30);
  expect(await attack.missed(tamperings)).toEqual([]);
});

test('“erased” is true only with an entry that says so (A47)', async () => {
  const blank = new Copy(stored).get('tickets', ticket('erased'));
  const erasedForm = theTicket(blank);
  const looksErased = (copy: Copy, no: string): void =>
    copy.change('tickets', no, one => {
      const it = theTicket(one);
      for (const key of ['ownerId', 'title', 'text', 'applicant', 'contact', 'sealed', 'phoneHash'])
        if (key in erasedForm) it[key] = erasedForm[key]!;
        else delete it[key];
    });
  const emptied = (copy: Copy, no: string): void => {
    for (const entry of copy.entries(no)) copy.put('journal', asDoc({ ...entry, payload: null, salt: null }));
  };
  const eraseEntry = new Copy(stored).entries(ticket('erased')).find(({ type }) => /eras/.test(type));
  expect(eraseEntry).toBeDefined();
  const tamperings = ['rated', 'late', 'refused'].flatMap((name): Tampering[] => [
    { kind: `looks erased (${name})`, no: ticket(name), change: copy => looksErased(copy, ticket(name)) },
    { kind: `its payloads emptied (${name})`, no: ticket(name), change: copy => emptied(copy, ticket(name)) },
    {
      kind: `looks erased, payloads emptied (${name})`,
      no: ticket(name),
      change: copy => {
        looksErased(copy, ticket(name));
        emptied(copy, ticket(name));
      },
    },
    {
      kind: `erased with the entry of another (${name})`,
      no: ticket(name),
      change: copy => {
        looksErased(copy, ticket(name));
        emptied(copy, ticket(name));
        const seq = copy.entries(ticket(name)).at(-1)!.seq + 1;
        copy.put('journal', asDoc({ ...eraseEntry!, _id: `${ticket(name)}:${seq}`, no: ticket(name), seq }));
        relink(copy, ticket(name));
      },
    },
    {
      kind: `the last entry made one of an erasure (${name})`,
      no: ticket(name),
      change: copy => {
        looksErased(copy, ticket(name));
        emptied(copy, ticket(name));
        copy.put('journal', asDoc({ ...copy.entries(ticket(name)).at(-1)!, type: eraseEntry!.type }));
        relink(copy, ticket(name));
      },
    },
  ]);
  tamperings.push(
    {
      kind: 'an entry after the erasure emptied',
      no: ticket('erasedOpen'),
      change: copy => {
        const last = copy.entries(ticket('erasedOpen')).at(-1)!;
        expect(last.salt).not.toBeNull();
        copy.put('journal', asDoc({ ...last, payload: null, salt: null }));
      },
    },
    {
      kind: 'the entry of the erasure taken out',
      no: ticket('erased'),
      change: copy => {
        copy.remove('journal', eraseEntry!._id);
        relink(copy, ticket('erased'));
      },
    },
    {
      kind: 'words put into an erased ticket',
      no: ticket('erased'),
      change: copy =>
        copy.change('tickets', ticket('erased'), one => (theTicket(one)['text'] = '从未说过的话')),
    },
    {
      kind: 'words put into an erased payload',
      no: ticket('erased'),
      change: copy =>
        copy.put('journal', asDoc({ ...copy.entries(ticket('erased'))[0]!, payload: { text: '从未说过' } })),
    },
  );
  expect(await attack.missed(tamperings)).toEqual([]);
});
