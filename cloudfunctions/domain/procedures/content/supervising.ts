import { operators } from '../../catalogue/roles';
import { act, longtext, select, selectFor, type Change, type Context, type Party } from '../../engine';
import type { Ticket } from '../../ticket/ticket';
import { authorOf, theAuthor } from '../common/staff-ticket/author';
import { manager } from '../common/staff-ticket/parties';
import { tell } from '../common/staff-ticket/words';
import { issueErrors, levelsOf, type Level } from '../common/supervision/levels';
import { ORDER, order, orderBeside, writeOrder } from '../common/supervision/order';
import { theIssuer } from '../common/supervision/parties';

/** 督办 of what is published (G-2.1c): a numbered order at whoever wrote it, which wants it put right, withdrawn or explained. */

const demands = [
  { value: 'correct', label: '更正' },
  { value: 'withdraw', label: '撤下' },
  { value: 'explain', label: '说明情况' },
] as const;

/** Of what others have written; its own the operator puts right itself. */
const otherSide: Party = {
  label: '运营方（单位、各地的内容）',
  roles: operators,
  has: (_actor, ticket) => authorOf(ticket).role !== 'operator',
};

const ownLead: Party = {
  label: '起草单位负责人',
  roles: ['lead'],
  has: (actor, ticket) => actor.unitId !== undefined && authorOf(ticket).unitId === actor.unitId,
};

/** Whoever cannot supervise urges. */
const usualLevel = ({ actor }: Context): Level =>
  levelsOf(actor.role).some(({ value }) => value === 'supervise') ? 'supervise' : 'urge';

const isOpenOrder = (related: Ticket | undefined): boolean =>
  related?.kind === ORDER && ['issued', 'answered'].includes(related.state);

export const supervise = act({
  act: 'supervise',
  label: '督办',
  place: 'beside',
  clause: 'G-2.1c',
  by: [manager, otherSide, ownLead],
  from: ['published'],
  fields: {
    demand: select('要求怎样处理', demands, { required: true }),
    text: longtext('督办意见', { required: true, max: 900 }),
    level: selectFor('级别', (_ticket, { actor }) => levelsOf(actor.role), {
      expected: true,
      value: (_ticket, context) => usualLevel(context),
    }),
    dueOn: order.fields.dueOn,
    attachments: order.fields.attachments,
  },
  check: (_ticket, input, context) => ({
    ...(isOpenOrder(context.related) ? { text: '上一份督办单还没有销号，请在那份督办单里提级或退回' } : {}),
    ...issueErrors(input, context),
  }),
  internal: true,
  run: (change, { demand, text, level, dueOn, attachments }) =>
    writeOrder(change, {
      level: (level as Level | undefined) ?? usualLevel(change.context),
      text: `${demands.find(({ value }) => value === demand)?.label ?? ''}：${text}`,
      dueOn,
      attachments,
    }),
  tells: [tell(theAuthor, () => '已发布的内容被督办，请书面答复督办单')],
});

/** What was wanted is done: whoever issued the order reads it there. */
export const tellOrder = (change: Change, what: string, why: string): void => {
  const beside = orderBeside(change);
  if (!beside || !isOpenOrder(beside.ticket)) return;
  beside.say(what, why, true);
  beside.tell(theIssuer(beside.ticket), `被督办的${what}`);
};
