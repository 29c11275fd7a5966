import type { Urgent } from '../../../typings/contract';
import { ring } from '../../lib/wechat';

/** A danger: whom to call now, as buttons that call, before anything else is read; then what to do until they come. */
Component({
  properties: {
    urgent: { type: Object, value: null as unknown as Urgent },
  },
  methods: {
    call(event: { currentTarget: { dataset: { phone: string } } }) {
      ring(event.currentTarget.dataset.phone);
    },
  },
});
