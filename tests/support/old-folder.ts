import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ADMINISTRATION,
  checkChain,
  commit,
  link,
  type ChainEntry,
} from '../../cloudfunctions/domain/privacy/chain';
import { loadSecrets } from '../../cloudfunctions/infra/secrets';
import { Driver } from '../../local/cloud/store/driver';
import { encode } from '../../local/cloud/values/keys';

/** A data folder as code from before migrations left it, made of a new one; and what lies on the disk, seen past the product. */

type Doc = { _id: string; [field: string]: unknown };
type Ticket = { no: string; kind: string; work?: { values: Record<string, unknown> }; schema?: number };
export type StoredTicket = Doc & { ticket: Ticket; chain: { seq: number; head: string } };

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

const read = <T extends Doc>(driver: Driver, name: string): T[] =>
  driver
    .all<{ body: string }>('SELECT d.body FROM doc d JOIN collection c ON c.id = d.c WHERE c.name = ?', name)
    .map(({ body }) => JSON.parse(body) as T);

const put = (driver: Driver, name: string, doc: Doc): void => {
  const { id } = driver.get<{ id: number }>('SELECT id FROM collection WHERE name = ?', name)!;
  driver.run('DELETE FROM doc WHERE c = ? AND id = ?', id, encode(doc._id));
  driver.run('INSERT INTO doc (c, id, body) VALUES (?, ?, ?)', id, encode(doc._id), JSON.stringify(doc));
};

const onDisk = <T>(dataDir: string, work: (driver: Driver) => T): T => {
  const driver = Driver.open(dataDir);
  try {
    return work(driver);
  } finally {
    driver.close();
  }
};

/** All documents of a collection as they lie on the disk; nobody may have the folder open. */
export const storedIn = <T extends Doc>(dataDir: string, name: string): T[] =>
  onDisk(dataDir, driver => read<T>(driver, name));

/** What was entered in the forms, as older code stored it: by the kind of the ticket. */
export const oldValues: Record<string, Record<string, unknown>> = {
  'major-fault': {
    calls: ['人社厅值班 张三 020-83330000', '运营方负责人 李四 13800000000'],
    reached: ['1'],
    call1: '人社厅值班 张三 020-83330000：9 月 24 日 周四 10:12 已通知',
    call2: '运营方负责人 李四 13800000000：待通知',
  },
  listing: { others: '养老金测算 https://b.example.cn/x\n社保卡补换 wx0123456789abcdef' },
};

/** What the forms hold of a list, in any form. */
const LISTS = /^(list|others|calls|reached|call\d+)$/;

const aged = <T extends StoredTicket>(document: T): T => {
  const { schema: _schema, ...ticket } = document.ticket;
  if (!ticket.work) return { ...document, ticket };
  const kept = Object.entries(ticket.work.values).filter(([name]) => !LISTS.test(name));
  const values = { ...Object.fromEntries(kept), ...oldValues[ticket.kind] };
  return { ...document, ticket: { ...ticket, work: { ...ticket.work, values } } };
};

/** The journal of a ticket as it was before entries were keyed (A47): linked without a key, no digest, no seal. */
const withoutKeys = (entries: Doc[]): { entries: Doc[]; head: string } => {
  let head = '';
  const linked = [...entries]
    .sort((one, other) => Number(one['seq']) - Number(other['seq']))
    .map(({ key: _key, state: _state, seal: _seal, page: _page, hash: _hash, ...entry }) => {
      const { id, role } = entry['actor'] as { id: string; role: string };
      head = link(head, { ...(entry as unknown as ChainEntry), actor: `${role}:${id}` }, sha256);
      return { ...entry, hash: head } as Doc;
    });
  return { entries: linked, head };
};

/** One more ticket like another, with a chain of its own. */
const copyOf = (document: StoredTicket, no: string): { ticket: StoredTicket; entry: Doc } => {
  const payload = { copied: document._id };
  const commitment = commit(payload, 'salt', sha256);
  const linked = {
    no,
    seq: 1,
    at: '2026-09-24T10:00:00.000+08:00',
    type: 'open',
    actor: 'operator:o',
    commitment,
  };
  const hash = link('', linked, sha256);
  const keys = { ...(document['keys'] as object), newKey: `${linked.at}|${no}`, externalKey: no };
  return {
    ticket: { ...document, _id: no, ticket: { ...document.ticket, no }, keys, chain: { seq: 1, head: hash } },
    entry: {
      ...{
        ...linked,
        _id: `${no}:1`,
        actor: { id: 'o', role: 'operator', unitId: null },
        payload,
        salt: 'salt',
        hash,
      },
      ...{ digest: null, ownerId: null, files: [], outbox: 'done', messages: [], counts: {}, meter: '' },
    },
  };
};

/**
 * Makes a folder old: tickets in their first form, services and notices without the parts that they are found by, no
 * version, no index. `copies` of each ticket that staff opened make it large enough to be ended in the middle.
 */
export const makeOld = (dataDir: string, copies: number): void => {
  onDisk(dataDir, driver =>
    driver.commit(() => {
      const journal = read(driver, 'journal');
      for (const found of read<StoredTicket>(driver, 'tickets')) {
        const { entries, head } = withoutKeys(journal.filter(entry => entry['no'] === found._id));
        for (const entry of entries) put(driver, 'journal', entry);
        const document = aged({ ...found, chain: { seq: found.chain.seq, head } });
        put(driver, 'tickets', document);
        for (let index = 0; document.ticket.work && index < copies; index += 1) {
          const { ticket, entry } = copyOf(document, `${document._id}-${String(index).padStart(4, '0')}`);
          put(driver, 'tickets', ticket);
          put(driver, 'journal', entry);
        }
      }
      for (const { nameKey: _name, searchParts: _parts, vacant: _vacant, ...service } of read(
        driver,
        'services',
      ))
        put(driver, 'services', service);
      for (const { newKey: _new, announceAt: _at, steps: _steps, ...notice } of read(driver, 'notices'))
        put(driver, 'notices', notice);
      const ofAdministration = journal.filter(entry => entry['no'] === ADMINISTRATION);
      const { entries, head } = withoutKeys(ofAdministration);
      for (const entry of entries) put(driver, 'journal', entry);
      for (const { _id, seq } of read(driver, 'chains')) put(driver, 'chains', { _id, seq, head });
      for (const name of ['migrations', 'ledger', 'anchors', 'audits']) {
        driver.run('DELETE FROM doc WHERE c = (SELECT id FROM collection WHERE name = ?)', name);
        driver.run('DELETE FROM collection WHERE name = ?', name);
      }
      driver.run('DELETE FROM entry');
      driver.run('DELETE FROM indexes');
    }),
  );
  const filled = join(dataDir, 'filled.json');
  const { setup: _setup, ...known } = JSON.parse(readFileSync(filled, 'utf8')) as Record<string, unknown>;
  writeFileSync(filled, JSON.stringify(known));
};

/** Numbers of the tickets whose chain does not verify (design §6). */
export const brokenChains = (dataDir: string): string[] => {
  const known = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')) as Record<string, string>;
  const { mac } = loadSecrets(known);
  const entries = new Map<string, ChainEntry[]>();
  for (const { payload, salt, actor, ...entry } of storedIn(dataDir, 'journal')) {
    const { id, role, unitId } = actor as { id: string; role: string; unitId: string | null };
    const no = String(entry['no']);
    const checked = { ...entry, actor: `${role}:${id}`, unitId, ...(salt === null ? {} : { payload, salt }) };
    entries.set(no, [...(entries.get(no) ?? []), checked as unknown as ChainEntry]);
  }
  return storedIn<StoredTicket>(dataDir, 'tickets')
    .filter(({ _id, chain }) => !checkChain(entries.get(_id) ?? [], chain.head, sha256, mac).ok)
    .map(({ _id }) => _id);
};
