import { act, longtext, pick } from '../../engine';
import { spokenTime } from '../../time/spoken';
import type { Ticket } from '../../ticket/ticket';
import { concernedUnit, operator } from '../common/staff-ticket/parties';
import { tell, theFollowers, theLocal, theManager, theOperator, theUnit } from '../common/staff-ticket/words';
import { withdrawnAlready } from '../common/staff-ticket/withdrawn';
import { offlineBySilence } from './offline';
import { fixBy, holderOf, showAsOver } from './showing';
import { known } from './known';
import { limits } from './limits';

/**
 * Repair and verification (G-3.2.4a, G-3.3.3c). Of the working day only the time until the repair was reported is
 * the unit's (§1.5: `fixing(1 WD) → fixed`): while the operator verifies, the unit's clock stands still and the
 * operator's own runs, so that nobody's silence takes a repaired service offline.
 */

const notReported = (ticket: Ticket): string | undefined =>
  known.of(ticket).fixedAt ? undefined : '请先由接入方报告修复';

export const reportFix = act({
  act: 'reportFix',
  label: '报告已修复',
  clause: 'G-3.2.4a',
  by: [concernedUnit, operator],
  from: ['fixing', 'overdue', 'offline'],
  unless: (ticket, context) =>
    withdrawnAlready(context) ?? (known.of(ticket).fixedAt ? '已报告修复，等待验证' : undefined),
  fields: pick(known.fields, 'cause', 'fix'),
  says: 'fix',
  run: change => {
    const { ticket, now } = change;
    const fix = change.running('fix');
    known.note(change, { fixedAt: now });
    // After the limit the order to go offline stands (A4): the repair does not take it back, a verification does.
    if (ticket.state === 'fixing' && fix && now < fix.redAt) change.to('fixed');
    change.pause('fix');
    change.hold({ role: 'operator' });
    change.start(limits.verify, { role: 'operator' });
  },
  tells: [
    tell(theOperator, (ticket, context) => {
      const at = ticket.state === 'overdue' ? offlineBySilence.due?.(ticket, context) : undefined;
      return at ? `已修复，请在 ${spokenTime(at)} 前验证，否则到时自动暂时下线` : '已修复，请验证后恢复';
    }),
    tell(theUnit, () => '已报告修复，等待运营方验证'),
  ],
});

/** Opened again only with a record of the verification (G-3.3.3c). */
export const verify = act({
  act: 'verify',
  label: '验证通过，恢复服务',
  clause: 'G-3.3.3c',
  by: [operator],
  from: ['fixing', 'fixed', 'overdue', 'offline'],
  unless: (ticket, context) => withdrawnAlready(context) ?? notReported(ticket),
  to: 'verified',
  fields: pick(known.fields, 'verifier', 'evidence', 'proof'),
  says: 'evidence',
  run: change => {
    const { ticket } = change;
    change.meet(['fix', 'review']);
    change.cancel(['execute']);
    known.note(change, { verifiedAt: change.now });
    showAsOver(change);
    change.hold({ role: 'operator' });
    change.start(limits.feedback, { role: 'operator' });
    change.unmark('urgent');
    change.count('fault-verified', ticket.unitId ?? undefined);
  },
  tells: [
    tell(theUnit, () => '已验证通过，恢复服务'),
    tell(theManager, () => '已验证通过，恢复服务'),
    tell(theLocal, () => '已验证通过，恢复服务'),
    tell(theFollowers, () => '已恢复，可以正常办理了'),
  ],
});

export const failVerification = act({
  act: 'failVerification',
  label: '验证未通过',
  clause: 'G-3.3.3c',
  by: [operator],
  from: ['fixing', 'fixed', 'overdue', 'offline'],
  unless: notReported,
  fields: { reason: longtext('哪里没有通过', { required: true, max: 2000 }) },
  meets: ['review'],
  run: change => {
    known.note(change, { fixedAt: undefined });
    change.resume('fix', '等待验证，不计入');
    change.hold(holderOf(change.ticket));
    if (change.ticket.state === 'fixed') change.to('fixing');
  },
  tells: [
    tell(theUnit, ticket =>
      ticket.state === 'fixing' ? `验证未通过，请在 ${fixBy(ticket)} 24:00 前修复` : '验证未通过，请继续修复',
    ),
    tell(theManager, () => '验证未通过，继续修复'),
  ],
});
