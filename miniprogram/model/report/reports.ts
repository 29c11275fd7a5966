import type {
  FigureQuery,
  ReportFigure,
  ReportLine,
  ReportReceipt,
  ReportType,
  ShownReport,
} from '../../../typings/contract';
import { staff, type Answer } from '../../cloud/client';
import type { TicketSummary } from '../../../typings/contract';
import { dayText } from '../../lib/dates';

/** Reports as they are shown: figures with bars and words, each beside what it is compared with. */

const stateWords: Record<ReportLine['state'], string> = {
  building: '▲ 正在汇总',
  draft: '▲ 待填写、签发',
  sent: '● 已报送',
  failed: '■ 汇总没有成功，请联系管理方重试',
};

export const lineOf = (line: ReportLine): ReportLine & { words: string; light: string } => ({
  ...line,
  words:
    line.state === 'building' && line.total
      ? `${stateWords.building} ${line.done ?? 0}/${line.total}`
      : stateWords[line.state],
  light: line.state === 'sent' ? 'green' : line.state === 'failed' ? 'red' : 'yellow',
});

type Value = { numerator: number; denominator: number | null; rate: number | null };

/** `95.2%（119/125）`, `3/7`, `12`: below 20 there are counts and no rate. */
export const valueText = ({ numerator, denominator, rate }: Value): string => {
  if (denominator === null) return String(numerator);
  if (denominator === 0) return '—';
  const counts = `${numerator}/${denominator}`;
  const percent = rate === 1 ? 100 : Math.min(99.9, Math.round((rate ?? 0) * 1000) / 10);
  return rate === null ? counts : `${percent}%（${counts}）`;
};

export type FigureLine = {
  key: string;
  label: string;
  value: string;
  compared: string;
  definition: string;
  /** Of a rate, in percent; -1 where there is none. */
  share: number;
  opens: boolean;
  spoken: string;
};

const isEmpty = ({ numerator, denominator }: Value): boolean => numerator === 0 && !denominator;

/** Nothing in this period, nor in those beside it: its name is enough. */
const isQuiet = (figure: ReportFigure): boolean =>
  isEmpty(figure) && isEmpty(figure.before) && isEmpty(figure.yearBefore);

const figureLine = (figure: ReportFigure): FigureLine => {
  const compared = `上期 ${valueText(figure.before)} · 上年同期 ${valueText(figure.yearBefore)}`;
  return {
    key: figure.key,
    label: figure.label,
    value: valueText(figure),
    compared,
    definition: figure.definition,
    share: figure.rate === null ? -1 : Math.round(figure.rate * 100),
    opens: figure.query !== null && !isEmpty(figure),
    spoken: `${figure.label} ${valueText(figure)}，${compared}`,
  };
};

/** `quiet`: what there was nothing of, by name. */
export type SectionView = { key: string; label: string; text: string; figures: FigureLine[]; quiet: string };

/** What is said comes first: nobody looks for it behind all figures. */
export const sectionsView = ({ sections, figures }: ShownReport): SectionView[] => {
  const views = sections
    .map(({ key, label, text = '', figures: keys }) => {
      const own = figures.filter(figure => keys.indexOf(figure.key) >= 0);
      const quiet = own.filter(isQuiet);
      return {
        key,
        label,
        text,
        figures: own.filter(figure => !isQuiet(figure)).map(figureLine),
        quiet: quiet.map(figure => figure.label).join('、'),
      };
    })
    .filter(section => section.text !== '' || section.figures.length > 0 || section.quiet !== '');
  return [...views.filter(({ text }) => text !== ''), ...views.filter(({ text }) => text === '')];
};

export const partiesView = ({ parties, figures }: ShownReport): { name: string; cells: string[] }[] =>
  parties.map(({ name, figures: own }) => ({
    name,
    cells: own.map(value => {
      const label = figures.filter(({ key }) => key === value.key)[0]?.label ?? '';
      return `${label} ${valueText(value)}`;
    }),
  }));

export const receiptLine = ({
  id,
  whose,
  sentAt,
  acknowledged,
}: ReportReceipt): { id: string; words: string } => ({
  id,
  words: acknowledged
    ? `● ${whose}：${acknowledged.by} ${dayText(acknowledged.at.slice(0, 10))} 签收`
    : `▲ ${whose}：${dayText(sentAt.slice(0, 10))} 送达，还没有签收`,
});

const pad = (n: number): string => `0${n}`.slice(-2);

/** The week or the month that has ended last, by the calendar of the phone: the cloud says when it is not over yet. */
export function lastPeriod(every: 'week' | 'month', today: Date): string {
  if (every === 'month') {
    const first = new Date(today.getFullYear(), today.getMonth() - 1, 1);
    return `${first.getFullYear()}-${pad(first.getMonth() + 1)}`;
  }
  // An ISO week belongs to the year of its Thursday.
  const thursday = new Date(
    today.getFullYear(),
    today.getMonth(),
    today.getDate() - ((today.getDay() + 6) % 7) - 4,
  );
  const start = new Date(thursday.getFullYear(), 0, 1);
  const day = Math.round((thursday.getTime() - start.getTime()) / 86_400_000);
  return `${thursday.getFullYear()}-W${pad(Math.floor(day / 7) + 1)}`;
}

/** What can be asked for besides what the timer drafts. */
export const buildChoices = (
  offers: readonly ReportType[],
): { type: ReportType; every: 'week' | 'month'; label: string }[] =>
  CHOICES.filter(({ type }) => offers.indexOf(type) >= 0);

const CHOICES = [
  { type: 'bulletin', every: 'week', label: '起草上周通报' },
  { type: 'bulletin', every: 'month', label: '起草上月通报' },
  { type: 'weekly', every: 'week', label: '汇总上周周报' },
  { type: 'monthly', every: 'month', label: '汇总上月月报' },
] as const;

/** The cases behind a figure. */
export async function fetchCases(
  { action, input }: FigureQuery,
  cursor?: string,
): Promise<Answer<{ items: TicketSummary[]; nextCursor?: string }>> {
  // Both answer as a queue does.
  const answer = await staff(action as 'ticket.queue', {
    ...(input as { view: 'all' }),
    ...(cursor === undefined ? {} : { cursor }),
  });
  if (!answer.ok) return answer;
  return { ok: true, data: { items: answer.data.tickets, nextCursor: answer.data.nextCursor } };
}
