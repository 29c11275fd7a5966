import type { Contact } from '../../catalogue';
import type { Change, Context, FieldSpec } from '../../procedure';
import { spokenTime } from '../../spoken';
import type { Ticket } from '../../ticket/ticket';

/**
 * Whom to ring in a major fault (J-16c): those on duty and in charge at the units concerned, the operator's leads, the
 * managers. Each is a line of the ticket that is ticked off with what came of the call.
 */

const MOST_CALLS = 30;

const inLine = ({ name, phone }: Pick<Contact, 'name' | 'phone'>): string =>
  [name, phone].filter(Boolean).join(' ');

const ofUnit = (unitId: string, { catalogue }: Pick<Context, 'catalogue'>): string[] => {
  const unit = catalogue.unit(unitId);
  if (!unit) return [];
  const duties = { duty: '值班', owner: '负责人' } as const;
  const people = (['duty', 'owner'] as const).flatMap(duty =>
    (unit.contacts ?? [])
      .filter(contact => contact.duty === duty && contact.name !== '')
      .map(contact => `${unit.name}${duties[duty]} ${inLine(contact)}`),
  );
  return people.length > 0 ? people : [`${unit.name}（没有登记值班人员）${unit.phone ?? ''}`.trim()];
};

const listOf = (ticket: Ticket, name: string): string[] => {
  const value = ticket.work?.values[name];
  return Array.isArray(value) ? value : [];
};

const rowName = (index: number): string => `call${index + 1}`;

/** Adds the people of units, once each, behind those who are on the list. */
export const listUnits = (change: Change, unitIds: readonly string[]): void =>
  listPeople(
    change,
    unitIds.flatMap(unitId => ofUnit(unitId, change.context)),
  );

/** Adds the operator's leads and the managers. */
export const listResponders = (change: Change): void =>
  listPeople(change, (change.context.responders ?? []).map(inLine));

const listPeople = (change: Change, people: readonly string[]): void => {
  const before = listOf(change.ticket, 'calls');
  const after = [...new Set([...before, ...people])].slice(0, MOST_CALLS);
  change.note('calls', after);
  after
    .slice(before.length)
    .forEach((who, index) => change.note(rowName(before.length + index), `${who}：待通知`));
};

/** Who has not been reached yet, to choose from. */
export const toCall = (ticket: Ticket): { value: string; label: string }[] => {
  const reached = listOf(ticket, 'reached');
  return listOf(ticket, 'calls')
    .map((label, index) => ({ value: String(index + 1), label }))
    .filter(({ value }) => !reached.includes(value));
};

/** Ticks off a call: reached, or to be tried again. */
export const tickOff = (change: Change, value: string, reached: boolean): void => {
  const index = Number(value) - 1;
  const who = listOf(change.ticket, 'calls')[index];
  if (who === undefined) return;
  change.note(rowName(index), `${who}：${spokenTime(change.now)} ${reached ? '已通知' : '未接通'}`);
  if (reached) change.note('reached', [...listOf(change.ticket, 'reached'), value]);
};

/** The lines of the list, as the ticket shows them. */
export const callFacts: readonly FieldSpec[] = Array.from({ length: MOST_CALLS }, (_, index) => ({
  name: rowName(index),
  label: `电话通知 ${index + 1}`,
  type: 'text' as const,
}));
