import { citizenKindNames, citizenKinds, isComplaint } from '../../../ticket/citizen-kinds';
import { addWorkdays } from '../../../calendar';
import {
  isBelow,
  itemKey,
  itemOf,
  regionPath,
  unitOfService,
  type Catalogue,
  type Service,
} from '../../../catalogue';
import {
  act,
  text,
  select,
  selectFor,
  unit,
  service,
  region,
  type Change,
  type Context,
  type ChoicesFor,
  type FieldErrors,
  type Tell,
} from '../../../engine';
import { promiseFor } from './promise';
import type { Ticket } from '../../../ticket/ticket';
import { civilDateOf, startOfDay, type CivilDate } from '../../../time';
import {
  decideReturn,
  giveToOperator,
  giveToUnit,
  openReturn,
  hasDetoured,
  operatorHolder,
  serviceOf,
  settlePromise,
  takeOver,
  takerOf,
  waitForDispatch,
  wasSentBack,
} from './passing-on';
import {
  managerAtEmptyDesk,
  operatorAtEmptyDesk,
  operatorInCharge,
  owner,
  platform,
  unitInCharge,
} from './parties';
import { spokenDate } from '../../../time/spoken';
import { citizen, promised, tell, theHolder, theManager, tellInDigest, unitName } from './words';

/** How a ticket finds the unit that has to answer it: triage, dispatch, return, designation (G-5.2c, G-5.3b, A27). */

export const categories = [
  { value: 'technical', label: '小程序操作使用' },
  { value: 'business', label: '办事业务' },
  { value: 'system', label: '业务系统故障' },
  { value: 'unsure', label: '不确定' },
];

const suggestedUnits: ChoicesFor = (ticket, context) => {
  const suggested = (ticket.suggestions ?? []).map(one => one.unitId);
  const asked = ticket.details.returns.at(-1)?.suggestedUnitId;
  const first = [...new Set([...(asked ? [asked] : []), ...suggested])];
  const rest = context.catalogue
    .units()
    .filter(({ ended }) => !ended)
    .map(unit => unit.id)
    .filter(id => !first.includes(id));
  const returnedBy = openReturn(ticket)?.unitId;
  return [...first, ...rest].flatMap(id => {
    const unit = context.catalogue.unit(id);
    if (!unit) return [];
    const note = [
      // Choosing it does not uphold its return (A50).
      ...(id === returnedBy ? ['退回的单位，原时限继续'] : first.includes(id) ? ['推荐'] : []),
      ...(takerOf(ticket, id, context) === id ? [] : ['目前无人办理']),
    ];
    return [{ value: id, label: note.length > 0 ? `${unit.name}（${note.join('，')}）` : unit.name }];
  });
};

export const responsibleUnit = unit('承办单位', {
  required: true,
  optionsFor: suggestedUnits,
  suggestedFor: (ticket, context) => {
    const likely = (ticket.suggestions ?? []).map(({ unitId: value, unitName: label, reason: why }) => ({
      value,
      label,
      why,
    }));
    const back = openReturn(ticket);
    if (!back) return likely;
    // Sent back, it goes first where the unit says it belongs; to that unit itself only by intent (A50).
    const asked = back.suggestedUnitId ?? '';
    const label = context.catalogue.unit(asked)?.name;
    const others = likely.filter(({ value }) => value !== asked && value !== back.unitId);
    const offered =
      label === undefined ? others : [{ value: asked, label, why: '退回的单位建议' }, ...others];
    // Whoever designates sees who has sent it back before: between two units it goes to and fro.
    const before = new Set(ticket.details.returns.map(({ unitId }) => unitId));
    return offered.map(one => (before.has(one.value) ? { ...one, why: `${one.why}；它也退回过` } : one));
  },
});

const unitsBelow: ChoicesFor = (ticket, context) =>
  context.catalogue
    .units()
    .filter(unit => ticket.holder.unitId && isBelow(unit.id, ticket.holder.unitId, context.catalogue))
    // Who passes it down chooses a unit that can work on it (A42).
    .filter(unit => takerOf(ticket, unit.id, context) === unit.id)
    .map(unit => ({ value: unit.id, label: unit.name }));

const heldByOperator = (ticket: Ticket): boolean =>
  ticket.state === 'submitted' || ticket.state === 'answered' || ticket.holder.unitId === undefined;

/** The unit of the chosen service, or of the item of it, comes first among the suggestions (G-5.2c). */
export const suggestChosen = (
  suggestions: NonNullable<Ticket['suggestions']>,
  service: Service,
  matter: Parameters<typeof unitOfService>[1],
  catalogue: Pick<Catalogue, 'region' | 'unit'>,
): NonNullable<Ticket['suggestions']> => {
  const unitId = unitOfService(service, matter, catalogue);
  const unitName = catalogue.unit(unitId)?.name;
  if (!unitName) return suggestions;
  const item = itemOf(service, matter.itemCode);
  const reason = item?.unitId === unitId ? `事项“${item.name}”的承办单位` : `“${service.name}”的承办单位`;
  const others = suggestions.filter(one => one.unitId !== unitId);
  return [{ unitId, unitName, reason, confidence: 1 }, ...others].slice(0, 3);
};

/** What is chosen where the matter is no item of its service after all. */
const NO_ITEM = '-';

/** The items of the ticket's service, each with its own unit: one alone that is called like its service is no choice. */
const itemsOf: ChoicesFor = (ticket, context) => {
  const { name, items = [] } = serviceOf(ticket, context) ?? {};
  if (items.length === 1 && items[0]?.name === name) return [];
  const choices = items.map(item => {
    const unitName = item.unitId === undefined ? undefined : context.catalogue.unit(item.unitId)?.name;
    return { value: itemKey(item), label: unitName ? `${item.name}（${unitName}）` : item.name };
  });
  return ticket.itemCode === undefined ? choices : [...choices, { value: NO_ITEM, label: '不分事项' }];
};

/** Whoever looks for the unit may set or correct it (G-5.2c). */
const chosenItem = selectFor('事项', itemsOf, {
  max: 80,
  value: ticket => ticket.itemCode,
  onlyWithChoices: true,
});

const noSuchItem = (
  ticket: Ticket,
  { itemCode }: { itemCode?: string | undefined },
  context: Context,
): FieldErrors | undefined => {
  const service = serviceOf(ticket, context);
  if ([undefined, NO_ITEM, ticket.itemCode].includes(itemCode) || itemOf(service, itemCode)) return undefined;
  // With another service its own items are chosen the next time.
  const isOther = ticket.serviceId !== undefined && service === undefined;
  return isOther ? undefined : { itemCode: '这项服务没有这个事项，请重新选择' };
};

/** An item belongs to its service; true where it has changed. */
const settleItem = ({ ticket, context }: Change, itemCode: string | undefined): boolean => {
  if (itemCode === undefined || itemCode === ticket.itemCode) return false;
  const had = ticket.itemCode !== undefined;
  delete ticket.itemCode;
  delete ticket.itemName;
  const item = itemOf(serviceOf(ticket, context), itemCode);
  if (item) Object.assign(ticket, { itemCode, itemName: item.name });
  return had || item !== undefined;
};

const classOf = (ticket: Ticket): string => `${ticket.kind}/${ticket.category}`;

/** Every change of category is logged with both classes (A1). */
const logClass = (change: Change, before: string): void => {
  const { ticket, context } = change;
  const by = context.actor.id;
  ticket.details.classChanges.push({ at: change.now, by, from: before, to: classOf(ticket) });
};

/** The first triage sets the promise once more, from the day of filing; later ones move unit clocks only (A1). */
const settleClass = (change: Change): void => {
  const { ticket, context } = change;
  if (ticket.details.triaged) return;
  const way = { dispatchedAtOnce: false, confirmed: true };
  ticket.promise = promiseFor(ticket, way, serviceOf(ticket, context), context);
  ticket.details.triaged = true;
};

export const triage = act({
  act: 'triage',
  label: '分类',
  clause: 'A1',
  by: [operatorInCharge],
  from: ['submitted', 'answered', 'dispatched'],
  unless: ticket => (heldByOperator(ticket) ? undefined : '已分办给单位，需要改派时请单位退回'),
  fields: {
    kind: select(
      '类型',
      citizenKindNames.map(kind => ({ value: kind, label: citizenKinds[kind] })),
      { value: ticket => ticket.kind },
    ),
    category: select('问题类别', categories, { required: true, value: ticket => ticket.category }),
    serviceId: service('政务服务', {
      value: ticket => ticket.serviceId,
      valueLabel: ticket => ticket.serviceName,
    }),
    itemCode: chosenItem,
    region: region('地区', { value: ticket => ticket.region }),
  },
  check: (ticket, input, context) =>
    ticket.against && input.kind !== undefined && !isComplaint({ kind: input.kind })
      ? { kind: '对工作人员的投诉不能改为其他类型' }
      : noSuchItem(ticket, input, context),
  says: null,
  internal: true,
  run: (change, input) => {
    const { ticket, context } = change;
    const before = classOf(ticket);
    if (input.kind) ticket.kind = input.kind as Ticket['kind'];
    ticket.category = input.category as Ticket['category'];
    const isOther = input.serviceId !== undefined && context.service?.id !== ticket.serviceId;
    if (context.service && input.serviceId !== undefined) {
      if (isOther) settleItem(change, NO_ITEM);
      ticket.serviceId = context.service.id;
      ticket.serviceName = context.service.name;
    }
    const isOtherItem = !isOther && settleItem(change, input.itemCode);
    const service = serviceOf(ticket, context);
    if (service && (input.serviceId !== undefined || isOtherItem))
      ticket.suggestions = suggestChosen(ticket.suggestions ?? [], service, ticket, context.catalogue);
    if (input.region !== undefined) {
      ticket.region = input.region;
      ticket.regionPath = regionPath(ticket.region, context.catalogue);
    }
    logClass(change, before);
    settleClass(change);
    if (ticket.category === 'technical') {
      decideReturn(change, true);
      change.meet(['dispatch']);
      change.cancel(['reply']);
      giveToOperator(change);
    } else {
      change.cancel(['reply']);
      waitForDispatch(change, operatorHolder(ticket), ticket.createdAt);
    }
  },
});

/** Sent to a unit a technical matter is a business matter after all: that is its triage (A1). */
export const toBusiness = (change: Change): void => {
  const { ticket } = change;
  if (ticket.category !== 'technical') return;
  const before = classOf(ticket);
  ticket.category = 'business';
  logClass(change, before);
  settleClass(change);
};

/** The citizen hears where it went, unless the detour has been told (A42). */
export const givenTo: Tell = {
  audience: (ticket, context) => (hasDetoured(ticket, context) ? undefined : citizen()),
  text: (ticket, context) => `已转办，由${unitName(ticket, context)}办理，${promised(ticket)}`,
};

/** The unit that is named, or one above it, has somebody. */
export const somebodyThere = (
  ticket: Ticket,
  { unitId }: { unitId: string },
  context: Context,
): FieldErrors | undefined =>
  takerOf(ticket, unitId, context)
    ? undefined
    : { unitId: '这个单位和它的上级单位目前都无人办理，请另选单位' };

export const dispatch = act({
  act: 'dispatch',
  handsOn: true,
  label: '分办',
  clause: 'G-5.2c',
  by: [operatorInCharge],
  from: ['submitted', 'answered', 'dispatched'],
  unless: ticket => (heldByOperator(ticket) ? undefined : '已分办给单位，需要改派时请单位退回'),
  fields: {
    unitId: responsibleUnit,
    itemCode: chosenItem,
    reason: text('分办说明'),
  },
  check: noSuchItem,
  says: 'reason',
  run: (change, input) => {
    const { ticket, context } = change;
    toBusiness(change);
    // The law may set another limit for the item: named before anybody triaged, it counts for the promise as well (A3).
    if (settleItem(change, input.itemCode)) settleClass(change);
    if (takerOf(ticket, input.unitId, context)) settlePromise(change);
    giveToUnit(change, input.unitId, serviceOf(ticket, context));
  },
  tells: [
    tell(theHolder, ticket =>
      wasSentBack(ticket) ? '退回未获同意，原时限继续计算，请按时办理' : '新收到，请按时办理',
    ),
    tellInDigest(
      ticket => (isComplaint(ticket) && ticket.unitId !== null ? theManager() : undefined),
      (ticket, context) => `已分办，由${unitName(ticket, context)}办理`,
    ),
    givenTo,
  ],
});

export const dispatchBelow = act({
  act: 'dispatch',
  label: '转下级单位',
  clause: 'J-4',
  by: [unitInCharge],
  from: ['dispatched'],
  unless: (ticket, context) => (unitsBelow(ticket, context).length > 0 ? undefined : '本单位没有下级单位'),
  fields: { unitId: unit('下级单位', { required: true, optionsFor: unitsBelow }), reason: text('说明') },
  says: 'reason',
  check: (ticket, input, context) => {
    if (!ticket.holder.unitId || !isBelow(input.unitId, ticket.holder.unitId, context.catalogue))
      return { unitId: '只能转给本单位的下级单位' };
    return takerOf(ticket, input.unitId, context) === input.unitId
      ? undefined
      : { unitId: '这个下级单位目前无人办理' };
  },
  run: (change, input) => giveToUnit(change, input.unitId, serviceOf(change.ticket, change.context)),
  tells: [tell(theHolder, () => '上级单位转来，请按时办理'), givenTo],
});

/** Another unit for a ticket whose unit has nobody: it begins anew there, a rectification goes on (A42). */
const moveOn = (change: Change, unitId: string): void => {
  const { ticket, context } = change;
  const from = ticket.holder.unitId ?? '';
  if (ticket.state === 'rectifying') takeOver(change, from, takerOf(ticket, unitId, context));
  else giveToUnit(change, unitId, serviceOf(ticket, context));
};

const emptyDeskFields = { unitId: responsibleUnit, reason: text('说明') };
const fromEmptyDesk = ['dispatched', 'accepted', 'rectifying'] as const;
const movedOn = [tell(theHolder, () => '新收到，请按时办理'), givenTo];

export const dispatchFromEmptyDesk = act({
  act: 'dispatch',
  label: '改派（原单位无人办理）',
  clause: 'A42',
  by: [operatorAtEmptyDesk],
  from: fromEmptyDesk,
  fields: emptyDeskFields,
  check: somebodyThere,
  says: 'reason',
  run: (change, input) => moveOn(change, input.unitId),
  tells: movedOn,
});

export const designateFromEmptyDesk = act({
  act: 'designate',
  label: '指定承办单位（原单位无人办理）',
  clause: 'A42',
  by: [managerAtEmptyDesk],
  from: fromEmptyDesk,
  fields: emptyDeskFields,
  check: somebodyThere,
  says: 'reason',
  internal: true,
  run: (change, input) => moveOn(change, input.unitId),
  tells: movedOn,
});

/** Sends a ticket that the machine answered on as if it had come without an answer (A15). */
const sendOn = (change: Change): void => {
  const { ticket, context } = change;
  const service = serviceOf(ticket, context);
  if (ticket.category === 'technical') giveToOperator(change);
  else if (service && ticket.category !== 'unsure') {
    const unitId = unitOfService(service, ticket, context.catalogue);
    if (takerOf(ticket, unitId, context)) settlePromise(change);
    giveToUnit(change, unitId, service);
  } else waitForDispatch(change, operatorHolder(ticket), ticket.createdAt);
};

/** Silence is not agreement: on the next working day a person looks at it (A15). */
const sentOnOn = ({ createdAt }: Ticket, { calendar }: Pick<Context, 'calendar'>): CivilDate =>
  addWorkdays(calendar, civilDateOf(createdAt), 1);

export const needHuman = act({
  act: 'needHuman',
  label: '没解决，转人工',
  short: '转人工',
  control: 'tap',
  done: '已转给工作人员',
  clause: 'A15',
  by: [owner],
  from: ['answered'],
  invites: (ticket, context) =>
    `知识库已先回答。没解决请点“转人工”；到 ${spokenDate(sentOnOn(ticket, context))} 没有选，会自动转人工`,
  run: change => {
    sendOn(change);
    change.count('unsolved-by-machine');
  },
  tells: [tell(theHolder, () => '机器答复未解决，请办理')],
});

export const sendOnBySilence = act({
  act: 'sendOn',
  label: '未确认解决，转人工办理',
  clause: 'A15',
  by: [platform],
  from: ['answered'],
  due: (ticket, context) => startOfDay(sentOnOn(ticket, context)),
  run: sendOn,
  tells: [tell(theHolder, () => '群众未确认已解决，请办理')],
});
