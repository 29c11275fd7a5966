import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import schema from '../../cloudfunctions/infra/database/collections.json';
import { indexFor, type CollectionSchema } from '../../cloudfunctions/infra/database/index-for';
import type { Condition, Query } from '../../cloudfunctions/usecases/kernel/ports';

/** One file of collections and indexes; every query of the use cases has its index (facts/wechat.md: 10 a collection). */
const collections = new Map(
  (schema.collections as unknown as CollectionSchema[]).map(one => [one.name, one]),
);

type Shape = Pick<Query, 'where' | 'order'>;

const equal: Condition = 'x';
const range: Condition = { gt: 'x' };
const parts: Condition = { all: ['社保'] };
const [asc, desc] = ['asc', 'desc'] as const;

const tags = 'keys.tags';
const [dueKey, newKey, endsAt] = ['keys.dueKey', 'keys.newKey', 'keys.endsAt'];

/** The filters of the queue that come on top of a view: light, kind, a desk. */
const filters: Record<string, Condition>[] = [
  {},
  { [dueKey]: range, 'keys.yellowAt': range },
  { [tags]: { all: ['kind|complaint', 'in|440106', 'seen|manager'] } },
  { [tags]: { all: ['desk|lead:x', 'seen|manager'] }, [dueKey]: range },
];
const views: Shape[] = [
  { where: { [tags]: equal }, order: [dueKey, asc] },
  { where: { [tags]: equal, [endsAt]: range }, order: [dueKey, asc] },
  { where: { [tags]: equal, [dueKey]: range }, order: [dueKey, asc] },
  { where: { [tags]: equal }, order: [newKey, desc] },
];

/** Every query of the use cases by file and collection, in the order of the file; a new one needs a row. */
const queries: Record<
  string,
  [method: 'find' | 'count' | 'keys' | 'rows', collection: string, shapes: Shape[]][]
> = {
  'build-reports': [
    ['find', 'reports', [{ where: { _id: { in: ['x'] } } }]],
    ['find', 'reports', [{ where: { main: equal, _id: range }, order: ['_id', asc] }]],
    ['find', 'tickets', [{ where: { [tags]: equal }, order: [newKey, desc] }]],
  ],
  'public-board': [['find', 'tickets', [{ where: { [tags]: equal }, order: [newKey, desc] }]]],
  'show-desk': [['find', 'tickets', [{ where: { [tags]: equal }, order: [newKey, desc] }]]],
  'on-the-spot': [['find', 'tickets', [{ where: { [tags]: equal }, order: [newKey, desc] }]]],
  'show-reports': [
    ['find', 'reports', [{ where: { scope: equal, key: range }, order: ['key', desc] }]],
    ['find', 'reports', [{ where: { main: equal, _id: range }, order: ['_id', asc] }]],
    ['find', 'tickets', [{ where: { _id: equal } }]],
  ],
  'watched-minutes': [
    ['find', 'availability', [{ where: { _id: range }, order: ['_id', asc] }]],
    ['find', 'probes', [{ where: { _id: range }, order: ['_id', asc] }]],
  ],
  'merge-same': [['find', 'tickets', [{ where: { [newKey]: range }, order: [newKey, asc] }]]],
  'show-order': [
    ['find', 'hotlinechanges', [{ where: { order: equal, sequence: range }, order: ['sequence', asc] }]],
    ['find', 'hotlinechanges', [{ where: { source: equal, key: range }, order: ['key', asc] }]],
  ],
  'keep-phrases': [['find', 'phrases', [{ where: { desk: equal }, order: ['key', asc] }]]],
  // In which others were answered in the same words (A52).
  'same-words': [['rows', 'tickets', [{ where: { limits: equal }, order: [newKey, asc] }]]],
  'find-alike': [
    ['keys', 'searchable', [{ where: { terms: equal }, order: ['newKey', desc] }]],
    ['find', 'tickets', [{ where: { _id: { in: ['x'] } } }]],
  ],
  'list-register': [
    ['find', 'registers', [{ where: { scope: equal, key: range }, order: ['key', asc] }]],
    ['find', 'registerchanges', [{ where: { _id: range }, order: ['_id', desc] }]],
  ],
  archive: [
    ['find', 'tickets', []],
    ['find', 'tickets', [{ where: { 'keys.externalKey': { in: ['12345|1'] } } }]],
    ['find', 'archivednumbers', [{ where: { _id: { in: ['12345|1'] } } }]],
  ],
  'keep-drafts': [
    ['find', 'drafts', [{ where: { _id: { in: ['x'] } } }]],
    ['find', 'drafts', [{ where: { no: equal }, order: ['_id', asc] }]],
  ],
  'touch-presence': [
    ['find', 'presences', [{ where: { no: equal, seenAt: range }, order: ['seenAt', desc] }]],
  ],
  'act-on-ticket': [['keys', 'journal', [{ where: { meter: equal }, order: ['meter', asc] }]]],
  'alarm-vacancies': [
    ['find', 'services', [{ where: { vacant: true, nameKey: range }, order: ['nameKey', asc] }]],
  ],
  'ask-knowledge': [['find', 'notices', [{ where: { serviceId: equal, endKey: range } }]]],
  'compare-data-use': [
    ['find', 'datausechecks', [{ where: {}, order: ['_id', desc] }]],
    ['find', 'datausechecks', [{ where: {}, order: ['_id', desc] }]],
  ],
  'audit-rounds': [['find', 'anchors', [{ where: {}, order: ['_id', desc] }]]],
  'check-entries': [
    ['find', 'ledger', [{ where: { _id: equal } }]],
    ['find', 'journal', [{ where: { no: { in: ['x'] } } }]],
  ],
  anchors: [['find', 'ledger', [{ where: { _id: { in: ['x'] } } }]]],
  'check-steps': [
    ['find', 'journal', [{ where: { no: equal, seq: equal } }]],
    ['find', 'journal', [{ where: { no: equal, seq: range }, order: ['seq', asc] }]],
    ['find', 'journal', [{ where: { _id: equal } }]],
    ['find', 'ledger', [{ where: { _id: range }, order: ['_id', asc] }]],
  ],
  ledger: [['find', 'ledger', [{ where: {}, order: ['_id', desc] }]]],
  'check-media': [['find', 'mediachecks', [{ where: { traceId: equal } }]]],
  'count-knowledge': [
    [
      'find',
      'asks',
      [
        { where: { unresolved: true, key: range }, order: ['key', desc] },
        { where: { unresolved: true, unitId: equal, key: range }, order: ['key', desc] },
      ],
    ],
    ['find', 'judgements', [{ where: { key: range }, order: ['key', desc] }]],
    ['find', 'gates', [{ where: { version: range }, order: ['version', desc] }]],
  ],
  recount: [
    ['find', 'counters', [{ where: { _id: { in: ['x'] } } }]],
    [
      'keys',
      'tickets',
      [equal, parts].map(found => ({ where: { [tags]: found, [dueKey]: range }, order: [dueKey, asc] })),
    ],
    ['count', 'tickets', [equal, parts].map(found => ({ where: { [tags]: found, [dueKey]: range } }))],
    ['count', 'tickets', [{ where: { [tags]: equal } }, { where: { [tags]: parts } }]],
    ['find', 'counters', [{ where: { _id: range }, order: ['_id', asc] }]],
    ['find', 'counters', [{ where: { _id: { in: ['x'] } } }]],
    ['count', 'tickets', [{ where: { [tags]: { in: ['x'] } } }]],
    ['count', 'tickets', [{ where: { [tags]: equal } }, { where: { [tags]: parts } }]],
  ],
  'count-desks': [['count', 'tickets', [{ where: { [tags]: equal, [dueKey]: range } }]]],
  counters: [['find', 'counters', [{ where: { _id: { in: ['x'] } } }]]],
  'read-days': [['find', 'counters', [{ where: { _id: range }, order: ['_id', asc] }]]],
  'deliver-messages': [
    ['find', 'profiles', [{ where: { _id: equal } }]],
    ['count', 'tickets', [{ where: { [tags]: equal, [dueKey]: range } }]],
  ],
  'faq-packs': [['find', 'faqpacks', [{ where: { _id: range }, order: ['_id', asc] }]]],
  'follow-up': [
    ['find', 'tickets', [{ where: { [tags]: equal }, order: [newKey, desc] }]],
    ['find', 'tickets', [{ where: { [tags]: equal, [newKey]: range }, order: [newKey, asc] }]],
  ],
  clearance: [['find', 'registers', [{ where: { scope: equal }, order: ['key', desc] }]]],
  'export-register': [['find', 'tickets', [{ where: { [tags]: equal }, order: [newKey, desc] }]]],
  duties: [['find', 'registers', [{ where: { scope: equal, key: range }, order: ['key', asc] }]]],
  'dissolve-unit': [
    ['find', 'tickets', [{ where: { [tags]: equal, [newKey]: range }, order: [newKey, asc] }]],
    ['find', 'tickets', [{ where: { [tags]: equal, [newKey]: range }, order: [newKey, asc] }]],
  ],
  assess: [
    ['find', 'tickets', [{ where: { [tags]: equal }, order: [newKey, desc] }]],
    ['find', 'reports', [{ where: { _id: { in: [''] } } }]],
    ['find', 'tickets', [{ where: { [tags]: equal, [newKey]: range }, order: [newKey, asc] }]],
  ],
  'recount-tallies': [
    ['find', 'outcomes', [{ where: { _id: { in: [''] } } }]],
    ['count', 'tickets', [{ where: { limits: equal } }]],
    ['count', 'tickets', [{ where: { limits: { in: ['x'] } } }]],
    ['count', 'tickets', [{ where: { limits: equal } }]],
    ['find', 'outcomes', [{ where: { _id: range }, order: ['_id', asc] }]],
    ['count', 'tickets', [{ where: { limits: equal } }]],
  ],
  'watch-bursts': [
    [
      'rows',
      'tickets',
      [asc, desc].map(way => ({ where: { [tags]: equal, [newKey]: range }, order: [newKey, way] })),
    ],
    ['find', 'services', [{ where: { _id: { in: ['x'] } } }]],
  ],
  'watch-desks': [
    ['find', 'tickets', [{ where: { [tags]: equal, [newKey]: range }, order: [newKey, asc] }]],
    ['count', 'tickets', [{ where: { [tags]: equal } }]],
  ],
  'file-ticket': [['count', 'journal', [{ where: { meter: equal } }]]],
  'find-services': [
    [
      'find',
      'services',
      [{ where: { searchParts: parts, nameKey: range, region: { in: ['x'] } }, order: ['nameKey', asc] }],
    ],
    ['find', 'services', [{ where: { _id: { in: ['x'] }, region: { in: ['x'] } } }]],
  ],
  'fold-external': [
    ['find', 'tickets', [{ where: { _id: range }, order: ['_id', asc] }]],
    ['find', 'tickets', [{ where: { 'keys.externalKey': equal } }]],
  ],
  'follow-service': [
    ['find', 'tickets', [{ where: { [tags]: equal, [newKey]: range }, order: [newKey, desc] }]],
    ['find', 'profiles', [{ where: { subscribed: equal, _id: range }, order: ['_id', asc] }]],
  ],
  directory: [['find', 'members', [{ where: { changed: range }, order: ['changed', asc] }]]],
  snapshot: [
    ['count', 'services', [{ where: { vacant: true } }, { where: { vacant: true, unitId: equal } }]],
    ['find', 'counters', [{ where: { _id: { in: ['x'] } } }]],
  ],
  'held-documents': [['find', 'tickets', [{ where: { 'keys.tags': equal }, order: ['keys.newKey', desc] }]]],
  'join-merged': [['find', 'tickets', [{ where: { _id: range }, order: ['_id', asc] }]]],
  'judge-knowledge': [
    ['find', 'asks', [{ where: { sampleKey: range }, order: ['sampleKey', asc] }]],
    ['find', 'judgements', [{ where: { key: range }, order: ['key', desc] }]],
  ],
  'questions-to-judge': [['find', 'asks', [{ where: { key: range }, order: ['key', desc] }]]],
  'list-faqs': [
    [
      'find',
      'faqversions',
      [
        { where: { stage: equal, key: range }, order: ['key', desc] },
        { where: { stage: equal, unitId: equal, key: range }, order: ['key', desc] },
      ],
    ],
    ['find', 'faqs', [{ where: { status: equal, id: range }, order: ['id', asc] }]],
    [
      'find',
      'faqversions',
      [
        { where: { faqId: equal }, order: ['version', desc] },
        { where: { faqId: equal, version: range }, order: ['version', desc] },
      ],
    ],
  ],
  'move-belongings': [
    ['find', 'faqs', [{ where: { status: equal, id: range }, order: ['id', asc] }]],
    ['find', 'faqversions', [{ where: { stage: equal, unitId: equal, key: range }, order: ['key', desc] }]],
    ['find', 'registers', [{ where: { scope: equal, key: range }, order: ['key', asc] }]],
    ['find', 'plans', [{ where: { scope: equal, key: range }, order: ['key', asc] }]],
  ],
  'list-services': [
    ['find', 'registers', [{ where: { scope: equal }, order: ['key', asc] }]],
    ['find', 'services', [{ where: { nameKey: range, region: { in: ['x'] } }, order: ['nameKey', asc] }]],
  ],
  'read-notices': [
    [
      'find',
      'notices',
      [
        {
          where: { endKey: range, publishedAt: range, region: { in: ['x', null] } },
          order: ['endKey', desc],
        },
        { where: { serviceId: equal, endKey: range, publishedAt: range }, order: ['endKey', desc] },
      ],
    ],
  ],
  'read-counted': [
    ['find', 'journal', [{ where: { outbox: equal, at: range }, order: ['at', asc] }]],
    ['keys', 'outcomechanges', [{ where: {}, order: ['at', asc] }]],
    ['keys', 'journal', [{ where: { outbox: equal }, order: ['at', asc] }]],
  ],
  'read-inbox': [
    ['find', 'messages', [{ where: { to: equal, channel: equal, atKey: range }, order: ['atKey', desc] }]],
    ['count', 'messages', [{ where: { to: equal, channel: equal, atKey: range } }]],
    ['find', 'messages', [{ where: { to: equal, channel: equal, atKey: range }, order: ['atKey', desc] }]],
  ],
  'list-journal': [
    [
      'find',
      'journal',
      [
        { where: { no: equal, seq: range }, order: ['seq', desc] },
        { where: { no: equal }, order: ['seq', desc] },
        { where: { no: equal, seq: range }, order: ['seq', asc] },
      ],
    ],
  ],
  'count-outcomes': [
    ['find', 'outcomechanges', [{ where: {}, order: ['at', asc] }]],
    ['find', 'journal', [{ where: { outbox: equal }, order: ['at', asc] }]],
    ['find', 'outcomechanges', [{ where: {}, order: ['at', asc] }]],
  ],
  outcomes: [
    ['find', 'outcomes', [{ where: { _id: range }, order: ['_id', asc] }]],
    ['find', 'outcomes', [{ where: { _id: { in: ['x'] } } }]],
  ],
  'count-views': [['count', 'tickets', [{ where: { [tags]: equal, [dueKey]: range } }]]],
  'find-numbers': [['find', 'searchable', [{ where: { tail: range, seen: equal }, order: ['tail', asc] }]]],
  'find-terms': [
    [
      'keys',
      'searchable',
      [
        { where: { terms: equal }, order: ['newKey', desc] },
        { where: { terms: equal, newKey: range }, order: ['newKey', desc] },
      ],
    ],
    [
      'keys',
      'searchable',
      [
        { where: { terms: parts, seen: equal }, order: ['newKey', desc] },
        { where: { terms: parts, seen: equal, newKey: range }, order: ['newKey', desc] },
      ],
    ],
  ],
  'write-searchable': [['find', 'searchable', [{ where: { _id: { in: ['x'] } } }]]],
  passes: [['find', 'searchable', [{ where: { _id: { in: ['x'] } } }]]],
  'queue-range': [
    [
      'rows',
      'tickets',
      views.flatMap(view => filters.map(filter => ({ ...view, where: { ...view.where, ...filter } }))),
    ],
  ],
  'list-plans': [
    ['find', 'plans', [{ where: { scope: equal, key: range }, order: ['key', asc] }]],
    ['find', 'planruns', [{ where: { scope: equal, missedKey: range }, order: ['missedKey', asc] }]],
  ],
  'list-queue': [['find', 'exemptions', [{ where: { kind: equal }, order: ['first', desc] }]]],
  'manage-members': [
    [
      'find',
      'members',
      [
        { where: { unitId: equal, role: { in: ['lead'] }, id: range }, order: ['id', asc] },
        { where: { role: { in: ['operator'] }, id: range }, order: ['id', asc] },
      ],
    ],
    ['find', 'members', [{ where: { openid: equal } }]],
    ['find', 'members', [{ where: { role: equal } }]],
  ],
  invitations: [
    ['find', 'members', [{ where: { openid: equal } }]],
    ['find', 'members', [{ where: { openid: equal } }]],
  ],
  'fill-empty': [['find', 'members', [{ where: { role: equal } }]]],
  'show-service': [
    ['find', 'availability', [{ where: { _id: range }, order: ['_id', desc] }]],
    ['find', 'servicechanges', [{ where: { serviceId: equal, key: range }, order: ['key', desc] }]],
  ],
  runtime: [['find', 'services', [{ where: { _id: { in: ['x'] } } }]]],
  'move-services': [['find', 'services', [{ where: { nameKey: range }, order: ['nameKey', asc] }]]],
  'content-calendar': [
    [
      'rows',
      'tickets',
      [
        { where: { [tags]: parts }, order: [newKey, desc] },
        { where: { [tags]: parts, [newKey]: range }, order: [newKey, desc] },
      ],
    ],
    ['find', 'notices', [{ where: { publishedAt: equal }, order: ['publishedAt', asc] }]],
    ['count', 'tickets', [{ where: { [tags]: parts } }]],
  ],
  'list-staff-notices': [
    [
      'find',
      'notices',
      [
        { where: {}, order: ['newKey', desc] },
        { where: { newKey: range, publishedAt: range, endsAt: range }, order: ['newKey', desc] },
      ],
    ],
  ],
  'move-faqs': [['find', 'faqversions', [{ where: { faqId: equal }, order: ['version', desc] }]]],
  'needed-context': [
    ['find', 'tickets', [{ where: { [tags]: equal, [newKey]: range }, order: [newKey, desc] }]],
    [
      'find',
      'registers',
      [
        { where: { scope: equal }, order: ['key', asc] },
        { where: { scope: equal, key: range }, order: ['key', asc] },
      ],
    ],
  ],
  'read-entries': [
    ['find', 'journal', [{ where: { counted: { in: ['x'] }, at: equal, _id: range }, order: ['_id', asc] }]],
    ['find', 'journal', [{ where: { counted: { in: ['replied|hrss'] }, at: range }, order: ['at', asc] }]],
  ],
  'open-tickets': [['find', 'journal', [{ where: { no: { in: ['x'] }, at: range } }]]],
  'name-counted': [['find', 'journal', [{ where: { _id: range }, order: ['_id', asc] }]]],
  'list-lights': [['find', 'tickets', [{ where: { [tags]: equal, [dueKey]: range }, order: [dueKey, asc] }]]],
  'list-maintenance': [
    ['find', 'tickets', [{ where: { [tags]: equal, [newKey]: range }, order: [newKey, desc] }]],
  ],
  'export-account': [
    [
      'find',
      'asks',
      [
        { where: { ownerId: equal }, order: ['at', desc] },
        { where: { ownerId: equal, at: range }, order: ['at', desc] },
      ],
    ],
  ],
  'erase-besides': [['find', 'asks', [{ where: { ownerId: equal, at: range }, order: ['at', desc] }]]],
  'erase-messages': [
    ['find', 'messages', [{ where: { to: equal, channel: equal, atKey: range }, order: ['atKey', asc] }]],
    ['find', 'messages', [{ where: { about: equal, channel: equal, atKey: range }, order: ['atKey', asc] }]],
    ['find', 'messages', [{ where: { to: equal, channel: equal, atKey: range }, order: ['atKey', asc] }]],
    ['find', 'messages', [{ where: { about: equal, channel: equal, atKey: range }, order: ['atKey', asc] }]],
  ],
  retained: [['find', 'erasures', [{ where: { _id: { in: ['x'] } } }]]],
  'erase-files': [['find', 'files', [{ where: { ownerId: equal, _id: range }, order: ['_id', asc] }]]],
  'read-journal': [['find', 'journal', [{ where: { no: equal, seq: range }, order: ['seq', asc] }]]],
  'recalculate-calendar': [
    [
      'find',
      'tickets',
      [
        { where: { [newKey]: range }, order: [newKey, asc] },
        { where: { [tags]: equal, [newKey]: range }, order: [newKey, asc] },
      ],
    ],
    ['count', 'tickets', [{ where: { [tags]: equal } }]],
  ],
  'refit-gate': [
    ['find', 'gates', [{ where: { version: range }, order: ['version', desc] }]],
    ['count', 'judgements', [{ where: { key: range } }]],
  ],
  'refit-router': [['find', 'routers', [{ where: { version: range }, order: ['version', desc] }]]],
  'service-document': [
    [
      'find',
      'services',
      [{ where: { vacant: { in: [true, false] }, unitId: equal, nameKey: range }, order: ['nameKey', asc] }],
    ],
  ],
  'tally-asks': [['find', 'asks', [{ where: { key: range }, order: ['key', asc] }]]],
  'tell-reports': [
    ['find', 'messages', [{ where: { to: { in: ['x'] }, channel: equal, atKey: range } }]],
    ['find', 'messages', [{ where: { to: equal, channel: equal, atKey: range }, order: ['atKey', desc] }]],
    ['find', 'profiles', [{ where: { _id: equal } }]],
    ['find', 'members', [{ where: { _id: range }, order: ['_id', asc] }]],
  ],
  look: [
    ['count', 'journal', [{ where: { outbox: equal } }]],
    ['count', 'tickets', [{ where: { 'keys.wakeAt': range } }]],
  ],
  'show-deliveries': [
    ['find', 'messages', [{ where: { about: equal, channel: equal }, order: ['atKey', desc] }]],
  ],
};

/** `findWhereTheyLie` and `rowsWhereTheyLie` ask the same of `tickets` and of `archived`: by file, also where it is handed in; `findByNumbers` by ids. */
const anywhere: Record<string, Shape[]> = {
  'check-steps': [{ where: { _id: range }, order: ['_id', asc] }, { where: { _id: { in: ['x'] } } }],
  'export-account': [{ where: { [tags]: equal }, order: [newKey, desc] }],
  'open-tickets': [{ where: { _id: { in: ['x'] } } }],
  'find-numbers': [{ where: { _id: { in: ['x'] } } }],
  'find-terms': [
    { where: { _id: { in: ['x'] } } },
    { where: { _id: { in: ['x'] }, [tags]: equal, [dueKey]: range } },
  ],
  'list-disclosed': [{ where: { [tags]: equal, [newKey]: range }, order: [newKey, desc] }],
  'list-own-tickets': [
    { where: { [tags]: equal, [newKey]: range, [endsAt]: range }, order: [newKey, desc] },
    { where: { [tags]: equal, [newKey]: range }, order: [newKey, desc] },
  ],
  'list-tickets': [{ where: { limits: equal, [newKey]: range }, order: [newKey, asc] }],
  'recount-tallies': [{ where: { limits: equal, [newKey]: range }, order: [newKey, asc] }],
  'deliver-outbox': [{ where: { _id: { in: ['x'] } } }],
  'watch-bursts': [{ where: { _id: { in: ['x'] } } }],
  'try-out': [{ where: { limits: equal, [newKey]: range }, order: [newKey, asc] }],
  passes: [{ where: { _id: range }, order: ['_id', asc] }],
  reseal: [{ where: { _id: range }, order: ['_id', asc] }],
  'show-ticket': [{ where: { _id: { in: ['x'] } } }],
};

/** `readAll` pages a whole collection by one field: collection and field at each of its calls. */
const wholeReads: Record<string, [collection: string, field: string, where?: Shape['where'][]][]> = {
  'keep-calendar': [['calendars', 'year']],
  migrate: [['units', 'id']],
  'dissolve-unit': [['members', 'id', [{ unitId: equal, role: { in: ['x'] } }]]],
  'move-belongings': [['services', 'nameKey']],
  'stand-ins': [['members', 'id', [{ unitId: equal, role: { in: ['x'] } }, { role: { in: ['x'] } }]]],
  'address-book': [
    ['members', 'id', [{ unitId: equal, role: equal }, { role: equal }]],
    ['regions', 'code'],
  ],
  lease: [['heartbeats', '_id']],
  'show-clock': [
    ['asides', '_id'],
    ['asides', '_id'],
    ['asides', '_id'],
  ],
  'show-health': [['functions', '_id']],
  work: [['asides', '_id']],
  passes: [
    ['units', 'id'],
    ['regions', 'code'],
    ['members', '_id'],
  ],
  snapshot: [
    ['units', 'id'],
    ['regions', 'code'],
    ['rulesets', 'key'],
    ['calendars', 'year'],
    ['services', 'nameKey'],
  ],
  directory: [['members', '_id']],
};

/** `queueOf` walks what waits, by one field: collection, field and what is fixed at each of its calls. */
const queues: Record<string, [collection: string, field: string, where?: Shape['where']][]> = {
  'build-reports': [['reports', 'nextAt']],
  'send-changes': [['hotlineorders', 'nextAt']],
  'answer-once': [['hotlinecalls', 'expiresAt']],
  'trim-changes': [['hotlinechanges', 'at']],
  'fetch-files': [['hotlinefiles', 'nextAt']],
  'remind-owners': [['registers', 'remindAt']],
  'run-plans': [
    ['plans', 'nextAt'],
    ['planruns', 'settleAt'],
  ],
  'stored-exports': [['exports', 'expiresAt']],
  'erase-queued': [['erasures', 'at']],
  meters: [['meters', 'expiresAt']],
  'keep-drafts': [
    ['drafts', 'expiresAt'],
    ['drafts', 'expiresAt'],
  ],
  'archive-closed': [['tickets', 'keys.endsAt']],
  'announce-notices': [['notices', 'announceAt']],
  'content-calendar': [['notices', 'publishedAt']],
  'apply-imports': [['faqimports', 'at']],
  'check-media': [['mediachecks', 'nextAt']],
  'deliver-outbox': [['journal', 'at', { outbox: equal }]],
  'count-outcomes': [['journal', 'at', { outbox: equal }]],
  'list-journal': [['journal', 'at', { outbox: equal }]],
  'check-steps': [['journal', 'at', { outbox: equal }]],
  'compare-data-use': [['journal', 'at', { outbox: equal }]],
  'move-services': [['serviceimports', 'at']],
  'run-probes': [['probes', 'nextAt']],
  'forget-texts': [['searchable', 'textUntil']],
  'send-outer': [['messages', 'retryAt', { channel: equal }]],
  'sweep-deadlines': [['tickets', 'keys.wakeAt']],
  'tell-editors': [['faqversions', 'key', { outbox: equal }]],
};
/** The walk, and the rest of those that share one value. */
const queueShapes = ([collection, field, where = {}]: (typeof queues)[string][number]): [string, Shape][] => [
  [collection, { where: { ...where, [field]: range }, order: [field, asc] }],
  [collection, { where: { ...where, [field]: equal, _id: range }, order: ['_id', asc] }],
];

const folder = join(__dirname, '../../cloudfunctions/usecases');
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts'))
  .map(file => [basename(file, '.ts'), readFileSync(join(folder, file), 'utf8')] as const);

const served = (collection: string, shape: Shape): string | undefined => {
  const known = collections.get(collection);
  return known && indexFor(known, shape);
};

const found = (pattern: RegExp): Record<string, string[][]> =>
  Object.fromEntries(
    sources
      .map(([name, text]) => [name, [...text.matchAll(pattern)].map(match => match.slice(1))] as const)
      .filter(([, calls]) => calls.length > 0),
  );

describe('every query has its index', () => {
  test('every query in the source stands in the table, and no other', () => {
    const written = Object.entries(queries).map(([file, calls]) => [file, calls.map(([m, c]) => [m, c])]);
    expect(found(/\.(find|count|keys|rows)\(\s*'(\w+)'/g)).toEqual(Object.fromEntries(written));
    expect(found(/readAll\(\s*[\w.]+,\s*'(\w+)',\s*'(\w+)'/g)).toEqual(
      Object.fromEntries(
        Object.entries(wholeReads).map(([file, reads]) => [file, reads.map(([c, f]) => [c, f])]),
      ),
    );
    expect(Object.keys(found(/(findWhereTheyLie|rowsWhereTheyLie|(?:find|rows)ByNumbers)/g)).sort()).toEqual(
      [...Object.keys(anywhere), 'archive'].sort(),
    );
    const walked = Object.entries(queues).map(([file, calls]) => [file, calls.map(([c, f]) => [c, f])]);
    expect(found(/queueOf\(\s*[\w.]+,\s*'(\w+)',\s*'([\w.]+)'/g)).toEqual(Object.fromEntries(walked));
  });

  test('no query names its collection by a variable, apart from what reads whole collections and queues', () => {
    expect(found(/\bdatabase\.(?:find|count|keys|rows)\(\s*([^'\s][^,]*),/g)).toEqual({
      queue: [['collection'], ['collection'], ['collection'], ['collection']],
      passes: [['collection']],
      'read-all': [['collection']],
      archive: [['collection'], ['collection'], ['collection']],
      'to-write': [['collection']],
    });
  });

  test.each(Object.entries(anywhere))('%s, wherever tickets lie', (_file, shapes) => {
    for (const shape of shapes)
      for (const collection of ['tickets', 'archived'])
        expect([shape, served(collection, shape)]).toEqual([shape, expect.any(String)]);
  });

  test.each(Object.entries(queries))('%s', (_file, calls) => {
    for (const [, collection, shapes] of calls)
      for (const shape of shapes)
        expect([shape, served(collection, shape)]).toEqual([shape, expect.any(String)]);
  });

  test('queues are walked in the order of an index', () => {
    for (const [collection, shape] of Object.values(queues).flat().flatMap(queueShapes))
      expect([shape, served(collection, shape)]).toEqual([shape, expect.any(String)]);
  });

  test('whole collections are read in the order of an index', () => {
    for (const [collection, field, fixed = [{}]] of Object.values(wholeReads).flat())
      for (const where of fixed.flatMap(one => [one, { ...one, [field]: range }]))
        expect([collection, served(collection, { where, order: [field, asc] })]).toEqual([
          collection,
          expect.any(String),
        ]);
  });

  test('no index is kept that no query gains from: each costs a write with every document', () => {
    const asked: [string, Shape][] = [
      ...Object.values(queries)
        .flat()
        .flatMap(([, collection, shapes]) => shapes.map((shape): [string, Shape] => [collection, shape])),
      ...Object.values(queues).flat().flatMap(queueShapes),
      ...Object.values(anywhere)
        .flat()
        .flatMap(shape => ['tickets', 'archived'].map((name): [string, Shape] => [name, shape])),
      ...Object.values(wholeReads)
        .flat()
        .map(([collection, field]): [string, Shape] => [collection, { where: {}, order: [field, asc] }]),
    ];
    const gains = (collection: CollectionSchema, index: CollectionSchema['indexes'][number]): boolean =>
      asked.some(([name, shape]) => {
        if (name !== collection.name || !indexFor({ ...collection, indexes: [index] }, shape)) return false;
        const others = collection.indexes.filter(one => one !== index);
        return others.every(
          one =>
            !indexFor({ ...collection, indexes: [one] }, shape) ||
            fixedBy(one, shape) <= fixedBy(index, shape),
        );
      });
    const idle = [...collections.values()].flatMap(collection =>
      collection.indexes
        .filter(index => !index.unique && !gains(collection, index))
        .map(index => `${collection.name}.${index.name}`),
    );
    expect(idle).toEqual([]);
  });
});

/** How many leading fields of an index a query fixes by a value. */
const fixedBy = ({ fields }: CollectionSchema['indexes'][number], { where }: Shape): number => {
  const names = Object.keys(fields);
  const free = names.findIndex(name => {
    const condition = where[name];
    if (condition === undefined) return true;
    return typeof condition === 'object' && condition !== null && !('in' in condition || 'all' in condition);
  });
  return free < 0 ? names.length : free;
};

describe('the schema keeps to the limits of the cloud', () => {
  const arrays = ['keys.tags', 'terms', 'searchParts', 'scope'];

  test.each([...collections.values()])('$name', ({ indexes }) => {
    expect(indexes.length).toBeLessThanOrEqual(10);
    expect(new Set(indexes.map(one => one.name)).size).toBe(indexes.length);
    for (const { fields } of indexes)
      expect(Object.keys(fields).filter(field => arrays.includes(field)).length).toBeLessThanOrEqual(1);
  });
});

describe('indexFor', () => {
  const collection: CollectionSchema = {
    name: 'things',
    indexes: [
      { name: 'ab', fields: { a: 1, b: 1 } },
      { name: 'c', fields: { c: 1 } },
    ],
  };
  const by = (where: Shape['where'], order?: Shape['order']) => indexFor(collection, { where, order });

  test('serves what begins with equal fields and goes on with the bounded or sorted one', () => {
    expect(by({ a: 1 })).toBe('ab');
    expect(by({ a: 1, b: { gt: 2 } }, ['b', asc])).toBe('ab');
    expect(by({ a: { in: [1, 2] } }, ['b', desc])).toBe('ab');
    expect(by({ a: null, d: 3 }, ['b', asc])).toBe('ab');
    expect(by({ a: { gte: 1 } })).toBe('ab');
    expect(by({}, ['c', desc])).toBe('c');
    expect(by({ c: 1, d: 2 })).toBe('c');
  });

  test('does not serve a gap, a field that is not first, or an order of another field', () => {
    expect(by({ b: 1 })).toBeUndefined();
    expect(by({ d: 1 })).toBeUndefined();
    expect(by({ a: { gt: 1 } }, ['b', asc])).toBeUndefined();
    expect(by({ a: 1 }, ['d', asc])).toBeUndefined();
    expect(by({})).toBeUndefined();
  });

  test('the id is always an index', () => {
    expect(by({ _id: 'x' })).toBe('_id');
    expect(by({ _id: { in: ['x', 'y'] }, d: 1 })).toBe('_id');
    expect(by({ _id: { gt: 'x' }, d: 1 })).toBeUndefined();
    expect(by({ _id: { gte: 'x' } }, ['_id', asc])).toBe('_id');
    expect(by({ d: 1 }, ['_id', asc])).toBeUndefined();
  });
});
