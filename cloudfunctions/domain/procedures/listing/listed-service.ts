import type { ActDefinition, Change } from '../../engine';
import { spokenDate } from '../../time/spoken';
import { operator } from '../common/staff-ticket/parties';
import { withForm } from '../common/staff-ticket/service-form';
import {
  fact,
  tell,
  tellApplicant,
  theLead,
  theManager,
  theOtherLocals,
  theUnit,
} from '../common/staff-ticket/words';
import { leaveOut, leaveOutErrors, leaveOutField, leftOutWords, named, rowsOf } from './list';

/** Listing puts the services into the register, in one act on the planned day or later (G-2.1b1). */

/** The ticket's number names the services too: unique without a counter. */
const register = (change: Change): void => {
  const { ticket, context } = change;
  const id = ticket.no.replaceAll('-', '');
  const blank = { name: '', aliases: [], unitId: '', competent: [], region: '', statutory: [] };
  const [first, ...others] = rowsOf(ticket).map((row, index) =>
    withForm(
      { ...blank, id: index === 0 ? id : `${id}-${index + 1}`, state: 'online' },
      { ...ticket.work?.values, ...row },
      context.catalogue,
    ),
  );
  if (!first) return;
  change.registerServices(first, others);
  for (const _service of [first, ...others]) change.count('listed', ticket.unitId ?? undefined);
};

/** Units that will answer for it in their regions learn so, and see the ticket from now on (A33). */
const joinCompetent = (change: Change): void => {
  const { work } = change.ticket;
  const joining = (change.service?.competent ?? []).map(one => one.unitId);
  for (const unitId of joining.filter(id => !work?.unitIds.includes(id))) {
    work?.unitIds.push(unitId);
    change.tell({ to: 'unit', unitId }, `${named(change.ticket)} 已上架，本地区的咨询由贵单位答复`);
  }
};

export const list: ActDefinition = {
  act: 'list',
  label: '上架',
  clause: 'G-2.1b1',
  by: [operator],
  from: ['approved', 'filed'],
  to: 'listed',
  meets: ['execute'],
  awaited: true,
  unless: (ticket, { now }) => {
    const planned = fact(ticket, 'plannedOn') ?? '';
    return now.slice(0, 10) < planned ? `计划 ${spokenDate(planned)} 上架，还没有到日期` : undefined;
  },
  fields: [
    leaveOutField('打不开、这次不上架的（不选就是全部上架）'),
    { name: 'verifier', label: '验证人', type: 'text', required: true, max: 30 },
    { name: 'evidence', label: '验证情况（能打开、能办理）', type: 'longtext', required: true, max: 2000 },
    { name: 'proof', label: '验证记录', type: 'files' },
  ],
  says: 'evidence',
  check: (ticket, input) => leaveOutErrors(ticket, input, 'evidence'),
  run: (change, input) => {
    leaveOut(change, input);
    register(change);
    change.note('listedAt', change.now);
    joinCompetent(change);
    change.end();
  },
  tells: [
    ...tellApplicant(ticket => `${named(ticket)} 已上架，群众可以使用${leftOutWords(ticket)}`, undefined, [
      theUnit,
      theLead,
    ]),
    tell(theManager, ticket => `${named(ticket)} 已上架${leftOutWords(ticket)}`),
    tell(theOtherLocals, ticket => `${named(ticket)} 已上架${leftOutWords(ticket)}`),
  ],
};
