import type { TimelineItem } from '../../../typings/contract';
import { citizen, staff } from '../../cloud/client';
import { troubleText } from '../../cloud/view';
import { momentText } from '../../lib/dates';

/** What happened, newest first. Internal entries are marked and can be left out; older ones of a long story are fetched. */
Component({
  properties: {
    items: { type: Array, value: [] as TimelineItem[] },
    internal: { type: Boolean, value: false },
    /** Of which ticket, by whom it is read, and where its older lines begin. */
    no: { type: String, value: '' },
    staff: { type: Boolean, value: false },
    earlier: { type: String, value: '' },
  },
  data: {
    shown: [] as { key: number; when: string; head: string; text: string; internal: boolean }[],
    /** Older lines that were fetched, oldest first. */
    older: [] as TimelineItem[],
    cursor: '',
    loading: false,
    trouble: '',
  },
  observers: {
    'items, earlier'(_items: TimelineItem[], earlier: string) {
      this.setData({ older: [], cursor: earlier, trouble: '' });
      this.arrange();
    },
    internal() {
      this.arrange();
    },
  },
  methods: {
    arrange() {
      const items = [...this.data.older, ...(this.data.items as TimelineItem[])];
      const shown = items
        .map((item, key) => ({
          key,
          when: [momentText(item.at), item.of ? `来自并入的 ${item.of}` : ''].filter(Boolean).join(' · '),
          head: [item.who === '系统' ? '自动' : item.who, item.label].filter(Boolean).join(' '),
          text: item.text ?? '',
          internal: Boolean(item.internal),
        }))
        .filter(item => this.data.internal || !item.internal)
        .reverse();
      this.setData({ shown });
    },
    async readOn() {
      const { no, cursor, loading } = this.data;
      if (loading || !cursor) return;
      this.setData({ loading: true, trouble: '' });
      const input = { no, cursor };
      const answer = await (this.data.staff
        ? staff('ticket.timeline', input)
        : citizen('ticket.timeline', input));
      this.setData({ loading: false });
      // The ticket was read anew meanwhile.
      if (cursor !== this.data.cursor || no !== this.data.no) return;
      if (!answer.ok) return this.setData({ trouble: troubleText(answer.error) });
      const { timeline, earlier = '' } = answer.data;
      this.setData({ older: [...timeline, ...this.data.older], cursor: earlier });
      this.arrange();
    },
  },
});
