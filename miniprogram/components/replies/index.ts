import type { ShownReply } from '../../../typings/contract';
import { momentText } from '../../lib/dates';

/** What was answered, newest first; a correction shows both texts (A35). */
Component({
  properties: { replies: { type: Array, value: [] as ShownReply[] } },
  data: { shown: [] as (ShownReply & { key: number; when: string; correctedWhen: string })[] },
  observers: {
    replies(replies: ShownReply[]) {
      const shown = replies
        .map((reply, key) => ({
          ...reply,
          key,
          when: momentText(reply.at),
          correctedWhen: reply.corrected ? momentText(reply.corrected.at) : '',
        }))
        .reverse();
      this.setData({ shown });
    },
  },
});
