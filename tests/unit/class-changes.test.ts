import { contextOf, open, operator, take } from '../support/domain';

/** Every change of class is logged with both classes, so that nobody gains days by it unseen (A1). */

const changes = (ticket: ReturnType<typeof open>): string[] =>
  ticket.details.classChanges.map(({ from, to, by }) => `${from} → ${to} by ${by}`);

test('each triage is logged with the class before and after, and by whom (A1)', () => {
  const filed = open({ kind: 'consultation', category: 'technical' });
  expect(changes(filed)).toEqual([]);
  const first = take(filed, 'triage', { category: 'business' }, contextOf(operator)).ticket;
  const second = take(first, 'triage', { kind: 'complaint', category: 'system' }, contextOf(operator)).ticket;
  expect(changes(second)).toEqual([
    'consultation/technical → consultation/business by op',
    'consultation/business → complaint/system by op',
  ]);
});

test('a technical matter that is sent to a unit has become a business matter: logged as well (A1)', () => {
  const filed = open({ kind: 'complaint', category: 'technical' });
  const sent = take(filed, 'dispatch', { unitId: 'hrss' }, contextOf(operator)).ticket;
  expect(changes(sent)).toEqual(['complaint/technical → complaint/business by op']);
});
