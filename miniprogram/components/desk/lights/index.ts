import { look } from '../../../lib/look';
import { go, routes } from '../../../lib/routes';
import { byParty, type LightGroup, type LightLine } from '../../../model/supervision/lights';

/**
 * Lights by whose they are, a short line each: what, since when, what was done. A tap unfolds all that was said of one. Fires `only` with
 * `{id, name}` where the list can be narrowed to one party (`narrowing`).
 */
Component({
  properties: {
    lights: { type: Array, value: [] as LightLine[] },
    narrowing: { type: Boolean, value: false },
    /** There are others that are not listed. */
    more: { type: Boolean, value: false },
  },
  /** `wide`: there is room for the whole title. */
  data: { groups: [] as LightGroup[], open: '', wide: false },
  lifetimes: {
    attached() {
      this.setData({ wide: look().wide });
    },
  },
  observers: {
    'lights, more'(lights: LightLine[], more: boolean) {
      this.setData({ groups: byParty(lights, more) });
    },
  },
  methods: {
    toggle(event: { currentTarget: { dataset: { id: string } } }) {
      const { id } = event.currentTarget.dataset;
      this.setData({ open: this.data.open === id ? '' : id });
    },
    openTicket(event: { currentTarget: { dataset: { no: string } } }) {
      go(routes.staffTicket(event.currentTarget.dataset.no));
    },
    keepTo(event: { currentTarget: { dataset: { id: string; name: string } } }) {
      this.triggerEvent('only', event.currentTarget.dataset);
    },
  },
});
