import type { Service } from '../../../domain/catalogue';
import {
  openByAct,
  type Context,
  type Further,
  type Input,
  type Outcome,
  type Procedure,
} from '../../../domain/engine';
import { procedureOf } from '../../../domain/procedures';
import { ticketNumber } from '../../../domain/privacy/ticket-number';
import { changeInWords } from '../../../domain/services/entry';
import { noticeDocument } from '../../notices/notice-document';
import type { Ticket } from '../../../domain/ticket/ticket';
import { civilDateOf } from '../../../domain/time';
import type { JournalDocument } from '../documents';
import type { Ports, Transaction } from '../ports';
import { asStoredVersion, baseOf, shippedRuleSets } from '../../../domain/rulesets';
import { putMembers } from '../../people/write-members';
import { ruleSetKey } from '../../catalogue/rule-set-key';
import { raiseVersion } from '../../catalogue/raise-version';
import { putSettings } from './put-settings';
import { versionOf } from './two-writers';
import { putService } from '../../services/service-document';

/** What an outcome holds besides tickets, their messages and their counts. */
type Effects = Omit<Outcome, 'ticket' | 'related' | 'opens' | 'messages' | 'counts'>;

/**
 * What a change of a ticket does to the register of services and to the public notices, in the transaction of the
 * ticket: a service shows its fault in the moment in which the fault is reported (G-3.3.3b). Answers the change of
 * the service's state, for whoever has to be told.
 */
export const writeEffects = async (
  transaction: Transaction,
  entry: Pick<JournalDocument, '_id' | 'no' | 'seq' | 'at'>,
  effects: Effects,
): Promise<JournalDocument['service']> => {
  const { service, registered = [], notice, unitDuty, changedLimits, account, ...more } = effects;
  const { platformFault, platformWindow, ...others } = more;
  // An effect that the engine learns does not compile until it is written here.
  others satisfies Record<string, never>;
  if (notice) {
    const known = await transaction.get('notices', notice.id);
    await transaction.put('notices', noticeDocument(notice, known, entry.at, entry.no));
  }
  if (unitDuty) await addDuty(transaction, unitDuty);
  if (changedLimits) await newLimits(transaction, changedLimits, entry.at);
  if (account) await endAccount(transaction, account);
  const services = service ? [service, ...registered] : registered;
  if (services.length === 0 && platformFault === undefined && platformWindow === undefined) return undefined;
  const settings = await transaction.get('settings', 'current');
  if (!settings) throw new Error('the database holds no settings: run the seed first');
  const ofOthers = <T extends { no: string }>(all: T[] = []): T[] => all.filter(one => one.no !== entry.no);
  await putSettings(transaction, {
    ...settings,
    servicesVersion: (settings.servicesVersion ?? 0) + 1,
    // Several outages or windows at one time: each goes with its own ticket.
    ...(platformFault === undefined
      ? {}
      : {
          platformFaults: [...ofOthers(settings.platformFaults), ...(platformFault ? [platformFault] : [])],
        }),
    ...(platformWindow === undefined
      ? {}
      : {
          platformWindows: [
            ...ofOthers(settings.platformWindows),
            ...(platformWindow ? [{ no: entry.no, ...platformWindow }] : []),
          ],
        }),
  });
  for (const [index, one] of registered.entries())
    await writeService(transaction, entry, one, `${entry.no}:${entry.seq}:${index + 2}`);
  return service && writeService(transaction, entry, service, `${entry.no}:${entry.seq}`);
};

/** A duty into the catalogue; the unit as it is stored now, so that nobody else's change is lost. */
const addDuty = async (
  transaction: Transaction,
  { unitId, duty }: NonNullable<Outcome['unitDuty']>,
): Promise<void> => {
  const unit = await transaction.get('units', unitId);
  if (!unit || unit.duties.includes(duty)) return;
  await transaction.put('units', {
    ...unit,
    duties: [...unit.duties, duty],
    version: versionOf(unit) + 1,
  });
  await raiseVersion(transaction);
};

/** More versions of one rule set than anybody saves between two looks. */
const MOST_VERSIONS = 200;

/** The rule set in force with some limits otherwise, as its next version, in force from now on (G-5.1c). */
const newLimits = async (
  transaction: Transaction,
  { limits, by }: NonNullable<Outcome['changedLimits']>,
  at: string,
): Promise<void> => {
  const inForce = (await transaction.get('settings', 'current'))?.ruleSet;
  if (!inForce) throw new Error('no rule set is in force');
  // A version that has shipped need not be stored.
  const asShipped = { ...inForce, basedOn: inForce.version, overrides: {} };
  const stored = (await transaction.get('rulesets', ruleSetKey(inForce))) ?? asShipped;
  const shipped = baseOf(stored, shippedRuleSets);
  if (!shipped) throw new Error(`rule set ${stored.id} has not shipped the version on which it rests`);
  const { id, basedOn, overrides } = asStoredVersion(stored, shipped);
  let version = inForce.version + 1;
  // A version that was saved and is not in force yet keeps its number.
  while (await transaction.get('rulesets', ruleSetKey({ id, version }))) {
    version += 1;
    if (version > inForce.version + MOST_VERSIONS) throw new Error(`rule set ${id} has too many versions`);
  }
  const key = ruleSetKey({ id, version });
  await transaction.insert('rulesets', {
    _id: key,
    key,
    id,
    version,
    basedOn,
    overrides: { ...overrides, limits: { ...overrides.limits, ...limits } },
    saved: { by: { id: 'system', name: by }, at },
  });
  await raiseVersion(transaction, { ruleSet: { id, version } });
};

/** An account that ends with its agreement, or at once (J-15c, J-21c). */
const endAccount = async (
  transaction: Transaction,
  { memberId, until }: NonNullable<Outcome['account']>,
): Promise<void> => {
  const member = await transaction.get('members', memberId);
  if (!member) return;
  await putMembers(transaction, [
    until === null ? { ...member, state: 'revoked' } : { ...member, agreementUntil: until },
  ]);
};

/** A service as the change leaves it, with the line of its history. */
const writeService = async (
  transaction: Transaction,
  entry: Pick<JournalDocument, 'no' | 'at'>,
  service: Service,
  _id: string,
): Promise<NonNullable<JournalDocument['service']>> => {
  const before = await transaction.get('services', service.id);
  await putService(transaction, service);
  const from = before?.state ?? 'offline';
  await transaction.insert('servicechanges', {
    _id,
    serviceId: service.id,
    key: `${entry.at}|${_id}`,
    at: entry.at,
    no: entry.no,
    from,
    to: service.state,
    reason: changeInWords(before, service),
  });
  return { id: service.id, from, to: service.state, ...(service.withdrawn ? { withdrawn: true } : {}) };
};

/**
 * The next number of the documents of a procedure in its year (A54). Taken in the transaction that opens the document, so
 * that no number is given twice, and none is lost when that comes to nothing.
 */
export const nextDocumentNo = async (
  transaction: Transaction,
  { kind, numbered }: Pick<Procedure, 'kind' | 'numbered'>,
  now: string,
): Promise<Pick<Context, 'documentNo'>> => {
  if (!numbered) return {};
  const year = civilDateOf(now).slice(0, 4);
  const _id = `${kind}|${year}`;
  const n = ((await transaction.get('documentnumbers', _id))?.n ?? 0) + 1;
  await transaction.put('documentnumbers', { _id, n });
  return { documentNo: numbered(year, n) };
};

/** The how many-th of its sort in the year is being opened; taken as the number of a document is. */
export const nextOrdinal = async (
  transaction: Transaction,
  { kind, sort }: Pick<Procedure, 'kind' | 'sort'>,
  input: Input,
  context: Context,
): Promise<Pick<Context, 'ordinal'>> => {
  const of = sort?.(input, context);
  if (of === undefined) return {};
  const _id = `${kind}|${of}|${civilDateOf(context.now).slice(0, 4)}`;
  const n = ((await transaction.get('documentnumbers', _id))?.n ?? 0) + 1;
  await transaction.put('documentnumbers', { _id, n });
  return { ordinal: n };
};

type Opened = { outcome: Outcome; context: Context };

/** What an act opens in its course, and the ticket that names it. */
export const openFurther = async (
  ports: Pick<Ports, 'secrets'>,
  transaction: Transaction,
  ticket: Ticket,
  opens: readonly Further[],
  context: Context,
): Promise<{ ticket: Ticket; further: Opened[] }> => {
  const further: Opened[] = [];
  const links = [...ticket.links];
  for (const { kind, input, relation } of opens) {
    const procedure = procedureOf(kind);
    const no = ticketNumber(procedure.prefix, civilDateOf(context.now), max => ports.secrets.random(max));
    const { related: _related, relatedContext: _rules, needed: _needed, service, ...own } = context;
    const about = {
      ...own,
      tickets: [ticket],
      // What names the same service is about it, and changes it too.
      ...(service && input['serviceId'] === service.id ? { service } : {}),
      ...(await nextDocumentNo(transaction, procedure, context.now)),
      ...(await nextOrdinal(transaction, procedure, input, own)),
    };
    const outcome = openByAct(procedure, no, input, about);
    links.push({ no, title: outcome.ticket.title, relation });
    further.push({ outcome, context: about });
  }
  return { ticket: further.length > 0 ? { ...ticket, links } : ticket, further };
};
