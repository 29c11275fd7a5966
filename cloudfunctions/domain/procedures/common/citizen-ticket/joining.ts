import { act, ticket, type Change } from '../../../engine';
import { isOpen, openAssists, type Ticket } from '../../../ticket/ticket';
import { checkPromise } from './handover';
import { anyOperator } from './parties';
import { beforeReply, called, citizen, inHand, tell, theHolder } from './words';

/** The same matter twice: from one person it becomes one ticket, from several people they are linked (A29). */

const samePerson = (one: Ticket, other: Ticket): boolean =>
  (one.ownerId !== null && one.ownerId === other.ownerId) ||
  (one.phoneHash !== undefined && one.phoneHash === other.phoneHash);

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

export const merge = act({
  act: 'merge',
  label: '并单',
  place: 'beside',
  clause: 'A29',
  by: [anyOperator],
  from: [...beforeReply],
  fields: { into: ticket('并入工单', { required: true }) },
  check: (ticket, _input, { related, now }) => {
    if (!related || related.no === ticket.no) return { into: '请填写另一件工单的编号' };
    if (!samePerson(ticket, related)) return { into: '不是同一人的诉求，请用“关联”' };
    if (
      related.kind !== ticket.kind ||
      related.marks.includes('confidential') !== ticket.marks.includes('confidential')
    )
      return { into: '类型不同，不能并单' };
    return isOpen(related, now) && (beforeReply as readonly string[]).includes(related.state)
      ? undefined
      : { into: '这件已答复或办结，不能并入' };
  },
  says: null,
  run: change => {
    const target = change.related;
    if (!target) return;
    const source = change.ticket;
    takeOverEarlierDates(target, source);
    change.cancel(['dispatch', 'accept', 'reply', 'supervise']);
    change.to('merged');
    source.promise = null;
    delete source.details.pendingReply;
    delete source.details.pendingDecision;
    source.links.push({ no: target.ticket.no, title: target.ticket.title, relation: 'merged-into' });
    change.end();
    change.count('merged');
    target.ticket.links.push({ no: source.no, title: source.title, relation: 'merged-from' });
    target.ticket.attachments.push(...source.attachments);
    target.say(`并入 ${source.no}`, source.text);
    target.tell(
      theHolder(target.ticket),
      `${called(source, target.context)} 已并入 ${target.ticket.no}，请一并办理`,
    );
  },
  tells: [
    tell(
      citizen,
      (ticket, context) =>
        `您的${called(ticket, context)} 与 ${ticket.links.at(-1)?.no ?? ''} 是同一件事，已合并办理`,
    ),
  ],
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
    return ticket.links.some(one => one.no === related.no) ? { to: '这两件已经关联' } : undefined;
  },
  says: null,
  internal: true,
  run: change => {
    const target = change.related;
    if (!target) return;
    change.ticket.links.push({ no: target.ticket.no, title: target.ticket.title, relation: 'same-matter' });
    target.ticket.links.push({ no: change.ticket.no, title: change.ticket.title, relation: 'same-matter' });
    target.say(`关联 ${change.ticket.no}`, undefined, true);
  },
});
