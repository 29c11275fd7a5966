import { act, longtext, opening, pick, type Change, type Procedure } from '../../engine';
import { operators } from '../../catalogue/roles';
import { until } from '../common/citizen-ticket/words';
import { signatureErrors } from '../common/in-writing';
import { signedIn } from '../common/signature';
import { noteProgress } from '../common/staff-ticket/forms';
import { manager, operator } from '../common/staff-ticket/parties';
import { tell, theManager, theOperator } from '../common/staff-ticket/words';
import { partnerSide, known, partner, PARTNER_ACCESS, thePartner } from './known';
import { limits, windows } from './limits';
import { agreementErrors, noteAgreement, serving } from './serving';

/**
 * 合作方接入, G-2.1b3, J-15a, J-15b, A39: a partner applies in writing and says what it answers for; the manager decides, with an
 * agreement that ends; the operator connects; what happens meanwhile stands with it. In force it is the register of partners.
 */

const form = pick(
  known.fields,
  'company',
  'creditCode',
  'partnerKind',
  'offers',
  'duties',
  'contactName',
  'contactPhone',
  'signedBy',
  'signedOn',
  'documentNo',
  'papers',
);

const putForward = (change: Change): void => {
  change.to('applied');
  change.hold({ role: 'manager' });
  change.start(limits.decide, { role: 'manager' });
};

const approve = act({
  act: 'approveAccess',
  label: '同意接入',
  clause: 'J-15a',
  by: [manager],
  from: ['applied'],
  to: 'connecting',
  meets: ['decide'],
  shows: ticket => [{ label: '责任', text: known.of(ticket).duties ?? '' }],
  fields: pick(known.fields, 'agreedOn', 'agreementUntil', 'agreementNo', 'agreement'),
  check: (_ticket, input, context) => agreementErrors(input, context),
  says: null,
  run: (change, { agreementUntil }) => {
    noteAgreement(change, agreementUntil);
    change.hold({ role: 'operator' });
    change.start(limits.connect, { role: 'operator' });
  },
  tells: [
    tell(thePartner, () => '申请已同意，请配合接入'),
    tell(theOperator, ticket => `请接入合作方，最迟 ${until(ticket, 'connect')}`),
  ],
});

const giveBack = act({
  act: 'returnAccess',
  label: '退回补充',
  clause: 'J-15a',
  by: [manager],
  from: ['applied'],
  to: 'returned',
  meets: ['decide'],
  fields: { reason: longtext('要补充什么', { required: true, max: 1000 }) },
  run: change => {
    change.hold(partnerSide(change.ticket));
    change.start(limits.complete, change.ticket.holder);
  },
  tells: [
    tell(thePartner, ticket => `申请被退回，请在 ${until(ticket, 'complete')} 前补充`),
    tell(
      ticket => (ticket.work?.partnerId ? undefined : { to: 'operator' }),
      ticket => `申请被退回，请在 ${until(ticket, 'complete')} 前补充`,
    ),
  ],
});

const complete = act({
  act: 'completeAccess',
  label: '已补充，重新申请',
  clause: 'J-15a',
  by: [partner, operator],
  from: ['returned'],
  meets: ['complete'],
  fields: pick(known.fields, 'offers', 'duties', 'papers', 'signedBy', 'signedOn'),
  check: (_ticket, input, context) => signatureErrors(input, context),
  says: null,
  run: putForward,
  tells: [tell(theManager, ticket => `合作方已补充，请在 ${until(ticket, 'decide')} 前审核`)],
});

const refuse = act({
  act: 'refuseAccess',
  label: '不同意接入',
  place: 'next',
  clause: 'J-15a',
  by: [manager],
  from: ['applied'],
  to: 'declined',
  meets: ['decide'],
  fields: { reason: longtext('理由', { required: true, max: 1000 }) },
  run: change => change.end(),
  tells: [tell(thePartner, () => '申请没有同意'), tell(theOperator, () => '合作方申请没有同意')],
});

const takeBack = act({
  act: 'takeBack',
  label: '撤回申请',
  place: 'beside',
  clause: 'J-15a',
  by: [partner, operator],
  from: ['applied', 'returned'],
  to: 'taken-back',
  cancels: ['decide', 'complete'],
  fields: { reason: longtext('原因', { max: 300 }) },
  run: change => change.end(),
  tells: [tell(theManager, () => '合作方申请已撤回')],
});

export const partnerAccess: Procedure = {
  kind: PARTNER_ACCESS,
  prefix: 'HZ',
  label: '合作方接入',
  group: '合作方',
  purpose: '第三方业态合作方书面申请、签协议、接入平台',
  order: 130,
  clauses: ['G-2.1b3', 'J-15a', 'J-15b', 'A39'],
  limits: Object.values(limits),
  windows: Object.values(windows),
  signature: signedIn(['applied'], ['returnAccess'], ['completeAccess']),
  states: {
    applied: { label: '待审核' },
    returned: { label: '待补充' },
    connecting: { label: '待接入' },
    serving: { label: '合作中', ended: true },
    ended: { label: '合作已终止', ended: true },
    declined: { label: '没有同意', ended: true },
    'taken-back': { label: '已撤回', ended: true },
  },
  // Whoever works with the platform is found as long as that lasts.
  tags: ticket => (ticket.state === 'serving' ? ['partners'] : []),
  opening: opening({
    label: '申请合作接入',
    clause: 'J-15a',
    by: ['partner', ...operators],
    fields: form,
    check: (input, context) => signatureErrors(input, context),
    title: input => `合作方接入：${input.company}`,
    units: () => [],
    run: putForward,
    tells: [
      tell(theManager, ticket => `合作方申请接入，请在 ${until(ticket, 'decide')} 前审核`),
      tell(theOperator, () => '合作方申请接入'),
    ],
  }),
  facts: known,
  acts: [
    approve,
    giveBack,
    refuse,
    complete,
    takeBack,
    ...serving,
    noteProgress({
      clause: 'J-15b',
      by: [partner, operator, manager],
      from: ['applied', 'returned', 'connecting'],
    }),
  ],
};
