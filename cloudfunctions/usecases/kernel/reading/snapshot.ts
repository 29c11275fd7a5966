import { buildCalendar, type Calendar } from '../../../domain/calendar';
import type { Catalogue, Member, Region, Service, Unit } from '../../../domain/catalogue';
import { staffOn } from '../../../domain/catalogue/staffing';
import { buildIndex, defaultGate, isGate, type Gate, type KnowledgeIndex } from '../../../domain/knowledge';
import { knownVersions, shippedRuleSets, type KnownVersion, type RuleSet } from '../../../domain/rulesets';
import type { CollectionName, Collections, FaqDocument, SettingsDocument } from '../documents';
import { isRouterWeights, type RouterWeights } from '../../../domain/routing';
import { readById } from './by-id';
import { readPublished } from '../../knowledge/entries/faq-packs';
import { versionName } from '../../knowledge/measuring/kept-versions';
import { civilDateOf, type CivilDate } from '../../../domain/time';
import { spellingsOf } from '../../../domain/typed/identifier';
import { PAGE, type Database, type Ports, type Where } from '../ports';
import { readWords } from '../../knowledge/answering/read-words';

/**
 * What changes rarely, kept in the memory of a function instance. Its version in `settings` is looked at once a call,
 * so a new rule set, calendar or service takes effect everywhere at once.
 */
export type Snapshot = {
  settings: SettingsDocument;
  calendar: Calendar;
  catalogue: Catalogue;
  /** All versions of all rule sets, shipped and saved ones, each as the rules use it. */
  ruleSets: readonly KnownVersion[];
  ruleSet(id: string, version: number): RuleSet;
  activeRuleSet: RuleSet;
  service(id: string): Promise<Service | undefined>;
  /** All services, for suggestions; loaded when first asked for. */
  services(): Promise<Service[]>;
  knowledge(): Promise<Knowledge>;
  /** The trained router in use; none = the catalogue alone tells units apart. */
  router(): Promise<RouterWeights | undefined>;
};

export type Knowledge = {
  index: KnowledgeIndex;
  /** When to answer: the gate in use. */
  gate: Gate;
  /** All published entries in the order of their ids. */
  entries: readonly FaqDocument[];
  entry(id: string): FaqDocument | undefined;
};

/** Reads a whole small collection in pages by a unique field, from a value of it on. */
export const readAll = async <N extends CollectionName>(
  database: Database,
  collection: N,
  field: keyof Collections[N] & string,
  where: Where = {},
  from?: string,
): Promise<Collections[N][]> => {
  const all: Collections[N][] = [];
  for (;;) {
    const last = all.at(-1);
    const after: Where = last
      ? { [field]: { gt: last[field] as string | number } }
      : from === undefined
        ? {}
        : { [field]: { gte: from } };
    const page = await database.find(collection, {
      where: { ...where, ...after },
      order: [field, 'asc'],
      limit: PAGE,
    });
    all.push(...page);
    if (page.length < PAGE) return all;
  }
};

const catalogueOf = (units: Unit[], regions: Region[]): Omit<Catalogue, 'staffAt'> => {
  const unitsById = new Map(units.map(unit => [unit.id, unit]));
  const regionsByCode = new Map(regions.map(region => [region.code, region]));
  return {
    unit: id => unitsById.get(id),
    units: () => units,
    region: code => regionsByCode.get(code),
    regions: () => regions,
  };
};

const once = <T>(load: () => Promise<T>): (() => Promise<T>) => {
  let value: Promise<T> | undefined;
  return () => {
    // A failed load is not kept: the next caller tries again.
    value ??= load().catch(error => {
      value = undefined;
      throw error;
    });
    return value;
  };
};

/** The gate in use. One that was fitted for other features than the code measures now cannot be used any more. */
const loadGate = async (database: Database, version = 0): Promise<Gate> => {
  const stored = version > 0 ? await database.get('gates', versionName(version)) : undefined;
  return isGate(stored?.gate) ? stored.gate : defaultGate;
};

const routerLoader = (
  database: Database,
  { routerVersion = 0 }: SettingsDocument,
): (() => Promise<RouterWeights | undefined>) =>
  once(async () => {
    const stored = routerVersion > 0 ? await database.get('routers', versionName(routerVersion)) : undefined;
    const weights: unknown = stored?.text ? JSON.parse(stored.text) : undefined;
    return isRouterWeights(weights) ? weights : undefined;
  });

const knowledgeLoader = (
  database: Database,
  services: () => Promise<Service[]>,
  settings: SettingsDocument,
): (() => Promise<Knowledge>) =>
  once(async () => {
    const [entries, gate, words] = await Promise.all([
      readPublished(database),
      loadGate(database, settings.gateVersion),
      readWords(database, settings.wordsVersion),
    ]);
    const names = new Map((await services()).map(service => [service.id, service.name]));
    const byId = new Map(entries.map(entry => [entry.id, entry]));
    const index = buildIndex(
      entries.map(entry => ({ ...entry, serviceName: names.get(entry.serviceId ?? '') })),
      { words },
    );
    return {
      index,
      gate,
      entries,
      entry: (id: string) =>
        spellingsOf(id)
          .map(one => byId.get(one))
          .find(Boolean),
    };
  });

const loadCatalogue = async (database: Database, settings: SettingsDocument) => {
  const [units, regions, stored, years] = await Promise.all([
    readAll(database, 'units', 'id'),
    readAll(database, 'regions', 'code'),
    readAll(database, 'rulesets', 'key'),
    readAll(database, 'calendars', 'year'),
  ]);
  const ruleSets = knownVersions(stored, shippedRuleSets);
  const ruleSet = (id: string, version: number): RuleSet => {
    const found = ruleSets.find(one => one.id === id && one.version === version);
    if (!found) throw new Error(`rule set ${id} version ${version} is unknown`);
    return found;
  };
  return {
    calendar: buildCalendar(years),
    catalogue: { ...catalogueOf(units, regions), staffAt: () => [] },
    ruleSets,
    ruleSet,
    activeRuleSet: ruleSet(settings.ruleSet.id, settings.ruleSet.version),
    ...serviceReader(database),
  };
};

const serviceReader = (database: Database): Pick<Snapshot, 'service' | 'services'> => {
  const known = new Map<string, Service | undefined>();
  return {
    services: once(() => readAll(database, 'services', 'nameKey')),
    service: async (id: string) => {
      if (!known.has(id)) known.set(id, await readById(database, 'services', id));
      return known.get(id);
    },
  };
};

/** The snapshots of one function instance. */
export const createSnapshots = ({ database, now }: Pick<Ports, 'database' | 'now'>) => {
  let kept: Snapshot | undefined;
  let staff: { version: number; members: Member[] } | undefined;
  let staffedOn: CivilDate | undefined;
  /** Members come and go more often than units, and agreements end at midnight: neither loads the catalogue anew. */
  const staffed = async (snapshot: Snapshot, settings: SettingsDocument): Promise<Snapshot> => {
    const version = settings.membersVersion ?? 0;
    const today = civilDateOf(now());
    if (staff?.version === version && staffedOn === today && snapshot === kept) return snapshot;
    if (staff?.version !== version) staff = { version, members: await readAll(database, 'members', '_id') };
    staffedOn = today;
    return {
      ...snapshot,
      settings,
      catalogue: { ...snapshot.catalogue, staffAt: staffOn(staff.members, today) },
    };
  };
  const learned = (services: () => Promise<Service[]>, settings: SettingsDocument) => ({
    knowledge: knowledgeLoader(database, services, settings),
    router: routerLoader(database, settings),
  });

  const current = async (): Promise<Snapshot> => {
    const settings = await database.get('settings', 'current');
    if (!settings) throw new Error('the database holds no settings: run the seed first');
    let next: Snapshot;
    if (kept?.settings.catalogueVersion !== settings.catalogueVersion) {
      const loaded = await loadCatalogue(database, settings);
      next = { settings, ...loaded, ...learned(loaded.services, settings) };
    } else if (kept.settings.servicesVersion !== settings.servicesVersion) {
      // Only what is shown of services has changed: units, rules and the index of the knowledge base stay.
      next = { ...kept, settings, ...serviceReader(database) };
    } else if (kept.settings.knowledgeVersion !== settings.knowledgeVersion) {
      next = { ...kept, settings, ...learned(kept.services, settings) };
    } else next = kept;
    kept = await staffed(next, settings);
    return kept;
  };
  return { current };
};
export type Snapshots = ReturnType<typeof createSnapshots>;
