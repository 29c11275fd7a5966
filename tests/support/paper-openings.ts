import type { Actor, Input } from '../../cloudfunctions/domain/engine';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { addDays, civilDateOf } from '../../cloudfunctions/domain/time';
import { everybody, handlerOf, leadOf, manager, MONDAY, operator } from './domain';

/** Who opens documents, content, support and partners in the walk. */

type Opening = { kind: string; actor: Actor; input: Input; related?: Ticket };
type Open = (opening: Opening) => Ticket;

const planned = addDays(civilDateOf(MONDAY), 7);
const security = everybody.find(({ role }) => role === 'security') as Actor;
const local = everybody.find(({ role }) => role === 'local') as Actor;
const partner = everybody.find(({ role }) => role === 'partner') as Actor;
const askedUnits = [{ unitId: 'hrss' }, { unitId: 'psb' }];

/** One about a partner that works with the platform. */
const partnerExit = (open: Open): Opening => {
  const access = open({ kind: 'partner-access', actor: partner, input: {} });
  const values = { ...access.work?.values, agreementUntil: addDays(planned, 300) };
  const related: Ticket = {
    ...access,
    no: 'HZ-1',
    state: 'serving',
    clocks: [],
    endsAt: MONDAY,
    work: { unitIds: [], ...access.work, values },
  };
  return {
    kind: 'partner-exit',
    actor: manager,
    related,
    input: { accessNo: related.no, publicWords: '快递改由窗口自取。' },
  };
};

export const paperOpenings = (open: Open): Opening[] => [
  // A rule of the manager, of a unit for those below, one with an end, and the operator's detailed rules for the public.
  { kind: 'rule-document', actor: manager, input: { name: '运行管理办法', units: askedUnits } },
  { kind: 'rule-document', actor: leadOf('hrss'), input: { units: [{ unitId: 'gz-hrss' }] } },
  {
    kind: 'rule-document',
    actor: local,
    input: { units: [{ unitId: 'gz-hrss' }], validUntil: addDays(planned, 20) },
  },
  {
    kind: 'rule-document',
    actor: operator,
    input: {
      docType: 'detailed-rules',
      units: askedUnits,
      publicWords: '投诉怎样办理，多久答复。',
      limits: [{ policy: 'consult.technical', days: 1 }],
      validUntil: addDays(planned, 20),
    },
  },
  { kind: 'content', actor: operator, input: { units: askedUnits } },
  { kind: 'content', actor: handlerOf('hrss'), input: { units: [{ unitId: 'psb' }] } },
  { kind: 'content', actor: local, input: { units: [{ unitId: 'gz-hrss' }] } },
  { kind: 'campaign', actor: operator, input: { units: askedUnits, regions: [{ region: '440100' }] } },
  { kind: 'campaign', actor: local, input: { units: [{ unitId: 'gz-hrss' }] } },
  { kind: 'channel', actor: operator, input: { units: askedUnits, until: addDays(planned, 9) } },
  { kind: 'channel', actor: handlerOf('hrss'), input: { units: [{ unitId: 'psb' }] } },
  { kind: 'sensitive-matter', actor: operator, input: { units: askedUnits } },
  { kind: 'sensitive-matter', actor: local, input: { units: [{ unitId: 'gz-hrss' }] } },
  ...[manager, local, handlerOf('hrss')].map((actor): Opening => ({
    kind: 'support',
    actor,
    input: {},
  })),
  ...[local, operator, handlerOf('hrss')].map((actor): Opening => ({
    kind: 'data-export',
    actor,
    input: { lastDay: planned },
  })),
  ...[local, leadOf('hrss')].map((actor): Opening => ({ kind: 'migration', actor, input: {} })),
  ...[partner, operator].map((actor): Opening => ({ kind: 'partner-access', actor, input: {} })),
  partnerExit(open),
  ...[manager, local, handlerOf('hrss'), security].map((actor): Opening => ({
    kind: 'security-event',
    actor,
    input: { level: 'major', unitId: 'hrss' },
  })),
  { kind: 'security-event', actor: operator, input: { level: 'general', unitId: 'hrss' } },
  ...[manager, local, leadOf('hrss')].flatMap((actor): Opening[] => [
    { kind: 'contingency', actor, input: { units: [{ unitId: 'psb' }], publicWords: '请改日办理。' } },
    { kind: 'drill', actor, input: {} },
  ]),
];
