import { empty, loading, problem, ready } from '../../cloud/view';
import { SHEET_OPENS } from '../../lib/overlay';
import { LOOKUP_TITLES, lookUp, type Found, type Source } from '../../model/form/lookups';

const TYPING_PAUSE = 300;

/** A field that points to a unit, member, service or ticket, found by typing. Fires `change` with `{name, value, label}`. */
Component({
  properties: {
    name: { type: String, value: '' },
    label: { type: String, value: '' },
    source: { type: String, value: 'service' },
    value: { type: String, value: '' },
    /** What the value is called. */
    chosen: { type: String, value: '' },
    required: { type: Boolean, value: false },
    hint: { type: String, value: '' },
    error: { type: String, value: '' },
    /** Offered above the search, with a reason each. */
    suggestions: { type: Array, value: [] as Found[] },
    /** The suggestions have numbers for the keyboard; where there are none, `/` looks for one. */
    numbered: { type: Boolean, value: false },
  },
  data: {
    show: false,
    focused: false,
    title: '',
    query: '',
    found: [] as Found[],
    view: loading,
    timer: 0 as unknown as ReturnType<typeof setTimeout>,
    asked: 0,
  },
  lifetimes: {
    detached() {
      clearTimeout(this.data.timer);
    },
  },
  methods: {
    open() {
      this.setData({
        show: true,
        focused: false,
        query: '',
        title: LOOKUP_TITLES[this.data.source as Source],
      });
      setTimeout(() => this.setData({ focused: this.data.show }), SHEET_OPENS);
      void this.search();
    },
    close() {
      this.setData({ show: false });
    },
    type(event: { detail: { value: string } }) {
      this.setData({ query: event.detail.value });
      clearTimeout(this.data.timer);
      this.data.timer = setTimeout(() => void this.search(), TYPING_PAUSE);
    },
    async search() {
      const asked = ++this.data.asked;
      this.setData({ view: loading });
      const answer = await lookUp(this.data.source as Source, this.data.query);
      if (asked !== this.data.asked) return;
      if (!answer.ok) return this.setData({ view: problem(answer.error), found: [] });
      const view = answer.data.length > 0 ? ready : empty('没有找到，换个词试试');
      this.setData({ view, found: answer.data });
    },
    /** Enter in the search takes what was found first. */
    chooseFirst() {
      const [first] = this.data.found;
      if (!first || this.data.view.state !== 'ready') return;
      this.setData({ show: false });
      this.triggerEvent('change', { name: this.data.name, value: first.id, label: first.name });
    },
    choose(event: { currentTarget: { dataset: { id: string; name: string } } }) {
      const { id, name } = event.currentTarget.dataset;
      this.setData({ show: false });
      this.triggerEvent('change', { name: this.data.name, value: id, label: name });
    },
    clear() {
      this.triggerEvent('change', { name: this.data.name, value: '', label: '' });
    },
  },
});
