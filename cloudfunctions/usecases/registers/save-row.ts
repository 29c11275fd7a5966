import * as z from 'zod';
import type { RegisterRow } from '../../../typings/contract';
import {
  blankForm,
  readFields,
  unknownReferences,
  type Actor,
  type Context,
  type Fields,
  type Field,
  type KeptFile,
} from '../../domain/engine';
import { ownerOf, readerKey, registerKeepers, rowKeys, type Register } from '../../domain/registers';
import { valuesInWords } from '../../domain/views/facts';
import { hashesOf, keepFiles } from '../files/keep-files';
import { administrative } from '../kernel/writing/administer';
import { createOnce, requestIdInput } from '../kernel/writing/create-once';
import { checkTexts, maskInput } from '../kernel/citizen-text';
import type { RegisterRowDocument } from '../kernel/documents';
import { fail, notFound } from '../kernel/failure';
import { readReferences, withStoredIds } from '../kernel/reading/references';
import { contextFor, type Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { whyNotPassed } from './rectify-row';
import { askedOf, changeOf, filesOf, mayKeep, openRegister, rowDocument, scopeOf, showRow } from './row';

/** Adding and changing rows of a register: each change leaves a line of who, when and what. */

const saveInput = z
  .object({
    register: z.string({ error: '请选择台账' }).min(1).max(40),
    id: z.string().min(1).max(64).optional(),
    version: z.number().int().positive().optional(),
    requestId: requestIdInput,
    values: z.record(z.string(), z.unknown(), { error: '内容的格式不对' }),
  })
  .refine(({ id, version }) => (id === undefined) === (version === undefined), {
    path: ['version'],
    error: '缺少版本号，请刷新后再试',
  });

type Values = RegisterRowDocument['values'];

const wrong = (fields: Record<string, string>): never => fail('invalid', '有内容需要补充或更正', fields);

/** What is wrong with values that can each be read; a unit keeps its own rows, an authority those of its region. */
const problemsOf = (register: Register, values: Values, context: Context): Record<string, string> => {
  const key = readerKey(context.actor);
  const { owner } = register;
  const isOwn =
    owner === undefined ||
    (key !== undefined && rowKeys(ownerOf(register, values), context.catalogue).includes(key));
  return {
    ...register.check?.(values, context),
    ...(isOwn ? {} : { [owner]: '只能登记本单位、本地区的' }),
    ...unknownReferences(register.fields, values, context),
  };
};

const linesOf = (register: Register, before: Values, after: Values, context: Context): string[] => {
  const [old, now] = [before, after].map(values => valuesInWords(register.fields, values, context));
  /** Another file may be called the same. */
  const isOther = (name: string, { type }: Field): boolean =>
    type === 'files' && JSON.stringify(before[name] ?? []) !== JSON.stringify(after[name] ?? []);
  return Object.entries(register.fields)
    .filter(([name, field]) => old?.[name] !== now?.[name] || isOther(name, field))
    .map(([name, { label }]) => `${label}：${old?.[name] ?? '（空）'} → ${now?.[name] ?? '（空）'}`);
};

const withPhones = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, { ...field, keepPhones: true }]));

type Input = z.infer<typeof saveInput>;

/** `register.save`. */
export const saveRow = (runtime: Runtime, actor: Actor, input: Input): Promise<RegisterRow> =>
  input.id === undefined
    ? createOnce(
        runtime,
        actor,
        'register.save',
        input,
        () => writeRow(runtime, actor, input),
        id => savedRow(runtime, actor, input.register, id),
      )
    : writeRow(runtime, actor, input);

const savedRow = async (
  { ports, snapshots }: Runtime,
  actor: Actor,
  name: string,
  id: string,
): Promise<RegisterRow> => {
  const { register, key } = openRegister(actor, name);
  const row = await ports.database.get('registers', id);
  if (!row?.scope.includes(scopeOf(register, key))) return notFound('登记');
  const blank = contextFor(await snapshots.current(), actor, ports.now(), undefined);
  const references = await readReferences(ports.database, actor, register.fields, row.values);
  return showRow(register, row, { ...blank, ...references });
};

const writeRow = async (
  runtime: Runtime,
  actor: Actor,
  { register: name, id, version, values: raw }: Input,
): Promise<RegisterRow> => {
  const { ports, snapshots } = runtime;
  const { register, key } = openRegister(actor, name);
  if (!mayKeep(actor, register)) fail('forbidden', '您的角色不能更改这个台账');
  const blank = contextFor(await snapshots.current(), actor, ports.now(), undefined);
  const read = readFields(askedOf(actor, register), raw, blankForm(blank), blank);
  if (!read.ok) return wrong(read.errors);
  const given = Object.entries(read.input).filter(([, value]) => value !== undefined);
  const { owner } = register;
  const own = actor.unitId === undefined || owner === undefined ? {} : { [owner]: actor.unitId };
  // What names a person does not belong in a list of record; how an office is reached does.
  const written = maskInput(Object.fromEntries(given), withPhones(register.fields), []);
  const entered = { ...written, ...own } as Values;
  await checkTexts(ports, actor, entered);
  const rowId = id ?? ports.secrets.randomId();
  const present = await ports.database.get('registers', rowId);
  if (id !== undefined && !present?.scope.includes(scopeOf(register, key))) return notFound('登记');
  const held = present ? filesOf(present) : new Map<string, KeptFile>();
  const { input, files } = await keepFiles(runtime, actor, register.fields, entered, held);
  const typed = input as Values;
  runtime.alsoRecord?.({ ...hashesOf(files), about: rowId });
  return ports.database.transaction(async transaction => {
    const before = await transaction.get('registers', rowId);
    if (id !== undefined && !before?.scope.includes(scopeOf(register, key))) return notFound('登记');
    const references = await readReferences(transaction, actor, register.fields, typed);
    const values = withStoredIds(register.fields, typed, references.services);
    // What the row held before is named in the line of what changed.
    const context = { ...blank, ...references, files: new Map([...held, ...files]) };
    const problems = {
      ...problemsOf(register, values, context),
      ...(before ? await whyNotPassed(transaction, register, values, before) : {}),
    };
    if (Object.keys(problems).length > 0) return wrong(problems);
    const lines = before ? linesOf(register, before.values, values, context) : [];
    // Also a repeat of one's own save that had arrived: there is nothing left to change.
    const isOwnRepeat = before?.version === (version ?? 0) + 1 && before.changedBy === actor.id;
    if (before && lines.length === 0 && (before.version === version || isOwnRepeat))
      return showRow(register, before, context);
    if (before && before.version !== version)
      return fail('conflict', '这一行刚被别人更改过，请看过最新内容后再保存');
    const row = rowDocument(register, rowId, values, before, { ...context, files });
    await transaction.put('registers', row);
    const what = before ? lines.join('；') : '登记';
    await transaction.insert('registerchanges', changeOf(row, actor, what));
    return showRow(register, row, context);
  });
};

export const registerSave = administrative(
  'register.save',
  ({ register, id }) => ({ about: id, what: register }),
  useCase(saveInput, registerKeepers, async (runtime, { actor }, input) => ({
    row: await saveRow(runtime, actor, input),
  })),
);
