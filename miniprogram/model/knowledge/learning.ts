import { staff, type Answer, type Failure } from '../../cloud/client';
import { withoutTyped } from '../../cloud/view';
import { routerLine, withUnitNames, type UnitNames, type VersionLine } from './kept-versions';
import { mapped } from '../paging';
import { allUnits } from '../people/units';

/** What learns from the judgements of staff: the gate and the router, each fitted anew and taken back the same way. */

export type Learner = 'gate' | 'router';
type Learned = { accepted: boolean; version?: number; reason?: string; learned: string };

/** What a list of versions shows of what is going on. */
export type Learning = { busy: string; seconds: number; outcome: string; tone: string };
export const idle: Learning = { busy: '', seconds: 0, outcome: '', tone: 'box-ok' };

const judgements = (count: number): string => `${count} 条判定`;
const messages = (count: number): string => `${count} 件确认过单位的诉求`;

export const refit = async (what: Learner): Promise<Answer<Learned>> =>
  what === 'gate'
    ? mapped(await staff('knowledge.refit', {}), done => ({ ...done, learned: judgements(done.judged) }))
    : mapped(await staff('router.refit', {}), done => ({ ...done, learned: messages(done.messages) }));

/** What learned longer than a call waits is looked for this often, and this long, in milliseconds. */
export const LOOK_EVERY = 5_000;
export const LOOK_FOR = 300_000;

const learnedFrom = (
  { version, refused }: { version: number; refused: string | null },
  learned: string,
): Learned => ({ accepted: refused === null, version, reason: refused ?? '', learned });

/** What was learned last, of the kept versions: newest first. */
const lastLearned = async (what: Learner): Promise<Learned | undefined> => {
  if (what === 'gate') {
    const answer = await staff('knowledge.numbers', {});
    const last = answer.ok ? answer.data.gate.kept[0] : undefined;
    return last && learnedFrom(last, judgements(last.judged));
  }
  const answer = await staff('router.get', {});
  const last = answer.ok ? answer.data.kept[0] : undefined;
  return last && learnedFrom(last, messages(last.messages));
};

/**
 * Looks for the version that a learning brings after its call was waited for in vain: undefined when none newer than
 * `before` came, or when nobody waits any more.
 */
export async function lateOutcome(
  what: Learner,
  before: number,
  isWaiting: () => boolean,
): Promise<Learned | undefined> {
  for (let waited = 0; waited < LOOK_FOR; waited += LOOK_EVERY) {
    await new Promise(resolve => setTimeout(resolve, LOOK_EVERY));
    if (!isWaiting()) return undefined;
    const last = await lastLearned(what);
    if (last?.version !== undefined && last.version > before) return last;
  }
  return undefined;
}

export const rollBack = (what: Learner, to: number): Promise<Answer<{ version: number }>> =>
  staff(what === 'gate' ? 'knowledge.rollback' : 'router.rollback', { to });

export function outcomeOf(answer: Answer<Learned>, units: UnitNames): Learning {
  if (!answer.ok) return troubled(answer.error);
  const { accepted, version, reason = '', learned } = answer.data;
  return accepted
    ? { ...idle, outcome: `已采用第 ${version} 版，学习了 ${learned}` }
    : { ...idle, tone: 'box-warn', outcome: `没有采用：${withUnitNames(reason, units)}。一切照旧` };
}

/** Whether something that was waited for in vain was done is only seen in the list. */
export const troubled = ({ code, message, fields, errorNo }: Failure): Learning => ({
  ...idle,
  // Waiting in vain is no failure: it goes on.
  tone: code === 'timeout' ? 'box-warn' : 'box-bad',
  outcome:
    code === 'timeout'
      ? '没有等到结果，可能还在学习。请过几分钟下拉刷新，看有没有新的版本。'
      : `${fields?.['to'] ?? withoutTyped(message)}${errorNo ? `（错误编号 ${errorNo}）` : ''}`,
});

export type Routers = { lines: VersionLine[]; inUse: number };

/** What could not be read has no name. */
async function namesOfUnits(): Promise<UnitNames> {
  const units: UnitNames = {};
  const listed = await allUnits();
  if (listed.ok) for (const { id, name } of listed.data.units) units[id] = name;
  return units;
}

/** The routers that are kept. Without the names of units their ids are shown: no reason to show nothing. */
export async function fetchRouters(): Promise<Answer<Routers & { units: UnitNames }>> {
  const [answer, units] = await Promise.all([staff('router.get', {}), namesOfUnits()]);
  return mapped(answer, ({ version, kept }) => ({
    units,
    inUse: version,
    lines: kept.map(each => routerLine(each, version, units)),
  }));
}
