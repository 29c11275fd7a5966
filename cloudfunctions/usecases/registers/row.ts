import { isReaderKey, memberKey } from '../../domain/registers/scope';
import type { RegisterRow, ShownAttachment } from '../../../typings/contract';
import { hasRole } from '../../domain/catalogue/roles';
import type { Actor, Context, Fields, Input, KeptFile } from '../../domain/engine';
import {
  findRegister,
  ownerOf,
  platformKeys,
  readerKey,
  rowKeys,
  type Register,
} from '../../domain/registers';
import { valuesInWords } from '../../domain/views/facts';
import { NEVER, startOfDay } from '../../domain/time';
import type { RegisterChangeDocument, RegisterRowDocument } from '../kernel/documents';
import { fail } from '../kernel/failure';

/** A row of a register as it is stored and shown, and whose it is. */

/** The register of this name and the key by which this member finds its rows there. */
export const openRegister = (actor: Actor, name: string): { register: Register; key: string } => {
  const register = findRegister(name) ?? fail('invalid', '没有这个台账', { register: '没有这个台账' });
  const key = hasRole(actor, register.readers) ? readerKey(actor) : undefined;
  return key === undefined ? fail('forbidden', '您的角色不能查看这个台账') : { register, key };
};

export const mayKeep = (actor: Actor, { keepers }: Register): boolean => hasRole(actor, keepers);

/** `assets|unit:hrss`: whose list of which register. */
export const scopeOf = ({ register }: Register, key: string): string => `${register}|${key}`;

/** What this member is asked: whose a row is goes without saying where it can only be the own unit's. */
export const askedOf = (actor: Actor, { fields, owner }: Register): Fields =>
  actor.unitId === undefined
    ? fields
    : Object.fromEntries(Object.entries(fields).filter(([name]) => name !== owner));

/** In whose lists a row stands, by which account it is found, and by what else. */
const scopesOf = (
  register: Register,
  values: RegisterRowDocument['values'],
  keys: readonly string[],
): string[] => {
  const about = register.about === undefined ? undefined : values[register.about];
  const others = [
    ...(typeof about === 'string' ? [memberKey(about)] : []),
    ...(register.alsoFoundBy?.(values) ?? []),
  ];
  return [...keys, ...others].map(key => scopeOf(register, key));
};

/** What a row is found and sorted by where its register has come to say so; all else stays as it is. */
export const refreshedRow = (row: RegisterRowDocument): RegisterRowDocument => {
  const register = findRegister(row.register);
  if (!register) return row;
  const keys = row.scope.map(one => one.slice(register.register.length + 1)).filter(isReaderKey);
  return {
    ...row,
    scope: scopesOf(register, row.values, keys),
    key: sortKeyOf(register, row.values, row._id),
  };
};

const sortKeyOf = (register: Register, values: RegisterRowDocument['values'], id: string): string =>
  `${String(values[register.sortedBy ?? register.title])}|${id}`;

/** A row as it is stored; a reminder that has gone out goes out again only for another day. */
export const rowDocument = (
  register: Register,
  id: string,
  values: RegisterRowDocument['values'],
  before: RegisterRowDocument | undefined,
  { catalogue, ruleSet, now, actor, files = new Map<string, KeptFile>() }: Context,
): RegisterRowDocument => {
  const ownerId = ownerOf(register, values);
  const keys = register.owner === undefined ? platformKeys : rowKeys(ownerId, catalogue);
  const on = register.reminder?.(values, ruleSet)?.on ?? null;
  const told = before !== undefined && before.remindOn === on && before.remindAt === NEVER;
  return {
    _id: id,
    register: register.register,
    version: (before?.version ?? 0) + 1,
    values,
    ownerId,
    scope: scopesOf(register, values, keys),
    key: sortKeyOf(register, values, id),
    remindOn: on,
    remindAt: on === null || told ? NEVER : startOfDay(on),
    changedAt: now,
    changedBy: actor.id,
    ...(before?.rectifications ? { rectifications: before.rectifications } : {}),
    ...(files.size > 0 ? { files: [...files].map(([fileID, file]) => ({ fileID, ...file })) } : {}),
  };
};

/** What is known of the files of a row, by fileID. */
export const filesOf = ({ files = [] }: Pick<RegisterRowDocument, 'files'>): Map<string, KeptFile> =>
  new Map(files.map(({ fileID, ...file }) => [fileID, file]));

/** A row as its reader sees it; `links` = under which address each file is read for a while. */
export const showRow = (
  register: Register,
  row: RegisterRowDocument,
  context: Context,
  links: ReadonlyMap<string, string> = new Map(),
): RegisterRow => ({
  id: row._id,
  version: row.version,
  name: String(row.values[register.title]),
  values: row.values,
  words: valuesInWords(register.fields, row.values as Input, { ...context, files: filesOf(row) }),
  ...(row.ownerId === '' ? {} : { ownerId: row.ownerId }),
  ...(row.remindOn === null ? {} : { remindOn: row.remindOn }),
  ...(row.files ? { files: row.files.map(file => shownFile(file, links)) } : {}),
});

const shownFile = (
  { fileID, name, type }: { fileID: string } & KeptFile,
  links: ReadonlyMap<string, string>,
): ShownAttachment => {
  const url = links.get(fileID);
  return { fileID, name, type, state: 'ok', ...(url ? { url } : {}) };
};

/** Who changed a row, when, and what. */
export const changeOf = (
  row: RegisterRowDocument,
  { id, name, role }: Actor,
  what: string,
): RegisterChangeDocument => ({
  _id: `${row._id}#${String(row.version).padStart(6, '0')}`,
  at: row.changedAt,
  by: { id, name, role },
  what,
});
