import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { citizenActions } from '../../cloudfunctions/api/citizen';
import { staffActions } from '../../cloudfunctions/api/staff';
import { everyone, type Role } from '../../cloudfunctions/domain/catalogue/roles';

/**
 * Messages that speak of no ticket, by template: who is told, and by which action they read what it speaks of (A42). Those
 * about tickets are asked of each step that the walks take (procedure-walk, staff-procedure-walk).
 */
const told: Record<string, { to: readonly Role[]; opens: keyof typeof staffActions | 'notice' }> = {
  vacancy: { to: ['lead', 'manager', 'operator', 'operator-lead'], opens: 'service.get' },
  register: { to: ['lead', 'handler', 'manager'], opens: 'register.list' },
  'empty-desk': { to: ['operator', 'operator-lead', 'manager'], opens: 'ticket.queue' },
  'roster-day': { to: ['lead', 'operator', 'operator-lead', 'manager'], opens: 'register.list' },
  'roster-gap': { to: ['lead', 'operator', 'operator-lead', 'manager'], opens: 'register.list' },
  'calendar-alarm': { to: ['manager'], opens: 'calendar.get' },
  'calendar-earlier': { to: ['manager'], opens: 'calendar.confirm' },
  probe: { to: ['handler', 'lead', 'operator', 'operator-lead', 'manager'], opens: 'service.get' },
  'probe-outage': { to: ['operator', 'operator-lead', 'manager'], opens: 'service.list' },
  'faq-*': { to: ['handler', 'lead', 'operator', 'operator-lead', 'manager'], opens: 'faq.get' },
  reports: { to: everyone, opens: 'inbox.list' },
  'notice-review': { to: ['operator-lead', 'manager'], opens: 'notice.list' },
  purged: { to: ['security', 'manager'], opens: 'ticket.get' },
  notice: { to: ['citizen'], opens: 'notice' },
  audit: { to: ['security', 'manager'], opens: 'audit.check' },
  'data-use': { to: ['security', 'manager'], opens: 'audit.state' },
  anchor: { to: ['security'], opens: 'audit.state' },
  'timer-silent': { to: ['manager'], opens: 'clock.get' },
  'key-retired': { to: ['manager'], opens: 'clock.get' },
};

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts'))
    .map(path => readFileSync(join(folder, path), 'utf8'));

test('every template stands here, and no other', () => {
  // `unsigned` speaks of a ticket: unit/signing.
  const found = filesIn(join(__dirname, '../../cloudfunctions/usecases')).flatMap(source =>
    [...source.matchAll(/template: (?:'([\w-]+)'|`([\w-]+)\$\{)/g)].map(
      ([, name, prefix]) => name ?? `${prefix}*`,
    ),
  );
  expect([...new Set(found)].filter(name => name !== 'unsigned').sort()).toEqual(Object.keys(told).sort());
});

test.each(Object.entries(told))('%s is told only to those who may open it', (_template, { to, opens }) => {
  if (opens === 'notice') {
    expect(citizenActions['notice.get'].may).toEqual(everyone);
    return;
  }
  expect(to.filter(role => !staffActions[opens].may.includes(role))).toEqual([]);
});
