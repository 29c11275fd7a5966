import { act, longtext, type Actor, type Change, type Context, type Party } from '../../engine';
import { regionPath } from '../../catalogue';
import { unitMembers } from '../../catalogue/roles';
import { authorityFor, deskFor } from '../../catalogue/staffing';
import type { Ticket } from '../../ticket/ticket';
import { addDays, NEVER, startOfDay } from '../../time';
import { spokenDay } from '../../time/spoken';
import { until } from '../common/citizen-ticket/words';
import { author, authorOf, giveToAuthor, theAuthor } from '../common/staff-ticket/author';
import { manager, operator, platform } from '../common/staff-ticket/parties';
import { isOfSide, sideName, theSide, type Side } from '../common/staff-ticket/side';
import { tell, theManager, theOperator } from '../common/staff-ticket/words';
import { known } from './known';
import { limits } from './limits';

/**
 * 发布、签收、施行、失效 (G-2.1a, G-5.1c): who has to know it signs, units and local authorities; from its day on it holds,
 * until its last.
 */

/** So many sides of a kind sign one document. */
const MOST_SIGNERS = 100;

/** Named by the form; what the province or the operator issues to nobody by name goes to all below the province. */
const meantFor = (ticket: Ticket, { catalogue }: Context): { units: string[]; regions: string[] } => {
  const { units, regions } = known.of(ticket);
  if (units || regions)
    return {
      units: (units ?? []).map(({ unitId }) => unitId),
      regions: (regions ?? []).map(one => one.region),
    };
  const { role } = authorOf(ticket);
  if (role !== 'manager' && role !== 'operator') return { units: [], regions: [] };
  return {
    units: catalogue
      .units()
      .filter(({ parentId, ended }) => parentId === undefined && !ended)
      .slice(0, MOST_SIGNERS)
      .map(({ id }) => id),
    // The cities; they see to it in their counties.
    regions: catalogue
      .regions()
      .filter(({ code }) => regionPath(code, catalogue).length === CITY)
      .slice(0, MOST_SIGNERS)
      .map(({ code }) => code),
  };
};

/** So many regions a city has on its way up, itself among them. */
const CITY = 2;

/** Where somebody can sign (A42), each once; whoever has written it need not. */
const signersOf = (ticket: Ticket, context: Context): Side[] => {
  const { catalogue } = context;
  const { units, regions } = meantFor(ticket, context);
  const { unitId: ownUnit, region: ownRegion } = authorOf(ticket);
  const desks = units.flatMap(id => deskFor(id, false, catalogue) ?? []);
  const authorities = regions.flatMap(code => authorityFor(code, catalogue) ?? []);
  return [
    ...[...new Set(desks)].filter(id => id !== ownUnit).map((unitId): Side => ({ role: 'unit', unitId })),
    ...[...new Set(authorities)]
      .filter(code => code !== ownRegion)
      .map((region): Side => ({ role: 'local', region })),
  ];
};

/** Who has not signed yet. */
const unsigned = ({ clocks }: Pick<Ticket, 'clocks'>): Side[] =>
  clocks
    .filter(({ name, state }) => name === 'acknowledge' && state === 'running')
    .map(({ responsible }) => responsible as Side);

const awaited = ({ ticket, context }: Change): string | undefined => {
  const names = unsigned(ticket).map(side => sideName(side, context));
  return names.length > 0 ? names.join('、') : undefined;
};

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

/** Whoever signs it reads it from now on. */
const takePart = ({ work }: Ticket, signers: readonly Side[]): void => {
  if (!work) return;
  const regions = signers.flatMap(({ region }) => region ?? []);
  work.unitIds = [...new Set([...work.unitIds, ...signers.flatMap(({ unitId }) => unitId ?? [])])];
  if (regions.length > 0) work.regions = [...new Set([...(work.regions ?? []), ...regions])];
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
    takePart(ticket, signers);
    for (const side of signers) change.start(limits.acknowledge, side);
    for (const side of unsigned(ticket))
      change.tell(theSide(side), `新文件已发布，请在 ${until(ticket, 'acknowledge')} 前签收`);
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

/** The side of somebody who still has to sign. */
const signingSide = (actor: Actor, ticket: Ticket): Side | undefined =>
  unsigned(ticket).find(side => isOfSide(actor, side));

const signer: Party = {
  label: '签收方',
  roles: [...unitMembers, 'local'],
  has: (actor, ticket) => signingSide(actor, ticket) !== undefined,
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
    const { unitId, region } = signingSide(actor, change.ticket) ?? {};
    change.meet(['acknowledge'], unitId ? { unitId } : { ...(region ? { region } : {}), unitId: null });
    const before = known.of(change.ticket).acknowledged ?? [];
    known.note(change, { acknowledged: [...before, { unitId, region, by: actor.name, at: now }] });
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
    for (const side of unsigned(change.ticket)) change.tell(theSide(side), '文件已撤销，不用再签收');
    change.cancel(['review', 'revise', 'publish', 'acknowledge']);
    known.note(change, { awaiting: undefined });
    change.withdrawNotice();
    change.end();
  },
  tells: [tell(theAuthor, () => '文件已撤销'), tell(theManager, () => '文件已撤销')],
});

export const publishing = [publish, acknowledge, takeEffect, expire, withdraw];
