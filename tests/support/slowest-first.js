const { default: Sequencer } = require('@jest/test-sequencer');

const ORDER = ['browser', 'scenario', 'conformance', 'component', 'unit'];

/** What takes longest begins first, so that no core is idle at the end. */
module.exports = class SlowestFirst extends Sequencer {
  sort(tests) {
    const place = test =>
      (ORDER.indexOf(test.context.config.displayName.name) + ORDER.length + 1) % (ORDER.length + 1);
    return super.sort(tests).sort((one, other) => place(one) - place(other));
  }
};
