import type { ShownTicket } from '../../typings/contract';
import type { Actor } from '../../cloudfunctions/domain/engine';
import { eraseAccount } from '../../cloudfunctions/usecases/account/erase-account';
import { actOnTicket } from '../../cloudfunctions/usecases/tickets/act-on-ticket';
import { claimInput, claimTicket } from '../../cloudfunctions/usecases/tickets/claims/claim-ticket';
import { registerTicket } from '../../cloudfunctions/usecases/tickets/file-ticket';
import { getTicket } from '../../cloudfunctions/usecases/tickets/show-ticket';
import { memory, type Memory } from '../support/memory';
import { citizenOf, staffOf } from '../support/callers';
import { handlerOf, manager, MONDAY, operator, owner, service, stranger } from '../support/domain';

/** A ticket taken by phone becomes the caller's: number, phone, and the name or a code (contract §4, A46). */

const PHONE = '13700137000';
let filed = 0;
const register = (world: Memory, name: string | undefined = '欧阳·小明'): Promise<ShownTicket> =>
  registerTicket(world, operator, {
    requestId: `00000000-0000-4000-8000-${String((filed += 1)).padStart(12, '0')}`,
    kind: 'consultation',
    category: 'business',
    title: '社保卡在哪里补办',
    text: '来电询问社保卡补办地点',
    serviceId: service.id,
    channel: 'phone',
    ...(name ? { applicant: { type: 'person' as const, name } } : {}),
    contact: { phone: PHONE },
  });
const claim = (world: Memory, actor: Actor, input: object): Promise<ShownTicket> =>
  claimTicket(world, actor, claimInput.parse(input));
const issue = async (world: Memory, no: string) => {
  const { version } = await getTicket(world, operator, no);
  const { claimCode } = await actOnTicket(world, operator, { no, act: 'claimCode', version, input: {} });
  return claimCode?.code ?? '';
};
const failure = (claiming: Promise<unknown>): Promise<string> =>
  claiming.then(
    () => 'claimed',
    (error: { code: string; message: string }) => `${error.code} ${error.message}`,
  );

test.each([
  ['as it was registered', '欧阳·小明'],
  ['with blanks', ' 欧阳 小明　'],
  ['without the point', '欧阳小明'],
  ['with a wide point', '欧阳・小明'],
])('by the name, %s', async (_how, name) => {
  const world = memory(MONDAY);
  const { no } = await register(world);
  expect((await claim(world, owner, { no, phone: `+86 ${PHONE}`, name })).no).toBe(no);
  expect(world.get('tickets', no)?.ticket.ownerId).toBe(owner.id);
});

test('Latin names in either width and case', async () => {
  const world = memory(MONDAY);
  const { no } = await register(world, 'Li Lei');
  expect((await claim(world, owner, { no, phone: PHONE, name: 'ＬＩ ｌｅｉ' })).no).toBe(no);
});

test('by the code that the operator sees on the ticket and reads out, also where no name is known', async () => {
  const world = memory(MONDAY);
  const { no } = await register(world, undefined);
  const code = await issue(world, no);
  expect(code).toMatch(/^\d{6}$/);
  // Read out again on the same day it is the same; it stands nowhere in what is stored.
  expect(await issue(world, no)).toBe(code);
  expect(JSON.stringify([world.get('tickets', no), world.all('journal')])).not.toContain(`"${code}"`);
  expect((await getTicket(world, operator, no)).claimCode).toBeUndefined();
  expect((await claim(world, owner, { no, phone: PHONE, code: ` ${code} ` })).no).toBe(no);
});

test('the phone alone is not enough, nor a blank name; nothing is counted for it', () => {
  for (const input of [{}, { name: ' 　' }, { code: ' ' }]) {
    const parsed = claimInput.safeParse({ no: 'ZX', phone: PHONE, ...input });
    expect(parsed.error?.issues[0]?.path).toEqual(['name']);
  }
});

test('a wrong name, a wrong code, a wrong phone, a missing ticket and another’s get the same answer', async () => {
  const world = memory(MONDAY);
  const { no } = await register(world);
  const nameless = await register(world, undefined);
  const code = await issue(world, no);
  const wrongCode = code === '000000' ? '000001' : '000000';
  const answers = [
    await failure(claim(world, stranger, { no, phone: PHONE, name: '欧阳小' })),
    await failure(claim(world, stranger, { no, phone: PHONE, code: wrongCode })),
    await failure(claim(world, stranger, { no, phone: PHONE, name: '张三', code })),
    await failure(claim(world, stranger, { no, phone: '13700137001', name: '欧阳小明' })),
    await failure(claim(world, stranger, { no: 'ZX20261123-000-000-000', phone: PHONE, name: '欧阳小明' })),
    await failure(claim(world, stranger, { no: nameless.no, phone: PHONE, name: '张三' })),
  ];
  await claim(world, owner, { no, phone: PHONE, name: '欧阳小明' });
  answers.push(await failure(claim(world, stranger, { no, phone: PHONE, name: '欧阳小明' })));
  expect(new Set(answers).size).toBe(1);
  expect(answers[0]).toContain('not-found');
});

test('a code ends after a week, and with the next one', async () => {
  const world = memory(MONDAY);
  const { no } = await register(world, undefined);
  const first = await issue(world, no);
  world.at('2026-11-24T10:00:00.000+08:00');
  const second = await issue(world, no);
  expect(await failure(claim(world, stranger, { no, phone: PHONE, code: first }))).toContain('not-found');
  world.at('2026-12-02T10:00:00.000+08:00');
  expect(await failure(claim(world, owner, { no, phone: PHONE, code: second }))).toContain('not-found');
});

test('how long is a window: a ticket keeps that of its rule set', async () => {
  const world = memory(MONDAY);
  const boss = staffOf(world, manager);
  const { ruleSet } = await boss.call('ruleset.save', {
    id: 'gdzw-0001.5-2019',
    windows: { claimCodeDays: 2 },
  });
  await boss.call('ruleset.activate', { id: ruleSet.id, version: ruleSet.version });
  const { no } = await register(world, undefined);
  const code = await issue(world, no);
  world.at('2026-11-26T00:00:00.000+08:00');
  expect(await failure(claim(world, owner, { no, phone: PHONE, code }))).toContain('not-found');
  world.at('2026-11-25T23:59:00.000+08:00');
  expect((await claim(world, owner, { no, phone: PHONE, code })).no).toBe(no);
});

test('what a citizen filed online has no code and cannot be claimed', async () => {
  const world = memory(MONDAY);
  const { no } = await register(world);
  await claim(world, owner, { no, phone: PHONE, name: '欧阳小明' });
  await expect(issue(world, no)).rejects.toMatchObject({ code: 'wrong-state' });
});

describe('guessing is limited', () => {
  const guess = (world: Memory, n: number, by: Actor, no: string) =>
    failure(claim(world, by, { no, phone: PHONE, code: String(100_000 + n) }));

  test('by person, over all tickets, also when the account is erased in between (A46)', async () => {
    const world = memory(MONDAY);
    for (let n = 0; n < 10; n += 1)
      expect(await guess(world, n, stranger, `ZX20261123-000-000-00${n}`)).toContain('not-found');
    await eraseAccount(world, stranger);
    expect(await guess(world, 11, stranger, 'ZX20261123-000-000-0A0')).toContain('rate-limited');
    // The counters name nobody.
    expect(JSON.stringify(world.all('meters'))).not.toContain(stranger.id);
    world.at('2026-11-24T00:00:01.000+08:00');
    expect(await guess(world, 12, stranger, 'ZX20261123-000-000-0A0')).toContain('not-found');
  });

  test.each(['a ticket that is there', 'one that is missing'])(
    'by ticket, over all persons: %s',
    async which => {
      const world = memory(MONDAY);
      const { no } = await register(world);
      const asked = which === 'one that is missing' ? 'ZX20261123-000-000-000' : no;
      const by = (n: number): Actor => ({ ...stranger, id: `openid-${n}` });
      for (let n = 0; n < 20; n += 1) expect(await guess(world, n, by(n), asked)).toContain('not-found');
      expect(await guess(world, 20, by(20), asked)).toContain('rate-limited');
    },
  );
});

describe('a ticket that was merged, twice on, is claimed by its code (A43)', () => {
  const merge = async (world: Memory, no: string, into: string) => {
    const { version } = await getTicket(world, operator, no);
    await actOnTicket(world, operator, { no, act: 'merge', version, input: { into } });
  };

  test.each(['before the merge', 'after it'])('%s: the person has it, and where it went', async when => {
    const world = memory(MONDAY);
    const [a, b, c] = [await register(world, undefined), await register(world), await register(world)];
    let code = when === 'after it' ? '' : await issue(world, a.no);
    await merge(world, a.no, b.no);
    await merge(world, b.no, c.no);
    if (!code) code = await issue(world, a.no);
    const shown = await claim(world, owner, { no: a.no, phone: PHONE, code });
    expect(shown).toMatchObject({
      no: a.no,
      state: 'merged',
      links: [{ no: b.no, relation: 'merged-into' }],
    });
    // What it was merged into is on the own list, tells who claimed it, and takes the own words; B is not the person's.
    const me = citizenOf(world, owner.id);
    const { tickets } = await me.call('ticket.list', { state: 'open' });
    expect(tickets.map(({ no }) => no)).toEqual([c.no]);
    await staffOf(world, handlerOf('hrss')).act(c.no, 'reply', { text: '到窗口补办。' });
    const there = await me.get(c.no);
    expect(there.replies.map(({ text }) => text)).toEqual(['到窗口补办。']);
    expect(there.acts.map(({ act }) => act)).toContain('rate');
    // Nobody claims it a second time.
    expect(await failure(claim(world, stranger, { no: a.no, phone: PHONE, code }))).toContain('not-found');
    expect(await failure(getTicket(world, stranger, c.no))).toContain('not-found');
  });
});
