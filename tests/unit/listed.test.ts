import { createDatabase, rowFields } from '../../cloudfunctions/infra/database';
import type { CloudDatabase } from '../../cloudfunctions/infra/database/sdk';
import { listed } from '../../cloudfunctions/domain/ticket/listed';
import { TICKET_SCHEMA } from '../../cloudfunctions/domain/ticket/upgrade';
import { showSummary } from '../../cloudfunctions/usecases/kernel/runtime';
import { citizenOf, registered, staffOf } from '../support/callers';
import { handlerOf, leadOf, manager, MONDAY, operator, operatorLead } from '../support/domain';
import { memory } from '../support/memory';

/** Lists read rows: less than a ticket, and shown as the whole one would be. */

test('a row is shown as its ticket is, whatever became of it, to whoever may read it', async () => {
  const world = memory(MONDAY);
  const file = (more: object) => citizenOf(world, 'chen').file({ ...more });
  const business = { category: 'business', serviceId: 'card' } as const;
  await file({ category: 'unsure' });
  const { no: replied } = await file({ ...business, region: '440106' });
  await staffOf(world, handlerOf('hrss')).act(replied, 'reply', { text: '已为您补办，请到窗口领取。' });
  await file({ kind: 'suggestion' });
  const { no: into } = await registered(world, operator);
  const { no: merged } = await file({ category: 'unsure' });
  await staffOf(world, operator).act(merged, 'merge', { into });
  const snapshot = await world.snapshots.current();
  world.at('2027-03-01T10:00:00.000+08:00');
  const query = { where: { 'keys.tags': 'seen|manager' }, order: ['keys.newKey', 'desc'] as const };
  const rows = await world.ports.database.rows('tickets', { ...query, order: [...query.order] }, listed);
  expect(rows.length).toBeGreaterThan(4);
  for (const { _id, ticket } of rows) {
    expect(JSON.stringify(ticket)).not.toContain('explanation');
    expect(ticket).not.toHaveProperty('text');
    for (const line of ticket.timeline) expect(Object.keys(line)).toEqual(['act']);
    const whole = world.get('tickets', _id)!.ticket;
    for (const actor of [manager, operator, operatorLead, handlerOf('hrss'), leadOf('gz-hrss')])
      expect(showSummary(snapshot, ticket, actor, world.ports.now())).toEqual(
        showSummary(snapshot, whole, actor, world.ports.now()),
      );
  }
});

test('of what lies in an old form the whole is read, once for a page', async () => {
  const asked: object[] = [];
  const stored = [1, TICKET_SCHEMA].map(schema => ({
    _id: `T${schema}`,
    ticket: { no: `T${schema}`, schema, clocks: [], replies: [], work: { unitIds: [], values: {} } },
    keys: {},
  }));
  const handle = {
    command: { in: (values: unknown[]) => values },
    collection: () => {
      const query = { where: {}, fields: {} };
      const answer = {
        where: (where: object) => ((query.where = where), answer),
        orderBy: () => answer,
        field: (fields: object) => ((query.fields = fields), answer),
        limit: () => answer,
        get: async () => {
          asked.push(query.fields);
          const ids = (query.where as { _id?: string[] })._id;
          return { data: stored.filter(({ _id }) => ids?.includes(_id) ?? true) };
        },
      };
      return answer;
    },
  } as unknown as CloudDatabase;
  const { rows } = createDatabase(handle, () => 0);
  const found = await rows('tickets', { where: { 'keys.tags': 'seen|manager' } }, listed);
  expect(found.map(({ _id }) => _id)).toEqual(stored.map(({ _id }) => _id));
  expect(asked).toEqual([rowFields(listed), {}]);
});
