import {
  act,
  date,
  files,
  longtext,
  pick,
  rows,
  text,
  unit,
  type ActDefinition,
  type Change,
  type Context,
  type Party,
  type Tell,
} from '../../engine';
import { unitMembers } from '../../catalogue/roles';
import { deskFor } from '../../catalogue/staffing';
import { workdays, type Policy } from '../../rulesets';
import type { Ticket } from '../../ticket/ticket';
import { inWriting, signatureErrors, signatureOf } from './in-writing';
import { until } from './citizen-ticket/words';

/**
 * 书面同意 (A13, A54): what the manager and every unit concerned have to agree to in writing (G-4.2.1b, G-4.2.2, G-4.2.4). All
 * are asked at one time, either may refuse, and with the last consent it goes on.
 */

const CONSENT = 'consent';

/** The limit of a procedure that asks for it: the documents give none. */
export const consentLimit = (kind: string, clause: string) =>
  ({
    id: `${kind}.consent`,
    clock: CONSENT,
    label: '书面表态',
    clause,
    limit: workdays(3),
    internal: true,
  }) as const satisfies Policy;

export const unitsAsked = rows(
  '涉及哪些单位',
  { unitId: unit('单位', { required: true }) },
  { required: true, max: 20 },
);

/** What a ticket knows of it. */
export const consentFacts = {
  consents: rows('书面意见', {
    party: text('哪一方', { required: true }),
    decision: text('意见', { required: true }),
    text: longtext('说明'),
    signedBy: text('签署人', { required: true }),
    signedOn: date('签署日期', { required: true }),
    documentNo: text('文号'),
  }),
  awaiting: text('还没有表态'),
};

type Consent = {
  party: string;
  decision: string;
  text: string | undefined;
  signedBy: string;
  signedOn: string;
  documentNo: string | undefined;
};

const runningOf = ({ clocks }: Ticket) =>
  clocks.filter(({ name, state }) => name === CONSENT && state === 'running');

const partyName = (unitId: string | undefined, { catalogue, ruleSet }: Context): string =>
  unitId ? (catalogue.unit(unitId)?.name ?? unitId) : ruleSet.roleNames.manager;

const noteAwaited = (change: Change): void => {
  const names = runningOf(change.ticket).map(({ responsible: { unitId } }) =>
    partyName(unitId, change.context),
  );
  change.keep({ awaiting: names.length > 0 ? names.join('、') : undefined });
};

/** Whoever has been asked and has said nothing yet. */
const asked: Party = {
  label: '被征求意见的一方',
  roles: ['manager', ...unitMembers],
  has: (actor, ticket) =>
    runningOf(ticket).some(({ responsible: { unitId } }) =>
      unitId ? actor.unitId === unitId : actor.role === 'manager',
    ),
};

/** Asks the manager and these units; of one without anybody whoever stands in (A42). */
export const askConsent = (
  change: Change,
  policy: Policy,
  unitIds: readonly string[],
  says: string,
): void => {
  const { ticket, context } = change;
  const desks = [...new Set(unitIds.flatMap(id => deskFor(id, false, context.catalogue) ?? []))];
  change.hold({ role: 'manager' });
  if (ticket.work) ticket.work.unitIds = [...new Set([...ticket.work.unitIds, ...desks])];
  change.start(policy, { role: 'manager' });
  for (const unitId of desks) change.start(policy, { role: 'unit', unitId });
  change.keep({ consents: undefined });
  noteAwaited(change);
  const words = `${says}，最迟 ${until(ticket, CONSENT)}`;
  change.tell({ to: 'manager' }, words);
  for (const unitId of desks) change.tell({ to: 'unit', unitId }, words);
};

const decided = (change: Change, decision: string, input: Record<string, unknown>): void => {
  const { context, ticket } = change;
  const { unitId } = context.actor;
  const { signedBy, signedOn } = signatureOf(input, context);
  const before = (ticket.work?.values['consents'] ?? []) as Consent[];
  change.meet([CONSENT], { unitId: unitId ?? null });
  change.keep({
    consents: [
      ...before,
      {
        party: partyName(unitId, context),
        decision,
        text: (input['text'] ?? input['reason']) as string | undefined,
        signedBy,
        signedOn,
        documentNo: input['documentNo'] as string | undefined,
      },
    ],
  });
  noteAwaited(change);
};

const written = {
  ...pick(inWriting, 'signedBy', 'signedOn', 'documentNo'),
  paper: files('盖章文件', { max: 3 }),
};

type Asking = {
  clause: string;
  from: string;
  /** What happens with the last consent, and when one refuses. */
  all(change: Change): void;
  refused(change: Change): void;
  shows?: ActDefinition['shows'];
  tellsRefused: readonly Tell[];
};

/** The two acts of whoever is asked. */
export const consentActs = ({ clause, from, all, refused, shows, tellsRefused }: Asking): ActDefinition[] => [
  act({
    act: 'consent',
    label: '同意',
    clause,
    by: [asked],
    from: [from],
    fields: { text: longtext('意见', { max: 1000 }), ...written },
    check: (_ticket, input, context) => signatureErrors(input, context),
    ...(shows ? { shows } : {}),
    run: (change, input) => {
      decided(change, '同意', input);
      if (!change.running(CONSENT)) all(change);
    },
  }),
  act({
    act: 'refuseConsent',
    label: '不同意',
    clause,
    by: [asked],
    from: [from],
    fields: { reason: longtext('理由', { required: true, max: 1000 }), ...written },
    check: (_ticket, input, context) => signatureErrors(input, context),
    run: (change, input) => {
      decided(change, '不同意', input);
      change.cancel([CONSENT]);
      change.keep({ awaiting: undefined });
      refused(change);
    },
    tells: tellsRefused,
  }),
];
