/** Tests run as they are written: esbuild strips the types, `npm run types` checks them. */
const node = (name, extra = {}) => ({
  displayName: name,
  testEnvironment: 'node',
  testMatch: [`<rootDir>/tests/${name}/**/*.test.ts`],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  transform: { '\\.ts$': '<rootDir>/tests/support/esbuild-transform.js' },
  ...extra,
});

const component = node('component', {
  testEnvironment: 'jsdom',
  globalSetup: '<rootDir>/tests/component/setup.js',
});

module.exports = {
  projects: [node('unit'), node('conformance'), node('scenario'), node('browser'), component],
  testTimeout: 60_000,
};
