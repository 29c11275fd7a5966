import { act, longtext, type Audience, type Change, type Context, type Party } from '../../engine';
import { unitMembers } from '../../catalogue/roles';
import { deskFor } from '../../catalogue/staffing';
import { runningClock, type Ticket } from '../../ticket/ticket';
import { addDays, NEVER, startOfDay } from '../../time';
import { spokenDay } from '../../time/spoken';
import { until } from '../common/citizen-ticket/words';
import { author, authorOf, giveToAuthor, theAuthor } from '../common/staff-ticket/author';
import { manager, operator, platform } from '../common/staff-ticket/parties';
import { tell, theManager, theOperator } from '../common/staff-ticket/words';
import { known } from './known';
import { limits } from './limits';

/** 发布、签收、施行、失效 (G-2.1a, G-5.1c): who has to know it signs; from its day on it holds, until its last. */

/** So many units sign one document. */
const MOST_UNITS = 100;

/** What the province or the operator issues goes to the units of the province, unless it names others. */
const meantFor = (ticket: Ticket, { catalogue }: Context): string[] => {
  const { units } = known.of(ticket);
  if (units) return units.map(({ unitId }) => unitId);
  const { role } = authorOf(ticket);
  if (role !== 'manager' && role !== 'operator') return [];
  return catalogue
    .units()
    .filter(({ parentId, ended }) => parentId === undefined && !ended)
    .slice(0, MOST_UNITS)
    .map(({ id }) => id);
};

/** The units where somebody can sign (A42); whoever has written it need not. */
const signersOf = (ticket: Ticket, context: Context): string[] => {
  const own = authorOf(ticket).unitId;
  const desks = meantFor(ticket, context).flatMap(id => deskFor(id, false, context.catalogue) ?? []);
  return [...new Set(desks)].filter(id => id !== own);
};

const awaited = ({ ticket, context }: Change): string | undefined => {
  const names = ticket.clocks
    .filter(({ name, state }) => name === 'acknowledge' && state === 'running')
    .map(({ responsible: { unitId = '' } }) => context.catalogue.unit(unitId)?.name ?? unitId);
  return names.length > 0 ? names.join('、') : undefined;
};

const theSigners = ({ clocks }: Ticket): Audience[] =>
  clocks
    .filter(({ name, state }) => name === 'acknowledge' && state === 'running')
    .flatMap(({ responsible: { unitId } }) => (unitId ? [{ to: 'unit', unitId } as const] : []));

/** Everybody has signed, or nobody has to. */
const settle = (change: Change): void => {
  known.note(change, { awaiting: awaited(change) });
  if (change.running('acknowledge')) return;
  change.to('in-force');
  change.end();
};

const announce = (change: Change): void => {
  const { name = '', publicWords, effectiveOn = change.today, validUntil } = known.of(change.ticket);
  if (publicWords === undefined) return;
  change.announce({
    title: name,
    text: `${publicWords}\n自 ${spokenDay(effectiveOn)} 起施行。`,
    endsAt: validUntil ? startOfDay(addDays(validUntil, 1)) : NEVER,
  });
};

/** The version before holds until the day before this one does. */
const endVersionBefore = ({ related, ticket }: Change): void => {
  if (!related) return;
  const { effectiveOn } = known.of(ticket);
  known.note(related, {
    replacedBy: ticket.no,
    ...(effectiveOn ? { validUntil: addDays(effectiveOn, -1) } : {}),
  });
  related.say(`已由新的一版代替：${ticket.no}`, undefined, true);
};

const publish = act({
  act: 'publish',
  label: '发布',
  clause: 'G-5.1c',
  by: [operator],
  from: ['approved'],
  to: 'published',
  meets: ['publish'],
  shows: ticket => {
    const { effectiveOn, publicWords } = known.of(ticket);
    return [
      { label: '施行日期', text: effectiveOn ? spokenDay(effectiveOn) : '' },
      ...(publicWords ? [{ label: '同时向群众公告', text: publicWords }] : []),
    ];
  },
  run: change => {
    const { ticket, context } = change;
    const signers = signersOf(ticket, context);
    known.note(change, { publishedAt: change.now });
    giveToAuthor(change);
    if (ticket.work) ticket.work.unitIds = [...new Set([...ticket.work.unitIds, ...signers])];
    for (const unitId of signers) change.start(limits.acknowledge, { role: 'unit', unitId });
    for (const audience of theSigners(ticket))
      change.tell(audience, `新文件已发布，请在 ${until(ticket, 'acknowledge')} 前签收`);
    announce(change);
    endVersionBefore(change);
    change.count('published');
    settle(change);
  },
  tells: [
    tell(theAuthor, () => '文件已发布'),
    tell(theManager, () => '文件已发布'),
    tell(theOperator, () => '文件已发布，请按它办理'),
  ],
});

const signer: Party = {
  label: '签收单位',
  roles: unitMembers,
  has: (actor, ticket) =>
    actor.unitId !== undefined && runningClock(ticket, 'acknowledge', actor.unitId) !== undefined,
};

const acknowledge = act({
  act: 'acknowledge',
  label: '签收',
  clause: 'G-2.1a',
  control: 'tap',
  by: [signer],
  from: ['published'],
  run: change => {
    const { actor, now } = change.context;
    const unitId = actor.unitId ?? '';
    change.meet(['acknowledge'], { unitId });
    const before = known.of(change.ticket).acknowledged ?? [];
    known.note(change, { acknowledged: [...before, { unitId, by: actor.name, at: now }] });
    settle(change);
  },
});

/** From its day on it holds: the limits that it changes count for what is filed from then on. */
const takeEffect = act({
  act: 'takeEffect',
  label: '开始施行',
  clause: 'G-5.1c',
  by: [platform],
  from: ['published', 'in-force'],
  due: ticket => {
    const { effectiveOn, effectiveAt } = known.of(ticket);
    return effectiveOn === undefined || effectiveAt !== undefined ? undefined : startOfDay(effectiveOn);
  },
  run: change => {
    known.note(change, { effectiveAt: change.now });
    const { limits: changed = [], approved = '' } = known.of(change.ticket);
    if (changed.length > 0)
      change.changeLimits(
        Object.fromEntries(
          changed.map(({ policy, days }) => [policy, { n: days, unit: 'working-day' as const }]),
        ),
        approved,
      );
  },
  tells: [
    tell(theAuthor, () => '文件今天起施行'),
    tell(
      (_ticket, _context) => theManager(),
      ticket => `文件今天起施行${known.of(ticket).limits ? '，时限已随之调整' : ''}`,
    ),
  ],
});

const expire = act({
  act: 'expire',
  label: '有效期满',
  clause: 'G-5.1c',
  by: [platform],
  from: ['published', 'in-force'],
  to: 'lapsed',
  cancels: ['acknowledge'],
  due: ticket => {
    const { validUntil } = known.of(ticket);
    return validUntil === undefined ? undefined : startOfDay(addDays(validUntil, 1));
  },
  run: change => {
    known.note(change, { awaiting: undefined });
    change.end();
    change.withdrawNotice();
  },
  tells: [
    tell(theAuthor, ticket =>
      known.of(ticket).replacedBy ? '旧版已失效' : '文件已到期，请修订或者重新制定',
    ),
    tell(
      ticket => (known.of(ticket).replacedBy ? undefined : theManager()),
      () => '文件已到期',
    ),
  ],
});

/** What is handled under it goes on: a ticket keeps the rules under which it was filed. */
const withdraw = act({
  act: 'withdrawDocument',
  label: '撤销、废止',
  place: 'beside',
  clause: 'G-2.1a',
  by: [author, manager],
  from: ['reviewing', 'approving', 'returned', 'approved', 'published', 'in-force'],
  to: 'withdrawn',
  fields: { reason: longtext('原因（已经按它办理的件照原来的时限办完）', { required: true, max: 500 }) },
  run: change => {
    for (const audience of theSigners(change.ticket)) change.tell(audience, '文件已撤销，不用再签收');
    change.cancel(['review', 'revise', 'publish', 'acknowledge']);
    known.note(change, { awaiting: undefined });
    change.withdrawNotice();
    change.end();
  },
  tells: [tell(theAuthor, () => '文件已撤销'), tell(theManager, () => '文件已撤销')],
});

export const publishing = [publish, acknowledge, takeEffect, expire, withdraw];
