import type { KeptGate, KeptRouter } from '../../../typings/api';
import { percent } from './entries';
import { momentText } from '../../lib/dates';

/** Versions of what the machine learned, the gate and the router, in the words of one list. */

export type VersionLine = {
  version: number;
  head: string;
  inUse: boolean;
  refused: string;
  measures: string[];
  canUse: boolean;
};

const rate = (share: number | null): string => (share === null ? '–' : percent(share));

/** `准确率 97% → 98%`: on the same held-out questions, with the version before and with this one. */
const change = (name: string, before: number | null | undefined, after: number | null): string =>
  `${name} ${before === undefined ? '' : `${rate(before)} → `}${rate(after)}`;

const lineOf = (
  { version, at, refused }: { version: number; at: string; refused: string | null },
  learned: string,
  measures: string[],
  inUse: number,
): VersionLine => ({
  version,
  head: `第 ${version} 版 · ${momentText(at)} · 学习 ${learned}`,
  inUse: version === inUse,
  refused: refused ?? '',
  measures,
  canUse: !refused && version !== inUse,
});

/** Version 0, what the product came with: always there. */
export const shippedLine = (shipped: string, inUse: number): VersionLine => ({
  version: 0,
  head: shipped,
  inUse: inUse === 0,
  refused: '',
  measures: [],
  canUse: inUse !== 0,
});

export function gateLine(gate: KeptGate, inUse: number): VersionLine {
  const { before, after } = gate;
  const measures = !after
    ? []
    : [
        change('准确率', before?.precision, after.precision),
        change('直接答复', before?.coverage, after.coverage),
        change('首条命中', before?.r1, after.r1),
        change('答非所问', before?.falseAnswers, after.falseAnswers),
      ];
  return lineOf(gate, `${gate.judged} 条判定`, measures, inUse);
}

export type UnitNames = Record<string, string>;

/** A reason names units by their ids, as the cloud keeps them: `hrss 90.0% → 80.0%`. */
export const withUnitNames = (reason: string, units: UnitNames): string =>
  reason.replace(/(^|[：；])([\w-]+) (?=[\d.]+%)/g, (all, mark: string, id: string) =>
    units[id] ? `${mark}${units[id]} ` : all,
  );

const dispatchText = (at: number | null): string =>
  at === null
    ? '没有哪个把握程度能对到 100 件里 97 件'
    : `把握不低于 ${percent(at)} 的，100 件里至少对 97 件；现在只作推荐，不自动分办`;

export function routerLine(router: KeptRouter, inUse: number, units: UnitNames): VersionLine {
  const { before, after, dispatchAt, refused } = router;
  const measures = !after
    ? []
    : [
        change('第一个单位就对', before?.accuracy, after.accuracy),
        change('前三个单位里有', before?.top3, after.top3),
        change('各单位平均', before?.macroF1, after.macroF1),
        `用没学过的 ${after.rows} 件来量`,
        ...(refused ? [] : [dispatchText(dispatchAt)]),
      ];
  const named = { ...router, refused: refused && withUnitNames(refused, units) };
  return lineOf(named, `${router.messages} 件确认过单位的诉求`, measures, inUse);
}
