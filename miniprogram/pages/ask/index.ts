import type { AskAnswer, AskResult } from '../../../typings/contract';
import { citizen } from '../../cloud/client';
import { troubleText } from '../../cloud/view';
import { dropDraft, loadDraft, saveDraft } from '../../model/form/drafts';
import { follow } from '../../model/service/follows';
import { briefOf, kindOf } from '../../model/ticket/filing';
import { leave, take } from '../../model/handoff';
import { look } from '../../lib/look';
import { CLASSIFIED } from '../../model/form/forms';
import { isClassified } from '../../lib/privacy';
import { go, routes } from '../../lib/routes';
import { filingKinds, profile } from '../../model/account/session';
import { dayText } from '../../lib/dates';

/** One question with what came back; `open` is the answer chosen among several. */
type Turn = {
  key: number;
  question: string;
  state: 'asking' | 'answered' | 'failed';
  trouble: string;
  result: AskResult | null;
  open: (AskAnswer & { updated: string }) | null;
  judged: '' | 'solved' | 'unsolved';
  following: boolean;
};

type Chosen = { currentTarget: { dataset: { index: number; choice: number } } };

const MAX_TURNS = 30;

const opened = (answer: AskAnswer | undefined): Turn['open'] =>
  answer ? { ...answer, updated: dayText(answer.updatedOn) } : null;

Page({
  data: {
    ...look(),
    turns: [] as Turn[],
    text: '',
    error: '',
    asking: false,
    last: '',
    /** Until when a person answers: `5 个工作日内答复`. */
    limit: '',
  },

  onLoad() {
    this.setData({ text: loadDraft('question', { text: '' })?.text ?? '' });
  },

  onShow() {
    this.setData(look());
    const question = take('question');
    if (question) void this.ask(question);
  },

  type(event: { detail: { value: string } }) {
    this.setData({ text: event.detail.value, error: '' });
    saveDraft('question', { text: event.detail.value });
  },

  send() {
    const text = this.data.text.trim();
    if (!text) return this.setData({ error: '请先写下您的问题' });
    if (isClassified(text)) return this.setData({ error: CLASSIFIED });
    void this.ask(text);
  },

  again(event: { currentTarget: { dataset: { index: number } } }) {
    const turn = this.data.turns[event.currentTarget.dataset.index];
    if (!turn) return;
    this.setData({ turns: this.data.turns.filter(each => each.key !== turn.key) });
    void this.ask(turn.question);
  },

  async ask(question: string) {
    if (this.data.asking) return;
    const key = Date.now();
    const turn: Turn = {
      key,
      question,
      state: 'asking',
      trouble: '',
      result: null,
      open: null,
      judged: '',
      following: false,
    };
    this.setData({
      turns: [...this.data.turns, turn].slice(-MAX_TURNS),
      asking: true,
      last: `turn-${key}`,
      error: '',
    });
    if (this.data.text.trim() === question) this.setData({ text: '' });
    // It stays on the phone until it was answered, unless another one is being written.
    if (!this.data.text) saveDraft('question', { text: question });
    this.toEnd();
    const me = await profile();
    this.setData({ limit: briefOf(kindOf(filingKinds(), '')) });
    const answer = await citizen('ask', {
      text: question,
      ...(me.ok && me.data.region ? { region: me.data.region } : {}),
    });
    const change: Partial<Turn> = answer.ok
      ? {
          state: 'answered',
          result: answer.data,
          open: answer.data.band === 'answer' ? opened(answer.data.answers[0]) : null,
        }
      : { state: 'failed', trouble: troubleText(answer.error) };
    if (answer.ok && !this.data.text) dropDraft('question');
    this.setData({ asking: false });
    this.change(key, change);
    this.toEnd();
  },

  change(key: number, part: Partial<Turn>) {
    this.setData({ turns: this.data.turns.map(turn => (turn.key === key ? { ...turn, ...part } : turn)) });
  },

  toEnd() {
    wx.pageScrollTo({ scrollTop: 1_000_000, duration: 200 });
  },

  choose(event: Chosen) {
    this.open(event, turn => turn.result?.answers);
  },

  /** One that may be meant, though a person was to answer. */
  read(event: Chosen) {
    this.open(event, turn => turn.result?.near);
  },

  open({ currentTarget: { dataset } }: Chosen, offered: (turn: Turn) => AskAnswer[] | undefined) {
    const turn = this.data.turns[dataset.index];
    const open = turn && opened(offered(turn)?.[dataset.choice]);
    if (turn && open) this.change(turn.key, { open });
    this.toEnd();
  },

  /** Back to the others that were offered. */
  others(event: { currentTarget: { dataset: { index: number } } }) {
    const turn = this.data.turns[event.currentTarget.dataset.index];
    if (turn) this.change(turn.key, { open: null });
  },

  solved(event: { currentTarget: { dataset: { index: number } } }) {
    this.judge(event.currentTarget.dataset.index, true);
  },

  unsolved(event: { currentTarget: { dataset: { index: number } } }) {
    this.judge(event.currentTarget.dataset.index, false);
  },

  judge(index: number, solved: boolean) {
    const turn = this.data.turns[index];
    if (!turn || !turn.result) return;
    this.change(turn.key, { judged: solved ? 'solved' : 'unsolved' });
    const faqId = turn.open?.faqId;
    void citizen('ask.feedback', { askId: turn.result.askId, solved, ...(faqId ? { faqId } : {}) });
    this.toEnd();
  },

  /** None of those that were offered: staff see the question among what nobody answered. */
  noneOfThem(event: { currentTarget: { dataset: { index: number } } }) {
    const turn = this.data.turns[event.currentTarget.dataset.index];
    if (turn && !turn.judged) this.judge(event.currentTarget.dataset.index, false);
    this.handOver(event);
  },

  /** To a person: the question goes along, so nobody writes it twice. */
  handOver(event: { currentTarget: { dataset: { index: number } } }) {
    const turn = this.data.turns[event.currentTarget.dataset.index];
    if (!turn) return;
    leave('filing', { text: turn.question, askId: turn.result?.askId ?? '' });
    go(routes.file());
  },

  async follow(event: { currentTarget: { dataset: { index: number } } }) {
    const turn = this.data.turns[event.currentTarget.dataset.index];
    const fault = turn?.result?.knownFault;
    if (!turn || !fault) return;
    const answer = await follow(fault.serviceId, true);
    if (!answer.ok) return void wx.showToast({ title: answer.error.message, icon: 'none' });
    this.change(turn.key, { following: true });
  },

  openNotice(event: { currentTarget: { dataset: { id: string } } }) {
    go(routes.notice(event.currentTarget.dataset.id));
  },
});
