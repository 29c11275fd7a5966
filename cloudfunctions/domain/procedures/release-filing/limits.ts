import { workdays, type Policy } from '../../rulesets';

export const limits = {
  filing: {
    id: 'release.filing',
    clock: 'filing',
    label: '月度书面报备',
    clause: 'G-3.3.4c',
    limit: workdays(5),
    internal: true,
  },
} as const satisfies Record<string, Policy>;
