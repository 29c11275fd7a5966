const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const ZOD = 'zod/index\\.cjs$';

const LONG = process.env.BANJIE_LONG === '1';

/**
 * `npm run test:long` alone: what these walk through the running system is held, rule by rule, by tests that `npm test` runs.
 * Together they take a third as long as all else.
 */
const LONG_FORMS = [
  'browser/(example-procedure|knowledge-pages|service-look|main-job-production|service-procedures)',
  'scenario/(change-applications|changed-numbers|fault-verification|knowledge-refit|local-authority|main-job-production)',
  'scenario/(maintenance|maintenance-calendar|maintenance-plans|outer-channels|probes|replay|report-month|rule-set-windows)',
];

/** Tests run as they are written: esbuild strips the types, `npm run types` checks them. */
const project = (name, zone, more = {}) => ({
  displayName: name,
  testEnvironment: '<rootDir>/tests/support/zoned-node.js',
  testEnvironmentOptions: { zone },
  testMatch: [`<rootDir>/tests/${name}/**/*.test.ts`],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  testPathIgnorePatterns: [
    '/node_modules/',
    ...(LONG ? [] : LONG_FORMS.map(file => `/tests/${file}\\.test\\.ts$`)),
  ],
  transform: {
    '\\.ts$': '<rootDir>/tests/support/esbuild-transform.js',
    [ZOD]: '<rootDir>/tests/support/one-file-transform.js',
  },
  transformIgnorePatterns: [`/node_modules/(?!${ZOD})`],
  ...more,
});

/**
 * What counts days and hours gives the same in every zone. Everything runs in the zone that would show a mistake soonest,
 * tests of calendar, deadlines and clocks in that of the users too, and in the long form in a third; walks and command lines through them do not. The rest of the
 * functions cannot ask for the zone: eslint refuses what would (`hostZone`).
 */
const OF_TIME = /\/domain\/(calendar|deadline)\b|\/local\/[a-z/]*\bclock\b/;
const folder = join(__dirname, 'tests', 'unit');
const ofTime = readdirSync(folder)
  .filter(name => name.endsWith('.test.ts') && !/-(walk|command-line)\./.test(name))
  .filter(name => OF_TIME.test(readFileSync(join(folder, name), 'utf8')));
const timesIn = zone =>
  project(`times in ${zone}`, zone, { testMatch: ofTime.map(name => `<rootDir>/tests/unit/${name}`) });

/** What the workers of this run make once and share lies in a folder of this name (`tests/support/made-once.ts`). */
process.env.BANJIE_TEST_RUN = `${process.pid}-${Date.now()}`;

module.exports = {
  projects: [
    project('browser', 'Asia/Shanghai'),
    project('scenario', 'America/New_York'),
    project('conformance', 'UTC'),
    project('component', 'Asia/Shanghai', {
      testEnvironment: '<rootDir>/tests/support/zoned-jsdom.js',
      globalSetup: '<rootDir>/tests/component/setup.js',
    }),
    project('unit', 'America/New_York'),
    timesIn('Asia/Shanghai'),
    ...(LONG ? [timesIn('UTC')] : []),
  ],
  testTimeout: 120_000,
  testSequencer: '<rootDir>/tests/support/slowest-first.js',
};
