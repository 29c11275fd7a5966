import {
  date,
  datetime,
  facts,
  files,
  longtext,
  rows,
  select,
  text,
  type Audience,
  type Party,
} from '../../engine';
import type { Holder, Ticket } from '../../ticket/ticket';
import { inWriting } from '../common/in-writing';

/** What is known of a partner (G-2.1b3, J-15a, J-15b). */

export const PARTNER_ACCESS = 'partner-access';

const kinds = [
  { value: 'logistics', label: '物流' },
  { value: 'payment', label: '支付' },
  { value: 'finance', label: '金融' },
  { value: 'utility', label: '水电气网' },
  { value: 'life', label: '生活服务' },
  { value: 'other', label: '其他' },
] as const;

/** In the order in which its page shows it. */
export const known = facts({
  company: text('合作方名称', { required: true, max: 60 }),
  creditCode: text('统一社会信用代码', { max: 18 }),
  partnerKind: select('业态', kinds, { required: true }),
  offers: longtext('提供什么服务', { required: true, max: 2000 }),
  duties: longtext('责任（服务保障、数据和群众投诉怎样负责）', { required: true, max: 4000 }),
  contactName: text('联系人', { required: true, max: 30 }),
  contactPhone: text('联系电话（办公电话或值班电话）', { required: true, max: 30, keepPhones: true }),
  ...inWriting,
  papers: files('申请书、资质和协议文本', { max: 9 }),
  agreementNo: text('协议编号', { max: 60 }),
  agreedOn: date('协议签订日期', { required: true }),
  agreementUntil: date('协议到期日', { required: true }),
  agreement: files('签好的协议', { max: 9 }),
  connected: longtext('接入和测试情况', { required: true, max: 2000 }),
  connectedAt: datetime('接入时间'),
  incidents: rows('发生的问题', {
    at: datetime('时间', { required: true }),
    by: text('谁报告', { required: true }),
    what: longtext('情况', { required: true, max: 1000 }),
  }),
  endedBy: text('终止的原因'),
});

/** The partner whose matter it is. */
export const partner: Party = {
  label: '合作方',
  roles: ['partner'],
  has: (actor, { work }) => work?.partnerId !== undefined && work.partnerId === actor.id,
};

export const thePartner = ({ work }: Ticket): Audience | undefined =>
  work?.partnerId ? { to: 'member', memberId: work.partnerId } : undefined;

/** Whoever has applied: the partner itself, or the operator for one that has no account. */
export const partnerSide = ({ work }: Ticket): Holder =>
  work?.partnerId ? { role: 'partner', memberId: work.partnerId } : { role: 'operator' };
