import type { BrokenJournal, JournalEntry } from '../../../typings/api';
import { momentText } from '../../lib/dates';

const WHY: Record<BrokenJournal['why'], string> = {
  changed: '内容被改动过',
  missing: '缺少一条',
  head: '末尾的记录被删去',
};

/** A broken journal in words: which ticket, where, and what is wrong with it. */
export const brokenText = ({ no, seq, why }: BrokenJournal): string => `${no} 第 ${seq} 条：${WHY[why]}`;

/** An entry as it is shown, newest first; of the hash as much as a person compares. */
export const entryLines = (entries: JournalEntry[]) =>
  entries
    .map(({ seq, at, label, roleLabel, actorId, hash }) => ({
      seq,
      head: `${seq}. ${label}`,
      // The citizen stands in the journal without a name.
      who: [momentText(at), roleLabel, actorId === 'owner' ? '' : actorId].filter(Boolean).join(' · '),
      hash: hash.slice(0, 16),
    }))
    .reverse();
