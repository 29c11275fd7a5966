import * as z from 'zod';
import {
  regionSchema,
  serviceSchema,
  unitSchema,
  type Service,
} from '../../../cloudfunctions/domain/catalogue';
import type { Gate } from '../../../cloudfunctions/domain/knowledge';
import { GATE_FEATURES } from '../../../cloudfunctions/domain/knowledge/gate/gate';
import { signatureOf } from '../../../cloudfunctions/domain/knowledge/content/content';
import { systemActor, type Actor } from '../../../cloudfunctions/domain/engine';
import {
  addMinutes,
  civilDateOf,
  NEVER,
  startOfDay,
  type Instant,
} from '../../../cloudfunctions/domain/time';
import { canonical } from '../../../cloudfunctions/domain/privacy/chain';
import { createPorts, identity } from '../../../cloudfunctions/infra/platform';
import type { Collections } from '../../../cloudfunctions/usecases/kernel/documents';
import { packsOf } from '../../../cloudfunctions/usecases/knowledge/entries/faq-packs';
import { liveDocument, newVersion } from '../../../cloudfunctions/usecases/knowledge/entries/faq-versions';
import { versionName } from '../../../cloudfunctions/usecases/knowledge/measuring/kept-versions';
import { noticeDocument } from '../../../cloudfunctions/usecases/notices/notice-document';
import { putService } from '../../../cloudfunctions/usecases/services/service-document';
import type { Database } from '../../../cloudfunctions/usecases/kernel/ports';
import faqs from '../data/faq.json';
import gate from '../data/gate.json';
import judged from '../data/judged.json';
import notices from '../data/notices.json';
import regions from '../data/regions.json';
import services from '../data/services.json';
import units from '../data/units.json';
import words from '../data/words.json';
import { demoMembers } from './members';

/**
 * Fills an empty environment with the demo catalogue, before `setup` makes it a running one. A function of its own for
 * the local cloud, run as a timer (a person who calls it is refused); production never gets it. A run that was broken
 * off is simply run again.
 */

const ports = createPorts();

const faqSchema = z.object({
  id: z.string(),
  question: z.string(),
  similar: z.array(z.string()),
  answer: z.string(),
  unitId: z.string().optional(),
  serviceId: z.string().optional(),
  region: z.string().optional(),
  validFrom: z.string().optional(),
  validUntil: z.string().optional(),
  updatedOn: z.string(),
  status: z.enum(['published', 'draft']),
});

const noticeSchema = z.object({
  id: z.string(),
  kind: z.enum(['maintenance', 'fault', 'offline', 'general']),
  title: z.string(),
  text: z.string(),
  serviceId: z.string().optional(),
  region: z.string().optional(),
  /** Minutes from now. */
  publishedIn: z.number(),
  startsIn: z.number().optional(),
  endsIn: z.number().optional(),
  instead: z.string().optional(),
  /** With the demo tickets it comes from one of them. */
  byTicket: z.boolean().default(false),
});

const YEAR_MINUTES = 365 * 24 * 60;

type DemoNotice = z.infer<typeof noticeSchema>;

const demoNotice = (notice: DemoNotice, now: Instant): Collections['notices'] => {
  const endsAt = addMinutes(now, notice.endsIn ?? YEAR_MINUTES);
  const { id } = notice;
  const content = {
    id,
    kind: notice.kind,
    title: notice.title,
    text: notice.text,
    serviceId: notice.serviceId ?? null,
    serviceName: services.find(service => service.id === notice.serviceId)?.name ?? null,
    region: notice.region ?? null,
    publishedAt: addMinutes(now, notice.publishedIn),
    startsAt: notice.startsIn === undefined ? null : addMinutes(now, notice.startsIn),
    endsAt,
    instead: notice.instead ?? null,
  };
  // Whoever follows a service has been told of what was public before.
  return { ...noticeDocument(content, undefined, now, null), announceAt: NEVER };
};

/** Who wrote the demo entries. */
const writer: Actor = { ...systemActor, name: '演示数据' };

/** Demo tickets follow, and put services and notices into their states; without them the states just stand there. */
const withTickets = process.env['BANJIE_SEED_TICKETS'] === 'yes';

const asOnline = ({ reason: _reason, ...service }: Service): Service => ({ ...service, state: 'online' });

/** So many documents at once: one after the other they would take seconds. */
const AT_ONCE = 50;

/** What staff of the demo have taught the machine: words, judged questions and the gate that is fitted to them. */
const fillLearned = async (database: Database, now: Instant): Promise<void> => {
  const _id = versionName(1);
  const signed = { _id, version: 1, at: now, by: writer.id };
  await database.put('wordlists', {
    ...signed,
    byName: writer.name,
    synonyms: words.synonyms.map(([from = '', to = '']) => [from, to]),
    boilerplate: words.boilerplate,
  });
  await database.put('gates', {
    ...signed,
    judged: judged.length,
    // As the refit reckons it, newest first: it need not fit what has been fitted.
    dataHash: ports.secrets.sha256(
      canonical({
        judged: judged.map(({ q, gold }) => ({ q, gold })).reverse(),
        knowledgeVersion: 1,
        measured: GATE_FEATURES.length,
      }),
    ),
    before: null,
    after: null,
    refused: null,
    gate: gate as unknown as Gate,
  });
  const documents = judged.map(({ q, gold }, at) => {
    const id = `seed:${String(at).padStart(4, '0')}`;
    return { _id: id, q, gold, unitId: null, by: writer.id, at: now, key: `${now}|${id}` };
  });
  for (let at = 0; at < documents.length; at += AT_ONCE)
    await Promise.all(documents.slice(at, at + AT_ONCE).map(one => database.put('judgements', one)));
  // This week's learning is done.
  await database.put('heartbeats', { _id: 'refit', startedAt: now, finishedAt: now, did: {} });
};

const fillDemo = async (database: Database, now: Instant): Promise<void> => {
  for (const one of regions.map(region => regionSchema.parse(region)))
    await database.put('regions', { _id: one.code, ...one });
  for (const one of units.map(unit => unitSchema.parse(unit)))
    await database.put('units', { _id: one.id, ...one });
  for (const one of services.map(service => serviceSchema.parse(service)))
    await putService(database, withTickets ? asOnline(one) : one);
  // An environment may be set to a day before the texts were written.
  const today = civilDateOf(now);
  const live: Collections['faqs'][] = [];
  for (const { id, status, updatedOn, ...content } of faqs.map(faq => faqSchema.parse(faq))) {
    const day = startOfDay(updatedOn < today ? updatedOn : today);
    const written = newVersion(id, 1, content, writer, day);
    const version: Collections['faqversions'] =
      status === 'published' ? { ...written, stage: 'live', published: signatureOf(writer, day) } : written;
    await database.put('faqversions', version);
    if (version.stage === 'live') live.push(liveDocument(version, day));
  }
  for (const one of live) await database.put('faqs', one);
  for (const one of packsOf(live)) await database.put('faqpacks', one);
  if (withTickets) await fillLearned(database, now);
  const shown = notices.map(one => noticeSchema.parse(one)).filter(one => !withTickets || !one.byTicket);
  for (const one of shown) await database.put('notices', demoNotice(one, now));
  for (const one of demoMembers(units.map(unit => unit.id)))
    await database.put('members', { _id: one.id, ...one });
};

export const main = async (): Promise<{ filled: boolean }> => {
  if (identity().openid !== undefined) throw new Error('the demo data are filled in by the owner only');
  const { database } = ports;
  if (await database.get('settings', 'current')) return { filled: false };
  await fillDemo(database, ports.now());
  return { filled: true };
};
