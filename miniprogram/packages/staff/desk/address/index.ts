import type { OwnAddress } from '../../../../../typings/contract';
import { staff, type Failure } from '../../../../cloud/client';
import { isClosed, loading, problem, ready } from '../../../../cloud/view';
import { draftState, dropDraft, loadDraft, nothingSaid, saveDraft } from '../../../../model/form/drafts';
import { fieldErrors, inOneLine } from '../../../../model/form/forms';
import { look } from '../../../../lib/look';

type Typed = { email: string; phone: string };

/** Where oneself is written to outside of WeChat (G-3.2.3a). */
Page({
  data: {
    ...look(),
    view: loading,
    /** What the cloud keeps. */
    saved: { email: '', phone: '' },
    typed: null as Typed | null,
    hints: { email: '', phone: '' },
    ...draftState(),
    asked: 0,
  },

  onLoad() {
    void this.load();
  },

  onShow() {
    this.setData(look());
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    const asked = ++this.data.asked;
    const me = await staff('me.get', {});
    if (asked !== this.data.asked) return;
    if (me.ok) return this.begin(me.data.address);
    // What is being typed stays on the screen, but not for whom the desk is closed meanwhile.
    if (this.data.typed && !isClosed(me.error)) return this.fail(me.error);
    this.setData({ typed: null, view: problem(me.error) });
  },

  /** What was typed earlier and not saved comes first. */
  begin(address: OwnAddress) {
    const saved = typedOf(address);
    const kept = loadDraft('address', saved);
    const takenUp = kept !== undefined && !isSame(kept, saved);
    this.setData({ view: ready, takenUp, errors: {}, trouble: '', troubleNo: '' });
    this.show(saved, takenUp ? kept : saved);
  },

  show(saved: Typed, typed: Typed) {
    const hints = {
      email: hintOf(saved.email, typed.email),
      phone: `${hintOf(saved.phone, typed.phone)}境外号码以 + 开头`,
    };
    this.setData({ saved, typed, hints });
  },

  retry() {
    this.setData({ view: loading });
    void this.load();
  },

  change(event: { detail: { name: keyof Typed; value: string } }) {
    const { typed, saved, errors } = this.data;
    if (!typed) return;
    const { name, value } = event.detail;
    const changed = { ...typed, [name]: value };
    this.setData({ ...nothingSaid(), errors: { ...errors, [name]: '' } });
    this.show(saved, changed);
    if (isSame(changed, saved)) dropDraft('address');
    else saveDraft('address', changed);
  },

  async save() {
    const { typed, saved, saving } = this.data;
    if (!typed || saving) return;
    const input = inputOf(typed);
    if (isSame(typedOf(input), saved)) return this.setData({ done: '没有要保存的改动', trouble: '' });
    this.setData({ ...nothingSaid(), saving: true });
    const answer = await staff('member.address', input);
    this.setData({ saving: false });
    if (!answer.ok) return this.fail(answer.error);
    const now = typedOf(answer.data.address);
    this.setData({ takenUp: false, done: '已保存' });
    // What was typed on while it was being sent stays, and stays a draft.
    if (this.data.typed !== typed && this.data.typed) return this.show(now, this.data.typed);
    dropDraft('address');
    this.show(now, now);
  },

  fail(error: Failure) {
    const errors = fieldErrors(error.fields);
    const trouble = inOneLine(errors) || error.message;
    this.setData({ ...nothingSaid(), errors, trouble, troubleNo: error.errorNo ?? '' });
  },

  discard() {
    dropDraft('address');
    this.setData({ ...nothingSaid(), takenUp: false });
    this.show(this.data.saved, this.data.saved);
  },
});

/** A cloud of an earlier version may not say it. */
const typedOf = ({ email = '', phone = '' }: OwnAddress = {}): Typed => ({ email, phone });

const isSame = (one: Typed, other: Typed): boolean => one.email === other.email && one.phone === other.phone;

/** As people type and paste it: blanks around, a number in groups. */
function inputOf(typed: Typed): OwnAddress {
  const email = typed.email.trim();
  const phone = typed.phone.replace(/[\s-]/g, '');
  return { ...(email ? { email } : {}), ...(phone ? { phone } : {}) };
}

/** What is kept now, where something else stands in the field. */
const hintOf = (saved: string, typed: string): string =>
  saved === typed ? (saved ? '' : '还没有登记。') : saved ? `现在登记的是 ${saved}。` : '';
