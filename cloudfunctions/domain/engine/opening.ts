import type { FormField, StaffKind } from '../../../typings/contract';
import { authorityName, regionPath } from '../catalogue';
import { blankDetails, type Ticket } from '../ticket/ticket';
import { Change } from './change';
import type { Context, FieldSpec, Input, Procedure } from './definition';
import { finish, keepValues, refuse, tellAll, unknownReferences, type Outcome, type Result } from './engine';
import { readFields, shownFields, unlessKnown } from './fields';

/** How a procedure that staff start begins: its form, and the ticket that comes of it. */

const blankWork = (
  kind: StaffKind,
  no: string,
  title: string,
  unitIds: string[],
  context: Context,
): Ticket => {
  const { service, actor, now } = context;
  const region = service?.region ?? actor.region;
  const unit = actor.unitId ? context.catalogue.unit(actor.unitId) : undefined;
  const localRegion = actor.role === 'local' ? actor.region : undefined;
  const authority =
    localRegion && authorityName(localRegion, context.ruleSet.roleNames.local, context.catalogue);
  return {
    no,
    kind,
    version: 0,
    ruleSet: { id: context.ruleSet.id, version: context.ruleSet.version },
    state: 'submitted',
    category: 'system',
    title,
    text: '',
    ...(service ? { serviceId: service.id, serviceName: service.name } : {}),
    ...(region ? { region } : {}),
    regionPath: regionPath(region, context.catalogue),
    unitId: unitIds[0] ?? null,
    holder: { role: 'operator' },
    custody: [],
    channel: 'online',
    ownerId: null,
    applicant: { type: 'enterprise', name: unit?.name ?? authority ?? actor.name },
    contact: {},
    sealed: [],
    anonymous: false,
    attachments: [],
    marks: [],
    clocks: [],
    promise: null,
    replies: [],
    timeline: [],
    links: [],
    lights: [],
    details: blankDetails(),
    work: { unitIds, values: {}, ...(localRegion ? { localRegion } : {}) },
    createdAt: now,
    updatedAt: now,
    endsAt: null,
  };
};

/** What this role is asked for. */
const fieldsFor = ({ opening }: Procedure, { actor }: Context): FieldSpec[] =>
  (opening?.fields ?? []).filter(({ askedOf }) => askedOf === undefined || askedOf.includes(actor.role));

/** What stands before the form is filled in: nothing but who opens it. */
const formOf = ({ kind }: Procedure, context: Context): Ticket =>
  blankWork(kind as StaffKind, '', '', [], context);

/** The parsed input of the form with which a procedure is opened, or why this actor cannot open it so. */
export const readOpening = (procedure: Procedure, raw: unknown, context: Context): Result<Input> => {
  const { opening } = procedure;
  if (!opening || !(opening.by as readonly string[]).includes(context.actor.role))
    return refuse({ code: 'forbidden', message: '您的角色不能发起这个流程' });
  const read = readFields(unlessKnown(fieldsFor(procedure, context), formOf(procedure, context)), raw);
  const invalid = (fields: Record<string, string>) =>
    refuse({ code: 'invalid', message: '有内容需要补充或更正', fields });
  if (!read.ok) return invalid(read.errors);
  const { input } = read;
  const unknown = unknownReferences(fieldsFor(procedure, context), input, context);
  if (Object.keys(unknown).length > 0) return invalid(unknown);
  const reason = opening.unless?.(input, context);
  if (reason) {
    // Said at the field, where another service can be chosen.
    const chosen = context.service && fieldsFor(procedure, context).find(({ type }) => type === 'service');
    const fields = chosen ? { [chosen.name]: reason } : undefined;
    return refuse({ code: 'forbidden', message: reason, ...(fields ? { fields } : {}) });
  }
  const fields = opening.check?.(input, context);
  return fields && Object.keys(fields).length > 0 ? invalid(fields) : { ok: true, value: input };
};

/** Opens a procedure that staff start: pure. `input` has been read by `readOpening`. */
export const openWork = (procedure: Procedure, no: string, input: Input, context: Context): Outcome => {
  const { opening } = procedure;
  if (!opening) throw new Error(`${procedure.kind} is not opened by staff`);
  const { service } = context;
  const unitIds = opening.units?.(input, context) ?? (service ? [service.unitId] : []);
  const blank = blankWork(procedure.kind as StaffKind, no, opening.title(input, context), unitIds, context);
  const change = new Change(blank, context, { act: 'open', label: opening.label });
  const spoken = input['text'] ?? input['reason'];
  change.say(opening.label, typeof spoken === 'string' ? spoken : undefined);
  keepValues(change, fieldsFor(procedure, context), input);
  change.count('opened', unitIds[0]);
  opening.run(change, input);
  tellAll(change, opening.tells);
  return finish(change);
};

/** The form with which a procedure is opened. */
export const openingFields = (procedure: Procedure, context: Context): FormField[] => {
  return shownFields(fieldsFor(procedure, context), formOf(procedure, context), context);
};
