import type {
  Band,
  FaqText,
  FaqVersion,
  FaqView,
  FaqWarning,
  FullFaq,
  ListedFaq,
  PublishedFaq,
} from '../../../typings/api';
import { regions } from '../account/session';
import { dayText, momentText } from '../../lib/dates';

/** Entries of the knowledge base in the words of the screens. */

export const VIEWS: { value: FaqView; label: string; none: string }[] = [
  { value: 'published', label: '已发布', none: '还没有已发布的条目' },
  { value: 'submitted', label: '待审核', none: '没有待审核的条目' },
  { value: 'approved', label: '待发布', none: '没有待发布的条目' },
  { value: 'draft', label: '草稿', none: '没有草稿' },
  { value: 'rejected', label: '已退回', none: '没有被退回的条目' },
  { value: 'expired', label: '已过期', none: '没有过期的条目' },
  { value: 'withdrawn', label: '已下架', none: '没有下架的条目' },
];

/** Stages in which a version waits for somebody. */
export const isWork = (view: FaqView): boolean =>
  view === 'draft' || view === 'submitted' || view === 'rejected' || view === 'approved';

/** `.9312` → `93%`; what is not quite all is never called 100 %, and what is little is not called nothing. */
export function percent(share: number): string {
  const rounded = Math.round(share * 100);
  if (rounded === 0 && share > 0) return '不到 1%';
  return `${rounded === 100 && share < 1 ? 99 : rounded}%`;
}

/** Words of the question that the entry holds, longest first. */
export function matchedText(matched: string[] = []): string {
  const words = matched.filter(Boolean).sort((a, b) => b.length - a.length);
  return words.length > 0 ? `匹配的字词：${words.slice(0, 6).join('、')}` : '';
}

export const BANDS: Record<Band, { label: string; text: string; tone: string }> = {
  answer: { label: '直接答复', text: '把握够大，群众会直接看到第一条的答复。', tone: 'box-ok' },
  choices: { label: '给出选项', text: '把握不够，群众会看到前三条的问题，自己选。', tone: 'box-warn' },
  handover: { label: '转人工', text: '没有把握，群众会被引导转人工答复。', tone: 'box-brand' },
};

export type EntryLine = { id: string; question: string; facts: string; matched: string; mark: string };

/** A line of a list. */
export function entryLine(faq: ListedFaq): EntryLine {
  const when = faq.saved
    ? `${faq.saved.name} ${momentText(faq.saved.at)}`
    : faq.updatedOn
      ? `${dayText(faq.updatedOn)} 更新`
      : '';
  const marks: Record<string, string> = { expired: '■ 已过期', 'not-yet': '▲ 未到生效日', valid: '' };
  return {
    id: faq.id,
    question: faq.question,
    facts: [faq.unitName, faq.stageLabel, when].filter(Boolean).join(' · '),
    matched: matchedText(faq.matched),
    mark: faq.validity ? (marks[faq.validity] ?? '') : '',
  };
}

const regionName = (code: string): string => regions().find(region => region.code === code)?.name ?? code;

/** Above the text of the published version: who sees it, and whether anybody does now. */
export function liveTitle({ status, validity }: PublishedFaq): string {
  if (status === 'withdrawn') return '下架前的内容';
  if (validity === 'expired') return '到期前群众看到的';
  return validity === 'not-yet' ? '从生效日起群众看到的' : '群众现在看到的';
}

/** From when to when it holds, in words. */
export function validityText({ validFrom, validUntil }: FaqText): string {
  if (!validFrom && !validUntil) return '长期有效';
  const from = validFrom ? `${dayText(validFrom)} 起` : '';
  return `${from}${from && validUntil ? '，' : ''}${validUntil ? `到 ${dayText(validUntil)} 止` : ''}`;
}

export type Fact = { label: string; text: string };

/** Where and when an entry holds, line by line. */
export const factsOf = (faq: FaqText & { unitName: string }, services: Record<string, string>): Fact[] => [
  { label: '负责单位', text: faq.unitName },
  { label: '服务', text: faq.serviceId ? (services[faq.serviceId] ?? faq.serviceId) : '不限' },
  { label: '地区', text: faq.region ? regionName(faq.region) : '不限' },
  { label: '有效期', text: validityText(faq) },
];

/** Who has not approved a submitted version yet. */
const waitsFor = ({ approvals }: { approvals: { label: string }[] }): string =>
  ['负责单位', '管理方'].filter(label => !approvals.some(one => one.label === label)).join('和');

/** What the open version waits for, in one line. */
export function stateOf({ faq, pending }: FullFaq): { first: string; second: string; tone: string } {
  if (pending) {
    const agreed = pending.approvals.map(one => `${one.label} ${one.name} 已通过`).join('，');
    const waits: Record<string, { first: string; tone: string }> = {
      draft: { first: '草稿，还没有提交审核', tone: 'box-brand' },
      submitted: { first: `等${waitsFor(pending)}审核`, tone: 'box-warn' },
      rejected: { first: `已退回：${pending.rejected?.reason ?? ''}`, tone: 'box-bad' },
      approved: { first: '两方都已通过，等发布', tone: 'box-ok' },
    };
    const state = waits[pending.stage] ?? { first: pending.stageLabel, tone: 'box-brand' };
    const second = [
      `第 ${pending.version} 版`,
      agreed,
      pending.rejected ? `${pending.rejected.name} 退回` : '',
    ];
    return { ...state, second: second.filter(Boolean).join(' · ') };
  }
  if (!faq) return { first: '没有发布', second: '', tone: 'box-brand' };
  const updated = `第 ${faq.version} 版 · ${dayText(faq.updatedOn)} 更新`;
  if (faq.status === 'withdrawn') return { first: '已下架，群众看不到', second: updated, tone: 'box-bad' };
  if (faq.validity === 'expired')
    return { first: '有效期已过，已自动退出', second: updated, tone: 'box-bad' };
  if (faq.validity === 'not-yet')
    return { first: '未到生效日，群众还看不到', second: updated, tone: 'box-warn' };
  return { first: '已发布，群众能看到', second: updated, tone: 'box-ok' };
}

export type WarningLine = FaqWarning & { title: string; met: string; confirmed: boolean };

export const warningLine = (warning: FaqWarning): WarningLine => ({
  ...warning,
  title: warning.kind === 'conflict' ? `■ 与已发布的条目矛盾：${warning.reason}` : `▲ ${warning.reason}`,
  met: `“${warning.asked}”与“${warning.meets}”问的是同一件事`,
  confirmed: false,
});

/** The newest version, which everything that is done is done to. */
export const newestOf = ({ versions = [] }: FullFaq): FaqVersion | undefined => versions[0];
