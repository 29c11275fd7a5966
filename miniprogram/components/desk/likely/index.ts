import type { LikelyTicket } from '../../../../typings/api';
import type { ShownTicket } from '../../../../typings/contract';
import { staff } from '../../../cloud/client';
import { go, routes } from '../../../lib/routes';

/** What may be the same matter, for whoever can join it with this one: asked once a ticket, quiet where there is nothing. */
Component({
  properties: { ticket: { type: Object, value: null as unknown as ShownTicket } },
  data: { no: '', tickets: [] as LikelyTicket[] },
  observers: {
    ticket(ticket: ShownTicket | null) {
      if (!ticket) return;
      const joins = ticket.acts.some(({ fields }) => fields.some(({ type }) => type === 'ticket'));
      const no = joins ? ticket.no : '';
      if (no === this.data.no) return;
      // What was joined is asked for nothing more.
      this.setData({ no, tickets: [] });
      if (no) void this.load(no);
    },
  },
  methods: {
    async load(no: string) {
      const answer = await staff('ticket.likely', { no });
      if (answer.ok && no === this.data.no) this.setData({ tickets: answer.data.tickets });
    },
    open(event: { currentTarget: { dataset: { no: string } } }) {
      go(routes.staffTicket(event.currentTarget.dataset.no));
    },
  },
});
