import { regionPath } from '../../catalogue';
import {
  correcting,
  type ActDefinition,
  type Change,
  type Context,
  type FieldSpec,
  type Input,
  type Procedure,
} from '../../engine';
import {
  leaveOut,
  leaveOutErrors,
  leaveOutField,
  leftOutWords,
  listErrors,
  named,
  othersField,
  titleOf,
} from './list';
import { list } from './listed-service';
import { concernedUnit, localAuthority, manager, operator } from '../common/staff-ticket/parties';
import { completedField, plannedErrors, plannedOn, startByPlannedDay } from '../common/staff-ticket/planned';
import {
  serviceFields,
  serviceFormErrors,
  unitOptions,
  withInput,
} from '../common/staff-ticket/service-form';
import {
  applicantOf,
  fact,
  given,
  tell,
  tellApplicant,
  theLead,
  theManager,
  theOperator,
  theOtherLocals,
  theUnit,
} from '../common/staff-ticket/words';

/**
 * 服务上架, G-2.1b1, J-10b, J-10c: filed in advance by the unit or its local authority with all that the service needs
 * and the report of its self-test; checked by the operator; approved by the manager or, where the rule set files,
 * recorded with the manager, who may ask for a correction (A9). One filing names one service or a list of them; listing
 * puts them into the register.
 */

const applicants = [concernedUnit, localAuthority];

const filesOnly = (context: Pick<Context, 'ruleSet'>): boolean =>
  context.ruleSet.switches.changeMode === 'file';

const selfTest = (required: boolean): FieldSpec => ({
  name: 'selfTest',
  label: '全流程自测报告',
  type: 'files',
  required,
});

const accessUnit = (input: Input, { actor }: Context): string =>
  given(input, 'accessUnitId') ?? actor.unitId ?? '';

/** The ticket lies in the region that the service is for, so that its local authorities see it. */
const place = ({ ticket, context }: Change): void => {
  const region = fact(ticket, 'region');
  if (!region) return;
  ticket.region = region;
  ticket.regionPath = regionPath(region, context.catalogue);
};

const submit = (change: Change): void => {
  const { ticket } = change;
  place(change);
  // All of the list is looked at again.
  change.note('leftOut', undefined);
  ticket.title = titleOf(ticket.work?.values ?? {});
  change.to('checking');
  change.hold({ role: 'operator' });
  change.start('listing.check', { role: 'operator' });
};

const open = (change: Change, input: Input): void => {
  change.note('accessUnitId', accessUnit(input, change.context));
  submit(change);
};

const notTheirUnit = (input: Input, { actor, catalogue }: Context): string | undefined => {
  const chosen = given(input, 'accessUnitId');
  if (actor.unitId) return chosen && chosen !== actor.unitId ? '只能为本单位的服务发起' : undefined;
  const region = catalogue.unit(chosen ?? '')?.region;
  return region && !regionPath(region, catalogue).includes(actor.region ?? '')
    ? '只能为本地区的单位发起'
    : undefined;
};

const openingErrors = (input: Input, context: Context): Record<string, string> => {
  const unit = context.catalogue.unit(accessUnit(input, context));
  if (!unit) return { accessUnitId: '请选择接入单位' };
  return {
    ...serviceFormErrors(input, unit.region, context),
    ...listErrors(input),
    ...plannedErrors(input, context),
  };
};

/** Returned with the reason: what is missing when it is checked, or what does not work when it is to be listed. */
const returnForCompletion: ActDefinition = {
  act: 'returnForCompletion',
  label: '退回补充',
  clause: 'J-10c',
  by: [operator],
  from: ['checking'],
  to: 'returned',
  meets: ['accept'],
  cancels: ['execute'],
  fields: [
    { name: 'reason', label: '要补充什么', type: 'longtext', required: true, max: 2000, passing: true },
  ],
  run: change => askForMore(change),
  tells: [
    ...tellApplicant(
      ticket => `${named(ticket)} 被退回，请看理由，补充后再提交`,
      ticket => `${named(ticket)} 被退回，由当地主管部门补充`,
    ),
    tell(theOtherLocals, ticket => `${named(ticket)} 被退回补充`),
  ],
};

/** While it waits for its day, or where it does not work then. */
const returnBeforeListing: ActDefinition = {
  ...returnForCompletion,
  from: ['approved', 'filed'],
  place: 'beside',
};

const askForMore = (change: Change): void => {
  change.hold(applicantOf(change.ticket));
  change.start('listing.check', change.ticket.holder, { label: '补充上架材料' });
};

const complete: ActDefinition = {
  act: 'complete',
  label: '补充后再提交',
  clause: 'J-10b',
  by: applicants,
  from: ['returned'],
  meets: ['accept'],
  fields: [
    completedField,
    ...correcting([...serviceFields(false), othersField, plannedOn('计划上架日期', false)]),
    selfTest(false),
  ],
  says: 'completed',
  check: (ticket, input, context) => {
    const unit = ticket.unitId ? context.catalogue.unit(ticket.unitId) : undefined;
    const values = withInput(ticket, input);
    return {
      ...serviceFormErrors(values, unit?.region, context),
      ...listErrors(values),
      ...plannedErrors(input, context),
    };
  },
  run: submit,
  tells: [tell(theOperator, ticket => `${named(ticket)} 已补充，请核查`)],
};

/** The check of the materials and of the self-test; then the manager's approval, or the filing with the manager (A9). */
const check: ActDefinition = {
  act: 'confirmCheck',
  label: '核查通过',
  clause: 'J-10c',
  by: [operator],
  from: ['checking'],
  meets: ['accept'],
  fields: [
    leaveOutField('没有通过、这次不上架的（不选就是全部通过）'),
    { name: 'checkResult', label: '核查情况（材料、自测报告）', type: 'longtext', required: true, max: 2000 },
  ],
  says: 'checkResult',
  check: (ticket, input) => leaveOutErrors(ticket, input, 'checkResult'),
  run: (change, input) => {
    leaveOut(change, input);
    if (filesOnly(change.context)) {
      change.note('filedAt', change.now);
      change.to('filed');
      change.hold({ role: 'operator' });
      return startByPlannedDay(change, '上架', 'J-10b');
    }
    change.to('deciding');
    change.hold({ role: 'manager' });
    change.start('listing.decide', { role: 'manager' });
  },
  tells: [
    tell(theManager, (ticket, context) =>
      filesOnly(context)
        ? `${named(ticket)} 已核查并报备，将按计划上架；有问题请要求更正${leftOutWords(ticket)}`
        : `${named(ticket)} 已核查，请审核${leftOutWords(ticket)}`,
    ),
    ...tellApplicant(
      (ticket, context) =>
        `${named(ticket)} 已核查，${filesOnly(context) ? '已报备' : '等待审核'}${leftOutWords(ticket)}`,
    ),
  ],
};

const approve: ActDefinition = {
  act: 'approve',
  label: '同意上架',
  clause: 'G-2.1b1',
  by: [manager],
  from: ['deciding'],
  to: 'approved',
  meets: ['review'],
  fields: [
    leaveOutField('不同意上架的（不选就是全部同意）'),
    { name: 'conditions', label: '意见、条件或不同意的理由', type: 'longtext', max: 2000 },
  ],
  says: 'conditions',
  check: (ticket, input) => leaveOutErrors(ticket, input, 'conditions'),
  run: (change, input) => {
    leaveOut(change, input);
    change.hold({ role: 'operator' });
    startByPlannedDay(change, '上架', 'G-2.1b1');
  },
  tells: [
    ...tellApplicant(ticket => `${named(ticket)} 已审核同意，将按计划上架${leftOutWords(ticket)}`),
    tell(theOperator, ticket => `${named(ticket)} 已审核同意，请按计划上架${leftOutWords(ticket)}`),
    tell(theOtherLocals, ticket => `${named(ticket)} 已审核同意${leftOutWords(ticket)}`),
  ],
};

const reject: ActDefinition = {
  act: 'reject',
  label: '不同意上架',
  clause: 'G-2.1b1',
  by: [manager],
  from: ['deciding'],
  to: 'rejected',
  meets: ['review'],
  fields: [{ name: 'reason', label: '理由', type: 'longtext', required: true, max: 2000, passing: true }],
  run: change => change.end(),
  tells: [
    ...tellApplicant(ticket => `${named(ticket)} 没有同意上架，请看理由`, undefined, [theUnit, theLead]),
    tell(theOperator, ticket => `${named(ticket)} 没有同意上架`),
    tell(theOtherLocals, ticket => `${named(ticket)} 没有同意上架，请看理由`),
  ],
};

/** A filing needs no approval, but the manager may ask for a correction before it takes effect (A9). */
const askCorrection: ActDefinition = {
  act: 'askCorrection',
  label: '要求更正',
  place: 'beside',
  clause: 'J-10b',
  by: [manager],
  from: ['filed'],
  to: 'returned',
  cancels: ['execute'],
  fields: [
    { name: 'reason', label: '要更正什么', type: 'longtext', required: true, max: 2000, passing: true },
  ],
  run: change => askForMore(change),
  tells: [
    ...tellApplicant(
      ticket => `${named(ticket)} 要更正，请看理由，更正后再提交`,
      ticket => `${named(ticket)} 要更正，由当地主管部门更正`,
    ),
    tell(theOtherLocals, ticket => `${named(ticket)} 要更正，请看理由`),
    tell(theOperator, ticket => `${named(ticket)} 要更正，请先不要上架`),
  ],
};

const cancel: ActDefinition = {
  act: 'cancelApplication',
  label: '撤回申请',
  place: 'beside',
  clause: 'J-10b',
  by: applicants,
  from: ['checking', 'returned', 'deciding', 'approved', 'filed'],
  to: 'cancelled',
  cancels: ['accept', 'review', 'execute'],
  fields: [{ name: 'reason', label: '理由', type: 'longtext', required: true, max: 1000, passing: true }],
  run: change => change.end(),
  tells: [
    tell(theOperator, ticket => `${named(ticket)} 已撤回`),
    tell(theManager, ticket => `${named(ticket)} 已撤回`),
    ...tellApplicant(ticket => `${named(ticket)} 已撤回`),
  ],
};

const note: ActDefinition = {
  act: 'note',
  label: '记录进展',
  place: 'beside',
  clause: 'G-2.1b1',
  by: [...applicants, operator, manager],
  from: ['checking', 'returned', 'deciding', 'approved', 'filed'],
  fields: [{ name: 'text', label: '进展', type: 'longtext', required: true, max: 2000, passing: true }],
  internal: true,
};

export const listing: Procedure = {
  kind: 'listing',
  label: '服务上架',
  group: '服务管理',
  purpose: '新服务上架：提前报备服务清单，附全流程自测报告',
  order: 40,
  clauses: ['G-2.1b1', 'J-10b', 'J-10c', 'J-12b', 'A9'],
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
  opening: {
    label: '申请服务上架',
    clause: 'J-10b',
    by: ['handler', 'lead', 'local'],
    fields: [
      {
        name: 'accessUnitId',
        label: '接入单位',
        type: 'select',
        required: true,
        // A unit's own; a local authority says for which of its region (A39).
        known: ({ work }) => work?.localRegion === undefined,
        optionsFor: unitOptions,
      },
      ...serviceFields(true),
      othersField,
      plannedOn('计划上架日期', true),
      selfTest(true),
      { name: 'text', label: '其他说明', type: 'longtext', max: 2000, passing: true },
    ],
    unless: notTheirUnit,
    check: openingErrors,
    title: titleOf,
    units: (input, context) => [accessUnit(input, context)],
    run: open,
    tells: [
      tell(theOperator, ticket => `${named(ticket)} 已提交，请核查材料和自测报告`),
      tell(theManager, ticket => `${named(ticket)} 已提交，正在核查`),
      ...tellApplicant(ticket => `${named(ticket)} 已提交，等待核查`),
      tell(theLead, ticket => `${named(ticket)} 已提交，等待核查`),
      tell(theOtherLocals, ticket => `${named(ticket)} 已提交，等待核查`),
    ],
  },
  facts: [
    { name: 'leftOut', label: '这次不上架的服务', type: 'text' },
    { name: 'filedAt', label: '报备时间', type: 'datetime' },
    { name: 'listedAt', label: '上架时间', type: 'datetime' },
  ],
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
