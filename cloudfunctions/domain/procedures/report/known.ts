import {
  choices,
  datetime,
  facts,
  longtext,
  number,
  region,
  rows,
  select,
  text,
  unit,
  type Audience,
} from '../../engine';
import type { Ticket } from '../../ticket/ticket';
import { reportTypes, typeLabels } from '../../reports/periods';
import { inWriting } from '../common/in-writing';

/** What a report knows, in the order in which its page shows it. */
export const known = facts({
  whose: text('报送范围'),
  period: text('期间'),
  edition: number('版本'),
  changes: longtext('更正说明'),
  figures: rows(
    '主要数字',
    // `yearBefore`: of reports from before both stood in one line.
    { label: text('项目'), now: text('本期'), before: text('相比'), yearBefore: text('上年同期') },
    { max: 200 },
  ),
  analysis: longtext('情况分析', { required: true, max: 4000, keepPhones: true }),
  openIssues: longtext('遗留问题', { required: true, max: 4000, keepPhones: true }),
  nextPlan: longtext('下期计划', { required: true, max: 4000, keepPhones: true }),
  forUnits: longtext('致各单位（写入各单位、各地的报告）', { max: 2000, keepPhones: true }),
  ...inWriting,
  sentAt: datetime('发出时间'),
  editions: number('分送单位和地区'),
  readBy: text('签收人'),
  readAt: datetime('签收时间'),
  instructions: longtext('管理方批示'),
  publicFigures: choices('公开的数字', undefined),
  publicWords: longtext('给群众的说明'),
  publicBasis: text('公开的依据'),
  publicBy: text('审查公开'),
  publicAt: datetime('公开时间'),
});

/** What it notes for itself: which stored figures it is about, by their id and digest, and for whom it is. */
export const inner = facts({
  reportId: text('报告编号'),
  reportType: select(
    '种类',
    reportTypes.map(value => ({ value, label: typeLabels[value] })),
  ),
  periodId: text('期间编号'),
  periodEnd: text('期间最后一天'),
  digest: text('数字校验'),
  unitId: unit('报送单位'),
  region: region('报送地区'),
  main: text('总报告'),
  proposerId: text('提请公开'),
});

export const isBulletin = (ticket: Ticket): boolean => inner.of(ticket).reportType === 'bulletin';

/** Whether it is that for one unit or region, not the one that is completed and signed. */
export const isEdition = (ticket: Ticket): boolean => inner.of(ticket).main !== undefined;

/** The unit or the local authority that it is for; nobody of the whole. */
export const theReader = (ticket: Ticket): Audience | undefined => {
  const { unitId, region } = inner.of(ticket);
  if (unitId !== undefined) return { to: 'unit', unitId };
  return region === undefined ? undefined : { to: 'authority', region };
};
