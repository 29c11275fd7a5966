import type { FaqText, FaqVersion } from '../../../typings/api';
import { factsOf } from './entries';
import { momentText } from '../../lib/dates';

/** What a version changed, in pieces of sentences. */
export type Piece = { text: string; kind: 'same' | 'added' | 'removed' };
export type Change = { label: string; pieces: Piece[]; spoken: string };

/** A sentence or clause with its sign: small enough to see the change, large enough to read it. */
const piecesOf = (text: string): string[] =>
  text.match(/[^，。；！？\n]+[，。；！？\n]*|[，。；！？\n]+/g) ?? [];

/** Above this the table of the comparison grows too large for a phone. */
const MOST_PIECES = 400;

/** The longest common row of pieces stays, the rest was removed or added. */
export function compareTexts(older: string, newer: string): Piece[] {
  const [a, b] = [piecesOf(older), piecesOf(newer)];
  if (a.length > MOST_PIECES || b.length > MOST_PIECES)
    return [
      { text: older, kind: 'removed' },
      { text: newer, kind: 'added' },
    ];
  const common: number[][] = Array.from({ length: a.length + 1 }, () =>
    new Array<number>(b.length + 1).fill(0),
  );
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i]![j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const pieces: Piece[] = [];
  const add = (text: string, kind: Piece['kind']): void => {
    const last = pieces[pieces.length - 1];
    if (last && last.kind === kind) last.text += text;
    else pieces.push({ text, kind });
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && a[i] === b[j]) {
      add(a[i]!, 'same');
      i += 1;
      j += 1;
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1))) add(a[i++]!, 'removed');
    else add(b[j++]!, 'added');
  }
  return pieces;
}

const spoken = (pieces: Piece[]): string =>
  pieces
    .filter(piece => piece.kind !== 'same')
    .map(piece => `${piece.kind === 'added' ? '新增' : '删去'}：${piece.text}`)
    .join('；');

type Content = FaqText & { unitName: string };

const partsOf = (content: Content, services: Record<string, string>): { label: string; text: string }[] => [
  { label: '问题', text: content.question },
  { label: '相似问法', text: content.similar.join('\n') },
  { label: '答复', text: content.answer },
  ...factsOf(content, services),
];

/** What differs between two versions, field by field; empty where nothing does. */
export function changesBetween(older: Content, newer: Content, services: Record<string, string>): Change[] {
  const before = partsOf(older, services);
  return partsOf(newer, services)
    .map(({ label, text }, index) => {
      const pieces = compareTexts(before[index]?.text ?? '', text);
      return { label, pieces, spoken: spoken(pieces) };
    })
    .filter(({ pieces }) => pieces.some(piece => piece.kind !== 'same'));
}

export type VersionLine = {
  version: number;
  head: string;
  steps: string[];
  changes: Change[];
  canRollBack: boolean;
  open: boolean;
};

const signed = ({ name, at }: { name: string; at: string }, what: string): string =>
  `${momentText(at)} ${name} ${what}`;

const savingOf = ({ restores, merges }: FaqVersion): string =>
  restores ? `恢复第 ${restores} 版` : merges ? `并入 ${merges}` : '保存';

/** Versions newest first, each with who did what when and what it changed against the one before. */
export const versionLines = (versions: FaqVersion[], services: Record<string, string>): VersionLine[] =>
  versions.map((version, index) => {
    const before = versions[index + 1];
    const changes = before ? changesBetween(before, version, services) : [];
    return {
      version: version.version,
      head: `第 ${version.version} 版 · ${version.stageLabel}`,
      steps: [
        signed(version.saved, savingOf(version)),
        ...version.approvals.map(one => signed(one, `代表${one.label}审核通过`)),
        ...(version.rejected ? [signed(version.rejected, `退回：${version.rejected.reason}`)] : []),
        ...(version.published ? [signed(version.published, '发布')] : []),
      ],
      changes,
      canRollBack: version.acts.indexOf('rollback') >= 0,
      // Whoever reviews the newest sees at once what it changes.
      open: index === 0 && !version.published && changes.length > 0,
    };
  });
