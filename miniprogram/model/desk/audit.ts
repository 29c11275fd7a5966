import type { BrokenJournal, JournalEntry } from '../../../typings/api';
import { staff, type Answer } from '../../cloud/client';
import { momentText } from '../../lib/dates';
import { mapped } from '../paging';

const WHY: Record<BrokenJournal['why'], string> = {
  changed: '内容被改动过',
  missing: '缺少一条',
  head: '末尾的记录被删去',
};

/** A broken journal in words: which ticket, where, and what is wrong with it. */
export const brokenText = ({ no, seq, why }: BrokenJournal): string =>
  `${no === 'administration' ? '系统管理记录' : no} 第 ${seq} 条：${WHY[why]}`;

/** An entry as it is shown, newest first; of the hash as much as a person compares. */
export const entryLines = (entries: JournalEntry[]) => entries.map(entryLine).reverse();

/** One entry. The citizen stands in the journal without a name. */
export const entryLine = ({
  seq,
  at,
  label,
  roleLabel,
  actorId,
  actorName,
  about,
  what,
  hash,
}: JournalEntry) => ({
  id: String(seq),
  seq,
  head: [`${seq}. ${label}`, about, what].filter(Boolean).join(' · '),
  who: [momentText(at), roleLabel, actorName ?? (actorId.startsWith('owner') ? '' : actorId)]
    .filter(Boolean)
    .join(' · '),
  hash: hash.slice(0, 16),
});

/** Of a ticket: all entries, part by part. */
export async function journalOf(no: string): Promise<Answer<JournalEntry[]>> {
  const all: JournalEntry[] = [];
  let cursor: string | undefined;
  do {
    const part = await staff('audit.list', { no, ...(cursor === undefined ? {} : { cursor }) });
    if (!part.ok) return part;
    all.push(...part.data.entries);
    cursor = part.data.nextCursor;
  } while (cursor !== undefined);
  return { ok: true, data: all };
}

/** What was done to the system itself, newest first, a part at a time (A47). */
export const administration = async (cursor?: string) =>
  mapped(await staff('audit.list', cursor ? { cursor } : {}), ({ entries, nextCursor }) => ({
    items: entries.map(entryLine),
    nextCursor,
  }));
