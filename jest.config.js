/** Tests run as they are written: esbuild strips the types, `npm run types` checks them. */
const node = (name, extra = {}) => ({
  displayName: name,
  testEnvironment: 'node',
  testMatch: [`<rootDir>/tests/${name}/**/*.test.ts`],
  transform: { '\\.ts$': '<rootDir>/tests/support/esbuild-transform.js' },
  ...extra,
});

module.exports = {
  projects: [node('unit'), node('conformance'), node('scenario')],
  testTimeout: 60_000,
};
