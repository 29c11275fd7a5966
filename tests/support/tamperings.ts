import { createHash } from 'node:crypto';
import { commit, link } from '../../cloudfunctions/domain/privacy/chain';
import type { JournalDocument } from '../../cloudfunctions/usecases/kernel/documents';
import type { Stored } from './chained-world';

/** What somebody with access to the database may do to it, kind by kind (A47). */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Doc = { _id: string; [key: string]: Json };

/** A copy of the data that is changed behind the product's back, and what was changed in it. */
export class Copy {
  readonly touched = new Map<string, { name: string; id: string }>();
  private readonly changed = new Map<string, string | null>();

  constructor(private readonly stored: Stored) {}

  all(name: string): Doc[] {
    const ids = new Set(this.stored[name]!.map(({ _id }) => _id));
    for (const { name: of, id } of this.touched.values()) if (of === name) ids.add(id);
    return [...ids].map(id => this.get(name, id)).filter(one => one !== null);
  }
  get(name: string, id: string): Doc {
    const changed = this.changed.get(`${name} ${id}`);
    const text =
      changed === undefined
        ? JSON.stringify(this.stored[name]!.find(({ _id }) => _id === id) ?? null)
        : changed;
    return JSON.parse(text ?? 'null') as Doc;
  }
  put(name: string, document: Doc): void {
    this.touch(name, document._id, JSON.stringify(document));
  }
  remove(name: string, id: string): void {
    this.touch(name, id, null);
  }
  /** Changes one document in place. */
  change(name: string, id: string, change: (document: Doc) => void): void {
    const document = this.get(name, id);
    change(document);
    this.put(name, document);
  }
  /** The journal of a ticket in its order. */
  entries(no: string): JournalDocument[] {
    const ids = this.stored['journal']!.filter(one => (one as JournalDocument).no === no).map(
      ({ _id }) => _id,
    );
    for (const { name, id } of this.touched.values()) if (name === 'journal') ids.push(id);
    return [...new Set(ids)]
      .map(id => this.get('journal', id) as unknown as JournalDocument | null)
      .filter(one => one !== null && one.no === no)
      .map(one => one as JournalDocument)
      .sort((one, other) => one.seq - other.seq);
  }
  private touch(name: string, id: string, text: string | null): void {
    this.touched.set(`${name} ${id}`, { name, id });
    this.changed.set(`${name} ${id}`, text);
  }
}

export type Tampering = {
  kind: string;
  /** What must be named: a ticket, or the administration. */
  no?: string;
  change(copy: Copy): void;
};

type Path = (string | number)[];

/** Each place of a value where something stands that is no object. */
export const leaves = (value: Json, path: Path = []): Path[] => {
  if (value === null || typeof value !== 'object') return [path];
  return Object.entries(value).flatMap(([key, inner]) =>
    leaves(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
};

/** `details.returns[].reason`: the same for every place in a list. */
export const nameOf = (path: Path): string =>
  path
    .reduce<string>((text, part) => (typeof part === 'number' ? `${text}[]` : `${text}.${part}`), '')
    .slice(1);

const parentOf = (document: Json, path: Path): Record<string | number, Json> =>
  path
    .slice(0, -1)
    .reduce<Json>((value, part) => (value as Record<string | number, Json>)[part]!, document) as Record<
    string | number,
    Json
  >;

export const changeAt = (document: Json, path: Path, change: (value: Json) => Json): void => {
  const parent = parentOf(document, path);
  parent[path.at(-1)!] = change(parent[path.at(-1)!]!);
};

/** Another value of the same type; times a day later. */
export const another = (value: Json): Json => {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (value === null) return 'x';
  if (typeof value !== 'string') return value;
  if (/^\d{4}-\d{2}-\d{2}/.test(value)) return value.replace(/^\d{4}/, year => String(Number(year) + 1));
  return value === '' ? 'x' : `${value.startsWith('1') ? '2' : '1'}${value.slice(1)}`;
};

/** The first documents, at most so many, in which something stands at a place of each name. */
export const placesIn = (
  documents: Doc[],
  under: string,
  most: number,
  leaveOut: RegExp,
): { id: string; name: string; path: Path }[] => {
  const found = new Map<string, { id: string; name: string; path: Path }[]>();
  for (const document of documents)
    for (const path of leaves(document[under] ?? null, [under])) {
      const name = nameOf(path);
      const known = found.get(name) ?? [];
      if (!leaveOut.test(name) && known.length < most && !known.some(({ id }) => id === document._id))
        found.set(name, [...known, { id: document._id, name, path }]);
    }
  return [...found.values()].flat();
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Links a chain anew, as everybody can who knows the code but not the key: payloads committed to again where their salt
 * is there, each entry linked to the one before, the head put on the ticket.
 */
export const relink = (copy: Copy, no: string): void => {
  let head = '';
  let seq = 0;
  for (const entry of copy.entries(no)) {
    seq += 1;
    const commitment = entry.salt === null ? entry.commitment : commit(entry.payload, entry.salt, sha256);
    const { at, type, actor } = entry;
    head = link(head, { no, seq, at, type, actor: `${actor.role}:${actor.id}`, commitment }, sha256);
    copy.put('journal', { ...entry, seq, commitment, hash: head } as unknown as Doc);
  }
  const [name, id] = copy.get('tickets', no) ? ['tickets', no] : ['chains', no];
  copy.change(name!, id!, one => {
    if (name === 'tickets') one['chain'] = { ...(one['chain'] as object), seq, head };
    else Object.assign(one, { seq, head });
  });
};

/** Everything of a ticket as it was in a copy from before, and nothing of what came after. */
export const rollBack = (copy: Copy, no: string, earlier: Stored): void => {
  for (const entry of copy.entries(no)) copy.remove('journal', entry._id);
  for (const entry of earlier['journal'] as Doc[]) if (entry['no'] === no) copy.put('journal', entry);
  copy.put('tickets', earlier['tickets']!.find(({ _id }) => _id === no) as Doc);
};
