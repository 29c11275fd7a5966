import type { OfferedAct, ShownTicket, TimelineItem } from '../../../typings/contract';
import { citizen, staff } from '../../cloud/client';
import { askForMessages, waitsAgain, whileWaiting } from '../../model/account/subscribe';
import { isClosed, withoutRefresh } from '../../cloud/view';
import { during } from '../../lib/busy';
import { forgetKeys, placeOf, refuseEarly, type Key } from '../../lib/keys';

/**
 * What can be done with a ticket now: one filled button, one outlined, the rest behind 更多 (bar) or as lines of text (panel).
 * Fires `done` with `{ticket, outcome}`, `stale` when the ticket has changed meanwhile, `writing` with `{open}` as a form
 * opens and closes, and `begun` as one begins to write in it.
 */
Component({
  properties: {
    ticket: { type: Object, value: null as unknown as ShownTicket },
    staff: { type: Boolean, value: false },
    /** At the bottom of the citizen's page; otherwise a panel inside the staff's. */
    bar: { type: Boolean, value: false },
    /** The buttons stay at the bottom of the phone; the rest stands in the page. */
    stays: { type: Boolean, value: false },
    /** In a wide window: the acts have numbers for the keyboard. */
    keys: { type: Boolean, value: false },
    /** Who else is at the ticket, in words. */
    others: { type: String, value: '' },
  },
  data: {
    acts: [] as OfferedAct[],
    /** How many of them have buttons: two at most, and only what is not to be done besides. */
    buttons: 0,
    rest: [] as OfferedAct[],
    act: null as OfferedAct | null,
    open: false,
    more: false,
    filled: true,
    sending: '',
    trouble: '',
    shut: false,
    /** What others did since the form was opened. */
    news: [] as TimelineItem[],
    seenUpTo: '',
  },
  observers: {
    open(open: boolean) {
      this.triggerEvent('writing', { open, act: (open && this.data.act?.act) || '' });
    },
    'ticket, bar'(ticket: ShownTicket | null, bar: boolean) {
      if (!ticket) return;
      const { acts } = ticket;
      const placed = acts.filter(({ place }) => place !== 'beside').length;
      // The bar always has something to press.
      const buttons = placed || (bar && acts.length === 1 ? 1 : 0);
      // A form that is open goes on with the act as it is offered now; one that is no longer offered stays to be read.
      const act = acts.find(each => each.act === this.data.act?.act) ?? this.data.act;
      const { open, seenUpTo } = this.data;
      const news = open ? ticket.timeline.filter(({ at }) => at > seenUpTo) : [];
      this.setData({
        acts,
        buttons,
        rest: acts.slice(buttons),
        filled: acts[0]?.place === 'main',
        act,
        news,
      });
    },
  },
  methods: {
    tap(event: { currentTarget: { dataset: { index: number } } }) {
      this.choose(event.currentTarget.dataset.index);
    },
    /** Starts the act at this place; also by the keys 1–9. */
    choose(index: number, early = false) {
      const act = this.data.acts[index];
      if (!act || this.data.open || this.data.sending) return;
      const atOnce = act.fields.length === 0 && act.control === 'tap';
      if (atOnce && early) return refuseEarly();
      this.setData({ more: false, trouble: '' });
      if (atOnce) return void this.send(act);
      const { timeline } = this.data.ticket;
      const seenUpTo = timeline[timeline.length - 1]?.at ?? '';
      this.setData({ act, open: true, news: [], seenUpTo });
    },
    /** By keyboard: a digit starts an act, or goes to its form. */
    key(key: Key) {
      if (this.data.open) {
        const form = this.selectComponent('.form') as unknown as { key(key: Key): void } | null;
        return form?.key(key);
      }
      const place = placeOf(key);
      if (place !== undefined) this.choose(place, key.early);
    },
    send(act: OfferedAct): Promise<void> {
      return during(this.sendNow(act));
    },
    async sendNow(act: OfferedAct): Promise<void> {
      const { no, version } = this.data.ticket;
      this.setData({ sending: act.act });
      if (!this.data.staff && waitsAgain(act, {})) await askForMessages(whileWaiting);
      const sent = { no, act: act.act, version, input: {} };
      const answer = await (this.data.staff ? staff('ticket.act', sent) : citizen('ticket.act', sent));
      this.setData({ sending: '' });
      if (answer.ok) return this.finish(answer.data.ticket, act.act);
      forgetKeys();
      const { code, message, errorNo } = answer.error;
      const changed = code === 'wrong-state' || code === 'conflict';
      this.setData({
        trouble: `${changed ? `${withoutRefresh(message)}。已为您换成最新情况。` : message}${errorNo ? `（错误编号 ${errorNo}）` : ''}`,
      });
      if (changed || isClosed(answer.error)) this.triggerEvent('stale');
    },
    done(event: { detail: { ticket: ShownTicket; act: string } }) {
      this.setData({ open: false, news: [] });
      this.finish(event.detail.ticket, event.detail.act);
    },
    finish(ticket: ShownTicket, act: string) {
      const taken = this.data.acts.find(each => each.act === act);
      const outcome = taken?.done ?? (taken ? `“${taken.label}”已办好` : '办好了');
      wx.showToast({ title: outcome, icon: 'none' });
      this.triggerEvent('done', { ticket, outcome });
    },
    begun() {
      this.triggerEvent('begun');
    },
    stale() {
      this.triggerEvent('stale');
    },
    /** The ticket is closed to whoever writes: the words stay in sight until the form is closed, the ticket goes then. */
    shut() {
      this.data.shut = true;
    },
    close() {
      const { shut } = this.data;
      this.setData({ open: false, shut: false });
      if (shut) this.triggerEvent('stale');
    },
    showMore() {
      this.setData({ more: true });
    },
    hideMore() {
      this.setData({ more: false });
    },
  },
});
