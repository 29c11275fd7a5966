import type { FormField } from '../../../typings/contract';
import type { StaffProfile } from '../../../typings/contract-people';
import { frontDesk, hasRole, platformStaff, type Role } from '../../domain/catalogue/roles';
import { categories } from '../../domain/procedures/common/citizen-ticket/dispatching';
import { origins } from '../../domain/ticket/assigned';
import type { CivilDate } from '../../domain/time';
import { isTooFar, TOO_FAR } from '../../domain/time/plausible';

/** The form with which staff take down what somebody says, or what a document assigns. */

/** Where what a citizen says comes from, and who takes it down. */
const channels = [
  { value: 'phone', label: '电话', by: frontDesk },
  { value: 'counter', label: '窗口', by: frontDesk },
  { value: '12345', label: '12345 热线', by: frontDesk },
  { value: 'assigned', label: '交办', by: platformStaff },
];

const originOptions = origins.map(({ value, label }) => ({ value, label }));

/** Where what a member registers can come from. */
export const channelsOf = (member: { role: Role }): StaffProfile['channels'] =>
  channels
    .filter(({ by }) => hasRole(member, by))
    .map(({ value, label }) => ({
      value,
      label,
      ...(value === 'assigned' ? { origins: originOptions } : {}),
    }));

const ofAssigned = { onlyIf: { field: 'channel', is: ['assigned'] } };

/** The form of `procedure.open` for what citizens file. */
export const registerFields = (actor: { role: Role }): FormField[] => [
  {
    name: 'channel',
    label: '来源',
    type: 'select',
    required: true,
    options: channelsOf(actor).map(({ value, label }) => ({ value, label })),
  },
  { name: 'externalNo', label: '外部编号（交办件填文号）', type: 'text', required: false, max: 64 },
  {
    name: 'origin',
    label: '交办来源',
    type: 'select',
    required: true,
    options: originOptions,
    ...ofAssigned,
  },
  { name: 'dueOn', label: '文件要求办结的日期', type: 'date', required: true, ...ofAssigned },
  { name: 'attachments', label: '交办文件（盖章件）', type: 'files', required: false, max: 9, ...ofAssigned },
  { name: 'category', label: '问题类别', type: 'select', required: true, options: categories },
  { name: 'title', label: '标题', type: 'text', required: true, max: 100 },
  { name: 'text', label: '内容', type: 'longtext', required: true, max: 10_000 },
  { name: 'serviceId', label: '政务服务', type: 'service', required: false },
  { name: 'name', label: '姓名', type: 'text', required: false, max: 60 },
  { name: 'phone', label: '电话', type: 'text', required: false, max: 20 },
];

type Registered = {
  channel: string;
  externalNo?: string | undefined;
  origin?: string | undefined;
  dueOn?: CivilDate | undefined;
};

/** What a document assigns has its number, where it comes from, and a day to come; nothing else has. */
export const assignmentErrors = (
  { channel, externalNo, origin, dueOn }: Registered,
  today: CivilDate,
): Record<string, string> => {
  if (channel !== 'assigned')
    return {
      ...(origin ? { origin: '只有交办件填交办来源' } : {}),
      ...(dueOn ? { dueOn: '只有交办件填文件要求的日期' } : {}),
    };
  return {
    ...(externalNo ? {} : { externalNo: '请填写文号' }),
    ...(origin ? {} : { origin: '请选择交办来源' }),
    ...(dueOn ? {} : { dueOn: '请填写文件要求办结的日期' }),
    ...(dueOn && dueOn < today ? { dueOn: '文件要求的日期不能在今天以前' } : {}),
    ...(dueOn && isTooFar(dueOn, today) ? { dueOn: TOO_FAR } : {}),
  };
};
