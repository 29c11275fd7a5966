const { TestEnvironment } = require('jest-environment-node');

/** The zone of the host is that of the project: set before a test file reads its first date, also for what it starts. */
module.exports = class ZonedNode extends TestEnvironment {
  constructor(config, context) {
    process.env.TZ = config.projectConfig.testEnvironmentOptions.zone;
    super(config, context);
  }
};
