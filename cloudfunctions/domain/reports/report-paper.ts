import type { FigureValue, ReportFigure, ShownReport } from '../../../typings/contract';
import { figureInLines, figureInWords, ofParties } from './figures';
import type { Block, Cell, Paper, Sheet } from './paper';

/** A report as a document and as a spreadsheet: the same figures with the same words, each beside what it is compared with. */

const tableOf = (figures: readonly ReportFigure[]): Block => ({
  kind: 'table',
  head: ['项目', '本期', '上期', '上年同期'],
  // A rate of numbers with five digits stands in one line.
  widths: [35, 23, 23, 23],
  rows: figures.map(figure => [
    figure.label,
    figureInWords(figure),
    figureInWords(figure.before),
    figureInWords(figure.yearBefore),
  ]),
});

const barsOf = (figures: readonly ReportFigure[]): Block[] => {
  const rates = figures.filter(({ rate }) => rate !== null);
  return rates.length === 0
    ? []
    : [
        {
          kind: 'bars',
          title: '本期比率（不足 20 件的不算比率）',
          bars: rates.map(figure => ({
            label: figure.label,
            words: figureInWords(figure),
            share: figure.rate,
          })),
        },
      ];
};

type Column = { key: string; label: string; isShare: boolean };

/** The figures that stand in the table of units, with what each is called. */
const columnsOf = ({ figures }: Pick<ShownReport, 'figures'>): Column[] =>
  ofParties.flatMap(key => {
    const figure = figures.find(one => one.key === key);
    return figure ? [{ key, label: figure.label, isShare: figure.denominator !== null }] : [];
  });

const partiesBlocks = (report: ShownReport): Block[] => {
  if (report.parties.length === 0) return [];
  const columns = columnsOf(report);
  return [
    { kind: 'heading', text: '各单位情况（按单位代码排列，不排名）' },
    {
      kind: 'table',
      head: ['单位', ...columns.map(({ label }) => label)],
      // Counts of six digits stand in one line, and so do two of five digits as a share.
      widths: [30, ...columns.map(({ isShare }) => (isShare ? 28 : 17))],
      rows: report.parties.map(({ name, figures }) => [
        name,
        ...columns.map(({ key }) => {
          const figure = figures.find(one => one.key === key);
          return figure ? figureInLines(figure) : '—';
        }),
      ]),
    },
  ];
};

const signatureOf = ({ signedBy, signedOn, documentNo }: ShownReport): Block => ({
  kind: 'facts',
  rows: [
    ['签署人', signedBy ?? '尚未签发'],
    ['签署日期', signedOn ?? '—'],
    ...(documentNo ? ([['文号', documentNo]] as const) : []),
  ],
});

/** What each figure means; what means the same is said once. */
const definitionsOf = ({
  figures,
}: Pick<ShownReport, 'figures'>): [definition: string, labels: string[]][] => {
  const found = new Map<string, string[]>();
  for (const { label, definition } of figures)
    found.set(definition, [...(found.get(definition) ?? []), label]);
  return [...found];
};

/** `footer`: who took it out and when. */
export const reportPaper = (report: ShownReport, at: string, footer: string): Paper => {
  const of = (keys: readonly string[]): ReportFigure[] =>
    keys.flatMap(key => report.figures.find(figure => figure.key === key) ?? []);
  // What it comes to stands before the figures; what is left and what comes next behind them.
  const first = report.sections.filter(({ key }) => key === 'analysis');
  const others = report.sections.filter(({ key }) => key !== 'analysis');
  const sections = [...first, ...others].flatMap(({ label, text, figures }): Block[] => {
    if (text !== undefined)
      return [
        { kind: 'heading', text: label },
        { kind: 'text', text },
      ];
    const own = of(figures);
    if (own.length === 0) return [];
    return [{ kind: 'heading', text: label }, tableOf(own), ...barsOf(own)];
  });
  return {
    title: report.title,
    subtitle: `${report.from} 至 ${report.to} · ${report.ruleSet.name}${report.ruleSet.draft ? '（征求意见稿）' : ''}`,
    at,
    footer,
    blocks: [
      ...(report.changes
        ? ([
            { kind: 'heading', text: '更正说明' },
            { kind: 'text', text: report.changes.lines.join('\n') || '数字没有变化' },
          ] as const)
        : []),
      ...sections,
      ...partiesBlocks(report),
      signatureOf(report),
      { kind: 'heading', text: '各项数字的含义' },
      ...definitionsOf(report).map(([definition, labels]): Block => ({
        kind: 'small',
        text: `${labels.join('、')}：${definition}`,
      })),
      { kind: 'small', text: '保密件不在各项数字之内。不足 20 件的只列件数，不算比率。' },
    ],
  };
};

const cells = ({ numerator, denominator, rate }: FigureValue): Cell[] => [
  numerator,
  denominator ?? '',
  rate === null ? '' : { share: rate },
];

/** A mere count has one column, a share three. */
const headOf = ({ label, isShare }: Column): string[] =>
  isShare ? [`${label}（件）`, `${label}（总数）`, `${label}（比率）`] : [label];

/** Figures, units and definitions, a sheet each. */
export const reportSheets = (report: ShownReport): Sheet[] => {
  const columns = columnsOf(report);
  const three = (name: string): string[] => [`${name}件数`, `${name}总数`, `${name}比率`];
  return [
    {
      name: '数字',
      head: ['部分', '项目', ...three('本期'), ...three('上期'), ...three('上年同期')],
      widths: [16, 28, 10, 10, 10, 10, 10, 10, 10, 10, 10],
      rows: report.sections.flatMap(({ label, figures }) =>
        figures.flatMap(key => {
          const figure = report.figures.find(one => one.key === key);
          return figure
            ? [[label, figure.label, ...cells(figure), ...cells(figure.before), ...cells(figure.yearBefore)]]
            : [];
        }),
      ),
    },
    ...(report.parties.length > 0
      ? [
          {
            name: '各单位',
            head: ['单位', ...columns.flatMap(headOf)],
            widths: [26, ...columns.flatMap(column => headOf(column).map(() => 12))],
            rows: report.parties.map(({ name, figures }) => [
              name,
              ...columns.flatMap(column => {
                const figure = figures.find(one => one.key === column.key);
                return headOf(column).map((_, at) => (figure ? (cells(figure)[at] ?? '') : ''));
              }),
            ]),
          },
        ]
      : []),
    {
      name: '文字',
      head: ['部分', '内容'],
      widths: [16, 100],
      rows: report.sections.flatMap(({ label, text }) => (text === undefined ? [] : [[label, text]])),
    },
    {
      name: '含义',
      head: ['项目', '含义'],
      widths: [28, 100],
      rows: report.figures.map(({ label, definition }) => [label, definition]),
    },
  ];
};
