import * as z from 'zod';
import type { RowRectifications } from '../../../typings/contract';
import {
  blankForm,
  date,
  longtext,
  readFields,
  select,
  shownFields,
  unit,
  type Actor,
} from '../../domain/engine';
import { RECTIFICATION, severities } from '../../domain/procedures/common/rectifying';
import { OPERATOR, registerKeepers, type Register } from '../../domain/registers';
import { maySee } from '../../domain/ticket/scope';
import { fail, notFound } from '../kernel/failure';
import type { RegisterRowDocument } from '../kernel/documents';
import type { Reader } from '../kernel/ports';
import { contextFor, procedureFor, type Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { administrative } from '../kernel/writing/administer';
import { openBeside } from '../tickets/open-procedure';
import { mayKeep, openRegister, scopeOf } from './row';

/**
 * What a test has found is put right from its row (J-22): one act orders it, the row lists it until it is closed, and says
 * that all is well only when it is.
 */

const finding = {
  what: longtext('发现的问题', { required: true, max: 500 }),
  severity: select('严重程度', severities, { required: true }),
  unitId: unit('责任单位（不选为运营方）'),
  dueOn: date('最迟哪天改好（不填按规则）'),
};

const MOST_OF_A_ROW = 50;

const rectifyInput = z.object({
  register: z.string({ error: '请选择台账' }).min(1).max(40),
  id: z.string().min(1).max(64),
  requestId: z.uuid({ error: '请求编号不对，请返回后重新提交' }).toLowerCase(),
  values: z.record(z.string(), z.unknown(), { error: '内容的格式不对' }),
});

/** `register.rectify`. */
export const rectifyRow = async (
  runtime: Runtime,
  actor: Actor,
  { register: name, id, requestId, values }: z.infer<typeof rectifyInput>,
): Promise<{ no: string }> => {
  const { ports, snapshots } = runtime;
  const { register, key } = openRegister(actor, name);
  const { rectified } = register;
  if (!rectified) return fail('invalid', '这个台账没有整改', { register: '这个台账没有整改' });
  if (!mayKeep(actor, register)) return fail('forbidden', '您的角色不能更改这个台账');
  const context = contextFor(await snapshots.current(), actor, ports.now(), undefined);
  const read = readFields(finding, values, blankForm(context), context);
  if (!read.ok) return fail('invalid', '有内容需要补充或更正', read.errors);
  const { what, ...more } = read.input;
  const input = { ...more, source: 'test', matter: rectified.matter, findings: [{ what }] };
  const { no } = await openBeside(
    runtime,
    actor,
    { kind: RECTIFICATION, requestId, input },
    async (transaction, opened) => {
      const row = await transaction.get('registers', id);
      if (!row?.scope.includes(scopeOf(register, key))) return notFound('登记');
      if (rectified.isPassed(row.values))
        return fail('wrong-state', '结论已经是通过，请先更改结论，再发出整改');
      const before = row.rectifications ?? [];
      if (before.length >= MOST_OF_A_ROW)
        return fail('wrong-state', `一次登记最多 ${MOST_OF_A_ROW} 件整改，请另登记一项`);
      await transaction.put('registers', { ...row, rectifications: [...before, opened] });
    },
  );
  return { no };
};

export const registerRectify = administrative(
  'register.rectify',
  ({ register, id }) => ({ about: id, what: register }),
  useCase(rectifyInput, registerKeepers, (runtime, { actor }, input) => rectifyRow(runtime, actor, input)),
);

/** What is still open of a row keeps it from being said to have passed. */
export const whyNotPassed = async (
  reader: Pick<Reader, 'get'>,
  { rectified }: Register,
  values: RegisterRowDocument['values'],
  { rectifications = [] }: Pick<RegisterRowDocument, 'rectifications'>,
): Promise<Record<string, string>> => {
  if (!rectified?.isPassed(values)) return {};
  let open = 0;
  for (const no of rectifications) {
    const found = await reader.get('tickets', no);
    if (found && !isOver(found.ticket)) open += 1;
  }
  return open === 0 ? {} : { [rectified.field]: `还有 ${open} 件整改没有办结，不能登记为通过` };
};

const isOver = (ticket: Parameters<typeof procedureFor>[0] & { state: string }): boolean =>
  procedureFor(ticket).states[ticket.state]?.ended === true;

/** What was ordered from a row, newest first, and the form of the next; undefined = nothing is put right from this register. */
export const rectificationsOf = async (
  { ports, snapshots }: Runtime,
  actor: Actor,
  register: Register,
  { ownerId, rectifications = [], values }: RegisterRowDocument,
): Promise<RowRectifications | undefined> => {
  const { rectified } = register;
  if (!rectified) return undefined;
  const context = contextFor(await snapshots.current(), actor, ports.now(), undefined);
  const list: RowRectifications['list'] = [];
  for (const no of [...rectifications].reverse()) {
    const found = await ports.database.get('tickets', no);
    if (!found) continue;
    const { ticket } = found;
    const due = ticket.clocks.find(({ state }) => state === 'running')?.date;
    list.push({
      no,
      // Whom it does not concern reads that there is one, and how it stands.
      title: maySee(actor, ticket) ? ticket.title : '整改',
      stateLabel: procedureFor(ticket).states[ticket.state]?.label ?? ticket.state,
      ended: isOver(ticket),
      opens: maySee(actor, ticket),
      ...(due ? { due } : {}),
    });
  }
  const owner = ownerId === OPERATOR ? undefined : ownerId;
  const fields = shownFields(finding, blankForm(context), context).map(field =>
    field.name === 'unitId' && owner !== undefined
      ? { ...field, value: owner, valueLabel: context.catalogue.unit(owner)?.name ?? owner }
      : field,
  );
  const may = mayKeep(actor, register) && !rectified.isPassed(values);
  return { list, ...(may ? { fields } : {}) };
};
