import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { staffActions } from '../../cloudfunctions/api/staff';
import { everyone, staffRoles, type StaffRole } from '../../cloudfunctions/domain/catalogue/roles';
import { mayOpen } from '../../cloudfunctions/domain/engine';
import { procedures } from '../../cloudfunctions/domain/procedures';
import { staffDesk } from '../../cloudfunctions/domain/views/desk';
import { menuOf, menuPages } from '../../cloudfunctions/domain/views/menu';
import type { StaffApi } from '../../typings/api';
import { MAY } from '../component/samples';
import { weekly } from '../support/weekly';

/** The menu of staff follows from who may call what, and the phone has a way to all that a role may do. */

type Action = keyof StaffApi;
const actions = Object.keys(staffActions) as Action[];
const may = (role: StaffRole): Action[] => actions.filter(name => staffActions[name].may.includes(role));
const keysOf = (role: StaffRole): string[] => menuOf(role, may(role), procedures).map(({ key }) => key);

describe('the menu', () => {
  test.each([...staffRoles])('%s sees an entry exactly where it may do what the page is for', role => {
    const open = menuPages.filter(({ is }) => staffActions[is].may.includes(role)).map(({ key }) => key);
    const urgent = procedures.filter(({ opening }) => opening?.urgent && mayOpen({ opening }, role));
    expect(keysOf(role).sort()).toEqual([...open, ...urgent.map(({ kind }) => kind)].sort());
  });

  test('says what it says to each role: nobody has lost an entry by this', () => {
    expect(keysOf('security')).toEqual(['queue', 'start', 'audit', 'standIn', 'inbox']);
    expect(keysOf('partner')).toEqual(['queue', 'start', 'standIn', 'inbox']);
    expect(keysOf('local')).toEqual([
      ...[
        'queue',
        'start',
        'major-fault',
        'contingency',
        'board',
        'supervision',
        'reports',
        'services',
        'maintenance',
        'plans',
        'registers',
        'notices',
        'contentCalendar',
        'standIn',
        'inbox',
      ],
    ]);
    expect(keysOf('handler')).toEqual(expect.arrayContaining(['register', 'board', 'knowledge']));
    expect(keysOf('manager')).toEqual(expect.arrayContaining(['rulesets', 'audit', 'timer']));
    expect(keysOf('operator')).not.toContain('rulesets');
  });

  test('a procedure that cannot wait appears by itself, for those who may open it', () => {
    const urgent = {
      ...weekly,
      opening: { ...weekly.opening!, by: ['handler'] as const, urgent: { label: '马上看', fields: 1 } },
    } as typeof weekly;
    const menu = (role: StaffRole) => menuOf(role, may(role), [urgent]);
    expect(menu('handler')).toContainEqual({
      key: weekly.kind,
      label: '马上看',
      opens: weekly.kind,
      alarm: true,
    });
    expect(menu('manager').map(({ key }) => key)).not.toContain(weekly.kind);
    // Nothing to start: no page that would be empty.
    expect(menu('manager').map(({ key }) => key)).not.toContain('start');
  });

  test('what administers the platform stands in one group: 管理', () => {
    const grouped = (role: StaffRole): string[] =>
      menuOf(role, may(role), procedures).flatMap(({ key, group }) => (group ? [`${group}/${key}`] : []));
    expect(grouped('manager')).toEqual(
      ['units', 'regions', 'calendar', 'rulesets', 'audit', 'timer', 'standIn'].map(key => `管理/${key}`),
    );
    expect(grouped('partner')).toEqual(['管理/standIn']);
  });

  test('the desk of a role calls its queues what they hold', () => {
    const labels = (role: StaffRole) => staffDesk(role).queues.map(({ label }) => label);
    expect(labels('lead')).toEqual(['待我办', '我经手', '本单位', '本单位超期', '全部']);
    expect(labels('operator')).toEqual(['待我办', '我经手', '运营方', '全部超期', '全部件']);
    expect(labels('local')).toEqual(['待我办', '我经手', '本部门', '本地区超期', '本地区件']);
  });

  test('the component tests script what the cloud really allows', () => {
    for (const [action, roles] of Object.entries(MAY))
      expect([action, [...roles].sort()]).toEqual([
        action,
        staffRoles.filter(role => staffActions[action as Action].may.includes(role)).sort(),
      ]);
  });
});

/** The phone, read from its sources: which page calls what, and leads where. */
const root = join(__dirname, '../../miniprogram');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const ROUTES = read('lib/routes.ts');
const MENU = 'model/desk/desk.ts';

const app = JSON.parse(read('app.json')) as {
  pages: string[];
  subPackages: { root: string; pages: string[] }[];
};
const pages = [
  ...app.pages,
  ...app.subPackages.flatMap(({ root: at, pages }) => pages.map(page => `${at}/${page}`)),
];

/** `board` → `packages/staff/desk/board/index`. */
const pageOf = (route: string): string => {
  const [, page] = new RegExp(`\\b${route}: [^/]*?/([\\w/-]+/index)`).exec(ROUTES) ?? [];
  return page ?? `no page of ${route}`;
};
/** The routes that a text names. */
const namedIn = (text: string): string[] =>
  [...text.matchAll(/\broutes\.(\w+)|data-to="(\w+)"/g)].map(([, name, to]) => name ?? to ?? '');

/** All that a page is made of: its script, what that takes from model and components, and its components. */
const partsOf = (page: string): string[] => {
  const found = new Set<string>();
  const visit = (part: string): void => {
    if (found.has(part) || part === MENU) return;
    found.add(part);
    const template = part.replace(/\.ts$/, '.wxml');
    if (existsSync(join(root, template))) found.add(template);
    for (const [, path = ''] of read(part).matchAll(/from '(\.[^']+)'/g)) {
      const file = `${normalize(join(dirname(part), path))}.ts`;
      if (/^(model|components)\//.test(file) && existsSync(join(root, file))) visit(file);
    }
    const config = part.replace(/\.ts$/, '.json');
    if (!existsSync(join(root, config))) return;
    const { usingComponents = {} } = JSON.parse(read(config)) as { usingComponents?: Record<string, string> };
    for (const path of Object.values(usingComponents))
      if (path.startsWith('/components/')) visit(`${path.slice(1)}.ts`);
  };
  visit(`${page}.ts`);
  return [...found];
};
const textOf = new Map(pages.map(page => [page, partsOf(page).map(read).join('\n')]));

const menuLinks = new Map(
  [...read(MENU).matchAll(/^ {2}(\w+): routes\.(\w+),/gm)].map(([, key = '', route = '']) => [key, route]),
);
/** Drawn by the workbench itself, not as an entry. */
const OWN_PLACE = ['queue', 'register', 'inbox'];

/** All pages to which a role comes from its workbench and the tabs of everybody. */
const reachedBy = (role: StaffRole): Set<string> => {
  const keys = keysOf(role);
  const reached = new Set<string>();
  const visit = (page: string): void => {
    if (reached.has(page)) return;
    reached.add(page);
    for (const route of namedIn(textOf.get(page) ?? '')) {
      // The workbench has a button for it where the menu has the entry.
      if (route === 'register' && !keys.includes('register')) continue;
      visit(pageOf(route));
    }
  };
  app.pages.forEach(visit);
  for (const key of keys) {
    const route = menuLinks.get(key);
    if (route) visit(pageOf(route));
  }
  return reached;
};

describe('the phone', () => {
  test('has a page for every entry, and no entry for a page that is not there', () => {
    const keys = menuPages.map(({ key }) => key);
    expect([...menuLinks.keys(), ...OWN_PLACE].sort()).toEqual([...keys].sort());
    for (const route of menuLinks.values()) expect(pages).toContain(pageOf(route));
  });

  test('every route leads to a page of app.json, and every page has a route', () => {
    const routed = [...ROUTES.matchAll(/['`]\/((?:pages|packages)\/[\w/-]+\/index)/g)].map(
      ([, page]) => page,
    );
    expect(routed.filter(page => !pages.includes(page!))).toEqual([]);
    expect(pages.filter(page => !routed.includes(page) && page !== 'pages/mine/index')).toEqual([]);
  });

  test('the cloud keeps no path of a page of staff: a message of long ago opens by its number', () => {
    expect(textOf.size).toBe(pages.length);
    const platform = readFileSync(join(root, '../cloudfunctions/infra/platform/index.ts'), 'utf8');
    const named = [...platform.matchAll(/(?:pages|packages)\/[\w/-]+\/index/g)].map(([page]) => page);
    expect(named.filter(page => !pages.includes(page))).toEqual([]);
    expect(named.filter(page => page.startsWith('packages/staff'))).toEqual([]);
  });

  /** What is served and has no page: nothing is. */
  const pageless: Action[] = [];
  const callersOf = (action: Action): string[] =>
    pages.filter(page => textOf.get(page)?.includes(`'${action}'`));

  test('what no page calls is known', () => {
    expect(actions.filter(action => callersOf(action).length === 0)).toEqual(pageless);
  });

  test.each([...staffRoles])('%s reaches a page for each action that is not open to all', role => {
    const reached = reachedBy(role);
    const shut = may(role)
      .filter(action => staffActions[action].may !== everyone && !pageless.includes(action))
      .filter(action => !callersOf(action).some(page => reached.has(page)));
    expect(shut).toEqual([]);
  });

  test('what is open to all of staff is reached by somebody', () => {
    const reached = new Set(staffRoles.flatMap(role => [...reachedBy(role)]));
    const shut = actions.filter(
      action => !pageless.includes(action) && !callersOf(action).some(page => reached.has(page)),
    );
    expect(shut).toEqual([]);
  });
});
