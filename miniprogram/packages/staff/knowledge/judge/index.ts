import type { AskToJudge } from '../../../../../typings/api';
import { staff } from '../../../../cloud/client';
import { empty, loading, problem, ready } from '../../../../cloud/view';
import { fieldErrors, inOneLine } from '../../../../model/form/forms';
import { judgementOf } from '../../../../model/knowledge/judging';
import { during } from '../../../../lib/busy';
import { onKeys, placeOf, refuseEarly, type Key } from '../../../../lib/keys';
import { look } from '../../../../lib/look';
import { momentText } from '../../../../lib/dates';
import { routes } from '../../../../lib/routes';

const ALL_JUDGED = '没有要判定的提问了';

/** A hundred questions in ten minutes: one at a time, a tap or a key says which entry answers it, and the next comes. */
Page({
  data: {
    ...look(),
    view: loading,
    /** The question in hand, and when it was asked. */
    ask: null as AskToJudge | null,
    when: '',
    waiting: [] as AskToJudge[],
    next: '',
    judged: 0,
    skipped: 0,
    busy: false,
    another: false,
    trouble: '',
    hasKeys: Boolean(wx.onKeyDown),
    asked: 0,
  },

  stopKeys: (): void => undefined,

  onLoad() {
    this.stopKeys = onKeys(key => this.key(key));
    void during(this.load(''));
  },

  onUnload() {
    this.stopKeys();
  },

  onShow() {
    this.setData(look());
  },

  async load(before: string): Promise<void> {
    const asked = ++this.data.asked;
    const answer = await staff('knowledge.unjudged', before ? { before } : {});
    if (asked !== this.data.asked) return;
    if (!answer.ok) return this.setData({ ask: null, view: problem(answer.error) });
    const { asks, next = '' } = answer.data;
    // A stretch that others have judged already.
    if (asks.length === 0 && next) return this.load(next);
    this.setData({ waiting: asks, next, view: ready });
    return this.forward();
  },

  retry() {
    this.setData({ view: loading });
    void this.load(this.data.next);
  },

  async forward(): Promise<void> {
    const { next } = this.data;
    const [ask, ...waiting] = this.data.waiting;
    if (!ask && next) return this.load(next);
    this.setData({
      ask: ask ?? null,
      when: ask ? momentText(ask.at) : '',
      waiting,
      busy: false,
      another: false,
      trouble: '',
      view: ask ? ready : empty(ALL_JUDGED, { label: '看知识库', url: routes.knowledge }),
    });
  },

  /** 1–3 an entry, 0 none of them, the space bar the next question. */
  key(key: Key) {
    const { ask, another } = this.data;
    if (!ask || another || key.ctrl) return;
    if (key.early) return refuseEarly();
    if (key.key === '0') return this.none();
    if (key.key === ' ') return this.skip();
    const place = placeOf(key);
    const candidate = place === undefined ? undefined : ask.candidates[place];
    if (candidate) void this.judge(candidate.faqId);
  },

  choose(event: { currentTarget: { dataset: { id: string } } }) {
    void this.judge(event.currentTarget.dataset.id);
  },

  none() {
    void this.judge(null);
  },

  other() {
    this.setData({ another: true });
  },

  chooseEntry(event: { detail: { value: string } }) {
    if (event.detail.value) void this.judge(event.detail.value);
  },

  skip() {
    if (!this.data.ask || this.data.busy) return;
    this.setData({ skipped: this.data.skipped + 1 });
    void during(this.forward());
  },

  judge(faqId: string | null): Promise<void> {
    return during(this.judgeNow(faqId));
  },

  async judgeNow(faqId: string | null): Promise<void> {
    const { ask, busy } = this.data;
    if (!ask || busy) return;
    this.setData({ busy: true, trouble: '' });
    const answer = await staff('knowledge.judge', judgementOf(ask, faqId));
    if (!answer.ok) {
      const trouble = inOneLine(fieldErrors(answer.error.fields)) || answer.error.message;
      return this.setData({ busy: false, trouble });
    }
    this.setData({ judged: this.data.judged + 1 });
    await this.forward();
  },
});
