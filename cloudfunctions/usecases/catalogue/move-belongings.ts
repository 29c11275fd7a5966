import { unitsOfService, type Unit } from '../../domain/catalogue';
import { systemActor } from '../../domain/engine';
import { stageLabels, type Stage } from '../../domain/knowledge/content/content';
import { registers, type Register } from '../../domain/registers';
import type { FaqDocument, FaqVersionDocument, PlanDocument, RegisterRowDocument } from '../kernel/documents';
import { PAGE, type HasTime } from '../kernel/ports';
import { contextFor, storedService, type Runtime } from '../kernel/runtime';
import { readAll } from '../kernel/reading/read-all';
import type { Snapshot } from '../kernel/reading/snapshot';
import { raiseKnowledgeVersion } from '../knowledge/entries/faq-versions';
import { scopeOf as scopeOfPlan } from '../oversight/plans/plan-document';
import { changeOf, rowDocument, scopeOf } from '../registers/row';
import { putService } from '../services/service-document';
import { raiseVersion } from './raise-version';

/**
 * What a unit that ends leaves besides its tickets (A42): its services, the units below it, its entries of the knowledge
 * base, its rows of registers and its plans go to the successor. Each thing is one transaction, so a run that is cut off goes on.
 */

/** As they are stored now: a list in memory would give those again that have gone. */
const servicesOf = async ({ ports }: Runtime, unitId: string): Promise<string[]> =>
  (await readAll(ports.database, 'services', 'nameKey'))
    .filter(one => unitsOfService(one).includes(unitId))
    .map(({ id }) => id);

const belowOf = ({ catalogue }: Snapshot, unitId: string): Unit[] =>
  catalogue.units().filter(({ parentId, ended }) => !ended && parentId === unitId);

/** Entries in which the unit answers citizens, published or taken away. */
async function* entriesOf({ ports }: Runtime, unitId: string): AsyncGenerator<FaqDocument> {
  for (const status of ['published', 'withdrawn'] as const)
    for (let after = ''; ;) {
      const page = await ports.database.find('faqs', {
        where: { status, id: { gt: after } },
        order: ['id', 'asc'],
        limit: PAGE,
      });
      yield* page.filter(entry => entry.unitId === unitId);
      if (page.length < PAGE) break;
      after = page.at(-1)?.id ?? after;
    }
}

/** Their versions, whatever has become of them. A version that has gone is not found again. */
async function* versionsOf({ ports }: Runtime, unitId: string): AsyncGenerator<FaqVersionDocument> {
  for (const stage of Object.keys(stageLabels) as Stage[])
    for (let before = '~'; ;) {
      const page = await ports.database.find('faqversions', {
        where: { stage, unitId, key: { lt: before } },
        order: ['key', 'desc'],
        limit: PAGE,
      });
      yield* page;
      if (page.length < PAGE) break;
      before = page.at(-1)?.key ?? before;
    }
}

type Row = { register: Register; row: RegisterRowDocument };

async function* rowsOf({ ports }: Runtime, unitId: string): AsyncGenerator<Row> {
  for (const register of registers)
    for (let after = ''; ;) {
      const page = await ports.database.find('registers', {
        where: { scope: scopeOf(register, `unit:${unitId}`), key: { gt: after } },
        order: ['key', 'asc'],
        limit: PAGE,
      });
      for (const row of page) yield { register, row };
      if (page.length < PAGE) break;
      after = page.at(-1)?.key ?? after;
    }
}

/** Plans of which the unit is the party; those of others stand in its lists too. */
async function* plansOf({ ports }: Runtime, unitId: string): AsyncGenerator<PlanDocument> {
  for (let after = ''; ;) {
    const page = await ports.database.find('plans', {
      where: { scope: `unit:${unitId}`, key: { gt: after } },
      order: ['key', 'asc'],
      limit: PAGE,
    });
    yield* page;
    if (page.length < PAGE) break;
    after = page.at(-1)?.key ?? after;
  }
}

const countOf = async (found: AsyncGenerator<unknown>): Promise<number> => {
  let n = 0;
  for await (const _one of found) n += 1;
  return n;
};

/** `2 项服务、1 条知识条目`: what cannot be left to nobody; empty = nothing. */
export const belongingsOf = async (runtime: Runtime, unitId: string): Promise<string> => {
  const counts = [
    [(await servicesOf(runtime, unitId)).length, '项服务'],
    [await countOf(entriesOf(runtime, unitId)), '条知识条目'],
    [await countOf(rowsOf(runtime, unitId)), '行台账'],
    [await countOf(plansOf(runtime, unitId)), '个检查计划'],
  ] as const;
  return counts
    .filter(([n]) => n > 0)
    .map(([n, what]) => `${n} ${what}`)
    .join('、');
};

const moveService = ({ ports }: Runtime, id: string, from: string, to: string): Promise<void> =>
  ports.database.transaction(async transaction => {
    const swap = (unitId: string): string => (unitId === from ? to : unitId);
    const stored = await storedService(transaction, id);
    if (!stored) return;
    await putService(transaction, {
      ...stored,
      unitId: swap(stored.unitId),
      competent: stored.competent.map(one => ({ ...one, unitId: swap(one.unitId) })),
      ...(stored.items
        ? {
            items: stored.items.map(one => ({ ...one, ...(one.unitId ? { unitId: swap(one.unitId) } : {}) })),
          }
        : {}),
    });
    await raiseVersion(transaction);
  });

const moveBelow = ({ ports }: Runtime, id: string, from: string, to: string | undefined): Promise<void> =>
  ports.database.transaction(async transaction => {
    const unit = await transaction.get('units', id);
    if (unit?.parentId !== from) return;
    const { parentId: _parentId, ...rest } = unit;
    // The successor may lie below: then it stands in the place of the one that ends, as all do where there is none.
    const above = to === undefined || id === to ? (await transaction.get('units', from))?.parentId : to;
    await transaction.put('units', {
      ...rest,
      ...(above === undefined ? {} : { parentId: above }),
      version: (unit.version ?? 1) + 1,
    });
    await raiseVersion(transaction);
  });

const moveEntry = ({ ports }: Runtime, id: string, from: string, to: string): Promise<void> =>
  ports.database.transaction(async transaction => {
    const entry = await transaction.get('faqs', id);
    if (entry?.unitId !== from) return;
    await transaction.put('faqs', { ...entry, unitId: to });
    await raiseKnowledgeVersion(transaction);
  });

const moveVersion = ({ ports }: Runtime, id: string, from: string, to: string): Promise<void> =>
  ports.database.transaction(async transaction => {
    const version = await transaction.get('faqversions', id);
    if (version?.unitId !== from) return;
    await transaction.put('faqversions', {
      ...version,
      content: { ...version.content, unitId: to },
      unitId: to,
    });
  });

const moveRow = (runtime: Runtime, snapshot: Snapshot, { register, row }: Row, to: string): Promise<void> =>
  runtime.ports.database.transaction(async transaction => {
    const { owner } = register;
    const present = await transaction.get('registers', row._id);
    if (owner === undefined || present?.ownerId !== row.ownerId) return;
    const context = contextFor(snapshot, systemActor, runtime.ports.now(), undefined);
    const name = (id: string): string => snapshot.catalogue.unit(id)?.name ?? id;
    const next = rowDocument(register, row._id, { ...present.values, [owner]: to }, present, context);
    await transaction.put('registers', { ...next, ...(present.files ? { files: present.files } : {}) });
    const what = `${name(present.ownerId)}已撤销，转由${name(to)}登记`;
    await transaction.insert('registerchanges', changeOf(next, systemActor, what));
  });

const movePlan = (runtime: Runtime, { catalogue }: Snapshot, id: string, to: string): Promise<void> =>
  runtime.ports.database.transaction(async transaction => {
    const plan = await transaction.get('plans', id);
    if (!plan) return;
    const party = { ...plan.party, unitId: to };
    await transaction.put('plans', {
      ...plan,
      party,
      scope: scopeOfPlan(party, catalogue),
      version: plan.version + 1,
    });
  });

/**
 * Hands everything to the successor; without one there are but units below, which go to the unit above. False when the
 * time was over: the timer goes on (watch-desks.ts).
 */
export const moveBelongings = async (
  runtime: Runtime,
  from: string,
  to: string | undefined,
  hasTime: HasTime = () => true,
): Promise<boolean> => {
  const snapshot = await runtime.snapshots.current();
  for (const { id } of belowOf(snapshot, from)) {
    if (!(await hasTime())) return false;
    await moveBelow(runtime, id, from, to);
  }
  if (to === undefined) return true;
  for (const id of await servicesOf(runtime, from)) {
    if (!(await hasTime())) return false;
    await moveService(runtime, id, from, to);
  }
  for await (const { id } of entriesOf(runtime, from)) {
    if (!(await hasTime())) return false;
    await moveEntry(runtime, id, from, to);
  }
  for await (const { _id } of versionsOf(runtime, from)) {
    if (!(await hasTime())) return false;
    await moveVersion(runtime, _id, from, to);
  }
  for await (const one of rowsOf(runtime, from)) {
    if (!(await hasTime())) return false;
    await moveRow(runtime, snapshot, one, to);
  }
  for await (const { _id } of plansOf(runtime, from)) {
    if (!(await hasTime())) return false;
    await movePlan(runtime, snapshot, _id, to);
  }
  return true;
};
