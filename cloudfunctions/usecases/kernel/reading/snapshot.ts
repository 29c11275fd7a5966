import { buildCalendar, type Calendar } from '../../../domain/calendar';
import type { Catalogue, Region, Service, Unit } from '../../../domain/catalogue';
import { staffOn } from '../../../domain/catalogue/staffing';
import { buildIndex, defaultGate, isGate, type Gate, type KnowledgeIndex } from '../../../domain/knowledge';
import { knownVersions, shippedRuleSets, type KnownVersion, type RuleSet } from '../../../domain/rulesets';
import type { FaqDocument, SettingsDocument } from '../documents';
import { isRouterWeights, type RouterWeights } from '../../../domain/routing';
import { readById } from './by-id';
import { readPublished } from '../../knowledge/entries/faq-packs';
import { versionName } from '../../knowledge/measuring/kept-versions';
import { civilDateOf, type CivilDate } from '../../../domain/time';
import { spellingsOf } from '../../../domain/typed/identifier';
import { MANY, type Database, type Ports } from '../ports';
import { readWords } from '../../knowledge/answering/read-words';
import { VERSIONS } from '../writing/put-settings';
import { readDirectory, type Directory } from './directory';
import { readAll } from './read-all';

/**
 * What changes rarely, kept in the memory of a function instance. Its version is looked at once a call, so a new rule
 * set, calendar, service or member takes effect everywhere at once.
 */
export type Snapshot = {
  settings: SettingsDocument;
  directory: Directory;
  calendar: Calendar;
  catalogue: Catalogue;
  /** All versions of all rule sets, shipped and saved ones, each as the rules use it. */
  ruleSets: readonly KnownVersion[];
  ruleSet(id: string, version: number): RuleSet;
  activeRuleSet: RuleSet;
  service(id: string): Promise<Service | undefined>;
  /** All services, for suggestions; loaded when first asked for. */
  services(): Promise<Service[]>;
  /** How many services lack a person, of a unit or of all; up to MANY. */
  vacancies(unitId?: string): Promise<number>;
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

const loadCatalogue = async (database: Database) => {
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
    ...serviceReader(database),
  };
};

const MOST_KNOWN = 20_000;

const serviceReader = (database: Database): Pick<Snapshot, 'service' | 'services' | 'vacancies'> => {
  const known = new Map<string, () => Promise<Service | undefined>>();
  const vacant = new Map<string | undefined, number>();
  return {
    vacancies: async unitId => {
      const where = { vacant: true, ...(unitId === undefined ? {} : { unitId }) };
      const n = vacant.get(unitId) ?? (await database.count('services', where, MANY));
      vacant.set(unitId, n);
      return n;
    },
    services: once(() => readAll(database, 'services', 'nameKey')),
    service: (id: string) => {
      // Anybody may ask for any id: what there is not must not fill the memory.
      if (known.size > MOST_KNOWN) known.clear();
      const read = known.get(id) ?? once(() => readById(database, 'services', id));
      known.set(id, read);
      return read();
    },
  };
};

type Loaded = Omit<Snapshot, 'directory' | 'activeRuleSet'>;

/** Which rule set is in force on a day: the one that was planned for it, from the beginning of that day (J-28). */
export const inForceOn = (
  { ruleSet, plannedRuleSet }: Pick<SettingsDocument, 'ruleSet' | 'plannedRuleSet'>,
  on: CivilDate,
): SettingsDocument['ruleSet'] => (plannedRuleSet && plannedRuleSet.from <= on ? plannedRuleSet : ruleSet);

/** A snapshot, and the numbers that were read with its version. */
export type Begun = { snapshot: Snapshot; numbers: ReadonlyMap<string, number> };

/** The snapshots of one function instance. */
export const createSnapshots = ({ database, now }: Pick<Ports, 'database' | 'now'>) => {
  let loaded: Loaded | undefined;
  let directory: Directory | undefined;
  let kept: { snapshot: Snapshot; on: CivilDate } | undefined;

  const learned = (services: () => Promise<Service[]>, settings: SettingsDocument) => ({
    knowledge: knowledgeLoader(database, services, settings),
    router: routerLoader(database, settings),
  });

  const load = async (settings: SettingsDocument): Promise<Loaded> => {
    if (loaded?.settings.catalogueVersion !== settings.catalogueVersion) {
      const catalogue = await loadCatalogue(database);
      return { settings, ...catalogue, ...learned(catalogue.services, settings) };
    }
    // Only what is shown of services has changed: units, rules and the index of the knowledge base stay.
    if (loaded.settings.servicesVersion !== settings.servicesVersion)
      return { ...loaded, settings, ...serviceReader(database) };
    if (loaded.settings.knowledgeVersion !== settings.knowledgeVersion)
      return { ...loaded, settings, ...learned(loaded.services, settings) };
    return { ...loaded, settings };
  };

  /** Looks again at whatever has another version than what is kept. */
  const renew = async (): Promise<void> => {
    const settings = await database.get('settings', 'current');
    if (!settings) throw new Error('the database holds no settings: run the seed first');
    const { membersVersion = 0 } = settings;
    const known = directory;
    const [next, people] = await Promise.all([
      load(settings),
      known?.version === membersVersion ? known : readDirectory(database, membersVersion, known),
    ]);
    loaded = next;
    directory = people;
    kept = undefined;
  };

  /** What is kept, as it is on this day: agreements end at midnight, and rules begin. */
  const today = (): Snapshot => {
    if (!loaded || !directory) throw new Error('nothing has been loaded');
    const on = civilDateOf(now());
    if (kept?.on !== on) {
      const catalogue = { ...loaded.catalogue, staffAt: staffOn(directory.members, on) };
      const { id, version } = inForceOn(loaded.settings, on);
      const activeRuleSet = loaded.ruleSet(id, version);
      kept = { on, snapshot: { ...loaded, activeRuleSet, catalogue, directory } };
    }
    return kept.snapshot;
  };

  const readNumbers = async (ids: readonly string[]): Promise<Map<string, number>> => {
    const found = await database.find('counters', { where: { _id: { in: [...ids] } } });
    const read = new Map(found.flatMap(one => ('n' in one ? [[one._id, one.n] as const] : [])));
    // What was never counted is nothing; without a version nothing is known.
    for (const id of ids) if (id !== VERSIONS && !read.has(id)) read.set(id, 0);
    return read;
  };

  /**
   * The first query of a call: whether what is kept still holds, and with it numbers that the reader wants. Which these
   * are may depend on who calls, whom a warm instance knows; where it did not, they are asked for afterwards.
   */
  const begin = async (wanted: (snapshot: Snapshot) => readonly string[] = () => []): Promise<Begun> => {
    const early = loaded ? wanted(today()) : [];
    const numbers = await readNumbers([VERSIONS, ...early]);
    // An environment from before there were versions has none until it is migrated: it looks at the settings itself.
    const version = numbers.get(VERSIONS);
    if (version === undefined || loaded?.settings.version !== version) await renew();
    const snapshot = today();
    const late = wanted(snapshot).filter(id => !early.includes(id));
    if (late.length > 0) for (const [id, n] of await readNumbers(late)) numbers.set(id, n);
    return { snapshot, numbers };
  };

  const current = async (): Promise<Snapshot> => (await begin()).snapshot;
  return { begin, current };
};
export type Snapshots = ReturnType<typeof createSnapshots>;
