import type { Contact } from '../../catalogue';
import type { FactRow, ShownFact } from '../../../../typings/contract';
import type { Change } from '../../engine';
import { spokenTime } from '../../time/spoken';
import type { Ticket } from '../../ticket/ticket';

/**
 * Whom to ring in a major fault (J-16c): those on duty and in charge at the units concerned, the operator's leads, the
 * managers. Each is a line of the ticket that is ticked off with what came of the call. Where a number is missing, the
 * line says who has to enter it, and where.
 */

const MOST_CALLS = 30;

const withNumber = (who: string, phone: string, missing: string): string =>
  phone === '' ? `${who}（没有登记电话，${missing}）` : `${who} ${phone}`;

const duties = { duty: '值班', owner: '负责人' } as const;

const namedIn = (contacts: readonly Contact[] = [], of: string, missing: string): string[] =>
  (['duty', 'owner'] as const).flatMap(duty =>
    contacts
      .filter(contact => contact.duty === duty && contact.name !== '')
      .map(({ name, phone }) => withNumber(`${of}${duties[duty]} ${name}`, phone, missing)),
  );

/** The unit's own roster; of an access unit without one, whom the register names for the service. */
const ofUnit = (unitId: string, { context, service }: Pick<Change, 'context' | 'service'>): string[] => {
  const unit = context.catalogue.unit(unitId);
  if (!unit) return [];
  const { manager } = context.ruleSet.roleNames;
  const people = namedIn(unit.contacts, unit.name, `请${manager}补上`);
  if (people.length > 0) return people;
  const ofService =
    service?.unitId === unitId ? namedIn(service.contacts, unit.name, '请单位负责人在“服务登记”里补上') : [];
  if (ofService.length > 0) return ofService;
  return [`${unit.name}（没有登记值班人员，请${manager}补上）${unit.phone ?? ''}`.trim()];
};

/** The operator's leads and the managers enter their numbers themselves. */
const ofResponder = ({ name, phone }: Contact): string =>
  withNumber(name, phone, '请本人到“消息”里的“我的联系方式”登记');

const listOf = (ticket: Ticket, name: string): string[] => {
  const value = ticket.work?.values[name];
  return Array.isArray(value) ? value : [];
};

const rowName = (index: number): string => `call${index + 1}`;

/** Adds the people of units, once each, behind those who are on the list. */
export const listUnits = (change: Change, unitIds: readonly string[]): void =>
  listPeople(
    change,
    unitIds.flatMap(unitId => ofUnit(unitId, change)),
  );

/** Adds the operator's leads and the managers. */
export const listResponders = (change: Change): void =>
  listPeople(change, (change.context.responders ?? []).map(ofResponder));

const listPeople = (change: Change, people: readonly string[]): void => {
  const before = listOf(change.ticket, 'calls');
  const after = [...new Set([...before, ...people])].slice(0, MOST_CALLS);
  change.note('calls', after);
  after
    .slice(before.length)
    .forEach((who, index) => change.note(rowName(before.length + index), `${who}：待通知`));
};

/** Numbers that have been entered since the list was made, in the lines that had none. */
export const fillInNumbers = (change: Change): void => {
  for (const { name, phone, duty } of change.context.responders ?? []) {
    const [before, after] = [ofResponder({ name, duty, phone: '' }), ofResponder({ name, duty, phone })];
    const calls = listOf(change.ticket, 'calls');
    const index = calls.indexOf(before);
    if (index < 0 || before === after) continue;
    const row = change.ticket.work?.values[rowName(index)];
    change.note(
      'calls',
      calls.map((call, at) => (at === index ? after : call)),
    );
    change.note(rowName(index), String(row).replace(before, after));
  }
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

const PHONE = /\+?\d[\d-]{6,}/;

/** The list as the ticket shows it: who, what came of it, the number; whoever may call ticks off what is left. */
export const callFacts = (ticket: Ticket, offers: (act: string) => boolean): ShownFact[] => {
  const calls = listOf(ticket, 'calls');
  const reached = listOf(ticket, 'reached');
  if (calls.length === 0) return [];
  // While it is being handled calls are made; afterwards the list is a record.
  const open = ticket.state === 'handling';
  const left = calls.length - reached.length;
  const heading = left === 0 ? '都已通知到' : open ? `还有 ${left} 人` : `${left} 人没有通知到`;
  const rows = calls.map((call, index): FactRow => {
    const callee = String(index + 1);
    const done = reached.includes(callee);
    const said = String(ticket.work?.values[rowName(index)] ?? '').slice(call.length + 1);
    const tried = said !== '' && said !== '待通知';
    const phone = PHONE.exec(call)?.[0] ?? '';
    const result = tried ? said : open ? '待通知' : '没有打';
    return {
      values: {
        who: call.replace(phone, '').trim(),
        result: `${done ? '●' : tried ? '▲' : '○'} ${result}`,
        phone,
      },
      ...(done ? { done } : {}),
      ...(!done && offers('logCall')
        ? {
            acts: [
              { act: 'logCall', label: '已通知到', input: { callee, reached: true } },
              { act: 'logCall', label: '没接通', input: { callee, reached: false } },
            ],
          }
        : {}),
    };
  });
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
      rows,
    },
  ];
};
