import { isBelow, regionPath } from '../../catalogue';
import { ticketReaders } from '../../catalogue/roles';
import {
  act,
  clip,
  longtext,
  opening,
  pick,
  region,
  text,
  ticket as ticketField,
  unit,
  type Change,
  type Context,
  type FieldErrors,
  type InputOf,
  type Party,
  type Procedure,
} from '../../engine';
import { windowOf } from '../../rulesets';
import { isOpen, type Ticket } from '../../ticket/ticket';
import { civilDateOf } from '../../time';
import { isTooFar, TOO_FAR } from '../../time/plausible';
import { signedIn } from '../common/signature';
import { until } from '../common/citizen-ticket/words';
import { RECTIFICATION, type Finding } from '../common/rectifying';
import { noteProgress } from '../common/staff-ticket/forms';
import { manager } from '../common/staff-ticket/parties';
import {
  giveToSide,
  holdingSide,
  isOfSide,
  sideFor,
  sideName,
  sides,
  theHoldingSide,
  theSide,
  type Side,
} from '../common/staff-ticket/side';
import { reporterOf, tell, theManager } from '../common/staff-ticket/words';
import { finderOf, known, noteFinder } from './known';
import { limits, windows } from './limits';

/**
 * 整改, J-14b, J-16a, J-24, G-2.1b2: what was found is mended by whoever is in charge of it, with evidence, and checked again by
 * whoever found it, who closes it or sends it back. What comes of one cause is joined; what comes back shows as such.
 */

const WORDS_OF_TITLE = 30;

const form = pick(
  known.fields,
  'source',
  'matter',
  'findings',
  'severity',
  'cause',
  'unitId',
  'region',
  'caseNo',
  'about',
  'dueOn',
);

/** Opened by a form, or by an act of what it was found in. */
type Order = Pick<InputOf<typeof form>, 'findings' | 'unitId' | 'region' | 'dueOn' | 'matter'> | Finding;

const menderIn = ({ unitId, region: code }: Pick<Order, 'unitId' | 'region'>, context: Context): Side =>
  sideFor({ role: 'operator', unitId, region: code }, context.catalogue);

const finder: Party = {
  label: '提出方',
  roles: sides,
  has: (actor, ticket, { catalogue }) => isOfSide(actor, sideFor(finderOf(ticket), catalogue)),
};

/** A unit finds for itself and below, an authority for its region; operator and manager for all. */
const notTheirUnit = (
  { unitId, region: code }: Pick<Order, 'unitId' | 'region'>,
  context: Context,
): FieldErrors => {
  const { actor, catalogue } = context;
  if (actor.unitId !== undefined) {
    const own = unitId === actor.unitId || (unitId !== undefined && isBelow(unitId, actor.unitId, catalogue));
    return own ? {} : { unitId: '请选本单位或者下级单位' };
  }
  if (actor.role !== 'local') return {};
  const where = code ?? catalogue.unit(unitId ?? '')?.region;
  return regionPath(where, catalogue).includes(actor.region ?? '')
    ? {}
    : { [code === undefined ? 'unitId' : 'region']: '请选本地区的单位，或者本地区' };
};

const dayErrors = ({ dueOn }: Pick<Order, 'dueOn'>, now: string): FieldErrors => {
  if (dueOn === undefined) return {};
  if (dueOn <= civilDateOf(now)) return { dueOn: '须在今天以后' };
  return isTooFar(dueOn, civilDateOf(now)) ? { dueOn: TOO_FAR } : {};
};

/** The clock of whoever mends it; a day that the order names goes before the rule. */
const startMending = (
  change: Change,
  policy: typeof limits.mend | typeof limits.again,
  dueOn?: string,
): void => {
  change.start(
    policy,
    change.ticket.holder,
    dueOn === undefined ? {} : { until: { date: dueOn, why: '整改单写明的日期' } },
  );
};

const isRepeated = (context: Context): boolean =>
  (context.ordinal ?? 1) >= windowOf(context.ruleSet, windows.repeats);

const open = (change: Change, input: Order): void => {
  const { context, ticket } = change;
  const source = context.related ?? context.tickets?.[0];
  const by = reporterOf(context);
  noteFinder(change, by);
  known.note(change, {
    finder: sideName(by, context),
    ...(isRepeated(context) ? { times: `同一责任方同类问题今年第 ${context.ordinal ?? 1} 次` } : {}),
  });
  change.to('ordered');
  giveToSide(change, menderIn(input, context));
  // The finder checks it again, so it stays in sight there.
  if (by.unitId && ticket.work) ticket.work.unitIds = [...new Set([...ticket.work.unitIds, by.unitId])];
  startMending(change, limits.mend, input.dueOn);
  change.count('ordered', ticket.holder.unitId ?? ticket.holder.role);
  if (source) {
    // Not the title of a citizen's ticket: those are a person's words, who may have them erased.
    const title = source.work ? source.title : context.labelOf(source.kind);
    ticket.links.push({ no: source.no, title, relation: 'about' });
  }
  if (change.related) {
    change.related.ticket.links.push({ no: ticket.no, title: ticket.title, relation: 'about' });
    change.related.say(`发出整改 ${ticket.no}`, undefined, true);
  }
};

const mend = act({
  act: 'mend',
  label: '报整改结果',
  clause: 'J-16a',
  by: [holdingSide],
  from: ['ordered'],
  to: 'mended',
  meets: ['rectify'],
  fields: pick(known.fields, 'measure', 'proof'),
  says: 'measure',
  run: change => {
    change.hold(sideFor(finderOf(change.ticket), change.context.catalogue));
    change.start(limits.recheck, change.ticket.holder);
  },
  tells: [tell(theHoldingSide, ticket => `已整改，请在 ${until(ticket, 'recheck')} 前复查`)],
});

const mender = (ticket: Ticket, context: Context): Side => menderIn(known.of(ticket), context);

const pass = act({
  act: 'pass',
  label: '复查通过，办结',
  clause: 'J-16a',
  by: [finder],
  from: ['mended'],
  to: 'rectified',
  meets: ['recheck'],
  fields: pick(known.fields, 'verdict'),
  says: 'verdict',
  run: change => {
    const { ticket, context } = change;
    change.end();
    change.count('rectified', ticket.unitId ?? 'operator');
    change.tell(theSide(mender(ticket, context)), '复查通过，整改已办结');
  },
  tells: [tell(theManager, () => '整改已办结')],
});

const sendBack = act({
  act: 'sendBack',
  label: '复查不通过，退回',
  clause: 'J-16a',
  by: [finder],
  from: ['mended'],
  to: 'ordered',
  meets: ['recheck'],
  fields: { reason: longtext('哪里没有改好', { required: true, max: 1000 }) },
  run: change => {
    giveToSide(change, mender(change.ticket, change.context));
    startMending(change, limits.again);
  },
  tells: [tell(theHoldingSide, ticket => `复查不通过，请在 ${until(ticket, 'rectify')} 前改好`)],
});

const object = act({
  act: 'objectToFinding',
  label: '不属于我方，退回',
  clause: 'J-16a',
  place: 'beside',
  by: [holdingSide],
  from: ['ordered'],
  to: 'disputed',
  fields: pick(known.fields, 'objection'),
  says: 'objection',
  run: change => {
    // What was lost by the dispute is not given back to whoever disputes in vain (A50).
    change.cancel(['rectify']);
    change.hold(sideFor(finderOf(change.ticket), change.context.catalogue));
    change.start(limits.recheck, change.ticket.holder);
  },
  tells: [tell(theHoldingSide, () => '整改被退回，请核对后重新指定')],
});

/** Whoever is in charge from now on; the same one once more where the finder insists. */
const assignForm = {
  unitId: unit('责任单位（不选为运营方）', { value: ticket => known.of(ticket).unitId }),
  region: region('责任地区的主管部门（不选单位时）'),
  reason: text('说明', { required: true, max: 300 }),
};

const assign = act({
  act: 'assignMender',
  label: '重新指定责任方',
  clause: 'J-16a',
  by: [finder],
  from: ['disputed'],
  to: 'ordered',
  meets: ['recheck'],
  fields: assignForm,
  check: (_ticket, input, context) => notTheirUnit(input, context),
  says: 'reason',
  run: (change, input) => {
    known.note(change, { unitId: input.unitId, region: input.region });
    giveToSide(change, menderIn(input, change.context));
    startMending(change, limits.mend);
  },
  tells: [tell(theHoldingSide, ticket => `请整改，最迟 ${until(ticket, 'rectify')}`)],
});

/** J-16a: the urging is on record. */
const urge = act({
  act: 'urge',
  label: '督促整改',
  clause: 'J-16a',
  place: 'beside',
  by: [finder, manager],
  from: ['ordered'],
  fields: { text: longtext('督促意见', { required: true, max: 500 }) },
  run: change => change.count('urged', change.ticket.holder.unitId ?? change.ticket.holder.role),
  tells: [tell(theHoldingSide, ticket => `请尽快整改，最迟 ${until(ticket, 'rectify')}`)],
});

const joinErrors = (ticket: Ticket, { related, now }: Context): FieldErrors | undefined => {
  if (!related) return undefined;
  if (related.no === ticket.no) return { into: '不能并入自己' };
  const [one, other] = [related.holder, ticket.holder];
  const same = one.role === other.role && one.unitId === other.unitId && one.region === other.region;
  if (related.kind !== RECTIFICATION || !same) return { into: '只能并入同一责任方的整改' };
  return isOpen(related, now) && related.state === 'ordered'
    ? undefined
    : { into: '那一件已经报了结果或者办结' };
};

/** Several findings of one cause: what was found goes on in one of them. */
const join = act({
  act: 'join',
  label: '并入同一原因的整改',
  clause: 'J-16a',
  place: 'beside',
  by: [finder],
  from: ['ordered'],
  to: 'joined',
  cancels: ['rectify'],
  fields: { into: ticketField('并入哪一件（整改编号）', { required: true }) },
  check: (ticket, _input, context) => joinErrors(ticket, context),
  says: null,
  run: change => {
    const { ticket, related } = change;
    change.end();
    if (!related) return;
    known.note(related, {
      findings: [...(known.of(related.ticket).findings ?? []), ...(known.of(ticket).findings ?? [])],
    });
    ticket.links.push({ no: related.ticket.no, title: related.ticket.title, relation: 'same-matter' });
    related.ticket.links.push({ no: ticket.no, title: ticket.title, relation: 'same-matter' });
    related.ticket.attachments.push(...ticket.attachments);
    related.say(`并入 ${ticket.no}`, undefined, true);
    related.tell(theHoldingSide(related.ticket), '增加了同一原因的问题，请一并整改');
  },
});

const withdraw = act({
  act: 'withdrawOrder',
  label: '撤销整改',
  clause: 'J-16a',
  place: 'beside',
  by: [finder],
  from: ['ordered', 'disputed', 'mended'],
  to: 'called-off',
  cancels: ['rectify', 'recheck'],
  fields: { reason: text('原因', { required: true, max: 300 }) },
  run: change => {
    change.end();
    change.tell(theSide(mender(change.ticket, change.context)), '整改已撤销');
  },
});

export const rectification: Procedure = {
  kind: RECTIFICATION,
  prefix: 'ZG',
  label: '整改',
  group: '监督协调',
  purpose: '发现的问题限期改好，由提出的人复查',
  order: 86,
  clauses: ['J-14b', 'J-16a', 'J-24', 'G-2.1b2'],
  handsOver: true,
  limits: Object.values(limits),
  windows: Object.values(windows),
  sort: (input, context) => {
    const { unitId, region: code } = menderIn(input as Order, context);
    return `${unitId ?? code ?? 'operator'}|${(input as Order).matter}`;
  },
  signature: signedIn(['mended'], ['sendBack'], ['mend']),
  states: {
    ordered: { label: '待整改' },
    disputed: { label: '待重新指定' },
    mended: { label: '待复查' },
    rectified: { label: '已整改', ended: true },
    joined: { label: '已并入', ended: true },
    'called-off': { label: '已撤销', ended: true },
  },
  opening: opening({
    label: '发出整改',
    clause: 'J-16a',
    by: [...ticketReaders, 'system'],
    fields: form,
    offeredAt: { ticket: { label: '发出整改', values: { source: 'other' } } },
    check: (input, context) => ({ ...notTheirUnit(input, context), ...dayErrors(input, context.now) }),
    title: (input, context) => {
      const [first] = input.findings;
      const words = clip(first?.what ?? '', WORDS_OF_TITLE);
      return `${sideName(menderIn(input, context), context)}整改：${words}`;
    },
    units: ({ unitId }) => (unitId ? [unitId] : []),
    run: open,
    tells: [
      tell(theHoldingSide, ticket => `请整改，最迟 ${until(ticket, 'rectify')}`),
      tell(
        (ticket, context) =>
          isRepeated(context) && ticket.unitId ? { to: 'lead', unitId: ticket.unitId } : undefined,
        ticket => `同类问题又发生，${known.of(ticket).times ?? ''}`,
      ),
      tell(
        (_ticket, context) => (isRepeated(context) ? theManager() : undefined),
        ticket => `同类问题又发生，${known.of(ticket).times ?? ''}`,
      ),
    ],
  }),
  facts: known,
  acts: [
    mend,
    pass,
    sendBack,
    assign,
    object,
    urge,
    join,
    withdraw,
    noteProgress({
      clause: 'J-16a',
      by: [holdingSide, finder, manager],
      from: ['ordered', 'disputed', 'mended'],
    }),
  ],
};
