import type { AuditState, BrokenJournal, JournalEntry } from '../../../typings/api';
import { staff, type Answer } from '../../cloud/client';
import { momentText } from '../../lib/dates';
import { mapped } from '../paging';

const WHY: Record<BrokenJournal['why'], string> = {
  changed: '内容被改动过',
  missing: '缺少一条',
  head: '末尾的记录被删去',
  key: '缺少校验密钥，无法核对',
  state: '工单现在的内容与这一条不一致',
  keys: '工单的办理信息被改动过',
  erased: '内容被清空，但没有按本人要求删除的记录',
  gone: '工单不见了',
  unsealed: '没有加密校验',
  unlisted: '总账里没有这一条',
  ledger: '总账被改动过',
  anchor: '与寄出时不一致，此前的记录被整体改写或退回过',
};

const WHAT_TO_DO: Partial<Record<BrokenJournal['why'], string>> = {
  key: '请运维把这条记录所用的密钥补进 BANJIE_CHAIN_KEYS 后再核对',
  anchor: '请运维取出当天的备份逐件比对，并报告管理方',
  gone: '请运维从备份中找回这一件，并报告管理方',
};
const TO_DO = '请保留现场、报告管理方，由运维与备份比对';

const placeOf = ({ no, seq, why }: BrokenJournal): string => {
  if (why === 'anchor') return `校验码 ${no}`;
  if (no === 'ledger') return `总账第 ${seq} 页`;
  return `${no === 'administration' ? '系统管理记录' : no} 第 ${seq} 条`;
};

/** What does not hold in words: which ticket, where, and what is wrong with it. */
export const brokenText = (broken: BrokenJournal): string => `${placeOf(broken)}：${WHY[broken.why]}`;

/** With what has to be done; a ticket can be opened. */
export const brokenLine = (broken: BrokenJournal, index: number) => ({
  id: `${index}`,
  no: ['ledger', 'administration'].includes(broken.no) || broken.why === 'anchor' ? '' : broken.no,
  text: brokenText(broken),
  todo: WHAT_TO_DO[broken.why] ?? TO_DO,
});

/** How the check that runs by itself went last, and whether one is under way. */
export const stateLines = ({ last, running }: AuditState): { text: string; well: boolean; more: string } => {
  const more = running ? `正在核对，已核对 ${running.checked} 件` : '';
  if (!last) return { text: more ? '还没有核对完一遍' : '还没有自动核对过', well: true, more };
  const when = `上次自动核对 ${momentText(last.finishedAt ?? last.startedAt)}，共 ${last.checked} 件`;
  return last.found === 0
    ? { text: `● ${when}，都完整`, well: true, more }
    : { text: `■ ${when}，${last.found} 处不一致`, well: false, more };
};

/** How what was done with personal data agrees with the register of data use. */
export const dataUseLines = ({ dataUse }: AuditState) => {
  if (!dataUse) return { text: '还没有核对过，每月第一天夜里核对上个月', well: true, lines: [], more: '' };
  const { month, accesses, uncovered, lines, unused, unusedCount } = dataUse;
  const when = `${Number(month.slice(0, 4))} 年 ${Number(month.slice(5))} 月共 ${accesses} 次`;
  const named = lines.map(one => ({
    id: [one.label, one.party, one.recipient].join('|'),
    no: one.no ?? '',
    text: [one.party, one.label, one.recipient ? `给${one.recipient}` : ''].filter(Boolean).join(' · '),
    second: `${one.count} 次没有登记，${momentText(one.first)} 至 ${momentText(one.last)}${one.no ? `，例如 ${one.no}` : ''}`,
  }));
  const idle = unused.map(({ id, name, party }) => ({
    id,
    no: '',
    text: `${party} · ${name}`,
    second: '登记了，这个月没有用到',
  }));
  const wrong = [
    uncovered > 0 ? `${uncovered} 次没有登记` : '',
    unusedCount > 0 ? `${unusedCount} 项登记没有用到` : '',
  ].filter(Boolean);
  return {
    text: wrong.length === 0 ? `● ${when}，都有登记` : `▲ ${when}，${wrong.join('，')}`,
    well: wrong.length === 0,
    lines: [...named, ...idle],
    more:
      unusedCount > unused.length
        ? `没有用到的只列出 ${unused.length} 项，其余请在台账“数据采集使用共享”里查看`
        : '',
  };
};

/** Anchors as they were pasted: one a line. */
export const anchorsIn = (text: string): string[] =>
  text
    .split(/[\n,，;；]+/)
    .map(line => line.replace(/\s/g, ''))
    .filter(Boolean);

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

/** Of what was done in the time of a security event, what may be picked out. */
export const SORTS = [
  { value: 'access', label: '查看个人信息' },
  { value: 'export', label: '导出' },
  { value: 'change', label: '改动' },
];

/** An entry of the time of an event: what, of which ticket, and by whom. */
export const aroundLine = (entry: JournalEntry) => {
  const { label, no, about, what, sort, seq } = entry;
  const sortText = SORTS.filter(({ value }) => value === sort)[0]?.label;
  return {
    ...entryLine(entry),
    id: `${no ?? 'administration'}:${seq}`,
    head: [sortText, label, no ?? about, what].filter(Boolean).join(' · '),
  };
};

/** What members did in the time of a security event, the oldest first, a part at a time (J-26). */
export const around = async (event: string, sort: string, cursor?: string) =>
  mapped(
    await staff('audit.list', {
      event,
      ...(sort ? { what: sort as NonNullable<JournalEntry['sort']> } : {}),
      ...(cursor ? { cursor } : {}),
    }),
    ({ entries, from, until, nextCursor }) => ({
      items: entries.map(aroundLine),
      time: from && until ? `${momentText(from)} 至 ${momentText(until)}` : '',
      nextCursor,
    }),
  );
