import type { FactRow, ShownFact } from '../../../../typings/contract';
import type { Contact } from '../../catalogue';
import { needs, type Change, type Choice, type Lookup, type Subject } from '../../engine';
import type { Ticket } from '../../ticket/ticket';
import { spokenTime } from '../../time/spoken';
import { OPERATOR } from '../../registers/scope';
import { onDutyAs, type Callee } from '../common/on-duty';
import { openTicketsAbout } from '../common/staff-ticket/open-tickets';
import { known } from './known';

/**
 * Whom to ring in a major fault (J-16c): those on duty and in charge at the units concerned, the operator's leads, the
 * managers. Each is a row of the ticket that is ticked off with what came of the call. Where a number is missing, the
 * row says who has to enter it, and where.
 */

type Call = NonNullable<ReturnType<typeof known.of>['calls']>[number];
type Person = Pick<Call, 'who' | 'phone'>;

const MOST_CALLS = 30;

const person = (who: string, phone: string, missing: string): Person =>
  phone === '' ? { who: `${who}（没有登记电话，${missing}）`, phone: undefined } : { who, phone };

const duties = { duty: '值班', owner: '负责人' } as const;

const namedOf = (
  contacts: readonly Contact[] = [],
  of: string,
  missing: string,
  asked: readonly (keyof typeof duties)[] = ['duty', 'owner'],
): Person[] =>
  asked.flatMap(duty =>
    contacts
      .filter(contact => contact.duty === duty && contact.name !== '')
      .map(({ name, phone }) => person(`${of}${duties[duty]} ${name}`, phone, missing)),
  );

/**
 * Who is on duty at the unit now by its roster (G-3.2.1), and who is in charge there; without a roster whom the unit has
 * named, and of an access unit that has named nobody, whom the register names for the service.
 */
const ofUnit = (unitId: string, { context, service }: Pick<Change, 'context' | 'service'>): Person[] => {
  const unit = context.catalogue.unit(unitId);
  if (!unit) return [];
  const { manager } = context.ruleSet.roleNames;
  const missing = `请${manager}补上`;
  const onDuty = needed.of(context)?.onDuty?.[unitId] ?? [];
  if (onDuty.length > 0) return [...onDuty, ...namedOf(unit.contacts, unit.name, missing, ['owner'])];
  const people = namedOf(unit.contacts, unit.name, missing);
  if (people.length > 0) return people;
  const ofService =
    service?.unitId === unitId ? namedOf(service.contacts, unit.name, '请单位负责人在“服务登记”里补上') : [];
  if (ofService.length > 0) return ofService;
  return [{ who: `${unit.name}（没有登记值班人员，请${manager}补上）`, phone: unit.phone }];
};

/** The operator's leads and the managers, as the call list names them. */
const respondersOf = async (lookup: Lookup, { ruleSet: { roleNames } }: Subject): Promise<Contact[]> => {
  const called = { 'operator-lead': `${roleNames.operator}负责人`, manager: roleNames.manager } as const;
  const found: Contact[] = [];
  for (const role of ['operator-lead', 'manager'] as const)
    for (const { name, phone } of await lookup.members(role))
      found.push({ duty: 'duty', name: `${called[role]} ${name}`, phone: phone ?? '' });
  return found;
};

const MOST_PARTIES = 30;

/** Of whom it is asked who is on duty: when it is reported the operator and the units of the service, later who joins in. */
const partiesOf = async (lookup: Lookup, { serviceId, input, act }: Subject): Promise<string[]> => {
  const joining = act?.['involvedUnit'];
  if (typeof joining === 'string') return [joining];
  if (input === undefined) return [];
  const service = serviceId === undefined ? undefined : await lookup.service(serviceId);
  const units = service ? [service.unitId, ...service.competent.map(({ unitId }) => unitId)] : [];
  return [...new Set([OPERATOR, ...units])].slice(0, MOST_PARTIES);
};

const onDutyOf = async (lookup: Lookup, subject: Subject): Promise<Record<string, Callee[]>> =>
  Object.fromEntries(
    await Promise.all(
      (await partiesOf(lookup, subject)).map(async (party): Promise<[string, Callee[]]> => [
        party,
        await onDutyAs(lookup, subject, party),
      ]),
    ),
  );

export const needed = needs(async (lookup, subject) => ({
  openTickets: await openTicketsAbout(lookup, subject),
  responders: await respondersOf(lookup, subject),
  onDuty: await onDutyOf(lookup, subject),
}));

/** The operator's leads and the managers enter their numbers themselves. */
const ofResponder = ({ name, phone }: Pick<Contact, 'name' | 'phone'>): Person =>
  person(name, phone, '请本人到“消息”里的“我的联系方式”登记');

const callsOf = (ticket: Ticket): readonly Call[] => known.of(ticket).calls ?? [];

/** Adds the people of units, once each, behind those who are on the list. */
export const listUnits = (change: Change, unitIds: readonly string[]): void =>
  listPeople(
    change,
    unitIds.flatMap(unitId => ofUnit(unitId, change)),
  );

/** Adds who is on duty at the operator, its leads and the managers. */
export const listResponders = (change: Change): void => {
  const found = needed.of(change.context);
  const onDuty = found?.onDuty?.[OPERATOR] ?? [];
  listPeople(change, [...onDuty, ...(found?.responders ?? []).map(ofResponder)]);
};

const isSame = (one: Person, other: Person): boolean => one.who === other.who && one.phone === other.phone;

const listPeople = (change: Change, people: readonly Person[]): void => {
  const calls = [...callsOf(change.ticket)];
  for (const one of people)
    if (!calls.some(call => isSame(call, one))) calls.push({ ...one, result: 'waiting', at: undefined });
  known.note(change, { calls: calls.slice(0, MOST_CALLS) });
};

/** Numbers that have been entered since the list was made, in the rows that had none. */
export const fillInNumbers = (change: Change): void => {
  const responders = needed.of(change.context)?.responders ?? [];
  const calls = callsOf(change.ticket).map(call => {
    const entered = responders.find(
      ({ name, phone }) => phone !== '' && isSame(call, ofResponder({ name, phone: '' })),
    );
    return entered ? { ...call, ...ofResponder(entered) } : call;
  });
  known.note(change, { calls });
};

/** Who has not been reached yet, to choose from: each by its place on the list, which only grows. */
export const toCall = (ticket: Ticket): Choice[] =>
  callsOf(ticket)
    .map(({ who, phone, result }, index) => ({
      result,
      value: String(index + 1),
      label: phone ? `${who} ${phone}` : who,
    }))
    .filter(({ result }) => result !== 'reached')
    .map(({ value, label }) => ({ value, label }));

/** Ticks off a call: reached, or to be tried again. */
export const tickOff = (change: Change, callee: string, reached: boolean): void => {
  const calls = callsOf(change.ticket).map((call, index) =>
    String(index + 1) === callee
      ? { ...call, result: reached ? ('reached' as const) : ('missed' as const), at: change.now }
      : call,
  );
  known.note(change, { calls });
};

/** The list as its page shows it: who, what came of it, the number; whoever may call ticks off what is left. */
export const shownCalls = (ticket: Ticket, offers: (act: string) => boolean): ShownFact[] => {
  const calls = callsOf(ticket);
  if (calls.length === 0) return [];
  // While it is being handled calls are made; afterwards the list is a record.
  const open = ticket.state === 'handling';
  const left = calls.filter(({ result }) => result !== 'reached').length;
  const heading = left === 0 ? '都已通知到' : open ? `还有 ${left} 人` : `${left} 人没有通知到`;
  const marks = { reached: '●', missed: '▲', waiting: '○' } as const;
  const words = { reached: '已通知', missed: '未接通', waiting: open ? '待通知' : '没有打' } as const;
  return [
    {
      name: 'calls',
      label: `电话通知，${heading}`,
      value: '',
      columns: [
        { name: 'who', label: '通知对象', type: 'text' },
        { name: 'result', label: '结果', type: 'text' },
        { name: 'phone', label: '电话', type: 'phone' },
      ],
      rows: calls.map(({ who, phone, result, at }, index): FactRow => {
        const callee = String(index + 1);
        const said = [at ? spokenTime(at) : '', words[result]].filter(Boolean).join(' ');
        return {
          values: { who, result: `${marks[result]} ${said}`, phone: phone ?? '' },
          ...(result === 'reached' ? { done: true } : {}),
          ...(result !== 'reached' && offers('logCall')
            ? {
                acts: [
                  { act: 'logCall', label: '已通知到', input: { callee, reached: true } },
                  { act: 'logCall', label: '没接通', input: { callee, reached: false } },
                ],
              }
            : {}),
        };
      }),
    },
  ];
};
