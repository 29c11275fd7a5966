import { isWorkday } from '../../domain/calendar';
import { upTo99 } from '../../domain/views/counts';
import type { Words } from '../../domain/engine';
import { DEFAULT_SERVICE_HOURS } from '../../domain/deadline';
import { officeWindows, windowOf, type RuleSet } from '../../domain/rulesets';
import { addMinutes, civilDateOf, instantAt, type CivilDate, type Instant } from '../../domain/time';
import { blankProfile } from '../account/profile';
import type { MessageDocument } from '../kernel/documents';
import { PAGE, type Ports } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';
import type { MemberDocument } from '../people/address-book';
import type { Due } from './look';
import type { Work } from './work';

/**
 * What is only reported to staff (G-5.3b) stands in the list of reports and reaches each of them once, at 8:45 of a
 * working day (a window), as one digest (A45). A run that comes late sends it then.
 */

/** So long before the hours of service, by the rules in force. */
const digestAt = (today: CivilDate, ruleSet: RuleSet): Instant => {
  const opens = DEFAULT_SERVICE_HOURS.periods[0]?.[0] ?? '09:00';
  return addMinutes(instantAt(today, opens), -windowOf(ruleSet, officeWindows.reports));
};
/** So many stand in the digest itself; all stand in the list. */
const LINES = 10;

/** It names many titles, so it has none of its own. */
const wordsOf = (newest: readonly MessageDocument[]): Words => {
  const count = newest.length;
  const lines = newest.slice(0, LINES).map(({ text, about }, n) => `${n + 1}. ${text}（${about ?? ''}）`);
  const more = count > LINES ? [`${count < PAGE ? `其余 ${count - LINES} 件` : '其余'}请看“报告事项”。`] : [];
  const says = `有 ${upTo99(count)} 件事项向您报告`;
  return { text: [`${says}：`, ...lines, ...more].join('\n'), says, title: '' };
};

/** Up to which key somebody has been told of reports. */
type Known = { openid: string; upTo: string };

/** What has been reported to some members, newest first; none for those of whom it has to be asked one by one. */
const reportedTo = async (
  { database }: Pick<Ports, 'database'>,
  known: readonly Known[],
  now: Instant,
): Promise<Map<string, MessageDocument[]>> => {
  const found = new Map<string, MessageDocument[]>();
  if (known.length === 0) return found;
  const from = known.reduce((least, { upTo }) => (upTo < least ? upTo : least), '~');
  const page = await database.find('messages', {
    where: {
      to: { in: known.map(({ openid }) => openid) },
      channel: 'report',
      atKey: { gt: from, lte: `${now}|~` },
    },
    limit: PAGE,
  });
  const isWhole = page.length < PAGE;
  for (const { openid, upTo } of known) {
    const own = isWhole
      ? page
          .filter(({ to, atKey }) => to === openid && atKey > upTo)
          .sort((one, other) => (one.atKey < other.atKey ? 1 : -1))
      : await database.find('messages', {
          where: { to: openid, channel: 'report', atKey: { gt: upTo, lte: `${now}|~` } },
          order: ['atKey', 'desc'],
          limit: PAGE,
        });
    if (own.length > 0) found.set(openid, own);
  }
  return found;
};

/** One digest of all that came since the last; the profile says up to where, so that nothing is told twice. */
const tellOne = (
  { database, secrets }: Ports,
  openid: string,
  newest: readonly MessageDocument[],
  now: Instant,
): Promise<boolean> => {
  const today = civilDateOf(now);
  const words = wordsOf(newest);
  const _id = secrets.sha256(`reports|${today}|${openid}`);
  return database.transaction(async transaction => {
    const profile = (await transaction.get('profiles', openid)) ?? blankProfile(openid);
    if (profile.reportsOn === today) return false;
    await transaction.put('profiles', {
      ...profile,
      reportsOn: today,
      reportsUpTo: newest[0]?.atKey ?? profile.reportsUpTo,
    });
    await transaction.insert('messages', {
      _id,
      to: openid,
      channel: 'inbox',
      template: 'reports',
      ...words,
      about: null,
      at: now,
      atKey: `${now}|${_id}`,
      state: 'sent',
    });
    return true;
  });
};

/** It is time, and not all have theirs. */
export const reportsAreDue: Due = ({ now }, beat, { activeRuleSet }) => {
  const today = civilDateOf(now);
  return beat?.marks?.['reports'] !== today && now >= digestAt(today, activeRuleSet);
};

/** So many members are looked at together. */
const TOGETHER = 20;

/** Members who have not had the digest of the day, those who have been told before apart: their bounds are near. */
const waitingOf = async (
  { database }: Pick<Ports, 'database'>,
  openids: readonly string[],
  today: CivilDate,
): Promise<Known[][]> => {
  const found = await database.find('profiles', { where: { _id: { in: [...openids] } } });
  const profiles = new Map(found.map(one => [one._id, one]));
  const waiting = openids
    .filter(openid => profiles.get(openid)?.reportsOn !== today)
    .map(openid => ({ openid, upTo: profiles.get(openid)?.reportsUpTo ?? '' }));
  return [waiting.filter(({ upTo }) => upTo !== ''), waiting.filter(({ upTo }) => upTo === '')];
};

/**
 * The digests of the day; a day on which all have theirs is remembered. Members are taken by pages, over as many runs as
 * that takes; each run goes on where the one before had no more time.
 */
export const tellReports = async (
  { ports, snapshots }: Runtime,
  work: Work,
): Promise<{ digests: number }> => {
  const { database } = ports;
  const now = ports.now();
  const today = civilDateOf(now);
  const { reports, towards, reached = '' } = work.marks();
  if (reports === today) return { digests: 0 };
  const { calendar, activeRuleSet } = await snapshots.current();
  if (now < digestAt(today, activeRuleSet)) return { digests: 0 };
  let digests = 0;
  const tellSome = async (members: readonly MemberDocument[]): Promise<void> => {
    const openids = members.filter(({ state }) => state === 'active').map(({ openid }) => openid);
    if (openids.length === 0) return;
    for (const known of await waitingOf(ports, openids, today))
      for (const [openid, newest] of await reportedTo(ports, known, now)) {
        const { _id = openid } = members.find(one => one.openid === openid) ?? {};
        const tell = async (): Promise<void> => {
          if (await tellOne(ports, openid, newest, now)) digests += 1;
        };
        await work.attempt(_id, tell, null);
      }
  };
  const again = await Promise.all(work.again.map(id => database.get('members', id)));
  await tellSome(again.flatMap(one => one ?? []));
  if (isWorkday(calendar, today))
    for (let after = towards === today ? reached : ''; ;) {
      if (!(await work.hasTime())) return { digests };
      const members = await database.find('members', {
        where: { _id: { gt: after } },
        order: ['_id', 'asc'],
        limit: TOGETHER,
      });
      await tellSome(members);
      if (members.length < TOGETHER) break;
      after = members.at(-1)?._id ?? after;
      work.remember({ ...work.marks(), towards: today, reached: after });
    }
  work.remember({ reports: today });
  return { digests };
};
