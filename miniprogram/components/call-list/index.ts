import type { ShownTicket } from '../../../typings/contract';
import { staff } from '../../cloud/client';
import { troubleText } from '../../cloud/view';
import { CALLING, callsOf, type Call } from '../../model/ticket/call-list';

/** Whom to ring: a tap calls, another says what came of it. Fires `done` with `{ticket}` and `stale` when the ticket has changed. */
Component({
  properties: {
    ticket: { type: Object, value: null as unknown as ShownTicket },
  },
  data: { calls: [] as Call[], left: 0, calling: false, sending: '', trouble: '' },
  observers: {
    ticket(ticket: ShownTicket | null) {
      const calls = ticket ? callsOf(ticket) : [];
      const left = calls.filter(call => !/已通知$/.test(call.result)).length;
      this.setData({ calls, left, calling: ticket?.state === CALLING });
    },
  },
  methods: {
    ring(event: { currentTarget: { dataset: { phone: string } } }) {
      wx.makePhoneCall({ phoneNumber: event.currentTarget.dataset.phone, fail: () => undefined });
    },
    async tick(event: { currentTarget: { dataset: { callee: string; reached: boolean } } }) {
      const { callee, reached } = event.currentTarget.dataset;
      if (this.data.sending) return;
      const { no, version } = this.data.ticket;
      this.setData({ sending: callee, trouble: '' });
      const answer = await staff('ticket.act', { no, act: 'logCall', version, input: { callee, reached } });
      this.setData({ sending: '' });
      if (answer.ok) return this.triggerEvent('done', { ticket: answer.data.ticket });
      this.setData({ trouble: troubleText(answer.error) });
      if (answer.error.code === 'wrong-state' || answer.error.code === 'conflict') this.triggerEvent('stale');
    },
  },
});
