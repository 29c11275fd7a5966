import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { citizenActions as citizenTable } from '../../cloudfunctions/api/citizen';
import { staffActions as staffTable } from '../../cloudfunctions/api/staff';
import { staffRoles } from '../../cloudfunctions/domain/catalogue';
import { procedures } from '../../cloudfunctions/domain/procedures';
import type { Reply } from '../../typings/contract';
import { clauses } from '../support/clauses';

/** What holds for the whole house, and what nobody notices when it is forgotten for a new part. */

const root = join(__dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const json = (path: string): Record<string, unknown> => JSON.parse(read(path)) as Record<string, unknown>;

const sourcesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts'))
    .map(path => join(folder, path));

const functions = readdirSync(join(root, 'cloudfunctions')).filter(name =>
  existsSync(join(root, 'cloudfunctions', name, 'config.json')),
);

type Decision = { who: readonly string[]; rows: string };
const everyone = staffRoles;
const desk = ['operator', 'operator-lead', 'handler', 'lead'];
const editors = [...desk, 'manager'];
const readers = [...editors, 'local'];
// A partner has its own matter (J-15a), the security officer what concerns security (J-20a).
const caseworkers = [...readers, 'partner', 'security'];
const leads = ['manager', 'operator-lead', 'lead'];
const keepers = ['manager', 'operator-lead'];
const keptBy = ['handler', 'lead', 'local', 'operator', ...keepers];
const may = (who: readonly string[], rows: string): Decision => ({ who, rows });

/** Who may call each action of the staff function, and which rows it touches. A new action needs a row. */
const staffActions: Record<string, Decision> = {
  'me.get': may(everyone, 'the member itself; counts by scope key'),
  'ticket.queue': may(caseworkers, 'by scope key'),
  'ticket.get': may(everyone, 'maySee'),
  'ticket.timeline': may(everyone, 'maySee'),
  'ticket.files': may(everyone, 'maySee'),
  'ticket.act': may(caseworkers, 'maySee, then the parties of the act'),
  'ticket.bulk': may(caseworkers, 'as ticket.act, each'),
  'draft.get': may(caseworkers, 'maySee; the own draft'),
  'draft.save': may(caseworkers, 'maySee; the own draft'),
  'presence.touch': may(caseworkers, 'maySee; the own presence'),
  'ticket.register': may([...desk, 'manager'], 'a new ticket'),
  'ticket.likely': may(readers, 'maySee, of what is like it too'),
  'reply.suggest': may(desk, 'maySee, of the replies to the like too; phrases of the own desk'),
  'reply.check': may(desk, 'maySee; a text that is handed in'),
  'phrase.list': may(desk, 'phrases of the own desk'),
  'phrase.save': may(desk, 'phrases of the own desk'),
  'phrase.remove': may(desk, 'phrases of the own desk'),
  'procedure.list': may(everyone, 'kinds for readers of tickets; forms of what the role may open'),
  'procedure.open': may(caseworkers, 'a new ticket; the form says for which services'),
  'faq.list': may(everyone, 'published; unpublished by unit'),
  'faq.get': may(everyone, 'published; unpublished by unit'),
  'faq.save': may(desk, 'entries of the own unit, of all for the operator'),
  'faq.submit': may(desk, 'entries of the own unit, of all for the operator'),
  'faq.review': may(leads, 'entries of the own unit, of all for operator and manager'),
  'faq.publish': may(leads, 'entries of the own unit, of all for operator and manager'),
  'faq.withdraw': may(leads, 'entries of the own unit, of all for operator and manager'),
  'faq.rollback': may(leads, 'entries of the own unit, of all for operator and manager'),
  'faq.merge': may(leads, 'two entries of the own unit, of all for operator and manager'),
  'faq.import': may(desk, 'entries of the own unit, of all for the operator'),
  'faq.export': may(editors, 'entries of the own unit, of all for operator and manager'),
  'knowledge.numbers': may(editors, 'numbers; questions of the own unit'),
  'knowledge.proposals': may(editors, 'masked questions of the own unit'),
  'knowledge.duplicates': may(editors, 'published entries; of the own unit and what meets them'),
  'knowledge.unjudged': may(editors, 'masked questions of the own unit'),
  'knowledge.sample': may(editors, 'masked questions of the own unit'),
  'knowledge.candidates': may(editors, 'maySee of the ticket; published entries'),
  'knowledge.judge': may(editors, 'masked questions of the own unit'),
  'knowledge.refit': may(['manager'], 'the gate'),
  'knowledge.rollback': may(['manager'], 'the gate'),
  'knowledge.words': may(keepers, 'synonyms and boilerplate of all entries'),
  'knowledge.saveWords': may(keepers, 'synonyms and boilerplate of all entries'),
  'router.get': may(['manager'], 'the router'),
  'router.refit': may(['manager'], 'the router'),
  'router.rollback': may(['manager'], 'the router'),
  'service.list': may(everyone, 'public'),
  'service.get': may(
    everyone,
    'public; contacts, addresses, availability of services of the own unit or region',
  ),
  'service.save': may(leads, 'all services; of a lead contacts and addresses of the own'),
  'service.import': may(keepers, 'all services'),
  'service.export': may(readers, 'services of the own unit or region, of all for operator and manager'),
  'service.history': may(readers, 'public; names of editors as contacts'),
  'region.list': may(everyone, 'public'),
  'region.save': may(keepers, 'all regions'),
  'unit.list': may(everyone, 'public'),
  'unit.save': may(keepers, 'all units'),
  'unit.dissolve': may(['manager'], 'all units, with their open tickets'),
  'member.list': may(leads, 'the own side'),
  'member.invite': may(leads, 'the own side'),
  'member.revoke': may(leads, 'the own side'),
  'member.standIn': may(everyone, 'the member itself'),
  'member.standIns': may(everyone, 'the own side'),
  'member.address': may(everyone, 'the member itself'),
  'calendar.get': may(everyone, 'public'),
  'calendar.import': may(['manager'], 'the calendar'),
  'calendar.confirm': may(['manager'], 'all open tickets'),
  'ruleset.list': may(everyone, 'public'),
  'ruleset.get': may(everyone, 'public'),
  'ruleset.save': may(['manager'], 'all rule sets'),
  'ruleset.activate': may(['manager'], 'all rule sets'),
  'ruleset.tryOut': may(['manager'], 'numbers of all units'),
  'maintenance.calendar': may(readers, 'coming windows of all units: services and times, no person'),
  'plan.list': may(readers, 'plans of the own unit or region, of all for operator and manager'),
  'plan.save': may(['manager', 'operator-lead', 'lead', 'local'], 'plans of the own side'),
  'plan.missed': may(readers, 'plans of the own unit or region, of all for operator and manager'),
  'report.list': may(readers, 'reports for the own unit or region, of all for operator and manager'),
  'report.get': may(readers, 'reports for the own unit or region, of all for operator and manager'),
  'report.file': may(readers, 'as report.get'),
  'report.tickets': may(readers, 'maySee, of the own unit or region'),
  'ticket.file': may(readers, 'maySee'),
  'report.build': may(['operator', 'operator-lead', 'manager'], 'a report that is not sent yet'),
  'register.list': may(readers, 'rows of the own unit or region, of all for operator and manager'),
  'register.history': may(readers, 'rows of the own unit or region, of all for operator and manager'),
  'register.save': may(
    keptBy,
    'rows of the own unit or region, of all for operator’s lead and manager; the operator what the platform keeps',
  ),
  'register.rectify': may(
    keptBy,
    'rows as register.save; whom it may order as procedure.open of a rectification',
  ),
  'register.export': may(readers, 'rows of the own unit or region, of all for operator and manager'),
  'notice.list': may(readers, 'of the own services or region, of all for operator and manager'),
  'content.calendar': may(
    readers,
    'maySee, and notices of the own services or region, of all for operator and manager',
  ),
  'notice.check': may(readers, 'nothing: words that are handed in'),
  'notice.save': may(readers, 'of the own services or region, of all for operator and manager'),
  'notice.publish': may(['operator', 'operator-lead', 'manager'], 'all notices that belong to no ticket'),
  'notice.review': may(
    ['operator', 'operator-lead', 'manager'],
    'whoever has neither written nor published it',
  ),
  'notice.withdraw': may(readers, 'drafts of the own services, all for operator and manager'),
  'compliance.get': may(readers, 'numbers of the own unit or region, of all for operator and manager'),
  'compliance.tickets': may(readers, 'maySee, of the own unit or region'),
  'light.list': may(readers, 'maySee, of the own unit or region'),
  'odd.list': may(readers, 'maySee, of the own unit or region'),
  'document.held': may(readers, 'the own unit and below, the own region, of all for operator and manager'),
  'board.get': may(readers, 'numbers of the own unit or region, of all for operator and manager'),
  'inbox.list': may(everyone, 'the own messages'),
  'inbox.read': may(everyone, 'the own profile'),
  'clock.get': may(['manager'], 'the jobs of the timer; ids of what they could not do'),
  'clock.retry': may(['manager'], 'what the timer has put off or set aside'),
  'ticket.purge': may(['manager', 'security'], 'under a security event that says so'),
  'audit.list': may(['manager', 'security'], 'all journals, without what was written; administrative acts'),
  'audit.check': may(['manager', 'security'], 'all journals, without what was written'),
  'audit.state': may(['manager', 'security'], 'what the check has found: numbers of tickets, no content'),
};

/** Which rows each action of the citizen function touches: anyone with an OPENID may call it. */
const citizenActions: Record<string, string> = {
  ask: 'the knowledge that is published',
  'ask.feedback': 'the own question',
  'category.guess': 'none: the words handed in',
  'promise.preview': 'none: what was chosen',
  'ticket.file': 'a new ticket',
  'ticket.list': 'the own tickets',
  'ticket.get': 'maySee: the own ticket',
  'ticket.timeline': 'maySee: the own ticket',
  'ticket.files': 'maySee: the own ticket',
  'ticket.act': 'maySee: the own ticket',
  'ticket.claim': 'a ticket without an owner under the own phone number',
  'notice.list': 'public',
  'notice.get': 'public',
  'notice.subscribe': 'the own profile',
  'notice.unsubscribe': 'the own profile',
  'service.list': 'public',
  'board.public': 'figures of reports that the manager has made public',
  'disclosed.list': 'outcomes that the manager has disclosed',
  'inbox.list': 'the own messages',
  'inbox.read': 'the own profile',
  'me.get': 'the own profile',
  'me.save': 'the own profile',
  'me.export': 'everything of the own',
  'me.erase': 'everything of the own',
  'member.join': 'who knows the code of an invitation becomes that member; ten tries a day',
};

/** The actions that the functions serve. */
const served = { citizen: citizenTable, staff: staffTable };

/** Who calls next. */
const caller: { openid: string | undefined; role: string } = { openid: undefined, role: 'manager' };

/** What an instance reads before it knows who calls. */
const READ_FIRST = ['counters', 'units', 'regions', 'rulesets', 'calendars'];

/** A platform that knows the caller as a member, who is another one each time, and holds nothing else. */
const mockPlatform = () => {
  let membersVersion = 0;
  const member = () => ({
    _id: 'm',
    id: 'm',
    name: '某人',
    state: 'active',
    unitId: 'hrss',
    region: '440100',
    ...caller,
  });
  const missing = (): never => {
    throw new Error('the test has no data');
  };
  const database = {
    find: (collection: string) => {
      if (collection === 'members') return Promise.resolve([member()]);
      return READ_FIRST.includes(collection) ? Promise.resolve([]) : missing();
    },
    get: (collection: string) => {
      if (collection === 'keyrings') return Promise.resolve(undefined);
      if (collection !== 'settings') return missing();
      membersVersion += 1;
      const ruleSet = { id: 'gdzw-0001.5-2019', version: 1 };
      return Promise.resolve({
        _id: 'current',
        catalogueVersion: 1,
        knowledgeVersion: 1,
        membersVersion,
        ruleSet,
      });
    },
    count: missing,
    insert: missing,
    put: missing,
    remove: missing,
    transaction: missing,
  };
  const ports = {
    now: () => '2026-11-23T10:00:00.000+08:00',
    elapsed: () => 0,
    sleep: () => Promise.resolve(),
    log: () => undefined,
    database,
    secrets: { randomId: () => 'abcdef0123456789', random: () => 0, sha256: (text: string) => text },
  };
  return {
    createPorts: () => ports,
    identity: () => ({ openid: caller.openid, timer: false, pushed: false }),
  };
};

/** The code that a function with its own gates answers to an event without any input. */
const codeOf = async (name: string, action: string): Promise<string> => {
  jest.doMock('../../cloudfunctions/infra/platform', mockPlatform);
  const { main } = jest.requireActual<{ main: (event: unknown) => Promise<Reply<unknown>> }>(
    `../../cloudfunctions/${name}/index`,
  );
  const reply = await main({ action });
  return reply.ok ? 'ok' : reply.error.code;
};

describe('every action has a decision about whose rows it touches', () => {
  test('there is one for exactly the actions that the functions serve', () => {
    expect(Object.keys(served.staff).sort()).toEqual(Object.keys(staffActions).sort());
    expect(Object.keys(served.citizen).sort()).toEqual(Object.keys(citizenActions).sort());
  });

  test('a function serves its table of actions and nothing besides: there is no rule in the wiring', () => {
    for (const name of Object.keys(served)) {
      const code = read(`cloudfunctions/${name}/index.ts`);
      expect(code).toContain('const runtime = { ports, snapshots: createSnapshots(ports) };');
      expect(code).toContain(`actionsOf(runtime, ${name}Actions)`);
      expect(code).toContain('serve(ports, actions, gate, event)');
    }
  });

  test('whoever is a citizen may call every action of citizens', () => {
    for (const [action, { may: roles }] of Object.entries(served.citizen))
      expect([action, roles]).toEqual([action, expect.arrayContaining(['citizen'])]);
  });

  test.each([...staffRoles])('%s: forbidden comes first, and exactly where the table says so', async role => {
    Object.assign(caller, { openid: 'someone', role });
    const forbidden: string[] = [];
    for (const action of Object.keys(staffActions))
      if ((await codeOf('staff', action)) === 'forbidden') forbidden.push(action);
    expect(forbidden).toEqual(
      Object.keys(staffActions).filter(one => !staffActions[one]!.who.includes(role)),
    );
  });

  test.each(['citizen', 'staff'])('%s: nobody without an OPENID gets in', async name => {
    caller.openid = undefined;
    const actions = name === 'staff' ? staffActions : citizenActions;
    for (const action of [...Object.keys(actions), 'no.such.action'])
      expect([action, await codeOf(name, action)]).toEqual([action, 'unauthenticated']);
  });

  test.each(['clock', 'setup', 'report'])('%s listens to no person', async name => {
    Object.assign(caller, { openid: 'someone', role: 'manager' });
    expect(await codeOf(name, 'run')).toBe('forbidden');
  });

  test('an action that does not exist, also by a name of the language, is invalid', async () => {
    caller.openid = 'someone';
    for (const action of ['no.such.action', 'constructor', '__proto__', 'toString'])
      expect(await codeOf('citizen', action)).toBe('invalid');
  });
});

describe('imports run one way (design §2)', () => {
  const fixtures: [path: string, code: string, wrong: boolean][] = [
    ['cloudfunctions/domain/fixture.ts', `export * from '../usecases/ports';`, true],
    ['cloudfunctions/domain/fixture.ts', `export * from '../infra/database';`, true],
    ['cloudfunctions/domain/fixture.ts', `export * from 'wx-server-sdk';`, true],
    ['cloudfunctions/domain/fixture.ts', `export * from 'node:fs';`, true],
    ['cloudfunctions/domain/fixture.ts', `export const today = new Date();`, true],
    ['cloudfunctions/domain/fixture.ts', `export const now = Date.now();`, true],
    ['cloudfunctions/domain/ticket/fixture.ts', `export * from '../time';`, false],
    ['cloudfunctions/domain/fixture.ts', `export * from 'dayjs';`, false],
    ['cloudfunctions/usecases/fixture.ts', `export * from '../infra/database';`, true],
    ['cloudfunctions/usecases/fixture.ts', `export * from 'wx-server-sdk';`, true],
    ['cloudfunctions/usecases/fixture.ts', `export const now = Date.now();`, true],
    ['cloudfunctions/usecases/fixture.ts', `export * from '../domain/time';`, false],
    ['cloudfunctions/infra/database/fixture.ts', `export * from '../../../local/cloud';`, true],
    ['cloudfunctions/citizen/fixture.ts', `export * from '../../tools/build';`, true],
    ['cloudfunctions/domain/fixture.ts', `export * from '../api/staff';`, true],
    ['cloudfunctions/usecases/tickets/fixture.ts', `export * from '../../api/staff';`, true],
    ['cloudfunctions/usecases/tickets/fixture.ts', `export type * from '../../../typings/api';`, false],
    ['cloudfunctions/api/fixture.ts', `export * from '../infra/database';`, true],
    ['cloudfunctions/api/fixture.ts', `export * from '../staff';`, true],
    ['cloudfunctions/api/fixture.ts', `export * from '../usecases/kernel/failure';`, false],
    ['miniprogram/pages/home/fixture.ts', `export * from '../../../tests/support/domain';`, true],
    ['miniprogram/pages/home/fixture.ts', `export * from '../../packages/staff/start';`, true],
    ['miniprogram/pages/home/fixture.ts', `export * from '../../model/form/form';`, false],
    [
      'miniprogram/packages/staff/procedures/start/fixture.ts',
      `export * from '../../../citizen/file';`,
      true,
    ],
    [
      'miniprogram/packages/staff/procedures/start/fixture.ts',
      `export * from '../../../../components/chart';`,
      false,
    ],
    ['miniprogram/components/chart/fixture.ts', `export * from '../../packages/staff/start';`, true],
    ['miniprogram/components/chart/fixture.ts', `export * from '../../../tools/build';`, true],
    ['miniprogram/components/chart/fixture.ts', `export * from '../../model/form/form';`, false],
    ['miniprogram/model/form/fixture.ts', `export * from '../../components/chart';`, true],
    ['miniprogram/model/form/fixture.ts', `export * from '../../cloud/client';`, false],
    ['miniprogram/cloud/fixture.ts', `export type * from '../model/form/form';`, true],
    ['miniprogram/cloud/fixture.ts', `export * from '../lib/words';`, false],
    ['miniprogram/lib/fixture.ts', `export * from '../cloud/client';`, true],
    ['miniprogram/lib/fixture.ts', `export type * from '../../typings/contract';`, false],
  ];

  test('the lint rule finds each violation, and only those', () => {
    const script = `
      import { ESLint } from 'eslint';
      import tseslint from 'typescript-eslint';
      // The files do not exist, so that they have no types.
      const eslint = new ESLint({ overrideConfig: tseslint.configs.disableTypeChecked });
      const results = [];
      for (const [filePath, code] of JSON.parse(process.argv[1])) {
        const [result] = await eslint.lintText(code + '\\n', { filePath });
        results.push(result.messages.map(one => one.ruleId));
      }
      process.stdout.write(JSON.stringify(results));`;
    const run = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', script, JSON.stringify(fixtures.map(([path, code]) => [path, code]))],
      { cwd: root, encoding: 'utf8' },
    );
    expect(run.stderr).toBe('');
    const found = JSON.parse(run.stdout) as string[][];
    const rules = ['no-restricted-imports', 'no-restricted-syntax'];
    const wrong = found.map(ids => ids.some(id => rules.includes(id)));
    expect(fixtures.filter(([, , expected], index) => wrong[index] !== expected)).toEqual([]);
  });
});

describe('clauses', () => {
  const isClause = (id: string): boolean =>
    clauses.has(id) ||
    [...clauses].some(known => known.startsWith(id) && /^[a-z]/.test(known.slice(id.length)));

  test('every clause that the code names is a row of the requirements', () => {
    const unknown = sourcesIn('cloudfunctions').flatMap(path =>
      [...read(path).matchAll(/(?<![\w-])(?:[GJ]-\d[\w.]*\w|A\d{1,2}b?)(?![\w-])/g)]
        .map(([id]) => id)
        .filter(id => !isClause(id))
        .map(id => `${id} in ${path}`),
    );
    expect(unknown).toEqual([]);
  });

  test('every act and every procedure names its clause, or the page that it comes from', () => {
    const named = procedures.flatMap(({ clauses: own, acts }) => [...own, ...acts.map(act => act.clause)]);
    expect(named.filter(one => !clauses.has(one) && !/^(contract|public-rules) §\d/.test(one))).toEqual([]);
  });
});

describe('what is deployed', () => {
  /** Interfaces of the platform that the code of each function reaches. */
  const openapi: Record<string, string[]> = {
    citizen: ['security.msgSecCheck'],
    clock: ['security.mediaCheckAsync', 'subscribeMessage.send'],
    events: [],
    hotline: [],
    report: [],
    setup: [],
    staff: [],
  };

  test('every interface that is called is permitted to the function that calls it, and no other', () => {
    const permitted = functions.map(name => {
      const { permissions } = json(`cloudfunctions/${name}/config.json`) as {
        permissions: { openapi: string[] };
      };
      return [name, [...permissions.openapi].sort()];
    });
    expect(Object.fromEntries(permitted)).toEqual(openapi);
    const called = sourcesIn('cloudfunctions').flatMap(path =>
      [...read(path).matchAll(/openapi\(\)\s*\.(\w+\.\w+)\(/g)].map(match => String(match[1])),
    );
    expect([...new Set(called)].sort()).toEqual([...new Set(Object.values(openapi).flat())].sort());
  });

  test('at most one trigger a function, a timer of seven fields', () => {
    for (const name of functions) {
      const { triggers = [] } = json(`cloudfunctions/${name}/config.json`) as {
        triggers?: { type: string; config: string }[];
      };
      expect(triggers.length).toBeLessThanOrEqual(1);
      for (const { type, config } of triggers) {
        expect(type).toBe('timer');
        expect(config.trim().split(/\s+/)).toHaveLength(7);
      }
    }
  });

  test('versions are exact, and those of the functions are those of the house', () => {
    const house = json('package.json');
    const versions = (manifest: Record<string, unknown>): [string, string][] =>
      ['dependencies', 'devDependencies'].flatMap(key =>
        Object.entries((manifest[key] ?? {}) as Record<string, string>),
      );
    const exact = /^(npm:[\w@/-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/;
    expect(versions(house).filter(([, version]) => !exact.test(version))).toEqual([]);
    const known = new Map(versions(house));
    for (const name of functions)
      for (const [dependency, version] of versions(json(`cloudfunctions/${name}/package.json`)))
        expect([name, dependency, version]).toEqual([name, dependency, known.get(dependency)]);
  });

  test('the lock file names no host', () => {
    const { packages } = json('package-lock.json') as {
      packages: Record<string, { resolved?: string }>;
    };
    expect(
      Object.entries(packages)
        .filter(([, one]) => one.resolved !== undefined)
        .map(([name]) => name),
    ).toEqual([]);
    expect(read('.npmrc')).toContain('omit-lockfile-registry-resolved=true');
  });
});
