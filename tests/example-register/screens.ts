import { catalogueKeepers, ticketReaders, unitMembers } from '../../cloudfunctions/domain/catalogue/roles';
import { date, select, text, unit } from '../../cloudfunctions/domain/engine';
import { register } from '../../cloudfunctions/domain/registers/register';
import { addDays } from '../../cloudfunctions/domain/time';
import { spokenDay } from '../../cloudfunctions/domain/time/spoken';

/** 公共屏, the second example of docs/add-a-procedure.md: which screens hang where, and until when each is tested. */

const kinds = [
  { value: 'wall', label: '拼接屏' },
  { value: 'kiosk', label: '自助终端' },
] as const;

/** An appointment with the tester has to be made. */
const DAYS_BEFORE = 10;

export const screens = register({
  register: 'screens',
  label: '公共屏',
  purpose: '办事大厅的公共屏，检测到期前提醒',
  clauses: ['G-3.3.2.1'],
  readers: ticketReaders,
  keepers: [...unitMembers, ...catalogueKeepers],
  fields: {
    place: text('位置', { required: true, max: 60 }),
    kind: select('类型', kinds, { required: true }),
    ownedBy: unit('管理单位', { required: true }),
    testedUntil: date('检测有效期至'),
  },
  title: 'place',
  owner: 'ownedBy',
  reminder: ({ testedUntil }) =>
    testedUntil === undefined
      ? undefined
      : {
          on: addDays(testedUntil, -DAYS_BEFORE),
          says: `检测到期提醒，到 ${spokenDay(testedUntil)} 为止，请安排检测`,
        },
});
