import { loadSecrets } from '../../../cloudfunctions/infra/secrets';
import { archiveWindows, windowOf } from '../../../cloudfunctions/domain/rulesets';
import { isAtRest } from '../../../cloudfunctions/domain/ticket/scope';
import type {
  Collections,
  JournalDocument,
  TicketDocument,
} from '../../../cloudfunctions/usecases/kernel/documents';
import { sealEntry } from '../../../cloudfunctions/usecases/kernel/writing/journal';
import { searchableDocument } from '../../../cloudfunctions/usecases/kernel/writing/write-searchable';
import { createSnapshots } from '../../../cloudfunctions/usecases/kernel/reading/snapshot';
import type { Ports } from '../../../cloudfunctions/usecases/kernel/ports';
import { addDays, civilDateOf, startOfDay, type Instant } from '../../../cloudfunctions/domain/time';
import { chanceOf, type Chance } from './chance';
import type { Plan } from './plan';
import { retelling, type Retell } from './retell';
import { createShelf, type Shelf, type Told, type Written } from './shelf';
import { tellStory, type World } from './stories';
import { createTeller } from './teller';

/** What is told with: what the store holds before, the keys of its folder, and what is to be told. */
export type Setting = {
  kept: Written[];
  /** Of the functions: the keys. */
  env: Record<string, string>;
  end: Instant;
  plan: Plan;
};

export type Stories = {
  tell(n: number): Promise<Told>;
  /** How a story is told again; undefined for one that cannot be. */
  retelling(told: Told): Retell | undefined;
  /** Where the documents of a story lie in the end: what has long been over lies in the archive. */
  placed(others: Written[]): Written[];
  /** What those of these documents that are tickets are searched by. */
  searched(written: readonly Written[]): Written[];
  /** An entry that is delivered and counted and stands on this page of the ledger. */
  settled(entry: JournalDocument, page: number): JournalDocument;
};

/** These stand there once for all, or follow from the tickets; what a story does to them is taken back, or added up. */
const NOT_NEW = new Set([
  'searchable',
  'settings',
  'services',
  'units',
  'profiles',
  'counters',
  'outcomes',
  'outcomechanges',
  'ledger',
  'meters',
  'mediachecks',
]);

const addCounts = (into: Told['counts'], day: string, counts: Record<string, number>): void => {
  const sum = into.get(day) ?? {};
  into.set(day, sum);
  for (const [key, n] of Object.entries(counts)) sum[key] = (sum[key] ?? 0) + n;
};

const left = ({ written, states }: ReturnType<Shelf['take']>): Told => {
  const told: Told = { journal: [], others: [], counts: new Map(), states };
  for (const one of written) {
    const { collection, document } = one;
    if (collection === 'counters') {
      const counter = document as Collections['counters'];
      if ('day' in counter) addCounts(told.counts, counter.day, counter.counts);
    }
    if (NOT_NEW.has(collection)) continue;
    // One digest stands for all tickets of a member: it is of no single story.
    if (collection === 'messages' && (document as Collections['messages']).template === 'digest') continue;
    if (collection !== 'journal') {
      told.others.push(one);
      continue;
    }
    const entry = document as JournalDocument;
    told.journal.push(entry);
    // What nobody delivers any more counts as the outbox would have counted it.
    if (entry.outbox === 'waiting')
      for (const [key, n] of Object.entries(entry.counts))
        addCounts(told.counts, key.slice(0, 10), { [key.slice(11)]: n });
  }
  return told;
};

/** The same that the timer looks at (usecases/archive). */
const isArchived = ({ collection, document }: Written, until: Instant): boolean => {
  if (collection !== 'tickets') return false;
  const { keys } = document as TicketDocument;
  return keys.endsAt <= until && isAtRest(keys);
};

/** The ticket, and what keeps the number of another system when it has left. */
const inArchive = ({ document }: Written): Written[] => {
  const { _id: no, keys } = document as TicketDocument;
  const moved: Written = { collection: 'archived', document };
  return keys.externalKey === no
    ? [moved]
    : [moved, { collection: 'archivednumbers', document: { _id: keys.externalKey, no } as { _id: string } }];
};

const unused = (name: string) => (): never => {
  throw new Error(`${name} has no part in a story`);
};

/** Tells the stories of their numbers, each by itself: the same number gives the same story. */
export const createStories = async ({ kept, env, end, plan }: Setting): Promise<Stories> => {
  let now = end;
  let chance: Chance = chanceOf(0);
  const shelf = createShelf(kept);
  const hex = (): string =>
    chance
      .whole(0, 2 ** 32 - 1)
      .toString(16)
      .padStart(8, '0');
  const secrets: Ports['secrets'] = {
    ...loadSecrets(env),
    random: max => chance.whole(0, max - 1),
    randomId: () => hex() + hex() + hex() + hex(),
  };
  const ports: Ports = {
    now: () => now,
    elapsed: () => 0,
    sleep: () => Promise.resolve(),
    database: shelf.database,
    secrets,
    checkText: () => Promise.resolve('pass'),
    fileLinks: () => Promise.resolve(new Map()),
    storeFile: unused('storeFile'),
    readFile: () => Promise.resolve(undefined),
    removeFile: () => Promise.resolve(),
    readSheet: unused('readSheet'),
    writeSheet: unused('writeSheet'),
    writeWorkbook: unused('writeWorkbook'),
    writePaper: unused('writePaper'),
    checkMedia: () => Promise.resolve(undefined),
    templates: {},
    sendSubscribe: () => Promise.resolve(false),
    probe: unused('probe'),
    sendEmail: () => Promise.resolve({ state: 'not-configured' }),
    sendSms: () => Promise.resolve({ state: 'not-configured' }),
    callOutside: unused('callOutside'),
    fetchHotlineFile: unused('fetchHotlineFile'),
    sendHotline: () => Promise.resolve({ state: 'not-configured' }),
    log: () => undefined,
  };
  const snapshot = await createSnapshots(ports).current();
  const world: World = {
    snapshot,
    services: await snapshot.services(),
    members: kept
      .filter(({ collection }) => collection === 'members')
      .map(({ document }) => document as never),
    plan,
    end,
    secrets,
  };
  const archivedUntil = startOfDay(
    addDays(civilDateOf(end), -windowOf(snapshot.activeRuleSet, archiveWindows.closed)),
  );
  const teller = createTeller(ports, snapshot, at => (now = at), end);
  return {
    tell: async n => {
      chance = chanceOf(n);
      now = end;
      await tellStory(world, teller, n, chance);
      return left(shelf.take());
    },
    retelling: told => {
      const again = retelling(ports, told);
      return (
        again &&
        ((turn, n) => {
          chance = chanceOf(n);
          return again(turn, n);
        })
      );
    },
    placed: others => others.flatMap(one => (isArchived(one, archivedUntil) ? inArchive(one) : [one])),
    searched: written =>
      written.flatMap(({ collection, document }): Written[] =>
        collection === 'tickets'
          ? [
              {
                collection: 'searchable',
                document: searchableDocument({ secrets, now: () => end }, document as TicketDocument),
              },
            ]
          : [],
      ),
    settled: (entry, page) => sealEntry(ports, { ...entry, outbox: 'done', page }),
  };
};
