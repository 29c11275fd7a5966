import type { Probe, Service } from '../../domain/catalogue';
import {
  addToDay,
  afterProbe,
  blankDay,
  failureLabels,
  firstDue,
  isMeasured,
  isPlanned,
  waitAfter,
  watchedOf,
  type ProbeResult,
  type WatchedAddress,
} from '../../domain/services/probe';
import { systemActor, wordsOn, type ActDefinition, type Message, type Words } from '../../domain/engine';
import { fault, probeReport } from '../../domain/procedures/fault';
import { hasRecovered, probeFailedAgain, probeRecovered } from '../../domain/procedures/fault/watching';
import { spokenDay } from '../../domain/time/spoken';
import { addDays, civilDateOf, type Instant } from '../../domain/time';
import { actOnTicket } from '../tickets/act-on-ticket';
import { createAddressBook, deliver, type AddressBook } from '../clock/outbox/deliver-messages';
import type { ProbeDocument } from '../kernel/documents';
import { Failure } from '../kernel/failure';
import { openAutomatically } from '../tickets/open-procedure';
import { PAGE, type HasTime, type Ports, type Transaction } from '../kernel/ports';
import { queueOf } from '../kernel/reading/queue';
import { storedService, type Runtime } from '../kernel/runtime';
import type { Work } from '../clock/work';

/**
 * Looks at the addresses on which services depend, each on its own interval (G-2.2b, G-3.3.1a): counts the day, opens
 * a fault after so many failures in a row, and says on a fault that the address answers again. It never ends a fault.
 */

const AT_ONCE = 16;
/** As many hosts silent at once, and none that answers: it is our own network that is down. */
const HOSTS_OF_AN_OUTAGE = 5;
const CERTIFICATE_DAYS = 14;

/** Begins, goes on or ends to watch the addresses of a service; in the transaction that writes the service. */
export const watchService = async (
  transaction: Transaction,
  service: Service,
  now: Instant,
): Promise<void> => {
  const known = await transaction.get('probes', service.id);
  const addresses = watchedOf(service, known?.addresses ?? [], now);
  if (!known && addresses.length === 0) return;
  await transaction.put('probes', { _id: service.id, nextAt: firstDue(addresses), addresses });
};

const hostOf = (url: string): string => new URL(url).host;

/** What was seen of one address. */
type Look = { service: Service; address: WatchedAddress; probe: Probe; result: ProbeResult };

const lookAt = async (ports: Ports, { _id, addresses }: ProbeDocument, now: Instant): Promise<Look[]> => {
  const service = await storedService(ports.database, _id);
  if (!service || service.withdrawn) return [];
  const { interfaces = [] } = service;
  const hosts = interfaces.map(({ url }) => hostOf(url));
  const looks: Look[] = [];
  for (const address of addresses) {
    const probe = interfaces.find(({ url }) => url === address.url)?.probe;
    if (!probe || address.nextAt > now) continue;
    const { expectStatus, expectText, timeoutSeconds } = probe;
    const request = { url: address.url, hosts, expectStatus, timeoutSeconds };
    const result = await ports.probe({ ...request, ...(expectText ? { expectText } : {}) });
    looks.push({ service, address, probe, result });
  }
  return looks;
};

/** Works on several at once, none begun after the time is over; answers in the order of the list. */
const inParallel = async <T, R>(
  items: readonly T[],
  hasTime: HasTime,
  work: (item: T) => Promise<R>,
): Promise<{ item: T; result: R }[]> => {
  const done: { item: T; result: R }[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length && (await hasTime())) {
      const item = items[next++];
      if (item === undefined) return;
      done.push({ item, result: await work(item) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return done;
};

/** Writes what was seen; the register may have changed meanwhile, so only addresses that are still watched count. */
const record = (
  { database, now: clock }: Ports,
  { _id }: ProbeDocument,
  looks: readonly Look[],
): Promise<ProbeDocument | undefined> =>
  database.transaction(async transaction => {
    const now = clock();
    const present = await transaction.get('probes', _id);
    const service = await storedService(transaction, _id);
    if (!present) return undefined;
    const dayId = `${_id}|${civilDateOf(now)}`;
    let day = (await transaction.get('availability', dayId)) ?? { _id: dayId, ...blankDay(_id, now) };
    const planned = service !== undefined && isPlanned(service, now);
    const addresses = watchedOf(service ?? {}, service ? present.addresses : [], now).map(address => {
      const look = looks.find(one => one.address.url === address.url);
      if (!look || look.address.nextAt !== address.nextAt) return address;
      const after = afterProbe(address, look.probe, look.result, { now, planned });
      const minutes = waitAfter(after.failures, look.probe);
      day = { ...day, ...addToDay(day, look.result, { minutes, planned }) };
      return after;
    });
    const document = { _id, nextAt: firstDue(addresses), addresses };
    await transaction.put('probes', document);
    if (day.up + day.down + day.planned > 0) await transaction.put('availability', day);
    return document;
  });

/** What unit and operator are told about an address, once for each `key`. */
const warning = (
  { service, address, result }: Look,
  now: Instant,
): { key: string; words: Words } | undefined => {
  const title = `“${service.name}”`;
  if (!isMeasured(result) && result.failure) {
    const what = `${address.url} ${failureLabels[result.failure]}`;
    return { key: result.failure, words: wordsOn(title, `登记的网址没有监测，${what}，请核对登记`) };
  }
  const until = result.certificateUntil;
  if (until && civilDateOf(until) < addDays(civilDateOf(now), CERTIFICATE_DAYS))
    return {
      key: until,
      words: wordsOn(
        title,
        `安全证书快到期，${address.url} 的将于 ${spokenDay(civilDateOf(until))} 到期，请尽快更换`,
      ),
    };
  return undefined;
};

const warn = async (ports: Ports, addressBook: AddressBook, looks: readonly Look[]): Promise<void> => {
  for (const look of looks) {
    const { service, address } = look;
    const found = warning(look, ports.now());
    if (!found || address.told === found.key) continue;
    const key = `probe:${service.id}:${address.url}:${found.key}`;
    const audiences: Message['audience'][] = [{ to: 'unit', unitId: service.unitId }, { to: 'operator' }];
    for (const audience of audiences)
      await deliver(ports, addressBook, { audience, template: 'probe', ...found.words, key }, null, null);
    await ports.database.transaction(async transaction => {
      const present = await transaction.get('probes', service.id);
      if (!present) return;
      const addresses = present.addresses.map(one =>
        one.url === address.url ? { ...one, told: found.key } : one,
      );
      await transaction.put('probes', { ...present, addresses });
    });
  }
};

/** The fault or temporary offline that runs for the service. */
const knownFault = (service: Service): string | undefined =>
  service.conditions?.find(({ state }) => state === 'fault' || state === 'offline')?.no;

/** A person may have been quicker, or the state does not take it any more: then there is nothing to do. */
const unlessDone = async <T>(work: Promise<T>): Promise<T | undefined> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Failure && ['invalid', 'wrong-state', 'conflict', 'forbidden'].includes(error.code))
      return undefined;
    throw error;
  }
};

const sayOnFault = async (runtime: Runtime, no: string, { act }: ActDefinition): Promise<void> => {
  const document = await runtime.ports.database.get('tickets', no);
  if (document?.ticket.kind !== fault.kind) return;
  const input = { no, act, version: document.ticket.version, input: {} };
  await unlessDone(actOnTicket(runtime, systemActor, input));
};

/** Reports a fault, or says on the one that runs what the address does now. */
const follow = async (runtime: Runtime, { service, address: before, probe }: Look, after: WatchedAddress) => {
  const stored = await storedService(runtime.ports.database, service.id);
  if (!stored || stored.withdrawn) return;
  const known = knownFault(stored);
  const { failures, since, what } = after;
  if (failures === 0) {
    if (before.failures >= probe.failures && known) await sayOnFault(runtime, known, probeRecovered);
    return;
  }
  if (failures < probe.failures || since === undefined) return;
  if (known) {
    const { ticket } = (await runtime.ports.database.get('tickets', known)) ?? {};
    if (ticket && hasRecovered(ticket)) await sayOnFault(runtime, known, probeFailedAgain);
    return;
  }
  const name = stored.interfaces?.find(({ url }) => url === after.url)?.name ?? '';
  // The same for every run, so that one row of failures opens one fault, whatever breaks off in between.
  const found = `${name} ${after.url}：${what ? failureLabels[what] : ''}`;
  const input = probeReport(stored.id, since, found);
  await unlessDone(openAutomatically(runtime, fault.kind, input, `probe|${stored.id}|${after.url}|${since}`));
};

/** Nobody answers any more, at many hosts at once. */
const isOwnOutage = (looks: readonly Look[]): boolean => {
  const measured = looks.filter(({ result }) => isMeasured(result));
  const silent = measured.every(({ result }) => ['unreachable', 'timeout'].includes(result.failure ?? ''));
  return silent && new Set(measured.map(({ address }) => hostOf(address.url))).size >= HOSTS_OF_AN_OUTAGE;
};

const tellOutage = async (ports: Ports, addressBook: AddressBook): Promise<void> => {
  const message = {
    audience: { to: 'operator' } as const,
    template: 'probe-outage',
    ...wordsOn(
      '所有监测的服务',
      '登记的网址同时连不上，可能是平台自己的网络有问题，没有自动报告异常，请人工核实',
    ),
    key: `probe-outage:${civilDateOf(ports.now())}`,
  };
  await deliver(ports, addressBook, message, null, null);
};

/** Looks at everything that is due, until nothing is or the time is over; answers how many services were looked at. */
export const runProbes = async (runtime: Runtime, work: Work): Promise<{ probed: number }> => {
  const { ports } = runtime;
  const addressBook = createAddressBook(ports);
  const now = ports.now();
  let probed = 0;
  const lookAtAll = async (documents: readonly ProbeDocument[]): Promise<void> => {
    const looked = await inParallel(documents, work.hasTime, document => lookedAt(ports, document, now));
    const looks = looked.flatMap(({ result }) => ('looks' in result ? result.looks : []));
    const outage = isOwnOutage(looks);
    if (outage) await tellOutage(ports, addressBook);
    for (const { item, result } of looked) {
      await work.attempt(item._id, async () => {
        if ('error' in result) throw result.error;
        await settle(runtime, addressBook, item, result.looks, outage);
      });
    }
    probed += looked.length;
  };
  let page: ProbeDocument[] = [];
  for await (const document of queueOf(ports.database, 'probes', 'nextAt', { until: now })) {
    if (!work.isPutOff(document._id)) page.push(document);
    if (page.length < PAGE) continue;
    await lookAtAll(page);
    page = [];
  }
  await lookAtAll(page);
  return { probed };
};

/** One service whose looks fail keeps no other from being looked at. */
const lookedAt = (
  ports: Ports,
  document: ProbeDocument,
  now: Instant,
): Promise<{ looks: Look[] } | { error: unknown }> =>
  lookAt(ports, document, now).then(
    looks => ({ looks }),
    (error: unknown) => ({ error }),
  );

/** Counts what was seen of one service, warns, and opens or follows its fault. */
const settle = async (
  runtime: Runtime,
  addressBook: AddressBook,
  item: ProbeDocument,
  looks: readonly Look[],
  outage: boolean,
): Promise<void> => {
  const { ports } = runtime;
  // What could not be looked at is looked at again in its turn, and nothing is held against it.
  const counted = outage ? looks.map(look => ({ ...look, result: unmeasured(look) })) : looks;
  const document = await record(ports, item, counted);
  if (!document || outage) return;
  await warn(ports, addressBook, looks);
  for (const look of looks) {
    const after = document.addresses.find(({ url }) => url === look.address.url);
    if (after && isMeasured(look.result)) await follow(runtime, look, after);
  }
};

const unmeasured = ({ result }: Look): ProbeResult => ({ ...result, failure: 'refused' });
