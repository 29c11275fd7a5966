import type { ShownTicket } from '../../../typings/contract';
import { savePicture, type NoticeLine } from '../../model/notice/image';
import { dayText } from '../../lib/dates';
import { copy } from '../../lib/wechat';

/** The refusal in writing: reason, basis, where to turn, remedies, until when one may object. Can be copied and saved as a picture. */
Component({
  properties: { ticket: { type: Object, value: null as unknown as ShownTicket } },
  data: { lines: [] as NoticeLine[], saving: false },
  observers: {
    ticket(ticket: ShownTicket | null) {
      const refusal = ticket?.refusal;
      if (!ticket || !refusal) return this.setData({ lines: [] });
      this.setData({
        lines: [
          { label: '工单', text: `${ticket.no} ${ticket.title}` },
          { label: '作出单位', text: ticket.unit?.name ?? '平台运营方' },
          { label: '理由', text: refusal.reason },
          { label: '依据', text: refusal.basis },
          { label: '建议去向', text: refusal.redirect },
          { label: '救济途径', text: refusal.remedies },
          { label: '可提出异议至', text: dayText(refusal.objectUntil) },
        ].filter(line => line.text),
      });
    },
  },
  methods: {
    copy() {
      const text = ['不予受理告知书', ...this.data.lines.map(line => `${line.label}：${line.text}`)].join(
        '\n',
      );
      copy(text);
    },
    save() {
      if (this.data.saving) return;
      this.setData({ saving: true });
      savePicture(this, '不予受理告知书', this.data.lines, () => this.setData({ saving: false }));
    },
  },
});
