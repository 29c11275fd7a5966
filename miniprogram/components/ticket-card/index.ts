import type { TicketSummary } from '../../../typings/contract';
import { cardOf, type Card } from '../../model/ticket/tickets';

/** A ticket in a list: its light, its title, where it is. Fires `open` with `{no}`. */
Component({
  properties: {
    ticket: { type: Object, value: {} as TicketSummary },
    /** Staff see the next clock and the applicant, citizens the promise and the unit. */
    staff: { type: Boolean, value: false },
    /** Says who has it: for lists across units. */
    held: { type: Boolean, value: false },
    /** In a wide window: two lines. */
    dense: { type: Boolean, value: false },
    selected: { type: Boolean, value: false },
  },
  data: { card: null as Card | null, /** Of a dense card: all of it besides title and light. */ line: '' },
  observers: {
    'ticket, staff, held'(ticket: TicketSummary, staff: boolean, held: boolean) {
      if (!ticket || !ticket.no) return;
      const card = cardOf(ticket, staff, held);
      const { marks, found, kind, where } = card;
      this.setData({ card, line: [marks, found, kind, where].filter(Boolean).join(' · ') });
    },
  },
  methods: {
    open() {
      this.triggerEvent('open', { no: this.data.ticket.no });
    },
  },
});
