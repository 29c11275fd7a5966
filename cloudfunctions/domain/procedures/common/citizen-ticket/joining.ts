import { act, longtext, text, ticket, type Change } from '../../../engine';
import { orderOf } from '../supervision/order';
import { samePerson } from '../../../ticket/persons';
import { MOST_CHARACTERS, MOST_JOINED, MOST_LINKS } from '../../../ticket/room';
import { isOpen, openAssists, runningClock, type JoinedTicket, type Ticket } from '../../../ticket/ticket';
import type { Instant } from '../../../time';
import { checkPromise } from './passing-on';
import { comesBackAmong } from './first-contact';
import { anyOperator, platform } from './parties';
import { beforeReply, citizen, inHand, tell, theHolder } from './words';

/** The same matter twice: from one person it becomes one ticket, from several people they are linked (A29). */

/** The earlier clock wins: the remaining ticket takes over an earlier date and an earlier promise. */
const takeOverEarlierDates = (target: Change, source: Ticket): void => {
  const assisting = openAssists(source).map(assist => assist.clockId);
  for (const clock of source.clocks) {
    if (clock.state !== 'running' || !clock.date || assisting.includes(clock.id)) continue;
    const own = target.running(clock.name);
    if (own?.date && clock.date < own.date) target.move(own, clock.date, `并单：${source.no} 的时限更早`);
  }
  const promise = source.promise;
  if (promise && target.ticket.promise && promise.date < target.ticket.promise.date) {
    target.ticket.promise = {
      ...promise,
      confirmed: target.ticket.promise.confirmed || promise.confirmed,
      broken: target.ticket.promise.broken,
    };
    checkPromise(target);
  }
};

/** A supervision of what is merged goes on at the ticket that remains. */
const takeOverSupervision = (target: Change, source: Ticket): void => {
  const asked = runningClock(source, 'supervise');
  if (!asked || target.running('supervise')) return;
  const { role, unitId } = target.ticket.holder;
  target.ticket.clocks.push({
    ...asked,
    id: `supervise-${target.ticket.clocks.length + 1}`,
    responsible: { role, ...(unitId ? { unitId } : {}) },
  });
  const order = source.links.filter(({ relation }) => relation === 'supervision').at(-1);
  if (order && orderOf(target.ticket) !== order.no) target.ticket.links.push(order);
};

/** Limits that a merged ticket keeps: they end for it when those of the remaining one end (A43). */
const KEPT = ['dispatch', 'accept', 'reply'] as const;

const owedTo = ({ clocks, details }: Ticket): JoinedTicket['owes'] => {
  const inner = new Set(details.assists.map(({ clockId }) => clockId));
  const ended = clocks.filter(({ id, state }) => (state === 'met' || state === 'late') && !inner.has(id));
  return KEPT.filter(name => !ended.some(clock => clock.name === name));
};

/** What the remaining ticket has behind it already, e.g. its acceptance, is done for the merged one too. */
const meetWhatIsDone = (change: Change, target: Ticket): void => {
  const done = KEPT.filter(
    name =>
      name !== 'reply' &&
      runningClock(change.ticket, name) !== undefined &&
      runningClock(target, name) === undefined &&
      target.unitId !== null,
  );
  change.meet(done);
};

/** The ticket as it goes on within another one, after its own clocks have ended. */
const joinedTicket = (ticket: Ticket, joinedAt: Instant): JoinedTicket => ({
  no: ticket.no,
  title: ticket.title,
  text: ticket.text,
  channel: ticket.channel,
  ...(ticket.externalNo ? { externalNo: ticket.externalNo } : {}),
  ...(ticket.hotline ? { hotline: ticket.hotline } : {}),
  ownerId: ticket.ownerId,
  ...(ticket.phoneHash ? { phoneHash: ticket.phoneHash } : {}),
  applicant: ticket.applicant,
  contact: ticket.contact,
  sealed: ticket.sealed,
  anonymous: ticket.anonymous,
  attachments: ticket.attachments,
  timeline: ticket.timeline,
  replies: ticket.replies,
  createdAt: ticket.createdAt,
  joinedAt,
  owes: owedTo(ticket),
  ...(ticket.details.withdrawnAt ? { withdrawnAt: ticket.details.withdrawnAt } : {}),
});

/** The remaining ticket must stay readable. */
const hasRoomFor = (target: Ticket, source: Ticket): boolean => {
  const parts = [...(target.joined ?? []), source, ...(source.joined ?? [])];
  return parts.length <= MOST_JOINED && JSON.stringify([target, source]).length <= MOST_CHARACTERS;
};

/** Marks that stand for the whole matter; who could not be reached is looked for anew. */
const GO_ALONG = ['urgent', 'awaiting-citizen', 'confidential'] as const;

/** Everything that staff have to know of the merged ticket, and its persons (A43). */
const takeAlong = (target: Change, source: Ticket, joined: JoinedTicket[]): void => {
  const { ticket } = target;
  ticket.joined = [...(ticket.joined ?? []), ...joined];
  ticket.anonymous ||= source.anonymous;
  for (const mark of GO_ALONG) if (source.marks.includes(mark)) target.mark(mark);
  const { details } = ticket;
  details.urges = [...details.urges, ...source.details.urges].sort();
  details.calls = [...details.calls, ...source.details.calls].sort((one, other) =>
    one.at < other.at ? -1 : 1,
  );
  // Who was called about it waits for what comes of it here (A49).
  const visits = [...(details.visits ?? []), ...(source.details.visits ?? [])];
  if (visits.length > 0) details.visits = visits;
  if (source.details.redoneAt) details.redoneAt ??= source.details.redoneAt;
  ticket.links.push({ no: source.no, title: source.title, relation: 'merged-from' });
};

export const merge = act({
  act: 'merge',
  label: '并单',
  place: 'beside',
  clause: 'A29',
  by: [anyOperator, platform],
  from: [...beforeReply],
  fields: { into: ticket('并入工单', { required: true }) },
  // What has become one matter for its persons, limits and journal is not taken apart again: said before it is done.
  shows: () => [
    { label: '请先核对', text: '并入以后不能再分开。拿不准是不是同一件事的，请用“关联同类诉求”。' },
  ],
  check: (ticket, _input, { related, now }) => {
    if (!related || related.no === ticket.no) return { into: '请填写另一件工单的编号' };
    // Said before anything is compared: no answer may depend on who filed an anonymous one (A44).
    if (ticket.anonymous || related.anonymous) return { into: '匿名件不能并单，请用“关联”' };
    // Its day and its signature are its own (A54).
    if (ticket.assigned || related.assigned) return { into: '交办件单独办理，请用“关联”' };
    if (!samePerson(ticket, related)) return { into: '不是同一人的诉求，请用“关联”' };
    if (
      related.kind !== ticket.kind ||
      related.against !== ticket.against ||
      related.marks.includes('confidential') !== ticket.marks.includes('confidential')
    )
      return { into: '类型不同，不能并单' };
    if (!isOpen(related, now) || !(beforeReply as readonly string[]).includes(related.state))
      return { into: '这件已答复或办结，不能并入' };
    return hasRoomFor(related, ticket) ? undefined : { into: '那一件已写满或已并入很多件，请用“关联”' };
  },
  says: null,
  run: change => {
    const target = change.related;
    if (!target) return;
    const source = change.ticket;
    takeOverEarlierDates(target, source);
    takeOverSupervision(target, source);
    for (const { unitId } of openAssists(source)) change.tell({ to: 'unit', unitId }, '已并单，不用再协办');
    meetWhatIsDone(change, target.ticket);
    change.cancel([...KEPT, 'supervise']);
    change.to('merged');
    source.promise = null;
    delete source.details.pendingReply;
    delete source.details.pendingDecision;
    takeAlong(target, source, [joinedTicket(source, change.now), ...(source.joined ?? [])]);
    delete source.details.visits;
    // Another person's words do not stand on this one's ticket.
    const title = source.ownerId === target.ticket.ownerId ? target.ticket.title : source.title;
    source.links.push({ no: target.ticket.no, title, relation: 'merged-into' });
    change.end();
    change.count('merged');
    target.say(`并入 ${source.no}`);
    const line = target.ticket.timeline.at(-1);
    if (line) line.of = source.no;
    target.tell(theHolder(target.ticket), `有另一件并入，请一并办理（${source.no}）`);
  },
  tells: [tell(citizen, ticket => `已合并办理，与 ${ticket.links.at(-1)?.no ?? ''} 是同一件事`)],
});

export const link = act({
  act: 'link',
  label: '关联同类诉求',
  place: 'beside',
  clause: 'A29',
  by: [anyOperator],
  from: [...inHand, 'replied'],
  fields: { to: ticket('关联工单', { required: true }) },
  check: (ticket, _input, { related }) => {
    if (!related || related.no === ticket.no) return { to: '请填写另一件工单的编号' };
    // The title of a confidential complaint must not show on another ticket (A34).
    if (related.marks.includes('confidential') !== ticket.marks.includes('confidential'))
      return { to: '保密件不能与其他件关联' };
    if (ticket.links.some(one => one.no === related.no)) return { to: '这两件已经关联' };
    return [ticket, related].some(({ links }) => links.length >= MOST_LINKS)
      ? { to: `一件最多关联 ${MOST_LINKS} 件，请关联到另一件` }
      : undefined;
  },
  says: null,
  internal: true,
  run: change => {
    const target = change.related;
    if (!target) return;
    change.ticket.links.push({ no: target.ticket.no, title: target.ticket.title, relation: 'same-matter' });
    target.ticket.links.push({ no: change.ticket.no, title: change.ticket.title, relation: 'same-matter' });
    comesBackAmong(change, target);
    target.say(`关联 ${change.ticket.no}`, undefined, true);
  },
});

/** Many have said the same (J-17): what was decided about all of them stands on each. */
export const joinGroup = act({
  act: 'joinGroup',
  label: '与集中反映一并研判',
  clause: 'J-17',
  by: [platform],
  from: [...inHand, 'replied'],
  unless: ({ links }) => (links.length >= MOST_LINKS ? '已关联很多件' : undefined),
  fields: {
    group: text('集中反映', { required: true }),
    groupTitle: text('名称', { required: true }),
    text: longtext('处置', { required: true }),
  },
  internal: true,
  run: (change, { group, groupTitle }) => {
    const { links } = change.ticket;
    if (!links.some(({ no }) => no === group))
      links.push({ no: group, title: groupTitle, relation: 'same-matter' });
  },
  tells: [tell(theHolder, () => '与多人集中反映的是同一件事，请看处置意见')],
});
