import { invitationCode, typedCode } from '../../cloudfunctions/domain/privacy/invitation-code';
import { identifyMember } from '../../cloudfunctions/usecases/people/identify';
import { fillEmpty, inviteFirstManager } from '../../cloudfunctions/usecases/setup/fill-empty';
import { citizenOf, staffOf } from '../support/callers';
import { leadOf, manager, MONDAY } from '../support/domain';
import { memory, type Memory } from '../support/memory';

/** Members join by a code: nobody knows the own OPENID. */

const invite = async (world: Memory, more: object = {}): Promise<string> => {
  const { member, code } = await staffOf(world, manager).call('member.invite', {
    name: '新来的',
    role: 'handler',
    unitId: 'hrss',
    ...more,
  });
  expect(member.state).toBe('invited');
  return code ?? '';
};

const join = (world: Memory, openid: string, code: string) =>
  citizenOf(world, openid).call('member.join', { code });

const isRefused = (code: string) => ({
  code: 'invalid',
  fields: { code: expect.stringContaining(code) as string },
});

test('whoever types the code in becomes that member, with the next call; the code works once', async () => {
  const world = memory(MONDAY);
  const code = await invite(world);
  await expect(identifyMember(world, 'wx-new')).rejects.toMatchObject({ code: 'forbidden' });
  const { member } = await join(world, 'wx-new', code);
  expect(member).toMatchObject({ name: '新来的', role: 'handler', unitId: 'hrss', state: 'active' });
  const { actor } = await identifyMember(world, 'wx-new');
  expect(actor).toMatchObject({ id: member.id, role: 'handler', unitId: 'hrss' });
  await expect(join(world, 'wx-other', code)).rejects.toMatchObject(isRefused('没有这个邀请码'));
  await expect(join(world, 'wx-new', code)).rejects.toMatchObject({ code: 'conflict' });
});

test('a code is read as people copy and dictate it', async () => {
  const world = memory(MONDAY);
  const code = await invite(world);
  const wide = code.replace(/[0-9A-Z]/g, one => String.fromCharCode(one.charCodeAt(0) + 0xfee0));
  await join(world, 'wx-new', `邀请码：${wide.toLowerCase().replaceAll('-', ' ')}。`);
  expect(typedCode(`请把邀请码发给新来的：12 月 6 日 周日以前有效 ${code}，7 天`)).toBe(
    code.replaceAll('-', ''),
  );
  expect(typedCode('0O1I-L225-S8B5')).toBe('001112255885');
  for (const text of ['', '7K3F', '7K3F-Q9VX-4MAA-1', '请把邀请码发给我'])
    expect(typedCode(text)).toBeUndefined();
  expect(invitationCode(() => 28)).toBe('YYYY-YYYY-YYYY');
});

test('it ends after seven days, with a revocation, and with ten wrong tries of one person a day', async () => {
  const world = memory(MONDAY);
  const [late, good] = [await invite(world), await invite(world)];
  const known = world.all('members').map(({ id }) => id);
  const revoked = await invite(world);
  const memberId = world.all('members').find(({ id }) => !known.includes(id))?.id ?? '';
  await staffOf(world, leadOf('hrss')).call('member.revoke', { memberId });
  await expect(join(world, 'wx-revoked', revoked)).rejects.toMatchObject(isRefused('没有这个邀请码'));
  for (let n = 0; n < 10; n += 1)
    await expect(join(world, 'wx-guess', '0000-0000-0000')).rejects.toMatchObject({ code: 'invalid' });
  await expect(join(world, 'wx-guess', good)).rejects.toMatchObject({ code: 'rate-limited' });
  await join(world, 'wx-good', good);
  world.at('2026-12-01T10:00:00.000+08:00');
  await expect(join(world, 'wx-late', late)).rejects.toMatchObject(isRefused('过期'));
});

test('of two who type in one code at once one joins', async () => {
  const world = memory(MONDAY);
  const code = await invite(world);
  const tries = await Promise.allSettled([join(world, 'wx-1', code), join(world, 'wx-2', code)]);
  expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('of two codes that one person types in at once one works: nobody is two members', async () => {
  const world = memory(MONDAY);
  const codes = [await invite(world), await invite(world, { role: 'operator', unitId: undefined })];
  const tries = await Promise.allSettled(codes.map(code => join(world, 'wx-both', code)));
  expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(world.all('members').filter(({ openid }) => openid === 'wx-both')).toHaveLength(1);
});

test('whoever was invited to a unit that is dissolved does not come any more', async () => {
  const world = memory(MONDAY);
  const code = await invite(world, { unitId: 'psb' });
  await staffOf(world, manager).call('unit.dissolve', {
    unitId: 'psb',
    successorId: 'hrss',
    reason: '机构改革',
  });
  await expect(join(world, 'wx-late', code)).rejects.toMatchObject(isRefused('没有这个邀请码'));
});

test('neither code nor account is stored or recorded where it can be read', async () => {
  const world = memory(MONDAY);
  const code = await invite(world);
  await join(world, 'wx-secret', code);
  const kept = JSON.stringify([world.all('members'), world.all('journal')]);
  for (const part of [code, code.replaceAll('-', '')]) expect(kept).not.toContain(part);
  expect(JSON.stringify(world.all('journal'))).not.toContain('wx-secret');
  expect(world.all('journal').map(({ type }) => type)).toEqual(['member.invite', 'member.join']);
});

test('an empty installation gives its first manager a code, a new one as long as nobody has joined', async () => {
  const world = memory(MONDAY);
  for (const { _id } of world.all('members')) await world.ports.database.remove('members', _id);
  await world.ports.database.remove('settings', 'current');
  await fillEmpty(world.ports.database, undefined);
  const lost = (await inviteFirstManager(world.ports)) ?? '';
  const code = (await inviteFirstManager(world.ports)) ?? '';
  await expect(join(world, 'wx-first', lost)).rejects.toMatchObject({ code: 'invalid' });
  expect((await join(world, 'wx-first', code)).member).toMatchObject({ role: 'manager', state: 'active' });
  expect(await inviteFirstManager(world.ports)).toBeUndefined();
});

test('those who belong to no unit are listed by themselves', async () => {
  const world = memory(MONDAY);
  await invite(world, { role: 'security', unitId: undefined });
  const { members } = await staffOf(world, manager).call('member.list', { besideUnits: true });
  expect(members.map(({ role }) => role)).toContain('security');
  expect(members.filter(({ unitId }) => unitId !== undefined)).toEqual([]);
});
