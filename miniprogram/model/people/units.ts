import type { FormField } from '../../../typings/contract';
import type { ShownMember, ShownUnit } from '../../../typings/api';
import { staff, type Answer } from '../../cloud/client';

/** Units and their people: what is said of them, and the forms to invite somebody and to dissolve a unit (A42). */

/** All units, page by page, and which of them have nobody. */
export async function allUnits(): Promise<Answer<{ units: ShownUnit[]; vacant: string[] }>> {
  const all = { units: [] as ShownUnit[], vacant: [] as string[] };
  for (let cursor: string | undefined; ;) {
    const page = await staff('unit.list', cursor === undefined ? {} : { cursor });
    if (!page.ok) return page;
    all.units.push(...page.data.units);
    all.vacant.push(...page.data.vacant);
    cursor = page.data.nextCursor;
    if (cursor === undefined) return { ok: true, data: all };
  }
}

export type UnitLine = { id: string; name: string; vacant: boolean; words: string };

/** Units in whose name something occurs; those where nobody is come first. */
export const unitLines = (
  units: readonly ShownUnit[],
  vacant: readonly string[],
  query: string,
): UnitLine[] => {
  const lines = units
    .filter(({ name }) => name.includes(query.trim()))
    .map(({ id, name }) => {
      const empty = vacant.includes(id);
      return { id, name, vacant: empty, words: empty ? '■ 无人办理' : '● 有人办理' };
    });
  return [...lines.filter(one => one.vacant), ...lines.filter(one => !one.vacant)];
};

const ROLES: Record<string, string> = { handler: '经办人', lead: '负责人' };

export type MemberLine = { id: string; name: string; words: string };

/** Who works there now. */
export const memberLines = (members: readonly ShownMember[]): MemberLine[] =>
  members
    .filter(({ state }) => state === 'active')
    .map(({ id, name, role, agreementUntil }) => ({
      id,
      name,
      words: [ROLES[role] ?? role, agreementUntil ? `协议到 ${agreementUntil}` : '']
        .filter(Boolean)
        .join(' · '),
    }));

/** A lead invites handlers; who appoints leads chooses between the two. */
export const invitationFields = (mayInviteLeads: boolean): FormField[] => [
  { name: 'name', label: '姓名', type: 'text', required: true, max: 20 },
  { name: 'openid', label: '微信身份', type: 'text', required: true, max: 64 },
  ...(mayInviteLeads
    ? [
        {
          name: 'role',
          label: '角色',
          type: 'select' as const,
          required: true,
          options: [
            { value: 'handler', label: '经办人' },
            { value: 'lead', label: '负责人' },
          ],
        },
      ]
    : []),
  { name: 'phone', label: '手机号（接收短信）', type: 'text', required: false, max: 20 },
];

export const dissolvingFields: FormField[] = [
  { name: 'successorId', label: '承接单位', type: 'unit', required: false },
  { name: 'reason', label: '撤销的依据或原因', type: 'longtext', required: true, max: 500 },
];
