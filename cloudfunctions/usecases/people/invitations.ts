import * as z from 'zod';
import type { Member } from '../../domain/catalogue';
import { everyone } from '../../domain/catalogue/roles';
import { showMember } from '../../domain/catalogue/shown';
import { invitationCode, typedCode } from '../../domain/privacy/invitation-code';
import { addDays, civilDateOf } from '../../domain/time';
import { administrative } from '../kernel/writing/administer';
import type { Collections } from '../kernel/documents';
import { fail } from '../kernel/failure';
import { countTry } from '../kernel/meters';
import { PAGE, type Ports } from '../kernel/ports';
import { memberActor, type Runtime } from '../kernel/runtime';
import { nothing, useCase } from '../kernel/use-case';
import { putMembers } from './write-members';

/**
 * Invitations by code: nobody knows the own OPENID. Whoever invites is told a code once and passes it on; the person types it
 * in, and the platform says who that is. Of the code its keyed hash is stored, where the OPENID stands later.
 */

type MemberDocument = Collections['members'];

/** So many days after the day of the invitation. */
const VALID_DAYS = 7;

const placeOf = ({ secrets }: Pick<Ports, 'secrets'>, code: string): string =>
  `invited|${secrets.keyedHash(`invitation|${code}`)}`;

/** Out of a request, which nobody else knows, under the key of this installation: who asks again is told the same code. */
const drawnFrom = ({ secrets }: Pick<Ports, 'secrets'>, request: string): ((max: number) => number) => {
  let draws = 0;
  return max => {
    draws += 1;
    // 48 bits of the hash: as even as anybody could tell.
    return parseInt(secrets.keyedHash(`code|${request}|${draws}`).slice(0, 12), 16) % max;
  };
};

const codeOf = (ports: Pick<Ports, 'secrets'>, request: string | undefined): string =>
  invitationCode(request === undefined ? max => ports.secrets.random(max) : drawnFrom(ports, request));

/** The code of an invitation once more, as long as it has not been used. */
export const codeAgain = (
  ports: Pick<Ports, 'secrets'>,
  { openid, state }: MemberDocument,
  request: string,
): string | undefined => {
  const code = codeOf(ports, request);
  return state === 'invited' && openid === placeOf(ports, code.replaceAll('-', '')) ? code : undefined;
};

/** Somebody who is invited, and the code, which is told once, or again to who asks with the same request. */
export const withCode = <M extends Omit<Member, 'openid' | 'state'>>(
  ports: Pick<Ports, 'secrets' | 'now'>,
  member: M,
  request?: string,
): { member: M & Pick<Member, 'openid' | 'state'>; code: string } => {
  const code = codeOf(ports, request);
  const invitedUntil = addDays(civilDateOf(ports.now()), VALID_DAYS);
  const openid = placeOf(ports, code.replaceAll('-', ''));
  return { member: { ...member, openid, state: 'invited', invitedUntil }, code };
};

/** Every try counts, so that no code can be guessed. */
const MOST_TRIES = 10;

export const joinInput = z.object({
  code: z.string({ error: '请填写邀请码' }).trim().min(1, '请填写邀请码').max(200, '邀请码的格式不对'),
});

const wrongCode = (): never =>
  fail('invalid', '有内容需要补充或更正', {
    code: '没有这个邀请码，或者已经用过、过期，请核对；还不行请让邀请您的人重新邀请',
  });

const invitedBy = async (ports: Ports, text: string): Promise<MemberDocument> => {
  const code = typedCode(text);
  if (code === undefined) return wrongCode();
  const [member] = await ports.database.find('members', {
    where: { openid: placeOf(ports, code) },
    limit: 1,
  });
  const today = civilDateOf(ports.now());
  return member?.state === 'invited' && (member.invitedUntil ?? '') >= today ? member : wrongCode();
};

const alreadyStaff = (): never =>
  fail('conflict', '您已经是工作人员；要换单位或角色，请先让管理方收回原来的权限');

/**
 * Of two who type in one code at once, and of two codes that one person types in, the later finds it: both write the version of
 * the members, which is read first, so that whatever has come since makes it begin anew.
 */
const becomes = async ({ ports }: Runtime, openid: string, id: string): Promise<MemberDocument> =>
  ports.database.transaction(async transaction => {
    await transaction.get('settings', 'current');
    const member = await transaction.get('members', id);
    if (member?.state !== 'invited') return wrongCode();
    const same = await ports.database.find('members', { where: { openid }, limit: PAGE });
    if (same.some(({ state }) => state === 'active')) return alreadyStaff();
    const { invitedUntil: _until, ...rest } = member;
    const joined: MemberDocument = { ...rest, openid, state: 'active' };
    await putMembers(transaction, [joined]);
    return joined;
  });

/** As the member that the caller becomes: an OPENID is in no record. */
const joining = administrative(
  'member.join',
  (_input: Record<string, never>, { actor }) => ({ about: actor.id, what: actor.name }),
  useCase(nothing, everyone, async (runtime, { openid, actor }) => ({
    member: showMember(await becomes(runtime, openid, actor.id)),
  })),
);

/** `member.join`: the person who types a code in becomes the member who was invited with it. */
export const memberJoin = useCase(joinInput, everyone, async (runtime, caller, { code }) => {
  const { ports, snapshots } = runtime;
  await countTry(ports, `join|${caller.openid}`, MOST_TRIES, '今天填写邀请码的次数已到上限，请明天再试');
  const { directory } = await snapshots.current();
  if (directory.ofOpenid(caller.openid)?.state === 'active') return alreadyStaff();
  const member = await invitedBy(ports, code);
  return joining.run(runtime, { ...caller, actor: memberActor(member) }, {});
});
