import {
  act,
  facts,
  longtext,
  opening,
  pick,
  rows,
  select,
  text,
  files,
  type Change,
  type Context,
  type InputOf,
  type Procedure,
} from '../../cloudfunctions/domain/engine';
import { operator } from '../../cloudfunctions/domain/procedures/common/staff-ticket/parties';
import {
  tell,
  theManager,
  theOperator,
} from '../../cloudfunctions/domain/procedures/common/staff-ticket/words';
import { windowOf, workdays, type Policy, type WindowDefinition } from '../../cloudfunctions/domain/rulesets';
import { runningClock, type Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { spokenDate } from '../../cloudfunctions/domain/time/spoken';

/**
 * 公共屏巡查, the example of docs/add-a-procedure.md: once a week the operator looks at the public screens of service
 * halls and writes down what is in order. What is not has to be put right; the manager is told. A week without a working
 * day is exempt (A8).
 */

const results = [
  { value: 'good', label: '正常' },
  { value: 'bad', label: '不正常' },
] as const;

/** What a check knows, in the order in which its page shows it. */
const known = facts({
  place: text('巡查范围', { required: true, max: 60 }),
  items: rows(
    '巡查记录',
    {
      item: text('屏幕', { required: true, max: 40 }),
      result: select('结果', results, { required: true }),
      note: text('情况', { required: true, max: 200, onlyIf: { field: 'result', is: ['bad'] } }),
      photo: files('照片', { required: true, max: 3, onlyIf: { field: 'result', is: ['bad'] } }),
    },
    // The platform opens the check of a week before anybody has looked; staff write down at once what they saw.
    { required: true, requiredOf: ['operator', 'operator-lead'], max: 50 },
  ),
  handling: longtext('处理情况', { required: true, max: 1000 }),
});

const limits = {
  check: {
    id: 'screen-check.check',
    clock: 'look',
    label: '巡查公共屏',
    clause: 'G-3.3.2.1',
    limit: workdays(3),
    internal: true,
  },
  fix: {
    id: 'screen-check.fix',
    clock: 'repair',
    label: '处理不正常的公共屏',
    clause: 'G-3.3.2.1',
    limit: workdays(2),
    internal: true,
  },
} as const satisfies Record<string, Policy>;

/** One screen that is out of order need not trouble the manager; a rule set says how many do. */
const windows = {
  many: {
    id: 'screen-check.many',
    label: '公共屏巡查：多少块屏不正常告知管理方',
    unit: '块',
    first: 1,
    min: 1,
    max: 50,
  },
} as const satisfies Record<string, WindowDefinition>;

const form = pick(known.fields, 'place', 'items');

const countBad = (ticket: Ticket): number =>
  (known.of(ticket).items ?? []).filter(({ result }) => result === 'bad').length;

/** What follows from the record: it is over, or something has to be put right. */
const settle = (change: Change): void => {
  change.meet(['look']);
  if (countBad(change.ticket) === 0) {
    change.to('closed');
    change.end();
    return;
  }
  change.to('fixing');
  change.start(limits.fix, { role: 'operator' });
};

const open = (change: Change, input: InputOf<typeof form>): void => {
  change.hold({ role: 'operator' });
  change.to('waiting');
  change.start(limits.check, { role: 'operator' });
  if (input.items) settle(change);
};

const asksToFix = (ticket: Ticket): string => {
  const { date } = runningClock(ticket, 'repair') ?? {};
  return `有 ${countBad(ticket)} 块屏不正常${date ? `，请在 ${spokenDate(date)} 前处理` : ''}`;
};
const theManagerIfBad = (ticket: Ticket, { ruleSet }: Context) =>
  countBad(ticket) >= windowOf(ruleSet, windows.many) ? theManager() : undefined;
const theOperatorIfWaiting = (ticket: Ticket) => (ticket.state === 'waiting' ? theOperator() : undefined);

const record = act({
  act: 'record',
  label: '填写巡查记录',
  clause: 'G-3.3.2.1',
  by: [operator],
  from: ['waiting'],
  fields: pick(known.fields, 'items'),
  run: settle,
  tells: [tell(theManagerIfBad, asksToFix)],
});

const fix = act({
  act: 'fix',
  label: '已处理',
  clause: 'G-3.3.2.1',
  by: [operator],
  from: ['fixing'],
  to: 'closed',
  meets: ['repair'],
  fields: pick(known.fields, 'handling'),
  says: 'handling',
  run: change => change.end(),
  tells: [tell(theManager, () => '不正常的公共屏已处理')],
});

export const screenCheck: Procedure = {
  kind: 'screen-check',
  prefix: 'GP',
  label: '公共屏巡查',
  group: '巡检',
  purpose: '每周看一遍办事大厅的公共屏，不正常的拍照并处理',
  order: 75,
  clauses: ['G-3.3.2.1', 'A8'],
  limits: Object.values(limits),
  windows: Object.values(windows),
  states: {
    waiting: { label: '待巡查' },
    fixing: { label: '待处理' },
    closed: { label: '已办结', ended: true },
  },
  recurs: { every: 'week', when: 'within', input: () => ({ place: '全部公共屏' }) },
  opening: opening({
    label: '登记公共屏巡查',
    clause: 'G-3.3.2.1',
    by: ['operator', 'operator-lead', 'system'],
    fields: form,
    title: input => `${input.place}巡查`,
    run: open,
    tells: [
      tell(theOperatorIfWaiting, ticket => {
        const { date } = runningClock(ticket, 'look') ?? {};
        return `已发起${date ? `，请在 ${spokenDate(date)} 前完成` : ''}`;
      }),
      tell(theManagerIfBad, asksToFix),
    ],
  }),
  facts: known,
  acts: [record, fix],
};
