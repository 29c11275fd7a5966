import type { ActDefinition, Change, Context, Input, Procedure } from '../../engine';
import { spokenMonth } from '../../time/spoken';
import { addMonths, startOfDay, type CivilDate } from '../../time';
import { tag } from '../../ticket/scope';
import type { Ticket } from '../../ticket/ticket';
import { filingLine } from '../release';
import { operator, platform } from '../common/staff-ticket/parties';
import { called, fact, tell, theManager, theOperator } from '../common/staff-ticket/words';

/**
 * 版本变更月度报备, G-3.3.4c: the platform opens it at the beginning of a month for the minor releases that came to an
 * end in the month before; the operator hands it in with one tap, the manager receives it, and the releases are filed.
 */

/** `2026-10`: the month to which a release belongs, by its end. */
export const monthOf = (ticket: Pick<Ticket, 'endsAt'>): string => (ticket.endsAt ?? '').slice(0, 7);

export const isMonth = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(text);

/** The day on which the filing of a month becomes due to be written. */
const openingDay = (month: string): CivilDate => addMonths(`${month}-01`, 1);

const releasesOf = (month: unknown, context: Context): Ticket[] =>
  (context.releases ?? [])
    .filter(ticket => monthOf(ticket) === month)
    .sort((one, other) => ((one.endsAt ?? '') < (other.endsAt ?? '') ? -1 : 1));

const open = (change: Change, input: Input): void => {
  const { ticket, context } = change;
  const releases = releasesOf(input['month'], context);
  const lines = releases.map((one, index) => `${index + 1}. ${filingLine(one, context)}`);
  change.note('month', String(input['month']));
  change.note('period', spokenMonth(String(input['month'])));
  change.note('list', lines.join('\n'));
  change.note(
    'releases',
    releases.map(({ no }) => no),
  );
  for (const { no, title } of releases) ticket.links.push({ no, title, relation: 'same-matter' });
  change.to('collected');
  change.hold({ role: 'operator' });
  // Counted from the beginning of the month, also when the platform was silent then.
  change.start(
    'release.filing',
    { role: 'operator' },
    { startedAt: startOfDay(openingDay(String(input['month']))) },
  );
};

const file: ActDefinition = {
  act: 'file',
  label: '书面报备',
  clause: 'G-3.3.4c',
  by: [operator],
  from: ['collected'],
  to: 'filed',
  meets: ['filing'],
  fields: [
    { name: 'remark', label: '补充说明', type: 'longtext', max: 2000 },
    { name: 'files', label: '附件', type: 'files' },
  ],
  says: 'remark',
  run: change => {
    change.note('filedAt', change.now);
    change.end();
    change.count('filed');
  },
  tells: [tell(theManager, ticket => `${called(ticket)} 已书面报备，请查看：${ticket.title}`)],
};

/** Once all its releases are marked; the last thing that happens to a filing. */
const settle: ActDefinition = {
  act: 'settle',
  label: '已登记到各版本',
  clause: 'G-3.3.4c',
  by: [platform],
  from: ['filed'],
  unless: ticket => (fact(ticket, 'settledAt') ? '已经登记' : undefined),
  internal: true,
  run: change => change.note('settledAt', change.now),
};

export const releaseFiling: Procedure = {
  kind: 'release-filing',
  label: '版本变更月度报备',
  group: '版本发布',
  purpose: '一般功能变更每月书面报备',
  order: 80,
  clauses: ['G-3.3.4c'],
  states: {
    collected: { label: '待报备' },
    filed: { label: '已报备', ended: true },
  },
  needs: ['releases'],
  tags: ticket => (ticket.state === 'filed' && !fact(ticket, 'settledAt') ? [tag.settling] : []),
  opening: {
    label: '汇总上月版本变更',
    clause: 'G-3.3.4c',
    by: ['system'],
    fields: [{ name: 'month', label: '月份', type: 'text', required: true, max: 7, passing: true }],
    check: (input, context) => {
      const month = String(input['month']);
      if (!isMonth(month) || startOfDay(openingDay(month)) > context.now)
        return { month: '这个月还没有结束' };
      return releasesOf(month, context).length === 0 ? { month: '这个月没有需要报备的版本' } : undefined;
    },
    title: (input, context) =>
      `${spokenMonth(String(input['month']))}版本变更报备（${releasesOf(input['month'], context).length} 项）`,
    run: open,
    tells: [tell(theOperator, ticket => `${called(ticket)} 已汇总：${ticket.title}，请书面报备`)],
  },
  facts: [
    { name: 'period', label: '月份', type: 'text' },
    { name: 'list', label: '报备清单', type: 'longtext' },
    { name: 'filedAt', label: '报备时间', type: 'datetime' },
  ],
  acts: [file, settle],
};
