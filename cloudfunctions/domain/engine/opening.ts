import type { FormField } from '../../../typings/contract';
import { authorityName, regionPath, type Role } from '../catalogue';
import { deskFor } from '../catalogue/staffing';
import { blankTicket, type Ticket } from '../ticket/ticket';
import { Change } from './change';
import { systemActor, type Context } from './context';
import type { OpeningDefinition, Procedure } from './definition';
import { namedIn, readFields, shownFields, unknownReferences, type Input } from './fields';
import {
  finish,
  isWrong,
  keepInput,
  refuse,
  refuseInput,
  tellAll,
  type Outcome,
  type Result,
} from './outcome';

/** How a procedure that staff start begins: its form, and the ticket that comes of it. */

const blankWork = (kind: string, no: string, title: string, unitIds: string[], context: Context): Ticket => {
  const { service, actor, now } = context;
  const region = service?.region ?? actor.region;
  const unit = actor.unitId ? context.catalogue.unit(actor.unitId) : undefined;
  const localRegion = actor.role === 'local' ? actor.region : undefined;
  const authority =
    localRegion && authorityName(localRegion, context.ruleSet.roleNames.local, context.catalogue);
  return {
    ...blankTicket({
      no,
      kind,
      ruleSet: { id: context.ruleSet.id, version: context.ruleSet.version },
      category: 'system',
      title,
      text: '',
      regionPath: regionPath(region, context.catalogue),
      holder: { role: 'operator' },
      applicant: { type: 'enterprise', name: unit?.name ?? authority ?? actor.name },
      createdAt: now,
    }),
    ...(service ? { serviceId: service.id, serviceName: service.name } : {}),
    ...(region ? { region } : {}),
    unitId: unitIds[0] ?? null,
    work: {
      unitIds,
      values: {},
      ...(localRegion ? { localRegion } : {}),
      ...(actor.role === 'partner' ? { partnerId: actor.id } : {}),
    },
  };
};

/** What stands before the form is filled in: nothing but who opens it. */
export const blankForm = (context: Context, kind = ''): Ticket => blankWork(kind, '', '', [], context);

/** Whether somebody of this role may open it. */
export const mayOpen = ({ opening }: Pick<Procedure, 'opening'>, role: Role): boolean =>
  opening?.by.includes(role) ?? false;

/** Reads the form with which a procedure is opened; `raw` is what the client sent. */
export const prepareOpening = (procedure: Procedure, raw: unknown, context: Context): Result<Input> => {
  const { opening } = procedure;
  if (!opening || !mayOpen(procedure, context.actor.role))
    return refuse({ code: 'forbidden', message: '您的角色不能发起这个流程' });
  const read = readFields(opening.fields, raw, blankForm(context, procedure.kind), context);
  return read.ok ? { ok: true, value: read.input } : refuseInput(read.errors);
};

/** Opens a procedure that staff start: pure. `input` has been read; `context` holds what it names. */
export const openPrepared = (
  procedure: Procedure,
  no: string,
  input: Input,
  context: Context,
): Result<Outcome> => {
  const { opening } = procedure;
  if (!opening) throw new Error(`${procedure.kind} is not opened by staff`);
  const unknown = unknownReferences(opening.fields, input, context);
  if (isWrong(unknown)) return refuseInput(unknown);
  const reason = opening.unless?.(input, context);
  if (reason) {
    // Said at the field, where another service can be chosen.
    const chosen = namedIn(opening.fields, input).find(({ type }) => type === 'service');
    const fields = chosen ? { [chosen.at]: reason } : undefined;
    return refuse({ code: 'forbidden', message: reason, ...(fields ? { fields } : {}) });
  }
  const wrong = opening.check?.(input, context);
  if (isWrong(wrong)) return refuseInput(wrong);
  return { ok: true, value: begin(procedure, opening, no, input, context) };
};

/** Opens what an act opens in its course: the act has asked already whether it may. `tickets` of the context = its ticket. */
export const openByAct = (procedure: Procedure, no: string, input: Input, context: Context): Outcome => {
  const { opening } = procedure;
  if (!opening) throw new Error(`${procedure.kind} is not opened by an act`);
  return begin(procedure, opening, no, input, context);
};

const begin = (
  procedure: Procedure,
  opening: OpeningDefinition,
  no: string,
  input: Input,
  context: Context,
): Outcome => {
  const { service } = context;
  const meantFor = opening.units?.(input, context) ?? (service ? [service.unitId] : []);
  // What is meant for a unit without anybody goes to the one above it (A42).
  const unitIds = [...new Set(meantFor.map(unitId => deskFor(unitId, false, context.catalogue) ?? unitId))];
  const blank = blankWork(procedure.kind, no, opening.title(input, context), unitIds, context);
  const change = new Change(blank, context, { act: 'open', label: opening.label });
  const spoken = input['text'] ?? input['reason'];
  change.say(opening.label, typeof spoken === 'string' ? spoken : undefined);
  const absent = meantFor.filter(unitId => !unitIds.includes(unitId));
  if (absent.length > 0) change.say(detourInWords(absent, unitIds, context), undefined, true, systemActor);
  keepInput(change, procedure, opening.fields, input);
  change.count('opened', unitIds[0]);
  opening.run(change, input);
  tellAll(change, opening.tells);
  return finish(change);
};

const detourInWords = (from: string[], to: string[], { catalogue }: Context): string => {
  const names = (ids: string[]) => ids.map(id => catalogue.unit(id)?.name ?? id).join('、');
  return `${names(from)}目前无人办理，转由${names(to)}办理`;
};

/** The form with which a procedure is opened. */
export const openingFields = (procedure: Procedure, context: Context): FormField[] =>
  shownFields(procedure.opening?.fields ?? {}, blankForm(context, procedure.kind), context);
