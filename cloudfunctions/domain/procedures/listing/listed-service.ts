import { act, pick, type Change } from '../../engine';
import { civilDateOf } from '../../time';
import { spokenDate } from '../../time/spoken';
import { operator } from '../common/staff-ticket/parties';
import { withForm } from '../common/staff-ticket/service-form';
import {
  tell,
  tellApplicant,
  theLead,
  theManager,
  theOtherLocals,
  theUnit,
} from '../common/staff-ticket/words';
import { known } from './known';
import { withRest, leaveOut, leaveOutErrors, leaveOutField, toList } from './list';

/** Listing puts the services into the register, in one act on the planned day or later (G-2.1b1). */

/** The ticket's number names the services too: unique without a counter. */
const register = (change: Change): void => {
  const { ticket, context } = change;
  const id = ticket.no.replaceAll('-', '');
  const blank = { name: '', aliases: [], unitId: '', competent: [], region: '', statutory: [] };
  const [first, ...others] = toList(ticket).map((listed, index) =>
    withForm(
      { ...blank, id: index === 0 ? id : `${id}-${index + 1}`, state: 'online' },
      { ...known.of(ticket), ...listed },
      context.catalogue,
    ),
  );
  if (!first) return;
  change.registerServices(first, others);
  for (const _service of [first, ...others]) change.count('listed', ticket.unitId ?? undefined);
};

/** Units that will answer for it in their regions learn so, and see the ticket from now on (A33). */
const joinCompetent = (change: Change): void => {
  const { ticket } = change;
  const { work } = ticket;
  const joining = (change.service?.competent ?? []).map(one => one.unitId);
  for (const unitId of joining.filter(id => !work?.unitIds.includes(id))) {
    work?.unitIds.push(unitId);
    change.tell({ to: 'unit', unitId }, '已上架，本地区的咨询由贵单位答复');
  }
};

export const list = act({
  act: 'list',
  label: '上架',
  clause: 'G-2.1b1',
  by: [operator],
  from: ['approved', 'filed'],
  to: 'listed',
  meets: ['execute'],
  awaited: true,
  unless: (ticket, { now }) => {
    const { plannedOn } = known.of(ticket);
    return plannedOn && civilDateOf(now) < plannedOn
      ? `计划 ${spokenDate(plannedOn)} 上架，还没有到日期`
      : undefined;
  },
  fields: {
    leaveOut: leaveOutField('打不开、这次不上架的（不选就是全部上架）'),
    ...pick(known.fields, 'verifier', 'evidence', 'proof'),
  },
  says: 'evidence',
  check: (ticket, input) => leaveOutErrors(ticket, input.leaveOut),
  run: (change, input) => {
    leaveOut(change, input.leaveOut);
    register(change);
    known.note(change, { listedAt: change.now });
    joinCompetent(change);
    change.end();
  },
  tells: [
    ...tellApplicant(
      withRest(() => '已上架，群众可以使用'),
      undefined,
      [theUnit, theLead],
    ),
    tell(
      theManager,
      withRest(() => '已上架'),
    ),
    tell(
      theOtherLocals,
      withRest(() => '已上架'),
    ),
  ],
});
