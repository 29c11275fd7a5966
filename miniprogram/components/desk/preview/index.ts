import type { ReplyWarning } from '../../../../typings/api';
import type { ShownReply, ShownTicket } from '../../../../typings/contract';

const TYPING_PAUSE = 900;

/** Before a reply is sent: what to look at once more, and how its reader will see it. Fires `check` as the typing pauses. */
Component({
  properties: {
    ticket: { type: Object, value: null as unknown as ShownTicket },
    text: { type: String, value: '' },
    warnings: { type: Array, value: [] as ReplyWarning[] },
  },
  data: {
    shown: false,
    replies: [] as ShownReply[],
    timer: 0 as unknown as ReturnType<typeof setTimeout>,
  },
  observers: {
    'ticket, text, shown'(ticket: ShownTicket | null, text: string, shown: boolean) {
      this.setData({ replies: ticket && shown ? [asReply(ticket, text)] : [] });
    },
    text(text: string) {
      clearTimeout(this.data.timer);
      if (text.trim()) this.data.timer = setTimeout(() => this.triggerEvent('check', {}), TYPING_PAUSE);
    },
  },
  lifetimes: {
    detached() {
      clearTimeout(this.data.timer);
    },
  },
  methods: {
    toggle() {
      this.setData({ shown: !this.data.shown });
    },
  },
});

const asReply = ({ unit, holderName }: ShownTicket, text: string): ShownReply => ({
  at: new Date().toISOString(),
  unitName: unit ? unit.name : holderName,
  text,
  attachments: [],
});
