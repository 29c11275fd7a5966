import tseslint from 'typescript-eslint';
import regexp from 'eslint-plugin-regexp';

/** Forbids imports whose path matches; the rooms of docs/architecture.md import one way only. */
const mayNotImport = (files, group, message, ignores = []) => ({
  files,
  ignores,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] },
});

const outside = ['**/local/**', '**/tools/**', '**/tests/**'];

/** The rooms of the mini-program, the ones that all may use last; `packages` are apart from each other too. */
const phoneRooms = {
  pages: ['packages'],
  'packages/citizen': ['pages', 'staff'],
  'packages/staff': ['pages', 'citizen'],
  'custom-tab-bar': ['pages', 'packages'],
  components: ['pages', 'packages', 'custom-tab-bar'],
  model: ['pages', 'packages', 'custom-tab-bar', 'components'],
  cloud: ['pages', 'packages', 'custom-tab-bar', 'components', 'model'],
  lib: ['pages', 'packages', 'custom-tab-bar', 'components', 'model', 'cloud'],
};

const systemClock = {
  selector:
    "NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.object.name='Date'][callee.property.name='now']",
  message: 'Time is handed in: only the edge (infra/clock.ts, local, tools) reads the system clock.',
};

/** The functions give the same whatever the zone of their host: none of them asks for it (tests run in New York). */
const hostZone = [
  'CallExpression[callee.property.name=/^[gs]et(Date|Day|FullYear|Hours|Milliseconds|Minutes|Month|Seconds|TimezoneOffset|Year)$/]',
  'CallExpression[callee.property.name=/^to(Locale|(Date|Time)String$)/]',
  "NewExpression[callee.name='Date'][arguments.length>1]",
  "MemberExpression[object.name='Intl'][property.name='DateTimeFormat']",
].map(selector => ({
  selector,
  message: 'The zone of the host is never asked for: domain/time counts in UTC with +08:00.',
}));

export default tseslint.config(
  { ignores: ['**/node_modules/**', 'dist/**', '.data/**', 'miniprogram/miniprogram_npm/**', 'coverage/**'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    // What people send is read in time that grows with its length, and no faster: no pattern that backtracks or starts over.
    files: ['cloudfunctions/**/*.ts', 'miniprogram/**/*.ts'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': 'error',
      'regexp/no-super-linear-move': 'error',
    },
  },
  { files: ['**/*.js'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: ['tools/**', 'bench/**', 'local/**', 'tests/**', '*.js', '*.mjs'],
    rules: { 'no-console': 'off' },
  },
  { files: ['cloudfunctions/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...hostZone] } },
  {
    files: ['cloudfunctions/domain/**/*.ts', 'cloudfunctions/usecases/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', systemClock, ...hostZone] },
  },
  mayNotImport(
    ['cloudfunctions/domain/**/*.ts'],
    [
      '**/usecases/**',
      '**/cloudfunctions/api/**',
      '../api/**',
      '../../api/**',
      '**/infra/**',
      '**/citizen/**',
      '**/staff/**',
      '**/clock/**',
      '**/local/**',
      '**/tools/**',
      '**/tests/**',
      'wx-server-sdk',
      'node:*',
      'fs',
      'path',
      'http',
      'crypto',
    ],
    'domain holds pure rules: it imports itself, dayjs, zod and the calendar data, nothing else.',
  ),
  mayNotImport(
    ['cloudfunctions/usecases/**/*.ts'],
    [
      '../api/**',
      '../../api/**',
      '**/infra/**',
      '**/local/**',
      '**/tools/**',
      '**/tests/**',
      'wx-server-sdk',
      'node:*',
      'fs',
      'path',
      'http',
      'crypto',
    ],
    'usecases name ports; infra fills them. They import domain and themselves only.',
  ),
  mayNotImport(
    ['cloudfunctions/api/**/*.ts'],
    [
      '**/infra/**',
      '**/citizen/**',
      '**/staff/**',
      '../staff',
      '../citizen',
      '**/local/**',
      '**/tools/**',
      '**/tests/**',
      'wx-server-sdk',
    ],
    'api names use cases for the functions; it imports usecases and typings/api only.',
  ),
  mayNotImport(
    ['cloudfunctions/**/*.ts', 'miniprogram/**/*.ts'],
    outside,
    'The product does not see local, tools or tests.',
    // Of several blocks that fit a file the last one counts alone: these have their own above.
    ['cloudfunctions/domain/**', 'cloudfunctions/usecases/**', 'cloudfunctions/api/**'],
  ),
  ...Object.entries(phoneRooms).map(([room, closed]) =>
    mayNotImport(
      [`miniprogram/${room}/**/*.ts`],
      [...outside, ...closed.map(name => `**/${name}/**`)],
      'Pages and packages → components → model → cloud → lib; nothing of the product sees local, tools or tests.',
    ),
  ),
);
