import { go } from '../../../lib/routes';

type Step = { label: string; hint: string; done: boolean; url: string };

/** What an empty installation needs before the first ticket can be answered: done or not, and the way there. */
Component({
  properties: { steps: { type: Array, value: [] as Step[] } },
  data: {
    left: 0,
    /** The first that is not done: there one goes on. */
    next: -1,
  },
  observers: {
    steps(steps: Step[]) {
      this.setData({
        left: steps.filter(({ done }) => !done).length,
        next: steps.findIndex(({ done }) => !done),
      });
    },
  },
  methods: {
    open(event: { currentTarget: { dataset: { url: string } } }) {
      const { url } = event.currentTarget.dataset;
      if (url) go(url);
    },
  },
});
