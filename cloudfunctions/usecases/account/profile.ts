import * as z from 'zod';
import type { CitizenProfile, ShownTicket } from '../../../typings/contract';
import { regionPath, type Catalogue } from '../../domain/catalogue';
import type { Actor } from '../../domain/engine';
import { inOrder } from '../../domain/procedures';
import { tag } from '../../domain/ticket/scope';
import { filingKinds } from '../../domain/views/filing-kinds';
import type { Ticket } from '../../domain/ticket/ticket';
import type { ProfileDocument } from '../kernel/documents';
import { mediaCheckId } from '../tickets/check-media';
import { compose, write } from '../kernel/journal';
import { journalOf } from '../oversight/check-journal';
import { PAGE, type Ports } from '../kernel/ports';
import { personalOf } from '../tickets/reveal-personal';
import { contextOfTicket, show, type Runtime } from '../kernel/runtime';
import { ownTickets } from '../tickets/list-tickets';

/** A citizen's own account: preferences, consents, export and erasure (J-21b). */

export const blankProfile = (openid: string): ProfileDocument => ({
  _id: openid,
  region: null,
  preferences: { subscribe: true, largeText: false },
  consents: [],
  grants: {},
  subscribed: [],
});

/** `广东省广州市天河区`. */
const fullName = (code: string, catalogue: Catalogue): string =>
  regionPath(code, catalogue)
    .map(one => catalogue.region(one)?.name ?? '')
    .reverse()
    .join('');

/** `me.get`: the consents are those given with each ticket, newest first. */
export const getProfile = async ({ ports, snapshots }: Runtime, openid: string): Promise<CitizenProfile> => {
  const { settings, catalogue, activeRuleSet } = await snapshots.current();
  const [profile, members, tickets] = await Promise.all([
    ports.database.get('profiles', openid),
    ports.database.find('members', { where: { openid }, limit: 10 }),
    ports.database.find('tickets', {
      where: { 'keys.tags': tag.owner(openid) },
      order: ['keys.newKey', 'desc'],
      limit: PAGE,
    }),
  ]);
  const { region, preferences, subscribed } = profile ?? blankProfile(openid);
  const given = tickets.flatMap(({ ticket }) => (ticket.consent ? [ticket.consent] : []));
  const newest = new Map(given.reverse().map(consent => [consent.policyVersion, consent]));
  const member = members.find(one => one.state === 'active');
  return {
    policyVersion: settings.policyVersion,
    consents: [...newest.values()],
    preferences,
    ...(region ? { region } : {}),
    regions: catalogue.regions().map(({ code }) => ({ code, name: fullName(code, catalogue) })),
    subscribed,
    kinds: filingKinds(inOrder, activeRuleSet),
    ...(member ? { staff: { roles: [member.role] } } : {}),
  };
};

export const saveProfileInput = z.object({
  region: z
    .string()
    .regex(/^\d{6}$/, '地区代码不对')
    .nullish(),
  preferences: z.object({ subscribe: z.boolean().optional(), largeText: z.boolean().optional() }).optional(),
  /** Templates of subscribe messages that the person has just allowed. */
  granted: z.array(z.string().min(1).max(64)).max(5).optional(),
});

const MOST_GRANTS = 50;

/** `me.save`. */
export const saveProfile = async (
  runtime: Runtime,
  openid: string,
  input: z.infer<typeof saveProfileInput>,
): Promise<CitizenProfile> => {
  await runtime.ports.database.transaction(async transaction => {
    const profile = (await transaction.get('profiles', openid)) ?? blankProfile(openid);
    const grants = { ...profile.grants };
    for (const template of input.granted ?? [])
      grants[template] = Math.min((grants[template] ?? 0) + 1, MOST_GRANTS);
    await transaction.put('profiles', {
      ...profile,
      region: input.region === undefined ? profile.region : input.region,
      preferences: { ...profile.preferences, ...input.preferences },
      grants,
    });
  });
  return getProfile(runtime, openid);
};

/** `me.export`: everything that is stored about the person, readable. */
export const exportAccount = async (
  runtime: Runtime,
  actor: Actor,
): Promise<{
  profile: CitizenProfile;
  tickets: ShownTicket[];
  questions: { at: string; text: string }[];
}> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const now = ports.now();
  const documents = await ownTickets(ports, actor.id);
  const tickets = await Promise.all(
    documents.map(async ({ ticket }) => ({
      ...show(snapshot, ticket, await contextOfTicket(ports.database, snapshot, actor, now, ticket)),
      personal: personalOf(ports, ticket),
    })),
  );
  const asks = await ports.database.find('asks', {
    where: { ownerId: actor.id },
    order: ['at', 'desc'],
    limit: PAGE,
  });
  return {
    profile: await getProfile(runtime, actor.id),
    tickets,
    questions: asks.map(({ at, text }) => ({ at, text })),
  };
};

const ERASED = '（已按本人要求删除）';

/** The person's own words in a rating and an objection. */
const eraseWords = ({ rating, objection, ...details }: Ticket['details']): Ticket['details'] => ({
  ...details,
  ...(rating ? { rating: { level: rating.level, tags: [], at: rating.at } } : {}),
  ...(objection ? { objection: { ...objection, text: ERASED } } : {}),
});

/** Erases what names the person in one closed ticket; the chain of its journal still verifies. */
const eraseTicket = async (runtime: Runtime, actor: Actor, no: string): Promise<void> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const now = ports.now();
  // The journal first: whatever breaks this off, the ticket is still the person's and the next try goes on.
  await eraseJournal(ports, no);
  const { ticket: filed } = (await ports.database.get('tickets', no)) ?? { ticket: undefined };
  for (const { fileID } of filed?.attachments ?? [])
    await ports.database.remove('mediachecks', mediaCheckId(ports, no, fileID));
  await ports.database.transaction(async transaction => {
    const document = await transaction.get('tickets', no);
    if (!document || document.ticket.ownerId !== actor.id) return;
    const { ticket } = document;
    const { phoneHash: _phone, ...rest } = ticket;
    const erased = {
      ...rest,
      ownerId: null,
      title: ERASED,
      text: ERASED,
      applicant: { type: ticket.applicant.type },
      contact: {},
      sealed: [],
      attachments: [],
      timeline: ticket.timeline.map(entry => {
        const own = entry.by.role === 'citizen';
        // What another of the person's tickets said when it was merged into this one.
        const words = entry.text && (own || entry.act === 'merge') ? { text: ERASED } : {};
        return { ...entry, ...(own ? { by: { ...entry.by, id: '' } } : {}), ...words };
      }),
      links: ticket.links.map(link => (link.relation === 'same-matter' ? link : { ...link, title: ERASED })),
      details: eraseWords(ticket.details),
      version: ticket.version + 1,
      updatedAt: now,
    };
    const context = await contextOfTicket(transaction, snapshot, { ...actor, id: '' }, now, ticket);
    await write(
      transaction,
      compose(
        ports,
        document,
        erased,
        context,
        { type: 'erase', payload: null, messages: [], counts: {} },
        null,
      ),
    );
  });
};

const eraseJournal = async ({ database }: Pick<Ports, 'database'>, no: string): Promise<void> => {
  for (const { _id } of await journalOf(database, no)) {
    await database.transaction(async transaction => {
      const entry = await transaction.get('journal', _id);
      if (!entry) return;
      const own = entry.actor.role === 'citizen' || entry.type === 'file';
      const erased = own ? { payload: null, salt: null, files: [] } : {};
      await transaction.put('journal', { ...entry, ownerId: null, ...erased });
    });
  }
};

/** What the person was told about erased tickets. */
const eraseMessages = async (
  { database }: Pick<Ports, 'database'>,
  openid: string,
  kept: string[],
): Promise<void> => {
  for (const channel of ['inbox', 'subscribe']) {
    let after = '';
    for (;;) {
      const page = await database.find('messages', {
        where: { to: openid, channel, atKey: { gt: after } },
        order: ['atKey', 'asc'],
        limit: PAGE,
      });
      for (const message of page)
        if (message.about === null || !kept.includes(message.about))
          await database.remove('messages', message._id);
      if (page.length < PAGE) break;
      after = page.at(-1)?.atKey ?? after;
    }
  }
};

/** `me.erase`: closed tickets, questions and preferences go now; open tickets stay until they are closed. */
export const eraseAccount = async (
  runtime: Runtime,
  actor: Actor,
): Promise<{ erased: number; kept: string[] }> => {
  const { ports } = runtime;
  const now = ports.now();
  const documents = await ownTickets(ports, actor.id);
  const closed = documents.filter(({ ticket }) => ticket.endsAt !== null && ticket.endsAt <= now);
  for (const { _id } of closed) {
    await ports.database.remove('judgements', `ticket:${_id}`);
    await eraseTicket(runtime, actor, _id);
  }
  for (;;) {
    const asks = await ports.database.find('asks', { where: { ownerId: actor.id }, limit: PAGE });
    for (const ask of asks) {
      await ports.database.remove('judgements', `ask:${ask._id}`);
      await ports.database.remove('asks', ask._id);
    }
    if (asks.length < PAGE) break;
  }
  await ports.database.remove('profiles', actor.id);
  const kept = documents.filter(one => !closed.includes(one)).map(({ _id }) => _id);
  await eraseMessages(ports, actor.id, kept);
  return { erased: closed.length, kept };
};
