import type { FormField } from '../../../typings/contract';
import type { InvitableRole, ShownMember, ShownUnit } from '../../../typings/api';
import { staff, type Answer } from '../../cloud/client';
import { dayText } from '../../lib/dates';

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
  const words = query.replace(/\s/g, '');
  const lines = units
    .filter(({ name }) => name.replace(/\s/g, '').includes(words))
    .map(({ id, name }) => {
      const empty = vacant.includes(id);
      return { id, name, vacant: empty, words: empty ? '■ 无人办理' : '● 有人办理' };
    });
  return [...lines.filter(one => one.vacant), ...lines.filter(one => !one.vacant)];
};

export type PersonLine = { id: string; unitId: string; name: string; words: string };

/** People who were looked for by name, and where they work. */
export const personLines = (members: readonly ShownMember[], units: readonly ShownUnit[]): PersonLine[] =>
  members.map(({ id, name, roleLabel, unitId = '' }) => ({
    id,
    unitId,
    name,
    words: [roleLabel, ...units.filter(unit => unit.id === unitId).map(unit => unit.name)].join(' · '),
  }));

export type MemberLine = { id: string; name: string; words: string };

/** Who works there now, and who is invited. */
export const memberLines = (members: readonly ShownMember[]): MemberLine[] =>
  members
    .filter(({ state }) => state === 'active' || state === 'invited')
    .map(({ id, name, roleLabel, agreementUntil, invitedUntil }) => ({
      id,
      name,
      words: [
        roleLabel,
        agreementUntil ? `协议到 ${agreementUntil}` : '',
        invitedUntil ? `还没有加入，邀请码 ${dayText(invitedUntil)}以前有效` : '',
      ]
        .filter(Boolean)
        .join(' · '),
    }));

/** A choice of roles where there is one to be made; the region of one who has one is asked for by the page. */
export const invitationFields = (invites: readonly InvitableRole[]): FormField[] => [
  { name: 'name', label: '姓名', type: 'text', required: true, max: 20 },
  ...(invites.length > 1
    ? [
        {
          name: 'role',
          label: '角色',
          type: 'select' as const,
          required: true,
          options: invites.map(({ role, label }) => ({ value: role, label })),
        },
      ]
    : []),
  ...(invites.some(({ hasAgreement }) => hasAgreement)
    ? [{ name: 'agreementUntil', label: '协议到期日（合作方）', type: 'date' as const, required: false }]
    : []),
  { name: 'phone', label: '手机号（接收短信）', type: 'text', required: false, max: 20 },
];

/** What is said beside a code. */
export const codeWords = ({ name, invitedUntil = '' }: Pick<ShownMember, 'name' | 'invitedUntil'>): string =>
  `请把邀请码发给${name}：在小程序“我的”→“我是工作人员”里填写，${dayText(invitedUntil)}以前有效。这个码只显示这一次`;

export const dissolvingFields: FormField[] = [
  { name: 'successorId', label: '承接单位', type: 'unit', required: false },
  { name: 'reason', label: '撤销的依据或原因', type: 'longtext', required: true, max: 500 },
];
