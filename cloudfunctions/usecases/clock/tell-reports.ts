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
import { readAll } from '../kernel/reading/snapshot';
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

/** One digest of all that came since the last; the profile says up to where, so that nothing is told twice. */
const tellOne = async (ports: Ports, openid: string, now: Instant): Promise<boolean> => {
  const { database, secrets } = ports;
  const today = civilDateOf(now);
  const before = await database.get('profiles', openid);
  if (before?.reportsOn === today) return false;
  const where = { to: openid, channel: 'report', atKey: { gt: before?.reportsUpTo ?? '', lte: `${now}|~` } };
  const newest = await database.find('messages', { where, order: ['atKey', 'desc'], limit: PAGE });
  const last = newest[0];
  if (!last) return false;
  const words = wordsOf(newest);
  const _id = secrets.sha256(`reports|${today}|${openid}`);
  return database.transaction(async transaction => {
    const profile = (await transaction.get('profiles', openid)) ?? blankProfile(openid);
    if (profile.reportsOn === today) return false;
    await transaction.put('profiles', { ...profile, reportsOn: today, reportsUpTo: last.atKey });
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

/** The digests of the day; a day on which all have theirs is remembered. */
export const tellReports = async (
  { ports, snapshots }: Runtime,
  work: Work,
): Promise<{ digests: number }> => {
  const now = ports.now();
  const today = civilDateOf(now);
  if (work.marks()['reports'] === today) return { digests: 0 };
  const { calendar, activeRuleSet } = await snapshots.current();
  if (now < digestAt(today, activeRuleSet)) return { digests: 0 };
  let digests = 0;
  if (isWorkday(calendar, today)) {
    const members = await readAll(ports.database, 'members', '_id');
    for (const { _id, openid, state } of members) {
      if (state !== 'active') continue;
      if (!(await work.hasTime())) return { digests };
      const tell = async (): Promise<void> => {
        if (await tellOne(ports, openid, now)) digests += 1;
      };
      await work.attempt(_id, tell, null);
    }
  }
  work.remember({ ...work.marks(), reports: today });
  return { digests };
};
