import { randomBytes } from 'node:crypto';
import { loadSecrets } from '../../cloudfunctions/infra/secrets';
import type { Actor } from '../../cloudfunctions/domain/engine';
import { staffRoles } from '../../cloudfunctions/domain/catalogue/roles';
import { watchDesks } from '../../cloudfunctions/usecases/clock/watch-desks';
import { deliverOutbox } from '../../cloudfunctions/usecases/clock/outbox/deliver-outbox';
import { mayCall } from '../../cloudfunctions/usecases/kernel/use-case';
import { staffActions } from '../../cloudfunctions/api/staff';
import { citizenOf, staffOf } from '../support/callers';
import { everybody, handlerOf, manager, operator, operatorLead } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { plainWork } from '../support/work';

/**
 * A44: nothing that staff can see depends on who stands behind an anonymous ticket, and nothing at all on a confidential one
 * for those who may not see it. Two worlds are told the same story but for what is hidden; all answers must be the same.
 */

const START = '2026-11-23T10:00:00.000+08:00';
const key = randomBytes(32).toString('base64');

/** The same numbers and ids in every world. */
const seeded = () => {
  const secrets = loadSecrets({
    BANJIE_KEYS: JSON.stringify({ current: 'k1', keys: { k1: key } }),
    BANJIE_PHONE_KEY: key,
    BANJIE_CHAIN_KEYS: JSON.stringify({ current: 'c1', keys: { c1: key } }),
  });
  let n = 0;
  const next = (): string => secrets.sha256(`seed ${(n += 1)}`);
  return {
    ...secrets,
    randomId: () => next().slice(0, 32),
    random: (max: number) => Number.parseInt(next().slice(0, 8), 16) % max,
  };
};
const newWorld = (): Memory => memory(START, { secrets: seeded() });

const staff = everybody.filter(({ role }) => (staffRoles as readonly string[]).includes(role));

const attempt = async (call: () => Promise<unknown>): Promise<unknown> => {
  try {
    return await call();
  } catch (error) {
    const { code, message, fields } = error as { code: string; message: string; fields?: object };
    return { code, message, fields };
  }
};

const VIEWS = ['todo', 'mine', 'unit', 'overdue', 'all'] as const;

/** All that a member can read, about these tickets and by these words. */
const readBy = async (world: Memory, actor: Actor, numbers: string[], words: string[]) => {
  const { call } = staffOf(world, actor);
  const answers: Record<string, unknown> = {};
  const read = async (name: string, action: keyof typeof staffActions, input: object): Promise<void> => {
    if (mayCall(staffActions[action], { openid: '', actor }))
      answers[`${actor.id} ${action} ${name}`] = await attempt(() => call(action, input as never));
  };
  await read('', 'me.get', {});
  for (const view of VIEWS) {
    await read(view, 'ticket.queue', { view });
    for (const query of words) await read(`${view} ${query}`, 'ticket.queue', { view, query });
  }
  for (const light of ['green', 'yellow', 'red']) await read(light, 'ticket.queue', { view: 'all', light });
  for (const no of numbers) {
    await read(no, 'ticket.get', { no });
    await read(no, 'ticket.timeline', { no, cursor: '9' });
    await read(no, 'ticket.files', { no, cursor: '9' });
    await read(no, 'knowledge.candidates', { no });
    await read(no, 'ticket.likely', { no });
    await read(no, 'reply.suggest', { no });
    if (actor.role !== 'security') await read(no, 'audit.list', { no });
  }
  await read('', 'inbox.list', {});
  await read('reports', 'inbox.list', { reports: true });
  await read('', 'board.get', {});
  await read('', 'knowledge.numbers', {});
  await read('', 'knowledge.proposals', {});
  await read('', 'knowledge.unjudged', {});
  return answers;
};

const readByAll = async (world: Memory, actors: readonly Actor[], numbers: string[], words: string[]) => {
  const all: Record<string, unknown> = {};
  for (const actor of actors) Object.assign(all, await readBy(world, actor, numbers, words));
  return JSON.parse(JSON.stringify(all)) as Record<string, unknown>;
};

describe('an anonymous ticket', () => {
  /** Whoever filed the named one files an anonymous one too, or somebody else does. */
  const told = async (hidden: { openid: string; phone: string; name: string }) => {
    const world = newWorld();
    const ou = citizenOf(world, 'ou');
    const behind = citizenOf(world, hidden.openid);
    const named = await ou.file({ serviceId: 'card', category: 'business', title: '社保卡补办没有回音' });
    const anonymous = await behind.file({
      serviceId: 'card',
      category: 'business',
      title: '社保卡补办等了很久',
      anonymous: true,
      contact: { phone: hidden.phone },
      applicant: { type: 'person', name: hidden.name },
    });
    const other = await ou.file({ title: '路灯不亮' });
    const seen: unknown[] = [];
    const numbers = [named.no, anonymous.no, other.no];
    const tries: [Actor, string, string, object][] = [
      [operator, anonymous.no, 'merge', { into: named.no }],
      [operator, named.no, 'merge', { into: anonymous.no }],
      [manager, anonymous.no, 'reveal', { reason: '核实' }],
      [handlerOf('hrss'), anonymous.no, 'reveal', { reason: '核实' }],
      [operator, anonymous.no, 'claimCode', {}],
      [operator, anonymous.no, 'link', { to: named.no }],
      [handlerOf('hrss'), anonymous.no, 'askCitizen', { text: '请说明补办的窗口' }],
    ];
    for (const [actor, no, act, input] of tries)
      seen.push(await attempt(() => staffOf(world, actor).act(no, act, input)));
    const version = world.get('tickets', named.no)!.ticket.version;
    seen.push(
      await attempt(() =>
        staffOf(world, operatorLead).call('ticket.bulk', {
          items: [{ no: named.no, version }],
          act: 'merge',
          input: { into: anonymous.no },
        }),
      ),
    );
    world.pass(3_600_000);
    await behind.act(anonymous.no, 'supplement', { text: '等了很久' });
    await deliverOutbox(world, plainWork());
    await staffOf(world, handlerOf('hrss')).act(anonymous.no, 'reply', { text: '已经补办。' });
    await behind.act(anonymous.no, 'rate', { level: 2, text: '太慢' });
    await deliverOutbox(world, plainWork());
    return {
      seen: JSON.parse(JSON.stringify(seen)) as unknown[],
      read: await readByAll(world, staff, numbers, ['13800138000', '8000', '社保卡', named.no, anonymous.no]),
      numbers,
    };
  };

  test('reads the same in every answer, whoever filed it', async () => {
    const same = await told({ openid: 'ou', phone: '13800138000', name: '欧小明' });
    const another = await told({ openid: 'qiu', phone: '13900139000', name: '欧大山' });
    expect(another.numbers).toEqual(same.numbers);
    expect(another.seen).toEqual(same.seen);
    expect(Object.keys(same.read).length).toBeGreaterThan(500);
    // A hash says nothing of what was hashed with a salt.
    const plain = (answer: unknown): string => JSON.stringify(answer).replaceAll(/[0-9a-f]{64}/g, 'HASH');
    for (const [what, answer] of Object.entries(same.read))
      expect([what, plain(another.read[what])]).toEqual([what, plain(answer)]);
  });
});

describe('a confidential ticket', () => {
  const told = async (against: 'staff' | 'operator' | undefined) => {
    const world = newWorld();
    const ou = citizenOf(world, 'ou');
    const first = await ou.file({ serviceId: 'card', category: 'business', title: '社保卡补办没有回音' });
    if (against !== undefined) {
      const { no } = await citizenOf(world, 'qiu').file({
        serviceId: 'card',
        category: 'business',
        title: '社保卡窗口的人员态度不好',
        region: '440106',
        against,
      });
      if (against === 'staff') {
        await staffOf(world, { id: 'hrss-lead', role: 'lead', unitId: 'hrss', name: '负责人' }).act(
          no,
          'accept',
        );
        await citizenOf(world, 'qiu').act(no, 'urge');
      }
    }
    await deliverOutbox(world, plainWork());
    // The unit loses its people: its desk is empty.
    for (const id of ['hrss-lead', 'hrss-handler'])
      world.put('members', { ...world.get('members', id)!, state: 'revoked' });
    world.put('settings', { ...world.get('settings', 'current')!, membersVersion: 9 });
    world.pass(3_600_000);
    await watchDesks(world, plainWork());
    await deliverOutbox(world, plainWork());
    const strangers = staff.filter(
      ({ role, unitId }) =>
        ['operator', 'handler', 'local', 'partner'].includes(role) || (role === 'lead' && unitId !== 'hrss'),
    );
    return readByAll(world, strangers, [first.no], ['13800138000', '社保卡', '态度']);
  };

  test.each(['staff', 'operator'] as const)(
    'against %s: those who may not see it see nothing of it',
    async against => {
      const [without, withIt] = [await told(undefined), await told(against)];
      for (const [what, answer] of Object.entries(without))
        expect([what, withIt[what]]).toEqual([what, answer]);
    },
  );

  test('the manager and the lead concerned count it', async () => {
    const world = newWorld();
    await citizenOf(world, 'qiu').file({ serviceId: 'card', category: 'business', against: 'staff' });
    await deliverOutbox(world, plainWork());
    const filed = async (actor: Actor) =>
      (await staffOf(world, actor).call('board.get', {})).weeks.at(-1)?.filed;
    expect(await filed(manager)).toBe(1);
    expect(await filed({ id: 'hrss-lead', role: 'lead', unitId: 'hrss', name: '' })).toBe(1);
    expect(await filed(operator)).toBe(0);
    expect(await filed(handlerOf('hrss'))).toBe(0);
  });
});
