import { canonical, stateDigestOf } from '../../../cloudfunctions/domain/privacy/chain';
import { civilDateOf } from '../../../cloudfunctions/domain/time';
import type { JournalDocument, TicketDocument } from '../../../cloudfunctions/usecases/kernel/documents';
import type { Ports } from '../../../cloudfunctions/usecases/kernel/ports';
import { linked, sealTicket } from '../../../cloudfunctions/usecases/kernel/writing/journal';
import { numberOf } from './number';
import type { Told, Written } from './shelf';
import { externalNoOf, otherWord, personOf, slotWords, type Person } from './texts';

/**
 * A story told again: the same happens at the same times to another ticket, of another person, at another place. Its dates
 * stay, so every clock and every explanation holds; the chain is linked and sealed anew, entry by entry, over the ticket
 * as it then was. It costs a tenth of a story that the engine tells.
 */

/** Person and number of whom it is told: the first of all stays who it is, as it has filed very many. */
const personIn = (openid: string | null, phone: string | undefined): number | undefined => {
  if (openid !== null) return Number(/\d+$/.exec(openid)?.[0]);
  return phone === undefined ? undefined : Number(phone.slice(3));
};

type Personal = { name?: string; phone?: string };

/** A text in pieces: what stands between is put in anew each time. */
type Pieces = { between: string[]; names: string[] };

const split = (text: string, names: RegExp): Pieces => ({
  between: text.split(names),
  names: [...text.matchAll(names)].map(([name]) => name),
});

const join = ({ between, names }: Pieces, news: ReadonlyMap<string, string>): string => {
  let text = between[0] ?? '';
  names.forEach((name, at) => (text += (news.get(name) ?? name) + (between[at + 1] ?? '')));
  return text;
};

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** In which turn, and as which story of all. */
export type Retell = (turn: number, n: number) => Told;

/** Undefined for a story that has touched more than its tickets and their messages. */
export const retelling = ({ secrets }: Pick<Ports, 'secrets'>, told: Told): Retell | undefined => {
  const tickets = told.others.flatMap(({ collection, document }) =>
    collection === 'tickets' ? [document as TicketDocument] : [],
  );
  const known = new Set(['tickets', 'messages']);
  if (
    tickets.some(({ ticket }) => ticket.work) ||
    told.others.some(({ collection }) => !known.has(collection))
  )
    return undefined;
  const sealed = tickets.flatMap(({ ticket }) =>
    ticket.sealed.map(one => ({ one, personal: secrets.unseal(one) as Personal })),
  );
  const phone = sealed.find(({ personal }) => personal.phone !== undefined)?.personal.phone;
  const owner = tickets.map(({ ticket }) => ticket.ownerId).find(id => id !== null) ?? null;
  const person = personIn(owner, phone);
  const old: Person | undefined = person === undefined ? undefined : personOf(person);
  const body = JSON.stringify({ journal: told.journal, others: told.others });
  const ids = [
    ...told.journal.map(({ _id }) => _id).filter(id => !id.includes(':')),
    ...told.others.flatMap(({ collection, document }) => (collection === 'messages' ? [document._id] : [])),
  ].map(id => id.replace(/:.*/, ''));
  const externals = tickets.flatMap(({ ticket }) => ticket.externalNo ?? []);
  const found = slotWords.filter(word => body.includes(word));
  const names = new RegExp(
    [
      ...tickets.map(({ _id }) => _id),
      ...sealed.map(({ one }) => one.data),
      ...ids,
      ...externals,
      ...(old ? [old.openid] : []),
      ...(old?.phone ? [secrets.phoneHash(old.phone)] : []),
      ...found,
    ]
      .map(escape)
      .join('|'),
    'g',
  );
  const pieces = split(body, names);
  const states = new Map(
    [...told.states].map(([id, ticket]) => [id, split(canonical(ticket), names)] as const),
  );

  /** What each name is called this time. */
  const namesOf = (turn: number, n: number): Map<string, string> => {
    const now = person === undefined || person === 0 ? old : personOf(person, turn);
    const news = new Map<string, string>();
    tickets.forEach(({ _id, ticket }, at) =>
      news.set(_id, numberOf(_id.slice(0, 2), civilDateOf(ticket.createdAt), n + at)),
    );
    const no = news.get(tickets[0]?._id ?? '') ?? '';
    for (const { one, personal } of sealed) {
      const other: Personal = { ...personal, ...(personal.phone && now?.phone ? { phone: now.phone } : {}) };
      news.set(one.data, secrets.seal(other).data);
    }
    for (const id of ids) news.set(id, secrets.sha256(`${id}|${no}`));
    externals.forEach((external, at) => news.set(external, externalNoOf(n + at)));
    if (old && now) {
      news.set(old.openid, now.openid);
      if (old.phone && now.phone) news.set(secrets.phoneHash(old.phone), secrets.phoneHash(now.phone));
    }
    for (const word of found) news.set(word, otherWord(word, turn));
    return news;
  };

  /** The chain of a ticket, linked anew over what it says now. */
  const relinked = (
    document: TicketDocument,
    oldNo: string,
    entries: JournalDocument[],
    news: ReadonlyMap<string, string>,
  ): { document: TicketDocument; journal: JournalDocument[] } => {
    let chain: TicketDocument['chain'] | undefined;
    const journal = entries.map((entry): JournalDocument => {
      const before = states.get(`${oldNo}:${entry.seq}`);
      if (!before) throw new Error(`what ${oldNo} was after entry ${entry.seq} is not known`);
      const salt = secrets.randomId();
      const state = stateDigestOf(join(before, news), salt, secrets.sha256);
      const { _id: _numbered, ...link } = linked({ secrets }, document._id, chain, { ...entry, state });
      chain = { seq: link.seq, head: link.hash, salt, key: secrets.chainKey };
      return { ...entry, ...link };
    });
    if (!chain) throw new Error(`${oldNo} has no entries`);
    return { document: sealTicket({ secrets }, { ...document, chain }), journal };
  };

  return (turn, n) => {
    const news = namesOf(turn, n);
    const again = JSON.parse(join(pieces, news)) as Pick<Told, 'journal' | 'others'>;
    const journal: JournalDocument[] = [];
    const others = again.others.map((written, at): Written => {
      if (written.collection !== 'tickets') return written;
      const document = written.document as TicketDocument;
      const own = again.journal.filter(({ no }) => no === document._id).sort((a, b) => a.seq - b.seq);
      const done = relinked(document, told.others[at]?.document._id ?? '', own, news);
      journal.push(...done.journal);
      return { ...written, document: done.document };
    });
    return { journal, others, counts: told.counts, states: new Map() };
  };
};
