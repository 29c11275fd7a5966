import { datetime, facts, longtext, member, rows, text, ticket as ticketField } from '../../engine';
import { minutes, type Policy } from '../../rulesets';

/** What a handover knows, in the order in which its page shows it. */
export const known = facts({
  giver: text('交班人'),
  taker: text('接班人'),
  items: rows('要交接的件', {
    what: text('事项'),
    why: text('为什么交接'),
    until: text('期限'),
    ticketNo: ticketField('工单'),
  }),
  besides: text('另外'),
  words: longtext('交代事项', { max: 4000, keepPhones: true }),
  missing: longtext('还缺什么', { required: true, max: 2000, keepPhones: true }),
  signedAt: datetime('交班人签字'),
  confirmedAt: datetime('接班人确认'),
});

/** Who they are; shown by name. */
export const people = facts({ giverId: member('交班人'), takerId: member('接班人') });

/** Nobody leaves a shift open: the documents give no number, so both are internal targets (A7). */
export const limits = {
  sign: {
    id: 'handover.sign',
    clock: 'handover',
    label: '交班签字',
    clause: 'A51',
    limit: minutes(60),
    internal: true,
  },
  confirm: {
    id: 'handover.confirm',
    clock: 'handover',
    label: '确认接班',
    clause: 'A51',
    limit: minutes(30),
    internal: true,
  },
} as const satisfies Record<string, Policy>;
