import type { Work } from '../../cloudfunctions/usecases/clock/work';

/** The work of a job outside of the timer: what fails fails the test. */
export const plainWork = (hasTime: () => boolean = () => true): Work => ({
  hasTime: async () => hasTime(),
  attempt: async (_item, work) => {
    await work();
    return true;
  },
  setAside: async () => undefined,
  isPutOff: () => false,
  again: [],
  marks: () => ({}),
  remember: () => undefined,
  rest: () => undefined,
});
