import type { ShownTicket } from '../../../typings/contract';
import { copy } from '../../lib/wechat';
import { savePicture, type NoticeLine } from '../../model/notice/image';
import { receiptOf } from '../../model/ticket/receipt';

/** What a citizen keeps of a ticket: the receipt, and the answer once there is one. Saved as a picture or copied; needs no network. */
Component({
  properties: { ticket: { type: Object, value: null as unknown as ShownTicket } },
  data: { title: '', lines: [] as NoticeLine[], saving: false },
  observers: {
    ticket(ticket: ShownTicket | null) {
      if (ticket) this.setData(receiptOf(ticket));
    },
  },
  methods: {
    copy() {
      const { title, lines } = this.data;
      copy([title, ...lines.map(line => `${line.label}：${line.text}`)].join('\n'));
    },
    save() {
      if (this.data.saving) return;
      this.setData({ saving: true });
      savePicture(this, this.data.title, this.data.lines, () => this.setData({ saving: false }));
    },
  },
});
