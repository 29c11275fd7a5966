const { TestEnvironment } = require('jest-environment-jsdom');

/** As `zoned-node.js`, with a page. */
module.exports = class ZonedJsdom extends TestEnvironment {
  constructor(config, context) {
    process.env.TZ = config.projectConfig.testEnvironmentOptions.zone;
    super(config, context);
  }
};
