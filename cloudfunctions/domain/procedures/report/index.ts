import {
  act,
  correcting,
  date,
  longtext,
  opening,
  pick,
  type Change,
  type InputOf,
  type Party,
  type Procedure,
} from '../../engine';
import { operators, unitMembers } from '../../catalogue/roles';
import { regionPath } from '../../catalogue';
import { reportPeriod, reportTitle } from '../../reports/periods';
import { startOfDay } from '../../time';
import { until } from '../common/citizen-ticket/words';
import { inWriting, signatureErrors, signatureOf } from '../common/in-writing';
import { signedIn } from '../common/signature';
import { platform } from '../common/staff-ticket/parties';
import { tell, theManager, theOperator, theOperatorLead } from '../common/staff-ticket/words';
import { instruct, rectify } from './following';
import { inner, isBulletin, isEdition, known, theReader } from './known';
import { limitFor, limits } from './limits';
import { isPublic, makePublic, proposePublic, PUBLIC, takeBack } from './publishing';

/**
 * 运行报告和通报 (G-3.1, G-3.3.1c, J-14a): the platform drafts it with figures that do not change any more; the operator says
 * what they mean, its lead signs, and it is sent: one for the manager, one for each unit and region with its own figures.
 * A bulletin is the manager's own in words and signature. Readers acknowledge; what the manager instructs becomes a 督办单.
 */

/** Under which a signed report is found whose editions have still to be sent. */
export const SENDING = 'report-sending';

const author: Party = {
  label: '填写人（周报、月报：运营方；通报：管理方）',
  roles: [...operators, 'manager'],
  has: (actor, ticket) => (actor.role === 'manager') === isBulletin(ticket),
};

const signer: Party = {
  label: '签发人（周报、月报：运营方负责人；通报：管理方）',
  roles: ['operator-lead', 'manager'],
  has: (actor, ticket) => (actor.role === 'manager') === isBulletin(ticket),
};

/** For whom it is: the unit, the local authority of the region; the report as a whole for the manager, a bulletin for the operator. */
const reader: Party = {
  label: '报送对象',
  roles: [...unitMembers, 'local', 'manager', ...operators],
  has: (actor, ticket) => {
    const { unitId, region } = inner.of(ticket);
    if (unitId !== undefined) return actor.unitId === unitId;
    if (region !== undefined) return actor.region === region;
    return isBulletin(ticket) ? operators.includes(actor.role) : actor.role === 'manager';
  },
};

const words = pick(known.fields, 'analysis', 'openIssues', 'nextPlan', 'forUnits');

const form = {
  ...inner.fields,
  ...pick(known.fields, 'whose', 'edition', 'changes', 'figures', 'documentNo'),
  analysis: longtext('情况分析'),
  openIssues: longtext('遗留问题'),
  nextPlan: longtext('下期计划'),
  forUnits: longtext('致各单位'),
  signedBy: { ...inWriting.signedBy, value: () => undefined },
  signedOn: date('签署日期'),
};

const titleOf = (input: InputOf<typeof form>): string => {
  const type = input.reportType ?? 'monthly';
  const period = reportPeriod(type, input.periodId ?? '');
  const version = input.edition ?? 1;
  return [
    period ? reportTitle(type, period) : '',
    input.whose ? `（${input.whose}）` : '',
    version > 1 ? `（更正第 ${version} 版）` : '',
  ].join('');
};

const draft = (change: Change): void => {
  const bulletin = isBulletin(change.ticket);
  const { reportType = 'monthly', periodId = '', periodEnd = '' } = inner.of(change.ticket);
  const holder = { role: bulletin ? 'manager' : 'operator' } as const;
  change.to('draft');
  change.hold(holder);
  const isFirst = (known.of(change.ticket).edition ?? 1) === 1 && !bulletin;
  // Counted from the last day of the period, also when the platform was silent then; a correction and a bulletin from now.
  change.start(limitFor(reportType, periodId), holder, isFirst ? { startedAt: startOfDay(periodEnd) } : {});
};

/** From now on it is its reader's: the unit's, the local authority's. */
const reach = (change: Change): void => {
  const { ticket, context } = change;
  const { unitId, region } = inner.of(ticket);
  if (unitId !== undefined) change.hold({ role: 'unit', unitId });
  if (region !== undefined) change.hold({ role: 'local', region });
  if (unitId !== undefined && ticket.work) {
    ticket.work.unitIds = [unitId];
    ticket.unitId = unitId;
  }
  if (region !== undefined) {
    ticket.region = region;
    ticket.regionPath = regionPath(region, context.catalogue);
  }
};

const arrive = (change: Change): void => {
  reach(change);
  known.note(change, { sentAt: change.now });
  change.to('sent');
  change.end();
};

const complete = act({
  act: 'complete',
  label: '填写报告',
  clause: 'G-3.3.1c',
  by: [author],
  from: ['draft', 'completed'],
  to: 'completed',
  fields: correcting(words),
  says: null,
  tells: [
    tell(
      ticket => (isBulletin(ticket) ? undefined : theOperatorLead()),
      ticket => `报告已填好，请在 ${until(ticket, 'report')} 前签发`,
    ),
  ],
});

const sign = act({
  act: 'sign',
  label: '签发并报送',
  clause: 'G-3.3.1c',
  by: [signer],
  from: ['completed'],
  to: 'sent',
  meets: ['report'],
  fields: pick(known.fields, 'signedBy', 'signedOn', 'documentNo'),
  check: (_ticket, input, context) => signatureErrors(input, context),
  says: null,
  shows: ticket => {
    const { analysis = '', openIssues = '', nextPlan = '' } = known.of(ticket);
    return [
      { label: '情况分析', text: analysis },
      { label: '遗留问题', text: openIssues },
      { label: '下期计划', text: nextPlan },
    ];
  },
  run: (change, input) => {
    known.note(change, { sentAt: change.now, ...signatureOf(input, change.context) });
    reach(change);
    change.end();
    change.count('report-sent');
  },
  tells: [
    tell(
      ticket => (isBulletin(ticket) ? { to: 'operator' } : theManager()),
      () => '已报送，请查看并签收',
    ),
    tell(theReader, () => '已报送，请查看并签收'),
  ],
});

const sendBack = act({
  act: 'sendBack',
  label: '退回修改',
  place: 'beside',
  clause: 'G-3.3.1c',
  by: [{ ...signer, has: (actor, ticket) => actor.role === 'operator-lead' && !isBulletin(ticket) }],
  from: ['completed'],
  to: 'draft',
  fields: { reason: longtext('哪里要改', { required: true, max: 1000, keepPhones: true }) },
  tells: [tell(theOperator, () => '报告退回修改，请改好再送签')],
});

/** Once every edition is sent. */
export const spread = act({
  act: 'spread',
  label: '已分送各单位、各地',
  clause: 'G-3.3.1c',
  by: [platform],
  from: ['sent'],
  unless: ticket => (known.of(ticket).editions === undefined ? undefined : '已经分送'),
  fields: { editions: known.fields.editions },
  internal: true,
});

const acknowledge = act({
  act: 'acknowledge',
  label: '签收',
  clause: 'G-3.3.1c',
  by: [reader],
  from: ['sent'],
  control: 'tap',
  done: '已签收',
  unless: ticket => (known.of(ticket).readAt === undefined ? undefined : '已经签收'),
  run: change => {
    known.note(change, { readAt: change.now, readBy: change.context.actor.name });
    change.count('report-read', inner.of(change.ticket).unitId);
  },
});

export const report: Procedure = {
  kind: 'report',
  prefix: 'BG',
  label: '运行报告',
  group: '监督协调',
  purpose: '周报、月报和通报：数字由系统汇总，运营方填写、签发，报送管理方、各单位和各地',
  order: 90,
  clauses: ['G-3.1', 'G-3.3.1c', 'J-14a', 'J-14b'],
  limits: Object.values(limits),
  signature: signedIn(['completed'], ['sendBack'], ['complete']),
  states: {
    draft: { label: '待填写' },
    completed: { label: '待签发' },
    sent: { label: '已报送', ended: true },
  },
  tags: ticket => [
    ...(ticket.state === 'sent' && !isEdition(ticket) && known.of(ticket).editions === undefined
      ? [SENDING]
      : []),
    ...(isPublic(ticket) ? [PUBLIC] : []),
  ],
  opening: opening({
    label: '汇总数字',
    clause: 'G-3.3.1c',
    by: ['system'],
    fields: form,
    title: titleOf,
    // A draft is not the reader's yet.
    units: input => (input.unitId === undefined || input.main === undefined ? [] : [input.unitId]),
    run: (change, input) => {
      const period = reportPeriod(input.reportType ?? 'monthly', input.periodId ?? '');
      inner.note(change, {
        reportId: input.reportId,
        reportType: input.reportType,
        periodId: input.periodId,
        periodEnd: input.periodEnd,
        digest: input.digest,
        unitId: input.unitId,
        region: input.region,
        main: input.main,
      });
      known.note(change, {
        period: period ? `${period.first} 至 ${period.last}` : undefined,
        signedBy: input.signedBy,
        signedOn: input.signedOn,
      });
      if (isEdition(change.ticket)) arrive(change);
      else draft(change);
    },
    tells: [
      tell(
        ticket => (isEdition(ticket) || isBulletin(ticket) ? undefined : { to: 'operator' }),
        ticket => `数字已汇总，请在 ${until(ticket, 'report')} 前填写并送签`,
      ),
      tell(
        ticket => (!isEdition(ticket) && isBulletin(ticket) ? theManager() : undefined),
        () => '通报的数字已汇总，请填写并签发',
      ),
      tell(
        ticket => (isEdition(ticket) ? theReader(ticket) : undefined),
        () => '已报送，请查看并签收',
      ),
    ],
  }),
  facts: known,
  acts: [
    complete,
    sign,
    sendBack,
    spread,
    acknowledge,
    instruct,
    rectify,
    proposePublic,
    makePublic,
    takeBack,
  ],
};
