import type { Actor } from '../../cloudfunctions/domain/engine';
import { removeDrafts } from '../../cloudfunctions/usecases/tickets/at-desk/keep-drafts';
import { citizenOf, staffOf } from '../support/callers';
import { handlerOf, leadOf, MONDAY, operator, operatorLead } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { plainWork } from '../support/work';

/** What staff write before they send it, and who else is at the ticket (contract §5, "Work on a ticket"). */

const handler = handlerOf('hrss');
const lead = leadOf('hrss');
const input = { text: '请带身份证 440106199001011239 到窗口补办。' };

const dispatched = async (): Promise<{ world: Memory; no: string }> => {
  const world = memory(MONDAY);
  const { no } = await citizenOf(world, 'chen').file();
  await staffOf(world, operator).act(no, 'dispatch', { unitId: 'hrss' });
  return { world, no };
};
const draftOf = (world: Memory, actor: Actor, no: string, act = 'reply') =>
  staffOf(world, actor).call('draft.get', { no, act });

describe('a draft', () => {
  test('is its writer’s alone, sealed, and comes back as it was written, with what its writer had in sight', async () => {
    const { world, no } = await dispatched();
    expect(await draftOf(world, handler, no)).toBeNull();
    const saved = await staffOf(world, handler).call('draft.save', { no, act: 'reply', input });
    expect(saved).toEqual({ version: world.get('tickets', no)!.ticket.version, savedAt: MONDAY });
    expect(await draftOf(world, handler, no)).toEqual({ input, ...saved });
    expect(await draftOf(world, lead, no)).toBeNull();
    expect(await draftOf(world, handler, no, 'note')).toBeNull();
    expect(JSON.stringify(world.all('drafts'))).not.toMatch(/身份证|440106/);
    // Found also by a number as it is dictated.
    expect(await draftOf(world, handler, no.toLowerCase())).toEqual({ input, ...saved });
  });

  test('stays when somebody else changes the ticket meanwhile, and says on which version it was written', async () => {
    const { world, no } = await dispatched();
    const before = world.get('tickets', no)!.ticket.version;
    await staffOf(world, handler).call('draft.save', { no, act: 'reply', input });
    await staffOf(world, lead).act(no, 'note', { text: '先问一下窗口。' });
    await expect(
      staffOf(world, handler).call('ticket.act', { no, act: 'reply', version: before, input }),
    ).rejects.toMatchObject({ code: 'conflict' });
    expect(await draftOf(world, handler, no)).toMatchObject({ input, version: before });
    await staffOf(world, handler).call('draft.save', { no, act: 'reply', input, version: before });
    expect(await draftOf(world, handler, no)).toMatchObject({ version: before });
  });

  test('goes with its act, also in bulk; those of other acts, of others and of what was refused stay', async () => {
    const { world, no } = await dispatched();
    const { no: other } = await citizenOf(world, 'chen').file();
    const own = staffOf(world, handler);
    await staffOf(world, operator).act(other, 'dispatch', { unitId: 'hrss' });
    for (const act of ['reply', 'note', 'accept']) await own.call('draft.save', { no, act, input });
    await own.call('draft.save', { no: other, act: 'note', input });
    await staffOf(world, lead).call('draft.save', { no, act: 'note', input });
    await own.act(no, 'accept');
    expect(await draftOf(world, handler, no, 'accept')).toBeNull();
    const version = (ticket: string): number => world.get('tickets', ticket)!.ticket.version;
    const items = [
      { no, version: version(no) },
      { no: other, version: version(other) - 1 },
    ];
    const { results } = await own.call('ticket.bulk', { items, act: 'note', input: { text: '已核对' } });
    expect(results.map(({ ok }) => ok)).toEqual([true, false]);
    expect(await draftOf(world, handler, no, 'note')).toBeNull();
    expect(await draftOf(world, handler, other, 'note')).not.toBeNull();
    expect(await draftOf(world, handler, no)).not.toBeNull();
    expect(await draftOf(world, lead, no, 'note')).not.toBeNull();
  });

  test('is still there when the act could not be written', async () => {
    const { world, no } = await dispatched();
    await staffOf(world, handler).call('draft.save', { no, act: 'note', input });
    world.onWrite = name => {
      if (name === 'journal') throw new Error('the database is gone');
    };
    await expect(staffOf(world, handler).act(no, 'note', { text: '已核对' })).rejects.toThrow();
    world.onWrite = () => undefined;
    expect(await draftOf(world, handler, no, 'note')).toMatchObject({ input });
  });

  test('is taken away by an empty one, after 30 days, and with what its person wants erased', async () => {
    const { world, no } = await dispatched();
    const own = staffOf(world, handler);
    await own.call('draft.save', { no, act: 'reply', input });
    await own.call('draft.save', { no, act: 'reply', input: {} });
    expect(world.all('drafts')).toEqual([]);
    await own.call('draft.save', { no, act: 'reply', input });
    world.at('2026-12-23T23:59:00.000+08:00');
    expect((await removeDrafts(world, plainWork())).removed).toBe(0);
    world.at('2026-12-25T00:01:00.000+08:00');
    expect(await draftOf(world, handler, no)).toBeNull();
    expect((await removeDrafts(world, plainWork())).removed).toBe(1);
    await own.call('draft.save', { no, act: 'reply', input });
    await citizenOf(world, 'chen').act(no, 'withdraw');
    await citizenOf(world, 'chen').call('me.erase', {});
    expect(world.all('drafts')).toEqual([]);
  });

  test('has a size, holds nothing that is classified, and is of an act that there is', async () => {
    const { world, no } = await dispatched();
    const own = staffOf(world, handler);
    const save = (act: string, text: string) => own.call('draft.save', { no, act, input: { text } });
    await expect(save('reply', '长'.repeat(60_001))).rejects.toMatchObject({ code: 'invalid' });
    await expect(save('reply', '绝密★10年')).rejects.toMatchObject({ code: 'unsafe-content' });
    await expect(save('no-such-act', '已核对')).rejects.toMatchObject({ code: 'invalid' });
    expect(world.all('drafts')).toEqual([]);
  });
});

describe('presence', () => {
  const touch = (world: Memory, actor: Actor, no: string, act?: string) =>
    staffOf(world, actor).call('presence.touch', { no, ...(act ? { act } : {}) });

  test('says who else is at the ticket, what they write, and since when; a colleague by name, others by their party', async () => {
    const { world, no } = await dispatched();
    const { version } = world.get('tickets', no)!.ticket;
    expect(await touch(world, handler, no)).toEqual({ others: [], version });
    world.pass(60_000);
    await touch(world, handler, no, 'reply');
    const since = world.ports.now();
    world.pass(60_000);
    await touch(world, handler, no, 'reply');
    const seen = { act: 'reply', label: '答复', since };
    expect((await touch(world, lead, no)).others).toEqual([{ name: handler.name, ...seen }]);
    const byOperator = (await touch(world, operator, no)).others;
    expect(byOperator.map(({ name }) => name)).not.toContain(handler.name);
    expect(byOperator).toContainEqual({ name: expect.stringContaining('人') as string, ...seen });
  });

  test('nobody writes any more for an act that they have taken', async () => {
    const { world, no } = await dispatched();
    await touch(world, handler, no, 'note');
    world.pass(1000);
    expect((await touch(world, lead, no)).others).toMatchObject([{ act: 'note' }]);
    await staffOf(world, handler).act(no, 'note', { text: '已联系窗口' });
    expect((await touch(world, lead, no)).others).toEqual([]);
    // The next time is another one.
    world.pass(1000);
    await touch(world, handler, no);
    expect((await touch(world, lead, no)).others).toHaveLength(1);
    await touch(world, handler, no, 'note');
    expect((await touch(world, lead, no)).others).toMatchObject([{ act: 'note' }]);
  });

  test('is over a little after the last sign, and at once where somebody has gone to another ticket', async () => {
    const { world, no } = await dispatched();
    const { no: other } = await citizenOf(world, 'chen').file();
    await staffOf(world, operator).act(other, 'dispatch', { unitId: 'hrss' });
    await touch(world, handler, no);
    await touch(world, handler, other);
    expect((await touch(world, lead, no)).others).toEqual([]);
    expect((await touch(world, operatorLead, other)).others).toHaveLength(1);
    world.pass(151_000);
    expect((await touch(world, lead, other)).others).toEqual([]);
    // One document a member, however many tickets they look at.
    expect(world.all('presences')).toHaveLength(3);
  });
});
