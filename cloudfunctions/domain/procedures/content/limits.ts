import { workdays, type Policy } from '../../rulesets';
import { consentLimit } from '../common/consenting';

/** The documents give no numbers: ours, to be changed by the rule set. */
export const limits = {
  write: {
    id: 'content.write',
    clock: 'write',
    label: '撰写、修改文稿',
    clause: 'G-4.2.2',
    limit: workdays(5),
    internal: true,
  },
  review: {
    id: 'content.review',
    clock: 'review',
    label: '初审、复审',
    clause: 'A53',
    limit: workdays(2),
    internal: true,
  },
  consent: consentLimit('content', 'G-4.2.2'),
  publish: {
    id: 'content.publish',
    clock: 'publish',
    label: '按计划发布',
    clause: 'G-4.2.2',
    limit: workdays(2),
    internal: true,
  },
} as const satisfies Record<string, Policy>;
