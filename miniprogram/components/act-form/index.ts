import type { OfferedAct, ShownTicket, TimelineItem } from '../../../typings/contract';
import type { ReplyWarning, Values } from '../../../typings/api';
import { citizen, staff, type Failure } from '../../cloud/client';
import { isClosed, quotedNo, withoutRefresh } from '../../cloud/view';
import { during } from '../../lib/busy';
import { forgetKeys, placeOf, refuseEarly, type Key } from '../../lib/keys';
import { isTyping } from '../../lib/typing';
import { askForMessages, waitsAgain, whileWaiting } from '../../model/account/subscribe';
import { dropDraft, fittingFields, loadDraft, saveDraft, setAside } from '../../model/form/drafts';
import { showInSheet } from '../../model/form/form-places';
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
  marked,
  shownFields,
  withLikely,
  wrongFields,
  type FieldChange,
  type Filled,
  type ShownField,
} from '../../model/form/forms';
import { SHEET_OPENS } from '../../lib/overlay';
import { decidedWith } from '../../model/ticket/tickets';
import { composedField, inserted, warningsOf } from '../../model/ticket/composing';
import { choicesAt, firstTyped, nextTyped, numberedOf, searchedOf } from '../../model/form/form-keys';
import {
  cloudDraft,
  forgetWaiting,
  handNow,
  keepInCloud,
  type CloudDraft,
} from '../../model/form/server-drafts';

const draftKey = (no: string, act: OfferedAct) => `act:${no}:${act.act}` as const;

type Parts = { openSearch(name: string): void };
type Suggesting = { insert(place: number): void };

/**
 * The one form for every act that a ticket offers: it shows the fields that the cloud described, sends them, and keeps what
 * was typed whatever happens. Fires `done` with `{ticket, act}`, `begun` when one begins to write, `stale` when the ticket
 * has changed meanwhile, and `close`.
 */
Component({
  properties: {
    show: { type: Boolean, value: false },
    act: { type: Object, value: null as unknown as OfferedAct },
    no: { type: String, value: '' },
    version: { type: Number, value: 0 },
    /** What is answered, where something is. */
    ticket: { type: Object, value: null as unknown as ShownTicket },
    staff: { type: Boolean, value: false },
    /** What others did to the ticket since the form was opened. */
    news: { type: Array, value: [] as TimelineItem[] },
    /** Who else is at the ticket, in words. */
    others: { type: String, value: '' },
    /** In a wide window: digits choose, and what they choose is numbered. */
    keys: { type: Boolean, value: false },
  },
  data: {
    none: [] as never[],
    /** All fields of the act, and those of them that belong to what is chosen. */
    fields: [] as ShownField[],
    asked: [] as ShownField[],
    /** The field in which an answer is written, and what stands there. */
    composed: '',
    written: '',
    /** What was found in it when it was looked through last. */
    warnings: [] as ReplyWarning[],
    checked: '',
    /** What is decided with the act. */
    decided: [] as { label: string; text: string }[],
    /** On the button. */
    confirm: '',
    values: {} as Values,
    labels: {} as Record<string, string>,
    errors: {} as Record<string, string>,
    /** How many fields are wrong, and what went wrong besides: said above the button. */
    wrong: '',
    trouble: '',
    troubleNo: '',
    sending: false,
    /** Where files are on their way. */
    uploading: [] as string[],
    opened: '',
    begun: false,
    /** The field whose choices have numbers, and the one into which one types at once. */
    numbered: '',
    focused: '',
    /** Where what stands in the form comes from, or that another device holds something else. */
    restored: '',
    elsewhere: null as CloudDraft | null,
    /** The ticket is closed to whoever writes. */
    shut: false,
  },
  observers: {
    'show, act, no'(show: boolean, act: OfferedAct | null, no: string): void {
      if (!show || !act) {
        if (this.data.opened && this.data.staff) handNow();
        this.setData({ opened: '' });
        return;
      }
      const fields = shownFields(act.fields);
      if (this.data.opened === `${no}/${act.act}`) {
        this.setData({ fields, asked: askedFields(fields, this.data.values) });
        return;
      }
      const own = loadDraft<Filled>(draftKey(no, act), { values: {}, labels: {} });
      const { values, labels } = own ? fittingFields(own, act.fields) : initialOf(act);
      const asked = askedFields(fields, values);
      const composed = composedField(act);
      this.setData({
        opened: `${no}/${act.act}`,
        begun: false,
        composed,
        written: String(values[composed] ?? ''),
        warnings: [],
        checked: '',
        fields,
        asked,
        confirm: confirmLabel(act.label),
        decided: decidedWith(act, this.data.ticket, this.data.keys),
        values,
        labels,
        errors: {},
        wrong: '',
        trouble: '',
        troubleNo: '',
        uploading: [],
        numbered: this.data.keys && !composed ? numberedOf(asked, values) : '',
        focused: '',
        restored: '',
        elsewhere: null,
        shut: false,
      });
      // Digits choose among suggestions first: typed, they would be text.
      if (this.data.keys && !(composed && !values[composed])) this.focusWhenOpen(firstTyped(asked, values));
      if (!this.data.staff) return;
      if (fields.length > 0) void this.restore(own === undefined);
      if (!pointsToTicket(act)) return;
      // A ticket that is joined with another one is mostly one of a few.
      void during(this.offerLikely());
    },
  },
  methods: {
    /** What is not on the screen yet takes no focus: the field has it once the sheet is open. */
    focusWhenOpen(focused: string): void {
      const { opened } = this.data;
      if (!focused) return;
      setTimeout(() => {
        if (this.data.opened === opened) this.setData({ focused });
      }, SHEET_OPENS);
    },
    /** Also a field that had the focus before and has lost it. */
    focusOn(focused: string): void {
      if (!focused) return;
      this.setData({ focused: '' });
      this.setData({ focused });
    },
    async offerLikely(): Promise<void> {
      const { no, opened, keys, composed } = this.data;
      const answer = await staff('ticket.likely', { no });
      if (!answer.ok || this.data.opened !== opened) return;
      const { values } = this.data;
      const fields = withLikely(this.data.fields, answer.data.tickets);
      const asked = askedFields(fields, values);
      this.setData({ fields, asked, numbered: keys && !composed ? numberedOf(asked, values) : '' });
    },
    /** What was written on another device; where something stands here already, it is offered, not put in its place. */
    async restore(isBlank: boolean): Promise<void> {
      const { no, act, version, opened } = this.data;
      const before = JSON.stringify(this.data.values);
      const kept = await cloudDraft(no, act, version);
      if (!kept || this.data.opened !== opened) return;
      const now = JSON.stringify(this.data.values);
      if (JSON.stringify(kept.values) === now) return;
      if (isBlank && now === before) this.fill(kept);
      else this.setData({ elsewhere: kept });
    },
    fill({ values, note }: CloudDraft) {
      const asked = askedFields(this.data.fields, values);
      const written = String(values[this.data.composed] ?? '');
      this.setData({ values, asked, written, restored: `已恢复 ${note}`, elsewhere: null });
    },
    useElsewhere() {
      const { elsewhere, no, act } = this.data;
      if (!elsewhere) return;
      this.fill(elsewhere);
      saveDraft(draftKey(no, act), { values: elsewhere.values, labels: this.data.labels });
    },
    change({ detail }: { detail: FieldChange }): void {
      const filled = changed(this.data, detail);
      const errors = errorsAfter(this.data.errors, detail);
      const asked = askedFields(this.data.fields, filled.values);
      this.setData({
        ...filled,
        written: String(filled.values[this.data.composed] ?? ''),
        errors,
        asked,
        wrong: countWrong(wrongFields(asked, errors)),
        uploading: marked(this.data.uploading, detail, detail.uploading),
        numbered: this.data.keys && !this.data.composed ? numberedOf(asked, filled.values) : '',
      });
      this.begin();
      if (this.data.keys && !isTyping()) this.focusOn(nextTyped(asked, filled.values));
      const { no, act, version } = this.data;
      saveDraft(draftKey(no, act), filled);
      if (this.data.staff) keepInCloud({ no, act: act.act, version }, filled.values);
    },
    begin() {
      if (this.data.begun) return;
      this.data.begun = true;
      this.triggerEvent('begun');
    },
    insert({ detail }: { detail: { text: string } }): void {
      this.begin();
      const { composed, written, values, labels, no, act } = this.data;
      const text = inserted(written, detail.text);
      const filled = changed({ values, labels }, { name: composed, value: text });
      this.setData({ ...filled, written: text, errors: { ...this.data.errors, [composed]: '' } });
      saveDraft(draftKey(no, act), filled);
      keepInCloud({ no, act: act.act, version: this.data.version }, filled.values);
      // Nobody sends what they have not seen.
      this.bringIntoSight(composed);
    },
    bringIntoSight(name: string): void {
      const [sheet, form] = ['.sheet', '.form'].map(each => this.selectComponent(each));
      if (name && sheet && form) void showInSheet(sheet, form, name);
    },
    async check(): Promise<void> {
      const { no, written } = this.data;
      const warnings = await warningsOf(no, written);
      if (written === this.data.written) this.setData({ warnings, checked: written });
    },
    toFirstWrong() {
      this.bringIntoSight(wrongFields(this.data.asked, this.data.errors)[0] ?? '');
    },
    close() {
      this.handOut();
      this.triggerEvent('close');
    },
    /** What was typed for an act that can no longer be taken could not be reached again. */
    handOut() {
      const { act, ticket, no, shut } = this.data;
      const offered = !shut && (!ticket || ticket.acts.some(each => each.act === act.act));
      const typed = offered ? undefined : loadDraft<Filled>(draftKey(no, act), { values: {}, labels: {} });
      if (typed) setAside(typed.values, `“${act.label}”现在不能办了，您写的这些`);
    },
    /** By keyboard: digits choose among what is numbered, / looks for something else, Enter confirms. */
    key(key: Key): void {
      if (key.key === 'Enter' && key.early) return refuseEarly();
      if (key.key === 'Enter' && (!isTyping() || key.ctrl)) void this.send();
      if (key.key === 'Enter' || isTyping()) return;
      const { asked, values, numbered, composed } = this.data;
      const place = placeOf(key);
      if (composed && this.data.staff && place !== undefined) {
        const suggestions = this.selectComponent('.suggestions') as unknown as Suggesting | null;
        if (suggestions) suggestions.insert(place + 1);
        return;
      }
      const choice = place === undefined ? undefined : choicesAt(asked, numbered)[place];
      if (choice) return this.change({ detail: { name: numbered, ...choice } });
      const form = this.selectComponent('.form') as unknown as Parts | null;
      const searched = key.key === '/' ? searchedOf(asked, values) : '';
      if (searched && form) form.openSearch(searched);
    },
    send(): Promise<void> {
      return during(this.sendNow());
    },
    async sendNow(): Promise<void> {
      if (this.data.sending || !this.data.act) return;
      const { act, no, version, values } = this.data;
      if (this.data.uploading.length > 0)
        return this.setData({ trouble: '照片还在上传，请等传完再提交。', troubleNo: '' });
      const errors = checkValues(this.data.fields, values);
      const wrong = countWrong(wrongFields(this.data.fields, errors));
      this.setData({ errors, wrong, trouble: '', troubleNo: '' });
      if (wrong) {
        if (this.data.keys) this.focusOn(nextTyped(this.data.asked, values));
        return;
      }
      this.setData({ sending: true });
      const { written, checked } = this.data;
      if (this.data.staff && this.data.composed && written !== checked) {
        const warnings = await warningsOf(no, written);
        this.setData({ warnings, checked: written });
        // Said once, and sent all the same when it is pressed again.
        if (warnings.length > 0) {
          forgetKeys();
          return this.setData({ sending: false });
        }
      }
      forgetWaiting();
      if (!this.data.staff && waitsAgain(act, values)) await askForMessages(whileWaiting);
      const sent = { no, act: act.act, version, input: inputOf(act.fields, values) };
      const answer = await (this.data.staff ? staff('ticket.act', sent) : citizen('ticket.act', sent));
      this.setData({ sending: false });
      if (!answer.ok) {
        // They were meant for the next ticket.
        forgetKeys();
        this.setData(troubleOf(answer.error, this.data.asked));
        // What was not taken is kept in the cloud too.
        if (this.data.staff) keepInCloud({ no, act: act.act, version }, values);
        if (hasChanged(answer.error)) this.triggerEvent('stale');
        if (isClosed(answer.error)) {
          this.setData({ shut: true });
          this.triggerEvent('shut');
        }
        return;
      }
      dropDraft(draftKey(no, act));
      this.triggerEvent('done', { ticket: answer.data.ticket, act: act.act });
    },
  },
});

const pointsToTicket = ({ fields }: OfferedAct): boolean => fields.some(({ type }) => type === 'ticket');

/** Somebody else was faster: what the ticket offers now has to be fetched. */
const hasChanged = (error: Failure) => error.code === 'wrong-state' || error.code === 'conflict';

const troubleOf = (error: Failure, fields: ShownField[]) => {
  const errors = fieldErrors(error.fields);
  const wrong = countWrong(wrongFields(fields, errors));
  const message = hasChanged(error)
    ? `${withoutRefresh(error.message)}。已为您换成最新情况，填写的内容还在。`
    : error.message;
  return {
    errors,
    wrong,
    // What stands at a field is not said twice.
    trouble: wrong ? errorsBeside(fields, errors) : errorsBeside(fields, errors) || message,
    troubleNo: quotedNo(error),
  };
};

/** `确认答复`; an act whose name says 确认 already is not confirmed twice. */
const confirmLabel = (label: string): string => (label.indexOf('确认') >= 0 ? label : `确认${label}`);
