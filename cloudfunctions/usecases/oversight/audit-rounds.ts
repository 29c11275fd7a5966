import type { AuditState } from '../../../typings/api';
import { auditors } from '../../domain/catalogue/roles';
import { namingTitle } from '../../domain/engine/message';
import { addDays, civilDateOf, instantAt, type Instant } from '../../domain/time';
import { spokenDay } from '../../domain/time/spoken';
import { createAddressBook, deliver } from '../clock/outbox/deliver-messages';
import type { Due } from '../clock/look';
import type { Work } from '../clock/work';
import type { AuditDocument, TimerDocument } from '../kernel/documents';
import type { Ports } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';
import { keyLines } from '../keys/reseal';
import { nothing, useCase } from '../kernel/use-case';
import { checkAnchors, presentAnchor } from './anchors';
import { checkStep, firstCursor } from './check-steps';
import { dataUseState } from './compare-data-use';

/** What the timer does so that a forged record is noticed without anybody asking (A47). */

/** Not before: at night nobody waits for the database. */
const CHECK_TIME = '02:00';
const ANCHOR_TIME = '08:00';
/** So many findings are kept by name; all are counted. */
const MOST_NAMED = 100;
/** So many anchors are shown, and compared in each check. */
const ANCHORS = 30;

const anchorsOf = ({ database }: Pick<Ports, 'database'>) =>
  database.find('anchors', { where: {}, order: ['_id', 'desc'], limit: ANCHORS });

/** A new round, with what the kept anchors say already. */
const begin = async (ports: Ports): Promise<AuditDocument> => {
  const anchors = await anchorsOf(ports);
  const broken = await checkAnchors(
    ports,
    anchors.map(({ text }) => text),
  );
  const startedAt = ports.now();
  const found = broken.length;
  return { _id: 'round', startedAt, cursor: firstCursor, finishedAt: null, checked: 0, found, broken };
};

const nextCheck = (now: Instant): Instant => {
  const today = instantAt(civilDateOf(now), CHECK_TIME);
  return now < today ? today : instantAt(addDays(civilDateOf(now), 1), CHECK_TIME);
};

const isDue = (ports: Ports, round: AuditDocument | undefined): boolean => {
  const today = civilDateOf(ports.now());
  if (ports.now() < instantAt(today, CHECK_TIME)) return false;
  return round === undefined || (round.cursor === null && civilDateOf(round.startedAt) < today);
};

const tellFindings = async (ports: Ports, { startedAt, found }: AuditDocument): Promise<void> => {
  const says = `核对发现 ${found} 处不一致，请到“核对办理记录”查看，并保留现场`;
  const title = '办理记录';
  const text = namingTitle(says, title);
  const addressBook = createAddressBook(ports);
  for (const to of ['security', 'manager'] as const) {
    const key = `audit:${startedAt}:${to}`;
    const message = {
      audience: { to },
      template: 'audit',
      text,
      says,
      title,
      key,
      channels: ['email'] as const,
    };
    await deliver(ports, addressBook, message, null, null);
  }
};

/** The timer's own check of everything: begun once a day, gone on with in each run until it has ended. */
export const checkDaily = async (
  { ports }: Runtime,
  work: Work,
): Promise<{ checked: number; found: number }> => {
  const known = await ports.database.get('audits', 'round');
  const due = isDue(ports, known);
  if (!due && (known?.cursor ?? null) === null) {
    work.rest(nextCheck(ports.now()));
    return { checked: 0, found: 0 };
  }
  let round = due || !known ? await begin(ports) : known;
  const before = known && !due ? known : { checked: 0, found: 0 };
  while (round.cursor !== null && (await work.hasTime())) {
    const { checked, broken, next } = await checkStep(ports, round.cursor);
    round = {
      ...round,
      cursor: next ?? null,
      checked: round.checked + checked,
      found: round.found + broken.length,
      broken: [...round.broken, ...broken].slice(0, MOST_NAMED),
    };
  }
  if (round.cursor === null) {
    round = { ...round, finishedAt: ports.now() };
    if (round.found > 0) await tellFindings(ports, round);
    await ports.database.put('audits', { ...round, _id: 'last' });
    work.remember({ ...work.marks(), found: String(round.found) });
  }
  await ports.database.put('audits', round);
  return { checked: round.checked - before.checked, found: round.found - before.found };
};

/** It is time, and today's is not on its way. */
export const anchorIsDue: Due = ({ now }, beat) => {
  const today = civilDateOf(now);
  return beat?.marks?.['anchor'] !== today && now >= instantAt(today, ANCHOR_TIME);
};

/** Once a day the security officer gets the hash of all that happened until now, to be kept where nobody of ours can reach it. */
export const mailAnchor = async ({ ports }: Runtime, work: Work): Promise<{ anchors: number }> => {
  const now = ports.now();
  const today = civilDateOf(now);
  if (work.marks()['anchor'] === today || now < instantAt(today, ANCHOR_TIME)) return { anchors: 0 };
  const anchor = await presentAnchor(ports, now);
  if (anchor !== undefined) {
    await ports.database.put('anchors', { _id: today, text: anchor, at: now });
    const says = `请另行保存校验码：${anchor}。以后核对办理记录时填入`;
    const title = `${spokenDay(today)}的办理记录`;
    const text = namingTitle(says, title);
    const message = {
      audience: { to: 'security' } as const,
      template: 'anchor',
      text,
      says,
      title,
      key: `anchor:${today}`,
      channels: ['email'] as const,
    };
    await deliver(ports, createAddressBook(ports), message, null, null);
  }
  work.remember({ ...work.marks(), anchor: today });
  return { anchors: anchor === undefined ? 0 : 1 };
};

/** What security officer and manager read on the desk; a timer that has checked nothing yet leaves it to what was found before. */
export const auditAlarms = async ({ ports }: Runtime, { jobs }: TimerDocument): Promise<string[]> => {
  const marked = jobs['audit']?.marks?.['found'];
  const found =
    marked === undefined ? ((await ports.database.get('audits', 'last'))?.found ?? 0) : Number(marked);
  return found > 0 ? [`核对办理记录发现 ${found} 处不一致，请到“核对办理记录”查看，并保留现场`] : [];
};

/** `audit.state`: what the timer's own check has found, and the anchors that were mailed. */
export const auditState = useCase(nothing, auditors, async (runtime): Promise<AuditState> => {
  const { ports } = runtime;
  const [round, last, anchors] = await Promise.all([
    ports.database.get('audits', 'round'),
    ports.database.get('audits', 'last'),
    anchorsOf(ports),
  ]);
  const running = round && round.cursor !== null ? round : undefined;
  return {
    last: last
      ? {
          startedAt: last.startedAt,
          finishedAt: last.finishedAt,
          checked: last.checked,
          found: last.found,
          broken: last.broken,
        }
      : null,
    running: running
      ? { startedAt: running.startedAt, checked: running.checked, found: running.found }
      : null,
    anchors: anchors.map(({ _id, text }) => ({ day: _id, text })),
    keys: await keyLines(runtime),
    dataUse: await dataUseState(runtime),
  };
});
