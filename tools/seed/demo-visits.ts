import type { ShownTicket, TicketSummary } from '../../typings/contract';
import { addDays, civilDateOf, instantAt, type Instant } from '../../cloudfunctions/domain/time';
import type { Cloud } from '../../local/cloud';
import { call } from '../call';

/** 回访 of the demo (A49): the operator's lead calls whoever has waited for two days; the last ones still wait. */

const WAITED_DAYS = 2;

const answers = [
  { solved: 'yes', level: 5, text: '办好了，谢谢。' },
  { solved: 'yes', level: 4 },
  { solved: 'partly', level: 3, text: '补了一部分，还差一项。' },
];

const who = 'demo-operator-lead';

const callPeople = async (cloud: Cloud): Promise<void> => {
  const until = addDays(civilDateOf(cloud.control.now()), -WAITED_DAYS);
  const { tickets } = await call<{ tickets: TicketSummary[] }>(cloud, 'staff', who, {
    action: 'ticket.queue',
    view: 'todo',
    kind: 'visit',
    limit: 50,
  });
  const waiting = tickets.filter(({ createdAt }) => createdAt.slice(0, 10) <= until);
  for (const [index, { no }] of waiting.entries()) {
    const { ticket } = await call<{ ticket: ShownTicket }>(cloud, 'staff', who, { action: 'ticket.get', no });
    if (!ticket.acts.some(({ act }) => act === 'recordVisit')) continue;
    await call(cloud, 'staff', who, {
      action: 'ticket.act',
      no,
      act: 'recordVisit',
      version: ticket.version,
      input: { reached: 'yes', ...answers[(index + Number(until.slice(-2))) % answers.length] },
    });
  }
};

/** When they call, each day of the story. */
export const visitSteps = (
  cloud: Cloud,
  now: Instant,
  firstDay: number,
): { at: Instant; run: () => Promise<void> }[] =>
  Array.from({ length: firstDay }, (_, index) => ({
    at: instantAt(addDays(civilDateOf(now), index - firstDay), '17:00'),
    run: () => callPeople(cloud),
  }));
