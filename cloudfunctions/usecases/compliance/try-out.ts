import * as z from 'zod';
import type { TryOut } from '../../../typings/api';
import { managers } from '../../domain/catalogue/roles';
import { spansOf } from '../../domain/outcomes/figures';
import { listName, outcomeList } from '../../domain/outcomes/lists';
import { tryOut } from '../../domain/outcomes/try-out';
import { adjustable, policies, usersOf } from '../../domain/procedures';
import { applyChanges, titleOf } from '../../domain/rulesets';
import type { CivilDate } from '../../domain/time';
import { findWhereTheyLie } from '../kernel/archive';
import type { TicketDocument, TryOutDocument } from '../kernel/documents';
import { fail } from '../kernel/failure';
import { PAGE, type Ports } from '../kernel/ports';
import type { Snapshot } from '../kernel/reading/snapshot';
import { procedureFor } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { readOutcomes } from '../oversight/outcomes';
import { ownPeriod, periodInput } from './period';

/**
 * `ruleset.tryOut`: before a limit is changed, what would the tickets of a period have become under it? Each call goes on for
 * some pages of the lists of the limits in question and keeps how far it has come; nothing of the rules is changed.
 */

const { from, to } = periodInput;
const tryOutInput = z.object({
  /** Of one that was begun. */
  id: z.string().max(64).optional(),
  changes: z
    .object({
      limits: z.record(z.string(), z.unknown()).default({}),
      switches: z.record(z.string(), z.unknown()).default({}),
      windows: z.record(z.string(), z.unknown()).default({}),
    })
    .optional(),
  from: from.optional(),
  to: to.optional(),
});

/** A call ends long before the platform ends it. */
const PAGES_A_CALL = 6;

const STATES = ['inTime', 'late', 'running'] as const;

const listsOf = ({ limits, from: first, to: last }: TryOutDocument): string[] => {
  const { months, partly } = spansOf(first, last);
  return Object.keys(limits).flatMap(policy =>
    [...months, ...partly]
      .sort()
      .flatMap(month => STATES.map(state => listName(outcomeList(policy, state), month, 'all'))),
  );
};

/** A ticket stands in several lists of one try-out: it is counted in the first of them. */
const isFirstOf = (lists: readonly string[], list: string, { limits = [] }: TicketDocument): boolean =>
  lists.find(one => limits.includes(one)) === list;

const begin = async (
  ports: Ports,
  snapshot: Snapshot,
  memberId: string,
  changes: {
    limits: Record<string, unknown>;
    switches: Record<string, unknown>;
    windows: Record<string, unknown>;
  },
  period: { from: CivilDate; to: CivilDate },
): Promise<TryOutDocument> => {
  const applied = applyChanges(snapshot.activeRuleSet, { ...changes, roleNames: {} }, adjustable);
  if ('errors' in applied) return fail('invalid', '有内容需要补充或更正', applied.errors);
  const names = Object.keys(changes.limits);
  const figures = await readOutcomes(ports, snapshot, { ...period, confidential: true });
  const total = figures
    .filter(({ policy }) => names.includes(policy))
    .reduce((sum, { due, running }) => sum + due + running, 0);
  return {
    _id: memberId,
    id: ports.secrets.randomId(),
    ...period,
    limits: Object.fromEntries(names.map(name => [name, applied.ruleSet.limits[name]!])),
    state: 'running',
    list: 0,
    after: '',
    done: 0,
    total,
    sums: {},
  };
};

/** Some pages more; pure but for the reading. */
const goOn = async (ports: Ports, snapshot: Snapshot, before: TryOutDocument): Promise<TryOutDocument> => {
  const now = ports.now();
  const lists = listsOf(before);
  const next: TryOutDocument = { ...before, sums: { ...before.sums } };
  const ruleSet = {
    ...snapshot.activeRuleSet,
    limits: { ...snapshot.activeRuleSet.limits, ...before.limits },
  };
  const changed = policies.filter(({ id }) => before.limits[id] !== undefined);
  for (let pages = 0; pages < PAGES_A_CALL && next.list < lists.length; pages += 1) {
    const list = lists[next.list] ?? '';
    const page = await findWhereTheyLie(ports.database, {
      where: { limits: list, ...(next.after ? { 'keys.newKey': { gt: next.after } } : {}) },
      order: ['keys.newKey', 'asc'],
      limit: PAGE,
    });
    for (const document of page) {
      next.after = document.keys.newKey;
      if (!isFirstOf(lists, list, document)) continue;
      const { ticket } = document;
      const tried = tryOut(
        ticket,
        { ruleSet, policies: changed, limits: procedureFor(ticket).limits },
        before,
        snapshot.ruleSet(ticket.ruleSet.id, ticket.ruleSet.version),
        now,
        ({ responsible: { unitId } }) => ({
          calendar: snapshot.calendar,
          serviceHours: unitId ? snapshot.catalogue.unit(unitId)?.serviceHours : undefined,
        }),
      );
      for (const { policy, party, lateBefore, lateAfter } of tried) {
        const key = `${policy}|${party}`;
        const [was, would] = next.sums[key] ?? [0, 0];
        next.sums[key] = [was + (lateBefore ? 1 : 0), would + (lateAfter ? 1 : 0)];
        next.done += 1;
      }
    }
    if (page.length < PAGE) Object.assign(next, { list: next.list + 1, after: '' });
  }
  if (next.list >= lists.length) Object.assign(next, { state: 'done', total: next.done });
  return next;
};

const shown = ({ id, state, done, total, sums, limits }: TryOutDocument): TryOut => ({
  id,
  state,
  done,
  total,
  ...(state === 'done'
    ? {
        rows: policies
          .filter(policy => limits[policy.id] !== undefined)
          .map(policy => {
            const byUnit = Object.entries(sums)
              .filter(([key]) => key.startsWith(`${policy.id}|`))
              .map(([key, [lateBefore, lateAfter]]) => ({
                unitId: key.slice(policy.id.length + 1),
                lateBefore,
                lateAfter,
              }))
              .sort((one, other) => (one.unitId < other.unitId ? -1 : 1));
            return {
              policy: policy.id,
              clause: policy.clause,
              label: titleOf(policy, usersOf(policy)),
              lateBefore: byUnit.reduce((sum, one) => sum + one.lateBefore, 0),
              lateAfter: byUnit.reduce((sum, one) => sum + one.lateAfter, 0),
              byUnit,
            };
          }),
      }
    : {}),
});

const wanted = (field: 'changes' | 'from' | 'to'): never =>
  fail('invalid', '请选择要试的改动和日期', { [field]: '请填写' });

/** One try-out a manager: another one takes its place. Two calls at once do the same step, and one of them is kept. */
export const rulesetTryOut = useCase(
  tryOutInput,
  managers,
  async ({ ports, snapshots }, { actor }, input): Promise<TryOut> => {
    const snapshot = await snapshots.current();
    if (input.id === undefined) {
      const { changes = wanted('changes'), from: first = wanted('from'), to: last = wanted('to') } = input;
      const period = ownPeriod(actor, { from: first, to: last }, snapshot.catalogue);
      const begun = await begin(ports, snapshot, actor.id, changes, { from: period.from, to: period.to });
      const next = await goOn(ports, snapshot, begun);
      await ports.database.put('tryouts', next);
      return shown(next);
    }
    const known = await ports.database.get('tryouts', actor.id);
    if (known?.id !== input.id) return fail('not-found', '没有这次试算，请重新开始');
    if (known.state === 'done') return shown(known);
    const next = await goOn(ports, snapshot, known);
    const { _id, id: _own, from: _from, to: _to, ...fields } = next;
    const kept = await ports.database.update(
      'tryouts',
      _id,
      { id: known.id, list: known.list, after: known.after },
      fields,
    );
    return shown(kept ? next : known);
  },
);
