import type { Actor, Input } from '../../cloudfunctions/domain/engine';
import { everybody, handlerOf, leadOf, manager, operator, operatorLead } from './domain';

/**
 * The limits of documents, content, support and partners (requirements §1.1–1.2): who opens what, what is done until the
 * clock runs, and its last day, counted by hand from Monday 2026-11-23 under the shipped rule sets and with one working day
 * more. Told without a system, as no document gives a number for them.
 */
type Story = {
  opens: [kind: string, actor: Actor, input?: Input];
  acts?: [actor: Actor, act: string, input?: Input][];
  clock: string;
  shipped: string;
  changed: string;
};

const [one, two, three, four, five, six] = ['11-24', '11-25', '11-26', '11-27', '11-30', '12-01'].map(
  day => `2026-${day}`,
) as [string, string, string, string, string, string];
const partner = everybody.find(({ role }) => role === 'partner') as Actor;
const units = [{ unitId: 'hrss' }, { unitId: 'psb' }];
const hrss = handlerOf('hrss');
const papers = { units: [{ unitId: 'gz-hrss' }] };

const approved: Story['acts'] = [
  [operatorLead, 'passReview'],
  [manager, 'approve'],
];
const written: Story['acts'] = [[operator, 'submitDraft', { headline: '补卡', body: '带身份证到窗口。' }]];
const read: Story['acts'] = [...written, [operatorLead, 'passFirst'], [manager, 'passSecond']];
const consented: Story['acts'] = [manager, hrss, handlerOf('psb')].map(actor => [actor, 'consent']);
const today = '2026-11-23';

export const paperLimits: Record<string, Story> = {
  'rule-document.review': {
    opens: ['rule-document', leadOf('hrss'), papers],
    clock: 'review',
    shipped: five,
    changed: six,
  },
  'rule-document.revise': {
    opens: ['rule-document', leadOf('hrss'), papers],
    acts: [[operatorLead, 'returnReview']],
    clock: 'revise',
    shipped: five,
    changed: six,
  },
  'rule-document.publish': {
    opens: ['rule-document', leadOf('hrss'), papers],
    acts: approved,
    clock: 'publish',
    shipped: two,
    changed: three,
  },
  'rule-document.acknowledge': {
    opens: ['rule-document', leadOf('hrss'), papers],
    acts: [...approved, [operator, 'publish']],
    clock: 'acknowledge',
    shipped: five,
    changed: six,
  },
  'content.write': { opens: ['content', operator, { units }], clock: 'write', shipped: five, changed: six },
  'content.review': {
    opens: ['content', operator, { units }],
    acts: written,
    clock: 'review',
    shipped: two,
    changed: three,
  },
  'content.consent': {
    opens: ['content', operator, { units }],
    acts: read,
    clock: 'consent',
    shipped: three,
    changed: four,
  },
  'content.publish': {
    // Due today already: it has the limit from the last consent on.
    opens: ['content', operator, { units, plannedOn: today }],
    acts: [...read, ...consented],
    clock: 'publish',
    shipped: two,
    changed: three,
  },
  'campaign.consent': {
    opens: ['campaign', operator, { units }],
    clock: 'consent',
    shipped: three,
    changed: four,
  },
  'campaign.report': {
    opens: ['campaign', operator, { units, from: today, until: today }],
    acts: consented,
    clock: 'results',
    shipped: five,
    changed: six,
  },
  'channel.consent': {
    opens: ['channel', operator, { units }],
    clock: 'consent',
    shipped: three,
    changed: four,
  },
  'sensitive-matter.consent': {
    opens: ['sensitive-matter', operator, { units }],
    clock: 'consent',
    shipped: three,
    changed: four,
  },
  'sensitive-matter.handle': {
    opens: ['sensitive-matter', operator, { units }],
    acts: consented,
    clock: 'handle',
    shipped: '2026-12-07',
    changed: '2026-12-08',
  },
  'data-export.decide': {
    opens: ['data-export', hrss, { lastDay: '2026-12-01' }],
    clock: 'decide',
    shipped: one,
    changed: two,
  },
  'support.answer': { opens: ['support', hrss], clock: 'support', shipped: two, changed: three },
  'support.confirm': {
    opens: ['support', hrss],
    acts: [[operator, 'answerSupport']],
    clock: 'confirm',
    shipped: five,
    changed: six,
  },
  'migration.move': {
    opens: ['migration', hrss],
    clock: 'move',
    shipped: '2026-12-21',
    changed: '2026-12-22',
  },
  'migration.check': {
    opens: ['migration', hrss],
    acts: [[hrss, 'complete']],
    clock: 'check',
    shipped: five,
    changed: six,
  },
  'partner-access.decide': {
    opens: ['partner-access', partner],
    clock: 'decide',
    shipped: five,
    changed: six,
  },
  'partner-access.complete': {
    opens: ['partner-access', partner],
    acts: [[manager, 'returnAccess']],
    clock: 'complete',
    shipped: '2026-12-07',
    changed: '2026-12-08',
  },
  'partner-access.connect': {
    opens: ['partner-access', partner],
    acts: [[manager, 'approveAccess']],
    clock: 'connect',
    shipped: '2026-12-07',
    changed: '2026-12-08',
  },
  'partner-exit.takeOff': {
    opens: ['partner-exit', manager],
    clock: 'takeOff',
    shipped: '2026-11-24',
    changed: two,
  },
  'security-event.contain': {
    opens: ['security-event', hrss],
    clock: 'contain',
    shipped: '2026-11-24',
    changed: two,
  },
  'security-event.conclude': {
    opens: ['security-event', hrss],
    acts: [[operator, 'contain']],
    clock: 'conclude',
    shipped: five,
    changed: six,
  },
  'contingency.end': { opens: ['contingency', manager], clock: 'respond', shipped: three, changed: four },
  'contingency.review': {
    opens: ['contingency', manager],
    acts: [[manager, 'standDown']],
    clock: 'evaluate',
    shipped: '2026-12-07',
    changed: '2026-12-08',
  },
  'drill.hold': { opens: ['drill', manager], clock: 'hold', shipped: '2026-12-21', changed: '2026-12-22' },
};
