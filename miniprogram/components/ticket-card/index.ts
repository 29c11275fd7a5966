import type { TicketSummary } from '../../../typings/contract';
import { cardOf, type Card } from '../../services/tickets';

/** A ticket in a list: its light, its title, where it is. Fires `open` with `{no}`. */
Component({
  properties: {
    ticket: { type: Object, value: {} as TicketSummary },
    /** Staff see the next clock and the applicant, citizens the promise and the unit. */
    staff: { type: Boolean, value: false },
    selected: { type: Boolean, value: false },
  },
  data: { card: null as Card | null },
  observers: {
    'ticket, staff'(ticket: TicketSummary, staff: boolean) {
      if (ticket && ticket.no) this.setData({ card: cardOf(ticket, staff) });
    },
  },
  methods: {
    open() {
      this.triggerEvent('open', { no: this.data.ticket.no });
    },
  },
});
