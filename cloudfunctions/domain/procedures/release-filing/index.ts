import {
  act,
  opening,
  facts,
  needs,
  text,
  longtext,
  datetime,
  choices,
  files,
  pick,
  type Change,
  type Context,
  type Procedure,
  type InputOf,
} from '../../engine';
import { spokenMonth } from '../../time/spoken';
import { addMonths, startOfDay, type CivilDate } from '../../time';
import { UNFILED } from '../release/known';
import type { Ticket } from '../../ticket/ticket';
import { filingLine } from '../release';
import { markFiled } from '../release/publishing';
import { inWriting, signatureErrors, signatureOf } from '../common/in-writing';
import { operator, platform } from '../common/staff-ticket/parties';
import { tell, theManager, theOperator } from '../common/staff-ticket/words';
import { limits } from './limits';

/**
 * 版本变更月度报备, G-3.3.4c: the platform opens it at the beginning of a month for the minor releases that came to an
 * end in the month before; the operator hands it in with one tap, the manager receives it, and the releases are filed.
 */

/** `2026-10`: the month to which a release belongs, by its end. */
const monthOf = (ticket: Pick<Ticket, 'endsAt'>): string => (ticket.endsAt ?? '').slice(0, 7);

export const isMonth = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(text);

/** The day on which the filing of a month becomes due to be written. */
const openingDay = (month: string): CivilDate => addMonths(`${month}-01`, 1);

/** What a filing knows, in the order in which its page shows it. */
const known = facts({
  period: text('月份'),
  list: longtext('报备清单'),
  remark: longtext('补充说明', { max: 2000 }),
  files: files('附件（可附盖章的报备函）'),
  ...inWriting,
  filedAt: datetime('报备时间'),
});

/** What it notes for itself: which month, which releases, and that they have been marked. */
const inner = facts({
  month: text('月份'),
  releases: choices('版本', undefined),
  settledAt: datetime('已登记到各版本'),
});

/** Under which a filing is found whose releases have still to be marked as filed. */
const SETTLING = 'settling';

/** What waits is filed each month; more than this in one filing nobody could read. */
const MOST_RELEASES = 1000;

const needed = needs(async lookup => ({ releases: await lookup.tickets(UNFILED, { most: MOST_RELEASES }) }));

const form = { month: text('月份', { required: true, max: 7 }) };

const releasesOf = (month: string, context: Context): Ticket[] =>
  (needed.of(context)?.releases ?? [])
    .filter(ticket => monthOf(ticket) === month)
    .sort((one, other) => ((one.endsAt ?? '') < (other.endsAt ?? '') ? -1 : 1));

const open = (change: Change, input: InputOf<typeof form>): void => {
  const { ticket, context } = change;
  const releases = releasesOf(input.month, context);
  const lines = releases.map((one, index) => `${index + 1}. ${filingLine(one, context)}`);
  known.note(change, { period: spokenMonth(input.month), list: lines.join('\n') });
  inner.note(change, { month: input.month, releases: releases.map(({ no }) => no) });
  for (const { no, title } of releases) ticket.links.push({ no, title, relation: 'same-matter' });
  change.to('collected');
  change.hold({ role: 'operator' });
  // Counted from the beginning of the month, also when the platform was silent then.
  change.start(limits.filing, { role: 'operator' }, { startedAt: startOfDay(openingDay(input.month)) });
};

const file = act({
  act: 'file',
  label: '书面报备',
  clause: 'G-3.3.4c',
  by: [operator],
  from: ['collected'],
  to: 'filed',
  meets: ['filing'],
  fields: pick(known.fields, 'remark', 'files', 'signedBy', 'signedOn', 'documentNo'),
  check: (_ticket, input, context) => signatureErrors(input, context),
  says: 'remark',
  run: (change, input) => {
    known.note(change, { filedAt: change.now, ...signatureOf(input, change.context) });
    change.end();
    change.count('filed');
  },
  tells: [tell(theManager, () => '已书面报备，请查看')],
});

/** Once all its releases are marked; the last thing that happens to a filing. */
const settle = act({
  act: 'settle',
  label: '已登记到各版本',
  clause: 'G-3.3.4c',
  by: [platform],
  from: ['filed'],
  unless: ticket => (inner.of(ticket).settledAt ? '已经登记' : undefined),
  internal: true,
  run: change => inner.note(change, { settledAt: change.now }),
});

export const releaseFiling: Procedure = {
  kind: 'release-filing',
  prefix: 'BB',
  label: '版本变更月度报备',
  group: '版本发布',
  purpose: '一般功能变更每月书面报备',
  order: 80,
  clauses: ['G-3.3.4c'],
  states: {
    collected: { label: '待报备' },
    filed: { label: '已报备', ended: true },
  },
  limits: Object.values(limits),
  needs: needed,
  recurs: {
    every: 'month',
    when: 'after',
    input: ({ id: month }, context) => (releasesOf(month, context).length > 0 ? { month } : undefined),
    nothing: '没有需要报备的版本',
  },
  tags: ticket => (ticket.state === 'filed' && !inner.of(ticket).settledAt ? [SETTLING] : []),
  followUp: {
    tag: SETTLING,
    steps: filing => {
      const { month, releases = [] } = inner.of(filing);
      // One that was rolled back since belongs to a later month.
      const fits = (release: Ticket): boolean => monthOf(release) === month;
      return releases.map(no => ({ no, act: markFiled, input: { filedIn: filing.no }, fits }));
    },
    settle,
  },
  opening: opening({
    label: '汇总上月版本变更',
    clause: 'G-3.3.4c',
    by: ['system'],
    fields: form,
    check: (input, context) => {
      const month = input.month;
      if (!isMonth(month) || startOfDay(openingDay(month)) > context.now)
        return { month: '这个月还没有结束' };
      return releasesOf(month, context).length === 0 ? { month: '这个月没有需要报备的版本' } : undefined;
    },
    title: (input, context) =>
      `${spokenMonth(input.month)}版本变更报备（${releasesOf(input.month, context).length} 项）`,
    run: open,
    tells: [tell(theOperator, () => '已汇总，请书面报备')],
  }),
  facts: known,
  acts: [file, settle],
};
