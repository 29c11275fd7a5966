import {
  bool,
  date,
  datetime,
  facts,
  files,
  longtext,
  number,
  region,
  rows,
  select,
  selectFor,
  text,
  ticket as ticketField,
  unit,
  type Context,
} from '../../engine';
import { limits as citizenLimits } from '../common/citizen-ticket/limits';
import { reporterOf } from '../common/staff-ticket/words';
import { documentTypes, typesFor } from './types';

/** What a document knows. */

export const RULE_DOCUMENT = 'rule-document';

/** The limits that 实施细则 give in working days (G-5.1c). */
export const changeable = [
  citizenLimits.consultTechnical,
  citizenLimits.consultBusiness,
  citizenLimits.complaintTechnical,
  citizenLimits.complaintAccept,
  citizenLimits.complaintReply,
] as const;

const limitChoices = changeable.map(({ id, label, ...more }) => ({
  value: id,
  label: `${id.startsWith('consult') ? '咨询' : '投诉'}：${label}${'matter' in more ? `（${more.matter}）` : ''}`,
}));

const typeChoices = (context: Context) => {
  const own = typesFor(reporterOf(context).role);
  return (own.length > 0 ? own : documentTypes).map(({ value, label }) => ({ value, label }));
};

/** In the order in which its page shows it. */
export const known = facts({
  docType: selectFor(
    '文件类别',
    (ticket, context) =>
      ticket.no === '' ? typeChoices(context) : documentTypes.map(({ value, label }) => ({ value, label })),
    { required: true },
  ),
  name: text('文件名称', { required: true, max: 50 }),
  documentNo: text('文号', { max: 60 }),
  edition: text('版次'),
  replaces: ticketField('修订哪一件（现行文件的编号）'),
  wrote: text('制定方'),
  body: longtext('正文', { required: true, max: 8000, keepPhones: true }),
  paper: files('盖章文件', { max: 9 }),
  changes: rows('和上一版的不同', { was: text('上一版'), is: text('这一版') }),
  limits: rows(
    '随之调整的时限（从施行之日起，新收的件按它算）',
    {
      policy: select('时限', limitChoices, { required: true }),
      days: number('几个工作日', { required: true, min: 1, max: 250 }),
    },
    { max: changeable.length },
  ),
  effectiveOn: date('从哪天起施行', { required: true }),
  validUntil: date('有效期至（长期有效的不填）'),
  units: rows('发给哪些单位签收', { unitId: unit('单位', { required: true }) }, { max: 100 }),
  regions: rows(
    '发给哪些地区的主管部门签收（单位、地区都不填的按规则）',
    { region: region('地区', { required: true }) },
    { max: 100 },
  ),
  publicWords: longtext('给群众的说明（和群众有关的才填，用平常的话）', { max: 500, keepPhones: true }),
  reviewed: text('审核人'),
  approved: text('审定人'),
  basis: text('审定依据', { max: 200 }),
  secrecy: bool('已作保密审查'),
  personal: bool('已作个人信息审查'),
  publishedAt: datetime('发布时间'),
  effectiveAt: datetime('施行时间'),
  acknowledged: rows('已签收', {
    unitId: unit('单位'),
    region: region('主管部门所在地区'),
    by: text('签收人', { required: true }),
    at: datetime('时间', { required: true }),
  }),
  awaiting: text('还没有签收'),
  replacedBy: ticketField('已被哪一件代替'),
});
