import type { ExplainedDay } from '../../../typings/contract';
import { dayText } from '../../lib/dates';

/** 为什么是这天: every day from the start to the due date, counted or not, and why. Fires `close`. */
Component({
  properties: {
    show: { type: Boolean, value: false },
    days: { type: Array, value: [] as ExplainedDay[] },
    /** The rule by which they were counted. */
    counting: { type: String, value: '' },
    provisional: { type: Boolean, value: false },
  },
  data: {
    shown: [] as { date: string; day: string; counted: boolean; words: string }[],
  },
  observers: {
    days(days: ExplainedDay[]) {
      let counted = 0;
      const shown = days.map(each => {
        if (each.counted) counted++;
        return {
          date: each.date,
          day: dayText(each.date),
          counted: each.counted,
          words: each.counted ? each.why || `第 ${counted} 个工作日` : `不算：${each.why}`,
        };
      });
      this.setData({ shown });
    },
  },
  methods: {
    close() {
      this.triggerEvent('close');
    },
  },
});
