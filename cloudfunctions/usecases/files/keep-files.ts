import { maskText } from '../../domain/privacy/identifiers';
import type { Actor, Fields, Input, KeptFile } from '../../domain/engine';
import { contentKind, fittingName, isHeic } from '../../domain/files/content';
import type { ContentKind } from '../../domain/files/kind';
import { readUpload, uploadFolder } from '../../domain/files/upload-path';
import { BrokenPicture, withoutMetadata } from '../../domain/files/without-metadata';
import type { FileDocument } from '../kernel/documents';
import { dailyWindows } from '../../domain/rulesets';
import { fail } from '../kernel/failure';
import { countPerDay } from '../kernel/meters';
import { DuplicateKey, type Ports } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';

/**
 * Whatever file comes in is looked into before it lies with anything: uploaded by the same person, there, of an accepted
 * kind by its content, not too large; pictures lose what tells where they were taken. What is kept is a copy in a folder
 * that only functions write, so that nobody can put something else in its place; its hash goes into the journal. The
 * upload itself is removed: it may still hold the place.
 */

const MEGABYTE = 1024 * 1024;
/** The platform's check of pictures takes 10 MB. */
const MOST_PICTURE = 10 * MEGABYTE;
const MOST_FILE = 20 * MEGABYTE;

const NOT_THERE = '文件没有收到，请重新选择后再提交';
const NOT_ACCEPTED = '只能传照片（JPG、PNG、GIF、WebP）、PDF、OFD、Word、Excel、PPT 文件';

/** Why a file is not taken, for whoever chose it. */
class NotTaken extends Error {}

const refuse = (reason: string): never => {
  throw new NotTaken(reason);
};

const kindOf = (bytes: Uint8Array): ContentKind => {
  if (bytes.length === 0) return refuse('文件是空的，请重新选择');
  if (isHeic(bytes)) return refuse('请把照片存成 JPG 再传（手机的“高效”格式别人打不开）');
  const kind = contentKind(bytes) ?? refuse(NOT_ACCEPTED);
  const most = kind.picture ? MOST_PICTURE : MOST_FILE;
  return bytes.length <= most
    ? kind
    : refuse(`${kind.picture ? '一张照片' : '一个文件'}最大 ${most / MEGABYTE} MB`);
};

const clean = (bytes: Uint8Array, { picture }: ContentKind): Uint8Array => {
  if (!picture) return bytes;
  try {
    return withoutMetadata(bytes, picture);
  } catch (error) {
    if (error instanceof BrokenPicture || error instanceof RangeError)
      return refuse('照片不完整，请重新选择');
    throw error;
  }
};

const known = (
  ports: Pick<Ports, 'database' | 'secrets'>,
  fileID: string,
): Promise<FileDocument | undefined> => ports.database.get('files', ports.secrets.sha256(fileID));

/** Looks into an upload for the first time and keeps a copy. Two at once may keep two; one of them counts. */
const keep = async (runtime: Runtime, openid: string, fileID: string): Promise<FileDocument> => {
  const { ports } = runtime;
  const upload = readUpload(fileID) ?? refuse('这不是上传的文件，请重新选择');
  if (upload.folder !== uploadFolder(openid, ports.secrets.sha256)) return refuse(NOT_THERE);
  const bytes = (await ports.readFile(fileID)) ?? refuse(NOT_THERE);
  const kind = kindOf(bytes);
  const kept = clean(bytes, kind);
  await countPerDay(runtime, openid, dailyWindows.uploads, {
    what: '提交的文件',
    instead: '请先不带文件提交，明天再补充',
  });
  const keptID = await ports.storeFile(`kept/${ports.secrets.randomId()}.${kind.endings[0]}`, kept);
  const document: FileDocument = {
    _id: ports.secrets.sha256(fileID),
    ownerId: openid,
    keptID,
    name: fittingName(maskText(upload.name).text, kind),
    type: kind.type,
    size: kept.length,
    sha256: ports.secrets.sha256(kept),
    at: ports.now(),
  };
  try {
    await ports.database.insert('files', document);
  } catch (error) {
    if (!(error instanceof DuplicateKey)) throw error;
    await ports.removeFile(keptID);
    return (await known(ports, fileID)) ?? refuse(NOT_THERE);
  }
  await ports.removeFile(fileID);
  return document;
};

/** A file that was fetched from elsewhere, looked into and kept under the same rules; `id`: of where it comes from. Throws NotTaken. */
export const keepFetched = async (
  ports: Pick<Ports, 'secrets' | 'storeFile'>,
  id: string,
  name: string,
  bytes: Uint8Array,
): Promise<{ keptID: string; file: KeptFile }> => {
  const kind = kindOf(bytes);
  const kept = clean(bytes, kind);
  const keptID = await ports.storeFile(`kept/${ports.secrets.randomId()}.${kind.endings[0]}`, kept);
  const sha256 = ports.secrets.sha256(kept);
  const named = fittingName(maskText(name).text, kind);
  return {
    keptID,
    file: { name: named, type: kind.type, size: kept.length, sha256, from: id, by: 'hotline' },
  };
};

/** What is made of a file, or why it is not taken, in words. */
export const whyNotTaken = async <T>(work: () => Promise<T>): Promise<T | string> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NotTaken) return error.message;
    throw error;
  }
};

/** Members upload with the OPENID that they are bound to. */
const openidOf = async ({ database }: Pick<Ports, 'database'>, { id, role }: Actor): Promise<string> =>
  role === 'citizen' ? id : ((await database.get('members', id))?.openid ?? '');

/** Whether the person has uploaded it: told by its folder. */
export const isOwnUpload = async (
  ports: Pick<Ports, 'database' | 'secrets'>,
  actor: Actor,
  fileID: string,
): Promise<boolean> =>
  readUpload(fileID)?.folder === uploadFolder(await openidOf(ports, actor), ports.secrets.sha256);

export type KeptFiles = Map<string, KeptFile>;

/** The copy of one file; the same one each time. Throws NotTaken. */
const take = async (runtime: Runtime, actor: Actor, fileID: string, files: KeptFiles): Promise<string> => {
  const openid = await openidOf(runtime.ports, actor);
  const found = (await known(runtime.ports, fileID)) ?? (await keep(runtime, openid, fileID));
  // Another's file and one that is not there have the same answer.
  if (found.ownerId !== openid) return refuse(NOT_THERE);
  const { keptID, name, type, size, sha256 } = found;
  files.set(keptID, { name, type, size, sha256, from: fileID, by: actor.id });
  return keptID;
};

/** What is taken on the way: what is known of each file, what is wrong by field, and what lies there already. */
type Taking = { files: KeptFiles; wrong: Record<string, string>; held: ReadonlyMap<string, KeptFile> };

/** Takes a list of files, each once; says at `field` what is wrong with which. */
const takeList = async (
  runtime: Runtime,
  actor: Actor,
  fileIDs: readonly string[],
  field: string,
  { files, wrong, held }: Taking,
): Promise<string[]> => {
  const kept: string[] = [];
  for (const [index, fileID] of [...new Set(fileIDs)].entries()) {
    const before = held.get(fileID);
    if (before) {
      files.set(fileID, before);
      kept.push(fileID);
      continue;
    }
    try {
      kept.push(await take(runtime, actor, fileID, files));
    } catch (error) {
      if (!(error instanceof NotTaken)) throw error;
      const name = readUpload(fileID)?.name ?? `第 ${index + 1} 个`;
      wrong[field] = [wrong[field], `${name}：${error.message}`].filter(Boolean).join('；');
    }
  }
  return kept;
};

const keepIn = async (
  runtime: Runtime,
  actor: Actor,
  fields: Fields,
  input: Input,
  taking: Taking,
  path = '',
): Promise<Input> => {
  const taken: Input = { ...input };
  for (const [name, { type, columns }] of Object.entries(fields)) {
    const value = input[name];
    if (!Array.isArray(value)) continue;
    if (type === 'files')
      taken[name] = await takeList(runtime, actor, value as string[], `${path}${name}`, taking);
    if (!columns) continue;
    const rows: unknown[] = [];
    for (const [index, row] of value.entries())
      rows.push(await keepIn(runtime, actor, columns, row as Input, taking, `${path}${name}.${index}.`));
    taken[name] = rows;
  }
  return taken;
};

/**
 * The input with the copies in place of the uploads, and what is known of each. Fails with the fields that are wrong.
 * `held` = what lies there already and is handed in again with the rest of the form.
 */
export const keepFiles = async (
  runtime: Runtime,
  actor: Actor,
  fields: Fields,
  input: Input,
  held: ReadonlyMap<string, KeptFile> = new Map(),
): Promise<{ input: Input; files: KeptFiles }> => {
  const files: KeptFiles = new Map();
  const wrong: Record<string, string> = {};
  const taken = await keepIn(runtime, actor, fields, input, { files, wrong, held });
  return Object.keys(wrong).length > 0
    ? fail('invalid', '有内容需要补充或更正', wrong)
    : { input: taken, files };
};

/** For the journal: which files, with their hashes. */
export const hashesOf = (files: KeptFiles): { files?: { fileID: string; sha256: string; size: number }[] } =>
  files.size === 0
    ? {}
    : { files: [...files].map(([fileID, { sha256, size }]) => ({ fileID, sha256, size })) };
