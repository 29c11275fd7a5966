import { serviceApplicants } from '../../catalogue/roles';
import { regionPath } from '../../catalogue';
import {
  act,
  opening,
  longtext,
  pick,
  allOptional,
  correcting,
  type ActDefinition,
  type Change,
  type Context,
  type FieldErrors,
  type Procedure,
  type InputOf,
} from '../../engine';
import { changeMode, filesOnly } from '../common/staff-ticket/change-mode';
import { noteProgress } from '../common/staff-ticket/forms';
import { concernedUnit, localAuthority, manager, operator } from '../common/staff-ticket/parties';
import { signedIn } from '../common/signature';
import { completed, plannedErrors, startByPlannedDay } from '../common/staff-ticket/planned';
import { serviceFormErrors, withInput } from '../common/staff-ticket/service-form';
import {
  applicantOf,
  tell,
  tellApplicant,
  theLead,
  theManager,
  theOperator,
  theOtherLocals,
  theUnit,
} from '../common/staff-ticket/words';
import { entered, known } from './known';
import { limits, listingBy } from './limits';
import { withRest, leaveOut, leaveOutErrors, leaveOutField, listErrors, titleOf } from './list';
import { list } from './listed-service';

/**
 * 服务上架, G-2.1b1, J-10b, J-10c: filed in advance by the unit or its local authority with all that the service needs
 * and the report of its self-test; checked by the operator; approved by the manager or, where the rule set files,
 * recorded with the manager, who may ask for a correction (A9). One filing names one service or a list of them; listing
 * puts them into the register.
 */

const applicants = [concernedUnit, localAuthority];

const application = {
  ...pick(known.fields, 'accessUnitId'),
  ...entered,
  text: longtext('其他说明', { max: 2000 }),
};
type Application = InputOf<typeof application>;

const accessUnit = ({ accessUnitId }: Application, { actor }: Context): string =>
  accessUnitId ?? actor.unitId ?? '';

/** The ticket lies in the region that the service is for, so that its local authorities see it. */
const place = ({ ticket, context }: Change): void => {
  const { region } = known.of(ticket);
  if (!region) return;
  ticket.region = region;
  ticket.regionPath = regionPath(region, context.catalogue);
};

const submit = (change: Change): void => {
  const { ticket } = change;
  place(change);
  // All of the list is looked at again.
  known.note(change, { leftOut: undefined });
  ticket.title = titleOf(known.of(ticket));
  change.to('checking');
  change.hold({ role: 'operator' });
  change.start(limits.check, { role: 'operator' });
};

const open = (change: Change, input: Application): void => {
  known.note(change, { accessUnitId: accessUnit(input, change.context) });
  submit(change);
};

const notTheirUnit = (
  { accessUnitId: chosen }: Application,
  { actor, catalogue }: Context,
): string | undefined => {
  if (actor.unitId) return chosen && chosen !== actor.unitId ? '只能为本单位的服务发起' : undefined;
  const region = catalogue.unit(chosen ?? '')?.region;
  return region && !regionPath(region, catalogue).includes(actor.region ?? '')
    ? '只能为本地区的单位发起'
    : undefined;
};

const openingErrors = (input: Application, context: Context): FieldErrors => {
  const unit = context.catalogue.unit(accessUnit(input, context));
  if (!unit) return { accessUnitId: '请选择接入单位' };
  return {
    ...serviceFormErrors(input, unit.region, context),
    ...listErrors(input),
    ...plannedErrors(input.plannedOn, context),
  };
};

const askForMore = (change: Change): void => {
  change.hold(applicantOf(change.ticket));
  change.start(limits.check, change.ticket.holder, { label: '补充上架材料' });
};

/** Returned with the reason: what is missing when it is checked, or what does not work when it is to be listed. */
const returnForCompletion = act({
  act: 'returnForCompletion',
  label: '退回补充',
  clause: 'J-10c',
  by: [operator],
  from: ['checking'],
  to: 'returned',
  meets: ['accept'],
  cancels: ['execute'],
  fields: { reason: longtext('要补充什么', { required: true, max: 2000 }) },
  run: askForMore,
  tells: [
    ...tellApplicant(
      () => '被退回，请看理由，补充后再提交',
      () => '被退回，由当地主管部门补充',
    ),
    tell(theOtherLocals, () => '被退回补充'),
  ],
});

/** While it waits for its day, or where it does not work then. */
const returnBeforeListing: ActDefinition = {
  ...returnForCompletion,
  from: ['approved', 'filed'],
  place: 'beside',
};

const complete = act({
  act: 'complete',
  label: '补充后再提交',
  clause: 'J-10b',
  by: applicants,
  from: ['returned'],
  meets: ['accept'],
  fields: { completed, ...correcting(allOptional(entered)) },
  says: 'completed',
  check: (ticket, input, context) => {
    const unit = ticket.unitId ? context.catalogue.unit(ticket.unitId) : undefined;
    const values = withInput(known.of(ticket), input);
    return {
      ...serviceFormErrors(values, unit?.region, context),
      ...listErrors(values),
      ...plannedErrors(input.plannedOn, context),
    };
  },
  run: (change, input) => {
    // Every further one has been taken off the list.
    if (input.list?.length === 0) known.note(change, { list: undefined });
    submit(change);
  },
  tells: [tell(theOperator, () => '已补充，请核查')],
});

/** The check of the materials and of the self-test; then the manager's approval, or the filing with the manager (A9). */
const check = act({
  act: 'confirmCheck',
  label: '核查通过',
  clause: 'J-10c',
  by: [operator],
  from: ['checking'],
  meets: ['accept'],
  fields: {
    leaveOut: leaveOutField('没有通过、这次不上架的（不选就是全部通过）'),
    ...pick(known.fields, 'checkResult'),
  },
  says: 'checkResult',
  check: (ticket, input) => leaveOutErrors(ticket, input.leaveOut),
  run: (change, input) => {
    leaveOut(change, input.leaveOut);
    if (filesOnly(change.context)) {
      known.note(change, { filedAt: change.now });
      change.to('filed');
      change.hold({ role: 'operator' });
      return startByPlannedDay(change, listingBy('J-10b'), known.of(change.ticket).plannedOn);
    }
    change.to('deciding');
    change.hold({ role: 'manager' });
    change.start(limits.decide, { role: 'manager' });
  },
  tells: [
    tell(
      theManager,
      withRest(context =>
        filesOnly(context) ? '已核查并报备，将按计划上架；有问题请要求更正' : '已核查，请审核',
      ),
    ),
    ...tellApplicant(withRest(context => `已核查，${filesOnly(context) ? '已报备' : '等待审核'}`)),
  ],
});

const approve = act({
  act: 'approve',
  label: '同意上架',
  clause: 'G-2.1b1',
  by: [manager],
  from: ['deciding'],
  to: 'approved',
  meets: ['review'],
  fields: {
    leaveOut: leaveOutField('不同意上架的（不选就是全部同意）'),
    ...pick(known.fields, 'conditions'),
  },
  says: 'conditions',
  check: (ticket, input) => ({
    ...leaveOutErrors(ticket, input.leaveOut),
    ...(input.leaveOut && !input.conditions ? { conditions: '有服务这次不上架，请写明理由' } : {}),
  }),
  run: (change, input) => {
    leaveOut(change, input.leaveOut);
    change.hold({ role: 'operator' });
    startByPlannedDay(change, listingBy('G-2.1b1'), known.of(change.ticket).plannedOn);
  },
  tells: [
    ...tellApplicant(withRest(() => '已审核同意，将按计划上架')),
    tell(
      theOperator,
      withRest(() => '已审核同意，请按计划上架'),
    ),
    tell(
      theOtherLocals,
      withRest(() => '已审核同意'),
    ),
  ],
});

const reject = act({
  act: 'reject',
  label: '不同意上架',
  clause: 'G-2.1b1',
  by: [manager],
  from: ['deciding'],
  to: 'rejected',
  meets: ['review'],
  fields: { reason: longtext('理由', { required: true, max: 2000 }) },
  run: change => change.end(),
  tells: [
    ...tellApplicant(() => '没有同意上架，请看理由', undefined, [theUnit, theLead]),
    tell(theOperator, () => '没有同意上架'),
    tell(theOtherLocals, () => '没有同意上架，请看理由'),
  ],
});

/** A filing needs no approval, but the manager may ask for a correction before it takes effect (A9). */
const askCorrection = act({
  act: 'askCorrection',
  label: '要求更正',
  place: 'beside',
  clause: 'J-10b',
  by: [manager],
  from: ['filed'],
  to: 'returned',
  cancels: ['execute'],
  fields: { reason: longtext('要更正什么', { required: true, max: 2000 }) },
  run: askForMore,
  tells: [
    ...tellApplicant(
      () => '要更正，请看理由，更正后再提交',
      () => '要更正，由当地主管部门更正',
    ),
    tell(theOtherLocals, () => '要更正，请看理由'),
    tell(theOperator, () => '要更正，请先不要上架'),
  ],
});

const cancel = act({
  act: 'cancelApplication',
  label: '撤回申请',
  place: 'beside',
  clause: 'J-10b',
  by: applicants,
  from: ['checking', 'returned', 'deciding', 'approved', 'filed'],
  to: 'cancelled',
  cancels: ['accept', 'review', 'execute'],
  fields: { reason: longtext('理由', { required: true, max: 1000 }) },
  run: change => change.end(),
  tells: [
    tell(theOperator, () => '已撤回，不用核查'),
    tell(theManager, () => '已撤回'),
    ...tellApplicant(() => '已撤回'),
  ],
});

const note = noteProgress({
  clause: 'G-2.1b1',
  by: [...applicants, operator, manager],
  from: ['checking', 'returned', 'deciding', 'approved', 'filed'],
});

export const listing: Procedure = {
  kind: 'listing',
  prefix: 'SJ',
  label: '服务上架',
  group: '服务管理',
  purpose: '新服务上架：提前报备服务清单，附全流程自测报告',
  order: 40,
  clauses: ['G-2.1b1', 'J-10b', 'J-10c', 'J-12b', 'A9'],
  limits: Object.values(limits),
  signature: signedIn(['checking', 'deciding'], ['returnForCompletion', 'askCorrection'], ['complete']),
  switches: [changeMode],
  states: {
    checking: { label: '待核查' },
    returned: { label: '待补充' },
    deciding: { label: '待审核' },
    approved: { label: '已同意，待上架' },
    filed: { label: '已报备，待上架' },
    listed: { label: '已上架', ended: true },
    rejected: { label: '不同意上架', ended: true },
    cancelled: { label: '已撤回', ended: true },
  },
  opening: opening({
    label: '申请服务上架',
    clause: 'J-10b',
    by: serviceApplicants,
    fields: application,
    unless: notTheirUnit,
    check: openingErrors,
    title: input => titleOf(input),
    units: (input, context) => [accessUnit(input, context)],
    run: open,
    tells: [
      tell(theOperator, () => '已提交，请核查材料和自测报告'),
      tell(theManager, () => '已提交，正在核查'),
      ...tellApplicant(() => '已提交，等待核查'),
      tell(theLead, () => '已提交，等待核查'),
      tell(theOtherLocals, () => '已提交，等待核查'),
    ],
  }),
  facts: known,
  acts: [
    check,
    returnForCompletion,
    returnBeforeListing,
    complete,
    approve,
    reject,
    askCorrection,
    list,
    cancel,
    note,
  ],
};
