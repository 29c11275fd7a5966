import * as z from 'zod';
import type { StaffApi, StandIns } from '../../../typings/api';
import { everyone, operators, roleLabels, staffRoles } from '../../domain/catalogue/roles';
import { showMember } from '../../domain/catalogue/shown';
import { isActiveOn, sameSide, standInOn } from '../../domain/catalogue/staffing';
import type { Actor } from '../../domain/engine';
import { civilDateOf, isCivilDate, type CivilDate } from '../../domain/time';
import { administrative } from '../kernel/writing/administer';
import type { Collections } from '../kernel/documents';
import { fail } from '../kernel/failure';
import type { Where } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';
import type { Directory } from '../kernel/reading/directory';
import { readAll } from '../kernel/reading/read-all';
import { nothing, useCase } from '../kernel/use-case';
import { noMember } from './manage-members';
import { putMembers } from './write-members';

/** Who stands in for whom (A42): a colleague of the same side and region, who may open what one may open. */

type MemberDocument = Collections['members'];

const day = (error: string) => z.string({ error }).refine(isCivilDate, '日期不对');

export const standInInput = z
  .object({
    memberId: z.string({ error: '请选择代班人' }).min(1).max(64).optional(),
    /** The first day; missing = today. */
    from: day('请填写从哪天起').optional(),
    /** The last day. */
    until: day('请填写代班到哪天').optional(),
    /** Takes it back now. */
    end: z.literal(true).optional(),
  })
  .superRefine(({ memberId, from, until, end }, context) => {
    const wrong = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message });
    if (end) return;
    if (memberId === undefined) wrong('memberId', '请选择代班人');
    if (until === undefined) wrong('until', '请填写代班到哪天');
    else if (from !== undefined && from > until) wrong('until', '不能早于开始的那天');
  });

const fits = (self: MemberDocument, other: MemberDocument, today: string): boolean =>
  isActiveOn(other, today) && other.id !== self.id && sameSide(self, other);

/** `member.standIn`: a colleague of the same side and region receives one's messages until that day (inclusive). */
export const setStandIn = async (
  { ports }: Runtime,
  actor: Actor,
  { memberId, from, until, end }: z.infer<typeof standInInput>,
) => {
  const today = civilDateOf(ports.now());
  const other = memberId === undefined || end ? undefined : await ports.database.get('members', memberId);
  return ports.database.transaction(async transaction => {
    const self = (await transaction.get('members', actor.id)) ?? noMember();
    const { standIn: _before, ...rest } = self;
    // Taken back: the input says nothing else.
    if (end || memberId === undefined || until === undefined) {
      await putMembers(transaction, [rest]);
      return showMember(rest);
    }
    const wrong = {
      ...(other && fits(self, other, today) ? {} : { memberId: '请选择同一单位、同一地区的在岗同事' }),
      ...(until < today ? { until: '这一天已经过了' } : {}),
    };
    if (Object.keys(wrong).length > 0) return fail('invalid', '有内容需要补充或更正', wrong);
    const changed: MemberDocument = {
      ...rest,
      standIn: { memberId, ...(from === undefined ? {} : { from }), until },
    };
    await putMembers(transaction, [changed]);
    return showMember(changed);
  });
};

export const memberStandIn = administrative(
  'member.standIn',
  ({ memberId, until }) => ({ about: memberId, what: until ?? '结束代班' }),
  useCase(standInInput, everyone, async (runtime, { actor }, input) => ({
    member: await setStandIn(runtime, actor, input),
  })),
);

/** More of one side are not offered at once. */
const MOST = 300;

const sideOf = ({ role, unitId }: MemberDocument): Where =>
  unitId === undefined
    ? { role: { in: (operators as readonly string[]).includes(role) ? [...operators] : [role] } }
    : { unitId, role: { in: [...staffRoles] } };

/** Who stands in now, for the first screen of both: nothing of it before the first day and after the last one. */
export const standInsNow = (
  { members }: Pick<Directory, 'members'>,
  actor: Actor,
  today: CivilDate,
): NonNullable<StaffApi['me.get']['out']['standIns']> =>
  members.flatMap(one => {
    const { standIn } = one;
    if (!standIn || standInOn(one, today) === undefined || !isActiveOn(one, today)) return [];
    const other = one.id === actor.id ? members.find(({ id }) => id === standIn.memberId) : one;
    const isMine = one.id === actor.id || standIn.memberId === actor.id;
    if (!isMine || !other || !sameSide(one, actor)) return [];
    return [{ memberId: other.id, name: other.name, until: standIn.until, isOwn: one.id === actor.id }];
  });

/** `member.standIns`: whom one can ask, who has been asked, and for whom one stands in. */
export const memberStandIns = useCase(nothing, everyone, async ({ ports }, { actor }): Promise<StandIns> => {
  const today = civilDateOf(ports.now());
  const self = (await ports.database.get('members', actor.id)) ?? noMember();
  const side = await readAll(ports.database, 'members', 'id', sideOf(self));
  const { standIn } = self;
  const nameOf = (id: string): string => side.find(one => one.id === id)?.name ?? '';
  return {
    colleagues: side
      .filter(one => fits(self, one, today))
      .slice(0, MOST)
      .map(({ id, name, role }) => ({ id, name, roleLabel: roleLabels[role] })),
    ...(standIn && standIn.until >= today ? { own: { ...standIn, name: nameOf(standIn.memberId) } } : {}),
    forOthers: side.flatMap(one =>
      one.standIn?.memberId === self.id && one.standIn.until >= today && isActiveOn(one, today)
        ? [{ ...one.standIn, name: one.name }]
        : [],
    ),
  };
});
