import type { ShownTicket } from '../../../../typings/contract';
import { staff } from '../../../cloud/client';
import { troubleText } from '../../../cloud/view';
import { groupsOf, type Suggestion, type SuggestionGroup } from '../../../model/ticket/composing';
import { during } from '../../../lib/busy';
import { openingOf } from '../../../model/ticket/tickets';

/** Of a longer question the beginning is shown, and the rest on demand. */
const LONG = 120;

/**
 * While a reply is written: the question in sight, and what the reply can be started from, put in with one tap. Fires `insert`
 * with `{text}`.
 */
Component({
  properties: { ticket: { type: Object, value: null as unknown as ShownTicket } },
  data: {
    no: '',
    title: '',
    text: '',
    long: false,
    whole: false,
    groups: [] as SuggestionGroup[],
    loading: true,
    trouble: '',
  },
  observers: {
    ticket(ticket: ShownTicket | null) {
      if (!ticket || ticket.no === this.data.no) return;
      const { title, text } = openingOf(ticket);
      this.setData({ no: ticket.no, title, text, long: text.length > LONG, whole: false, groups: [] });
      void during(this.load());
    },
  },
  methods: {
    async load() {
      const { no } = this.data;
      this.setData({ loading: true, trouble: '' });
      const answer = await staff('reply.suggest', { no });
      if (no !== this.data.no) return;
      this.setData({
        loading: false,
        groups: answer.ok ? groupsOf(answer.data) : [],
        trouble: answer.ok ? '' : troubleText(answer.error),
      });
    },
    toggle() {
      this.setData({ whole: !this.data.whole });
    },
    tap(event: { currentTarget: { dataset: { place: number } } }) {
      this.insert(event.currentTarget.dataset.place);
    },
    /** The suggestion with this number, from 1 on; also by a key. */
    insert(place: number): void {
      const all = this.data.groups.reduce<Suggestion[]>((found, { items }) => found.concat(items), []);
      const found = all.filter(item => item.place === place)[0];
      if (found) this.triggerEvent('insert', { text: found.text });
    },
  },
});
