import {
  date,
  facts,
  files,
  longtext,
  region,
  rows,
  select,
  text,
  ticket as ticketField,
  unit,
  type Change,
} from '../../engine';
import type { Holder, Ticket } from '../../ticket/ticket';
import type { Side } from '../common/staff-ticket/side';
import { findingSources, severities } from '../common/rectifying';

/** What a rectification knows. */

export const matters = [
  '服务可用',
  '信息内容',
  '界面和兼容',
  '办理和答复',
  '数据和接口',
  '安全',
  '运行维护',
  '其他',
].map(label => ({ value: label, label }));

/** In the order in which its page shows it. */
export const known = facts({
  source: select('来源', findingSources, { required: true }),
  matter: select('哪一类问题', matters, { required: true }),
  times: text('同类问题'),
  findings: rows(
    '发现的问题',
    { what: longtext('问题', { required: true, max: 500 }), photo: files('照片', { max: 3 }) },
    { required: true, max: 50 },
  ),
  severity: select('严重程度', severities),
  cause: text('原因', { max: 60 }),
  unitId: unit('责任单位（不选为运营方）'),
  region: region('责任地区的主管部门（不选单位时）'),
  caseNo: text('外部件号（在别处办理的件）', { max: 64 }),
  about: ticketField('来自哪一件（工单编号）'),
  dueOn: date('最迟哪天改好（不填按规则）'),
  finder: text('由谁提出并复查'),
  measure: longtext('整改情况', { required: true, max: 2000 }),
  proof: files('整改佐证', { max: 9 }),
  verdict: longtext('复查意见', { max: 1000 }),
  objection: longtext('不同意整改的理由', { required: true, max: 1000 }),
});

/** Who has found it, as a side: only that side checks it again. */
const found = facts({
  finderRole: text('提出角色'),
  finderUnit: text('提出单位'),
  finderRegion: text('提出地区'),
});

export const finderOf = (ticket: Ticket): Side => {
  const { finderRole = 'manager', finderUnit, finderRegion } = found.of(ticket);
  return {
    role: finderRole as Holder['role'],
    ...(finderUnit ? { unitId: finderUnit } : {}),
    ...(finderRegion ? { region: finderRegion } : {}),
  };
};

export const noteFinder = (change: Change, { role, unitId, region: code }: Side): void =>
  found.note(change, { finderRole: role, finderUnit: unitId, finderRegion: code });
