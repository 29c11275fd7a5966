import type { ActDefinition } from '../../procedure';
import { concernedUnit, operator } from '../staff-procedure/parties';
import {
  called,
  fact,
  tell,
  theFollowers,
  theLocal,
  theManager,
  theOperator,
  theUnit,
} from '../staff-procedure/words';
import { showAsOver } from './showing';

/** Repair and verification (G-3.2.4a, G-3.3.3c). */

const verificationFields = [
  { name: 'verifier', label: '验证人', type: 'text', required: true, max: 30 },
  { name: 'evidence', label: '验证情况（怎样验证、结果如何）', type: 'longtext', required: true, max: 2000 },
  { name: 'proof', label: '验证记录', type: 'files' },
] as const satisfies NonNullable<ActDefinition['fields']>;

export const reportFix: ActDefinition = {
  act: 'reportFix',
  label: '报告已修复',
  clause: 'G-3.2.4a',
  by: [concernedUnit, operator],
  from: ['fixing', 'overdue', 'offline'],
  unless: ticket => (fact(ticket, 'fixedAt') ? '已报告修复，等待验证' : undefined),
  fields: [
    { name: 'cause', label: '原因', type: 'longtext', required: true, max: 2000 },
    { name: 'fix', label: '处理措施', type: 'longtext', required: true, max: 2000 },
  ],
  says: 'fix',
  run: change => {
    change.note('fixedAt', change.now);
    change.start('fault.verify', { role: 'operator' });
  },
  tells: [
    tell(theOperator, ticket => `${called(ticket)} 已修复，请验证后恢复`),
    tell(theUnit, ticket => `${called(ticket)} 已报告修复，等待运营方验证`),
  ],
};

/** Opened again only with a record of the verification (G-3.3.3c). */
export const verify: ActDefinition = {
  act: 'verify',
  label: '验证通过，恢复服务',
  clause: 'G-3.3.3c',
  by: [operator],
  from: ['fixing', 'overdue', 'offline'],
  unless: ticket => (fact(ticket, 'fixedAt') ? undefined : '请先由接入方报告修复'),
  to: 'verified',
  fields: verificationFields,
  says: 'evidence',
  run: change => {
    const { ticket } = change;
    change.meet(['fix', 'review']);
    change.cancel(['execute']);
    change.note('verifiedAt', change.now);
    showAsOver(change);
    change.hold({ role: 'operator' });
    change.start('change.report', { role: 'operator' }, { clause: 'G-3.3.3d', label: '反馈处理情况' });
    change.unmark('urgent');
    change.count('fault-verified', ticket.unitId ?? undefined);
  },
  tells: [
    tell(theUnit, ticket => `${called(ticket)} 已验证通过，恢复服务`),
    tell(theManager, ticket => `${called(ticket)} 已验证通过，恢复服务`),
    tell(theLocal, ticket => `${called(ticket)} 已验证通过，恢复服务`),
    tell(theFollowers, ticket => `“${ticket.serviceName ?? '办事平台'}”已恢复，可以正常办理了`),
  ],
};

export const failVerification: ActDefinition = {
  act: 'failVerification',
  label: '验证未通过',
  clause: 'G-3.3.3c',
  by: [operator],
  from: ['fixing', 'overdue', 'offline'],
  unless: ticket => (fact(ticket, 'fixedAt') ? undefined : '请先由接入方报告修复'),
  fields: [
    { name: 'reason', label: '哪里没有通过', type: 'longtext', required: true, max: 2000, passing: true },
  ],
  meets: ['review'],
  run: change => change.note('fixedAt', undefined),
  tells: [tell(theUnit, ticket => `${called(ticket)} 验证未通过，请继续修复`)],
};
