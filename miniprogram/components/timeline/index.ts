import type { TimelineItem } from '../../../typings/contract';
import { momentText } from '../../lib/dates';

/** What happened, newest first. Internal entries are marked and can be left out. */
Component({
  properties: {
    items: { type: Array, value: [] as TimelineItem[] },
    internal: { type: Boolean, value: false },
  },
  data: { shown: [] as { key: number; when: string; head: string; text: string; internal: boolean }[] },
  observers: {
    'items, internal'(items: TimelineItem[], internal: boolean) {
      const shown = items
        .map((item, key) => ({
          key,
          when: momentText(item.at),
          head: [item.who === '系统' ? '自动' : item.who, item.label].filter(Boolean).join(' '),
          text: item.text ?? '',
          internal: Boolean(item.internal),
        }))
        .filter(item => internal || !item.internal)
        .reverse();
      this.setData({ shown });
    },
  },
});
