import type { OfferedAct, ShownTicket, StaffView, TicketSummary } from '../../../../../typings/contract';
import { staff } from '../../../../cloud/client';
import { empty, loading, problem, ready, troubleText } from '../../../../cloud/view';
import { look } from '../../../../lib/look';
import { go, routes } from '../../../../lib/routes';
import { lastScope, narrowedTo } from '../../../../model/desk/scope';
import { take } from '../../../../model/handoff';
import { showInPage } from '../../../../model/form/form-places';
import { cardOf, type Card } from '../../../../model/ticket/tickets';
import {
  askedFields,
  changed,
  checkValues,
  countWrong,
  errorsAfter,
  errorsBeside,
  fieldErrors,
  initialOf,
  inputOf,
  shownFields,
  wrongFields,
  type FieldChange,
  type Filled,
  type ShownField,
} from '../../../../model/form/forms';
import { composedField, inserted } from '../../../../model/ticket/composing';
import { commonActs, MOST_AT_ONCE, outcomesOf, type Outcome } from '../../../../model/ticket/bulk';

/** How tickets about one matter are linked (A29). */
const SAME_MATTER = 'same-matter';

type Line = { no: string; title: string; card: Card; words: string; chosen: boolean };

/** So many tickets are read side by side. */
const SIDE_BY_SIDE = 5;

const NONE_FOR_ALL = '选中的件没有都能办的事项，请只选办到同一步的件';
const GONE = '没办成的件现在都不能这样办了，点开看是谁办了什么';

const NOTHING: Filled = { values: {}, labels: {} };

/** Several tickets of a queue are chosen; of the acts that all of them offer one is taken on each, with one form. */
Page({
  data: {
    ...look(),
    view: loading,
    step: 'choose' as 'choose' | 'act' | 'done',
    lines: [] as Line[],
    /** What the list of which one chooses is narrowed to. */
    narrowed: '',
    cursor: '',
    chosen: 0,
    busy: false,
    trouble: '',
    acts: [] as OfferedAct[],
    actChoices: [] as { value: string; label: string }[],
    act: '',
    /** What an answer to all of them can be started from. */
    phrases: [] as { id: string; title: string; text: string }[],
    composed: '',
    fields: [] as ShownField[],
    filled: NOTHING,
    errors: {} as Record<string, string>,
    /** How many fields are wrong: said above the button, which leads to the first. */
    wrong: '',
    outcomes: [] as Outcome[],
    summary: '',
    /** How many were not done. */
    refused: 0,
    asked: 0,
  },
  queue: 'todo' as StaffView,
  search: {} as ReturnType<typeof narrowedTo>['search'],
  /** With those that are linked with it. */
  of: '',
  tickets: [] as TicketSummary[],
  versions: {} as Record<string, number>,

  onLoad({ view = 'todo', of = '' }: { view?: string; of?: string }) {
    this.queue = view as StaffView;
    this.of = of;
    const { search, words } = narrowedTo({ ...lastScope(), query: '', within: false, ...take('bulk') });
    this.search = search;
    this.setData({ narrowed: words });
    void this.load();
  },

  onShow() {
    this.setData(look());
  },

  async load() {
    const asked = ++this.data.asked;
    if (this.of) return this.loadLinked();
    const answer = await staff('ticket.queue', { view: this.queue, limit: MOST_AT_ONCE, ...this.search });
    if (asked !== this.data.asked) return;
    if (!answer.ok) return this.setData({ view: problem(answer.error) });
    this.tickets = answer.data.tickets;
    this.setData({
      view:
        this.tickets.length > 0 ? ready : empty('这里没有件', { label: '回到工作台', url: routes.workbench }),
      lines: this.tickets.map(lineOf),
      cursor: answer.data.nextCursor ?? '',
      chosen: 0,
      step: 'choose',
      trouble: '',
    });
  },

  /** A ticket with those about the same matter that the reader sees, all chosen: of a burst all of its cases (J-17). */
  async loadLinked() {
    const { asked } = this.data;
    const first = await staff('ticket.get', { no: this.of });
    if (asked !== this.data.asked) return;
    if (!first.ok) return this.setData({ view: problem(first.error) });
    const { ticket } = first.data;
    const linked = await ticketsOf(linkedWith(ticket), [this.of]);
    const cases = linked.filter(({ facts }) => facts !== undefined).flatMap(casesOf);
    const direct = linked.filter(({ facts }) => facts === undefined);
    const known = [this.of, ...direct.map(({ no }) => no)];
    const others = [...direct, ...(await ticketsOf(cases, known))];
    if (asked !== this.data.asked) return;
    this.tickets = [ticket, ...others].slice(0, MOST_AT_ONCE);
    this.setData({ view: ready, step: 'choose', trouble: '' });
    this.mark(this.tickets.map(one => ({ ...lineOf(one), chosen: true })));
  },

  async more() {
    const { cursor, busy } = this.data;
    if (!cursor || busy) return;
    this.setData({ busy: true, trouble: '' });
    const answer = await staff('ticket.queue', {
      view: this.queue,
      cursor,
      limit: MOST_AT_ONCE,
      ...this.search,
    });
    this.setData({ busy: false });
    if (!answer.ok) return this.setData({ trouble: troubleText(answer.error) });
    const here = this.tickets.map(({ no }) => no);
    const fresh = answer.data.tickets.filter(({ no }) => !here.includes(no));
    this.tickets = [...this.tickets, ...fresh];
    this.setData({
      lines: [...this.data.lines, ...fresh.map(lineOf)],
      cursor: answer.data.nextCursor ?? '',
    });
  },

  retry() {
    this.setData({ view: loading });
    void this.load();
  },

  choose({ detail }: { detail: { name: string; value: boolean } }) {
    this.mark(
      this.data.lines.map(line => (line.no === detail.name ? { ...line, chosen: detail.value } : line)),
    );
  },

  chooseAll() {
    const all = this.data.lines.every(({ chosen }, at) => chosen || at >= MOST_AT_ONCE);
    this.mark(this.data.lines.map((line, at) => ({ ...line, chosen: !all && at < MOST_AT_ONCE })));
  },

  mark(lines: Line[]) {
    this.setData({ lines, chosen: lines.filter(({ chosen }) => chosen).length, trouble: '' });
  },

  /** Which acts all of them offer stands on each ticket itself; of `only` one act, those that no longer offer it stay out. */
  async toActs(only?: string) {
    const chosen = this.data.lines.filter(line => line.chosen).map(({ no }) => no);
    if (this.data.busy) return;
    if (chosen.length === 0) return this.setData({ trouble: '请先选择要办的件' });
    if (chosen.length > MOST_AT_ONCE) return this.setData({ trouble: `一次最多 ${MOST_AT_ONCE} 件` });
    this.setData({ busy: true, trouble: '' });
    const offered: { no: string; acts: OfferedAct[] }[] = [];
    for (let at = 0; at < chosen.length; at += SIDE_BY_SIDE) {
      const some = chosen.slice(at, at + SIDE_BY_SIDE);
      for (const answer of await Promise.all(some.map(no => staff('ticket.get', { no })))) {
        if (!answer.ok) return this.setData({ busy: false, trouble: troubleText(answer.error) });
        const { no, acts, version } = answer.data.ticket;
        offered.push({ no, acts });
        this.versions[no] = version;
      }
    }
    this.setData({ busy: false });
    const able = only ? offered.filter(({ acts }) => acts.some(({ act }) => act === only)) : offered;
    const acts = commonActs(able.map(one => one.acts));
    if (acts.length === 0) return this.setData({ trouble: only ? GONE : NONE_FOR_ALL });
    const numbers = able.map(({ no }) => no);
    this.mark(this.data.lines.map(line => ({ ...line, chosen: numbers.includes(line.no) })));
    this.setData({ step: 'act', acts, actChoices: acts.map(({ act, label }) => ({ value: act, label })) });
    this.begin(undefined, NOTHING);
  },

  chosenDone() {
    void this.toActs();
  },

  back() {
    this.setData({ step: 'choose', trouble: '', wrong: '' });
  },

  pickAct({ detail }: { detail: { value: string } }) {
    const found = this.data.acts.filter(({ act }) => act === detail.value)[0];
    this.begin(found, found ? initialOf(found) : NOTHING);
    if (this.data.composed && this.data.phrases.length === 0) void this.loadPhrases();
  },

  begin(found: OfferedAct | undefined, filled: Filled) {
    this.setData({
      act: found?.act ?? '',
      fields: askedFields(shownFields(found?.fields ?? []), filled.values),
      filled,
      errors: {},
      wrong: '',
      trouble: '',
      composed: composedField(found),
    });
  },

  async loadPhrases() {
    const answer = await staff('phrase.list', {});
    if (answer.ok) this.setData({ phrases: answer.data.phrases });
  },

  insert(event: { currentTarget: { dataset: { id: string } } }) {
    const { phrases, composed, filled } = this.data;
    const found = phrases.filter(({ id }) => id === event.currentTarget.dataset.id)[0];
    const written = filled.values[composed];
    if (found)
      this.change({
        detail: {
          name: composed,
          value: inserted(typeof written === 'string' ? written : '', found.text),
        },
      });
  },

  change({ detail }: { detail: FieldChange }) {
    const found = this.data.acts.filter(({ act }) => act === this.data.act)[0];
    const filled = { ...this.data.filled, ...changed(this.data.filled, detail) };
    const fields = askedFields(shownFields(found?.fields ?? []), filled.values);
    const errors = errorsAfter(this.data.errors, detail);
    this.setData({ filled, fields, errors, wrong: countWrong(wrongFields(fields, errors)), trouble: '' });
  },

  toFirstWrong() {
    const [first] = wrongFields(this.data.fields, this.data.errors);
    if (first) void showInPage(this.selectAllComponents('.form'), first);
  },

  confirm() {
    const { act, acts, fields, filled, chosen, busy } = this.data;
    if (busy) return;
    const found = acts.filter(one => one.act === act)[0];
    if (!found) return this.setData({ trouble: '请选择办什么' });
    const errors = checkValues(fields, filled.values);
    const wrong = countWrong(wrongFields(fields, errors));
    this.setData({ errors, wrong, trouble: '' });
    if (wrong) return;
    const said = (found.shows ?? []).map(({ text }) => text).join('');
    wx.showModal({
      title: `对 ${chosen} 件“${found.label}”？`,
      content: `${said}每件分别办理，填写的内容都一样；不能办的会写明原因，不影响其他的。`,
      confirmText: '确认',
      success: ({ confirm }) => {
        if (confirm) void this.send(found);
      },
    });
  },

  async send(found: OfferedAct) {
    const { lines, filled } = this.data;
    const items = lines
      .filter(line => line.chosen)
      .map(({ no }) => ({ no, version: this.versions[no] ?? 0 }));
    this.setData({ busy: true });
    const input = inputOf(found.fields, filled.values);
    const answer = await staff('ticket.bulk', { items, act: found.act, input });
    this.setData({ busy: false });
    if (!answer.ok) {
      const errors = fieldErrors(answer.error.fields);
      const wrong = countWrong(wrongFields(this.data.fields, errors));
      const trouble = errorsBeside(this.data.fields, errors) || (wrong ? '' : troubleText(answer.error));
      return this.setData({ errors, wrong, trouble });
    }
    const outcomes = outcomesOf(answer.data.results, this.tickets, found.done ?? `“${found.label}”已办好`);
    const good = outcomes.filter(({ ok }) => ok).length;
    const bad = outcomes.length - good;
    this.setData({
      step: 'done',
      outcomes,
      refused: bad,
      trouble: '',
      summary: `办好 ${good} 件${bad > 0 ? `，没办成 ${bad} 件` : ''}`,
    });
  },

  openTicket(event: { currentTarget: { dataset: { no: string } } }) {
    go(routes.staffTicket(event.currentTarget.dataset.no));
  },

  /** Those that were refused, as they are by now, with what was written for all. */
  async retryRefused() {
    const { act, filled, outcomes } = this.data;
    const refused = outcomes.filter(({ ok }) => !ok).map(({ no }) => no);
    this.mark(this.data.lines.map(line => ({ ...line, chosen: refused.includes(line.no) })));
    await this.toActs(act);
    const found = this.data.acts.filter(one => one.act === act)[0];
    if (this.data.step === 'act') this.begin(found, found ? filled : NOTHING);
  },

  again() {
    this.setData({ view: loading, step: 'choose', lines: [] });
    void this.load();
  },
});

const linkedWith = ({ links }: ShownTicket): string[] =>
  links.filter(({ relation }) => relation === SAME_MATTER).map(({ no }) => no);

/** The tickets that a warning lists, as far as the reader sees them. */
const casesOf = ({ facts = [] }: ShownTicket): string[] =>
  facts.flatMap(({ columns = [], rows = [] }) => {
    const [first] = columns;
    if (first?.type !== 'ticket') return [];
    return rows.flatMap(({ title, values }) => (title === undefined ? [] : (values[first.name] ?? [])));
  });

/** Those of these numbers that the reader sees, besides what is known; a few are read at a time. */
async function ticketsOf(numbers: readonly string[], known: readonly string[]): Promise<ShownTicket[]> {
  const wanted = numbers.filter((no, at) => !known.includes(no) && numbers.indexOf(no) === at);
  const found: ShownTicket[] = [];
  for (let at = 0; at < wanted.length && at < MOST_AT_ONCE; at += SIDE_BY_SIDE) {
    const some = wanted.slice(at, at + SIDE_BY_SIDE);
    for (const answer of await Promise.all(some.map(no => staff('ticket.get', { no }))))
      if (answer.ok) found.push(answer.data.ticket);
  }
  return found;
}

const lineOf = (ticket: TicketSummary): Line => {
  const { no, title, stateLabel, kindLabel } = ticket;
  const card = cardOf(ticket, true, true);
  const words = [kindLabel, stateLabel, card.where, card.marks, no].filter(Boolean).join(' · ');
  return { no, title, card, words, chosen: false };
};
