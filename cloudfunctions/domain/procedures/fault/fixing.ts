import type { ActDefinition } from '../../engine';
import { spokenTime } from '../../time/spoken';
import type { Ticket } from '../../ticket/ticket';
import { concernedUnit, operator } from '../common/staff-ticket/parties';
import {
  called,
  fact,
  tell,
  theFollowers,
  theLocal,
  theManager,
  theOperator,
  theUnit,
} from '../common/staff-ticket/words';
import { withdrawnAlready } from '../common/staff-ticket/withdrawn';
import { offlineBySilence } from './offline';
import { fixBy, holderOf, showAsOver } from './showing';

/**
 * Repair and verification (G-3.2.4a, G-3.3.3c). Of the working day only the time until the repair was reported is
 * the unit's (§1.5: `fixing(1 WD) → fixed`): while the operator verifies, the unit's clock stands still and the
 * operator's own runs, so that nobody's silence takes a repaired service offline.
 */

const notReported = (ticket: Ticket): string | undefined =>
  fact(ticket, 'fixedAt') ? undefined : '请先由接入方报告修复';

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
  unless: (ticket, context) =>
    withdrawnAlready(context) ?? (fact(ticket, 'fixedAt') ? '已报告修复，等待验证' : undefined),
  fields: [
    { name: 'cause', label: '原因', type: 'longtext', required: true, max: 2000 },
    { name: 'fix', label: '处理措施', type: 'longtext', required: true, max: 2000 },
  ],
  says: 'fix',
  run: change => {
    const { ticket, now } = change;
    const fix = change.running('fix');
    change.note('fixedAt', now);
    // After the limit the order to go offline stands (A4): the repair does not take it back, a verification does.
    if (ticket.state === 'fixing' && fix && now < fix.redAt) change.to('fixed');
    change.pause('fix');
    change.hold({ role: 'operator' });
    change.start('fault.verify', { role: 'operator' });
  },
  tells: [
    tell(theOperator, (ticket, context) => {
      const at = ticket.state === 'overdue' ? offlineBySilence.due?.(ticket, context) : undefined;
      return at
        ? `${called(ticket)} 已修复，请在 ${spokenTime(at)} 前验证，否则到时自动暂时下线`
        : `${called(ticket)} 已修复，请验证后恢复`;
    }),
    tell(theUnit, ticket => `${called(ticket)} 已报告修复，等待运营方验证`),
  ],
};

/** Opened again only with a record of the verification (G-3.3.3c). */
export const verify: ActDefinition = {
  act: 'verify',
  label: '验证通过，恢复服务',
  clause: 'G-3.3.3c',
  by: [operator],
  from: ['fixing', 'fixed', 'overdue', 'offline'],
  unless: (ticket, context) => withdrawnAlready(context) ?? notReported(ticket),
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
  from: ['fixing', 'fixed', 'overdue', 'offline'],
  unless: notReported,
  fields: [
    { name: 'reason', label: '哪里没有通过', type: 'longtext', required: true, max: 2000, passing: true },
  ],
  meets: ['review'],
  run: change => {
    change.note('fixedAt', undefined);
    change.resume('fix', '等待验证，不计入');
    change.hold(holderOf(change.ticket));
    if (change.ticket.state === 'fixed') change.to('fixing');
  },
  tells: [
    tell(theUnit, ticket =>
      ticket.state === 'fixing'
        ? `${called(ticket)} 验证未通过，请在 ${fixBy(ticket)} 24:00 前修复`
        : `${called(ticket)} 验证未通过，请继续修复`,
    ),
    tell(theManager, ticket => `${called(ticket)} 验证未通过，继续修复`),
  ],
};
