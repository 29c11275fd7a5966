import { createHash } from 'node:crypto';
import { configure, variablesOf, type Settings } from './settings';
import {
  COLLECTION_RULE,
  HANDLER,
  RUNTIME,
  STORAGE_RULE,
  type Desired,
  type DesiredFunction,
  type Index,
  type Observed,
  type ObservedFunction,
  type Push,
  type Timer,
} from './state';

/** What has to be done, in order, so that an environment becomes what the repository wants. Pure: dry run, deployment and
 * doctor all stand on it. */

export type Step =
  | { do: 'export'; collections: string[] }
  | { do: 'create-collection'; collection: string }
  | { do: 'protect-collection'; collection: string; found?: string }
  | { do: 'drop-index'; collection: string; name: string; why: 'changed' | 'extra' }
  | { do: 'create-index'; collection: string; index: Index }
  | { do: 'protect-storage'; found: string }
  | { do: 'delete-function'; name: string; why: 'runtime' | 'broken' | 'extra' }
  | { do: 'create-function'; name: string; settings: Settings }
  | { do: 'update-code'; name: string; hash: string; found?: string; foreign?: true }
  | { do: 'configure'; name: string; found: ObservedFunction; settings: Settings }
  | { do: 'permit'; name: string; openapi: string[]; found: string[] }
  | { do: 'push'; pushes: Push[] }
  | { do: 'run-setup'; settings: Settings }
  | { do: 'create-route'; path: string; to: string }
  | { do: 'change-route'; domain: string; path: string; to: string }
  | { do: 'delete-route'; domain: string; path: string; to: string }
  | { do: 'delete-collection'; collection: string; documents?: number }
  | { do: 'delete-timer'; name: string; timer: Timer; why: 'changed' | 'extra' }
  | { do: 'create-timer'; name: string; timer: Timer };

/** What no interface offers, and a person does in WeChat's tools. */
export type ByHand = { name: string; openapi: string[]; pushed: string[] };

export type Plan = {
  steps: Step[];
  /** What is there and not wanted; taken away only when that is asked for. */
  extras: Step[];
  /** Variables that were set elsewhere and stay. */
  keptVariables: { name: string; variables: string[] }[];
  byHand: ByHand[];
};

export type Options = {
  /** Take away what is not wanted. */
  prune?: boolean;
  /** A person says that what is to be done by hand has been done. */
  done?: boolean;
  /** The data have been exported, or nobody wants that. */
  noExport?: boolean;
  /** Functions whose code was uploaded in this very run: nobody else has put theirs in its place. */
  uploaded?: readonly string[];
};

const short = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);

/** For which code, keys and manager `setup` has run. */
export const dataMark = ({ code, variables }: DesiredFunction): string =>
  short([code.hash, Object.entries(variables).sort()]);

const handMark = ({ openapi, pushed }: DesiredFunction): string => short([openapi, pushed]);

const asksWeChat = ({ openapi, pushed }: DesiredFunction): boolean => openapi.length + pushed.length > 0;

/** The name of an index is nobody's concern: what it holds counts. The order of its keys does too. */
const sameIndex = (one: Index, other: Index): boolean =>
  one.unique === other.unique &&
  JSON.stringify(Object.entries(one.keys)) === JSON.stringify(Object.entries(other.keys));

const planCollections = ({ collections }: Desired, observed: Observed): { steps: Step[]; extras: Step[] } => {
  const steps: Step[] = [];
  const extras: Step[] = [];
  for (const { name, indexes } of collections) {
    const found = observed.collections.find(one => one.name === name);
    if (!found) steps.push({ do: 'create-collection', collection: name });
    if (found?.rule !== COLLECTION_RULE)
      steps.push({ do: 'protect-collection', collection: name, ...(found ? { found: found.rule } : {}) });
    const there = found?.indexes ?? [];
    for (const index of indexes.filter(wanted => !there.some(one => sameIndex(one, wanted)))) {
      if (there.some(one => one.name === index.name))
        steps.push({ do: 'drop-index', collection: name, name: index.name, why: 'changed' });
      steps.push({ do: 'create-index', collection: name, index });
    }
    for (const one of there)
      if (!indexes.some(wanted => wanted.name === one.name || sameIndex(one, wanted)))
        extras.push({ do: 'drop-index', collection: name, name: one.name, why: 'extra' });
  }
  for (const { name, documents } of observed.collections)
    if (!collections.some(one => one.name === name))
      extras.push({ do: 'delete-collection', collection: name, documents });
  return { steps, extras };
};

/** Neither can be changed: the function is made anew. */
const mustBeNew = (found: ObservedFunction): 'broken' | 'runtime' | undefined => {
  if (found.status === 'CreateFailed') return 'broken';
  return found.runtime === RUNTIME && found.handler === HANDLER ? undefined : 'runtime';
};

const planFunction = (
  wanted: DesiredFunction,
  found: ObservedFunction | undefined,
  { prune, done, uploaded = [] }: Options,
  runsSetup: boolean,
): Step[] => {
  const { name, code } = wanted;
  const why = found && mustBeNew(found);
  const old: Step[] = why ? [{ do: 'delete-function', name, why }] : [];
  if (!found || why) {
    const settings = configure(wanted, { variables: wanted.variables, mark: { code: code.hash } });
    return [...old, { do: 'create-function', name, settings }];
  }
  const settings = configure(wanted, {
    variables: variablesOf(wanted, found, prune),
    mark: {
      ...found.mark,
      code: code.hash,
      ...(done && asksWeChat(wanted) ? { hand: handMark(wanted) } : {}),
    },
  });
  const { cloud } = found.mark;
  const isNoted = cloud === found.cloud || found.cloud === undefined || uploaded.includes(name);
  // The mark says that it is ours, the cloud that it is another.
  const foreign = found.mark.code === code.hash && cloud !== undefined && !isNoted;
  const codeDiffers = found.mark.code !== code.hash || found.status === 'UpdateFailed' || foreign;
  const settingsDiffer =
    codeDiffers ||
    !isNoted ||
    JSON.stringify(settings) !==
      JSON.stringify(
        configure(
          found,
          { variables: found.variables, mark: found.mark },
          runsSetup ? 'without token' : undefined,
        ),
      );
  return [
    ...(codeDiffers
      ? [
          {
            do: 'update-code' as const,
            name,
            hash: code.hash,
            ...(found.mark.code ? { found: found.mark.code } : {}),
            ...(foreign ? { foreign } : {}),
          },
        ]
      : []),
    ...(settingsDiffer ? [{ do: 'configure' as const, name, found, settings }] : []),
  ];
};

/** How `setup` stands when it has run; undefined when it has run for this code already. */
const afterSetup = (
  { functions, form }: Desired,
  observed: Observed,
  { prune }: Options,
): Settings | undefined => {
  const setup = functions.find(({ name }) => name === 'setup');
  if (!setup) return undefined;
  const there = observed.functions.find(({ name }) => name === 'setup');
  const found = there && !mustBeNew(there) ? there : undefined;
  const data = dataMark(setup);
  if (found?.mark.data === data) return undefined;
  return configure(setup, {
    variables: variablesOf(setup, found, prune),
    mark: { ...found?.mark, code: setup.code.hash, data, form: String(form) },
  });
};

/** Data that are about to be brought to another form are exported before anything is changed. */
const planExport = ({ form, collections }: Desired, observed: Observed): Step[] => {
  const done = observed.functions.find(({ name }) => name === 'setup')?.mark.form;
  if (done === String(form)) return [];
  const held = observed.collections
    .filter(({ name, documents }) => documents !== 0 && collections.some(one => one.name === name))
    .map(({ name }) => name);
  return held.length > 0 ? [{ do: 'export', collections: held }] : [];
};

/** What WeChat alone grants: by its interface where that is open to the owner, by hand where it is not. */
const planWeChat = (
  { functions }: Desired,
  observed: Observed,
  { done }: Options,
): { steps: Step[]; byHand: ByHand[] } => {
  const { wechat } = observed;
  if (!wechat) {
    const open = functions.filter(asksWeChat).filter(wanted => {
      const found = observed.functions.find(({ name }) => name === wanted.name);
      return !found || (!done && found.mark.hand !== handMark(wanted));
    });
    return { steps: [], byHand: open.map(({ name, openapi, pushed }) => ({ name, openapi, pushed })) };
  }
  const steps: Step[] = functions.flatMap(({ name, openapi }) => {
    const found = [...(wechat.openapi[name] ?? [])].sort();
    return JSON.stringify(found) === JSON.stringify(openapi)
      ? []
      : [{ do: 'permit' as const, name, openapi, found }];
  });
  const pushes = functions.flatMap(({ name, pushed }) => pushed.map(event => ({ event, to: name })));
  const lacking = pushes.filter(
    one => !wechat.pushed.some(({ event, to }) => event === one.event && to === one.to),
  );
  return { steps: lacking.length > 0 ? [...steps, { do: 'push', pushes: lacking }] : steps, byHand: [] };
};

const planRoutes = ({ functions }: Desired, { routes }: Observed): { steps: Step[]; extras: Step[] } => {
  const wanted = functions.flatMap(({ name, paths }) => paths.map(path => ({ path, to: name })));
  const steps = wanted.flatMap(({ path, to }): Step[] => {
    const found = routes.filter(one => one.path === path);
    if (found.length === 0) return [{ do: 'create-route', path, to }];
    return found
      .filter(one => one.to !== to || !one.open)
      .map(({ domain }) => ({ do: 'change-route', domain, path, to }));
  });
  const extras = routes
    .filter(({ path }) => !wanted.some(one => one.path === path))
    .map(({ domain, path, to }): Step => ({ do: 'delete-route', domain, path, to }));
  return { steps, extras };
};

const planTimers = ({ functions }: Desired, observed: Observed): { steps: Step[]; extras: Step[] } => {
  const steps: Step[] = [];
  const extras: Step[] = [];
  for (const { name, timers } of functions) {
    const found = observed.functions.find(one => one.name === name);
    const there = found && !mustBeNew(found) ? found.timers : [];
    for (const timer of timers) {
      const same = there.filter(one => one.name === timer.name);
      // Added twice it would run twice.
      if (same.length === 1 && same[0]?.cron === timer.cron) continue;
      if (same[0]) steps.push({ do: 'delete-timer', name, timer: same[0], why: 'changed' });
      steps.push({ do: 'create-timer', name, timer });
    }
    for (const timer of there)
      if (!timers.some(one => one.name === timer.name))
        extras.push({ do: 'delete-timer', name, timer, why: 'extra' });
  }
  return { steps, extras };
};

/** Data first, then what works on them, then who may reach it; timers last. */
export const plan = (desired: Desired, observed: Observed, options: Options = {}): Plan => {
  const found = (name: string) => observed.functions.find(one => one.name === name);
  const setup = afterSetup(desired, observed, options);
  const collections = planCollections(desired, observed);
  const functions = desired.functions.flatMap(wanted =>
    planFunction(wanted, found(wanted.name), options, wanted.name === 'setup' && setup !== undefined),
  );
  const wechat = planWeChat(desired, observed, options);
  const routes = planRoutes(desired, observed);
  const timers = planTimers(desired, observed);
  const unknown = observed.functions
    .filter(({ name }) => !desired.functions.some(one => one.name === name))
    .map(({ name }): Step => ({ do: 'delete-function', name, why: 'extra' }));
  const extras = [...timers.extras, ...routes.extras, ...unknown, ...collections.extras];
  return {
    steps: [
      ...(setup && !options.noExport ? planExport(desired, observed) : []),
      ...collections.steps,
      ...(observed.storageRule === STORAGE_RULE
        ? []
        : [{ do: 'protect-storage' as const, found: observed.storageRule }]),
      ...functions,
      ...wechat.steps,
      ...(setup ? [{ do: 'run-setup' as const, settings: setup }] : []),
      ...routes.steps,
      ...(options.prune ? extras : []),
      ...timers.steps,
    ],
    extras: options.prune ? [] : extras,
    keptVariables: options.prune
      ? []
      : desired.functions.flatMap(wanted => {
          const kept = Object.keys(found(wanted.name)?.variables ?? {}).filter(
            name => !(name in wanted.variables) && name in variablesOf(wanted, found(wanted.name)),
          );
          return kept.length > 0 ? [{ name: wanted.name, variables: kept }] : [];
        }),
    byHand: wechat.byHand,
  };
};
