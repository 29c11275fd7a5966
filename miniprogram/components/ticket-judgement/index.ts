import { staff } from '../../cloud/client';
import { fieldErrors, inOneLine } from '../../model/form/forms';
import { matchedText } from '../../model/knowledge/entries';

type Candidate = { faqId: string; question: string; answer: string; matched: string };

/**
 * After a reply, one tap says which entry answers such a question, or that only a person can: what the machine learns
 * from. Shows nothing to those who may not judge the ticket.
 */
Component({
  properties: { no: { type: String, value: '' } },
  data: {
    shown: false,
    unitName: '',
    candidates: [] as Candidate[],
    /** What was judged, in words; empty = nothing yet. */
    verdict: '',
    changing: false,
    /** Whose answer is shown. */
    open: '',
    busy: false,
    trouble: '',
    asked: 0,
  },
  observers: {
    no(no: string) {
      this.setData({ shown: false, changing: false, open: '', trouble: '' });
      if (no) void this.load();
    },
  },
  methods: {
    async load() {
      const asked = ++this.data.asked;
      const answer = await staff('knowledge.candidates', { no: this.data.no });
      // The judgement is an extra: without it the ticket page is whole.
      if (asked !== this.data.asked || !answer.ok) return;
      const { unitName, candidates, judged } = answer.data;
      this.setData({
        shown: true,
        unitName,
        candidates: candidates.map(({ faqId, question, answer: text, matched }) => ({
          faqId,
          question,
          answer: text,
          matched: matchedText(matched),
        })),
        verdict: judged ? verdictOf(judged.question ?? judged.faqId) : '',
        changing: false,
      });
    },
    look(event: { currentTarget: { dataset: { id: string } } }) {
      const { id } = event.currentTarget.dataset;
      this.setData({ open: this.data.open === id ? '' : id });
    },
    choose(event: { currentTarget: { dataset: { id: string; name: string } } }) {
      const { id, name } = event.currentTarget.dataset;
      void this.judge(id, name);
    },
    chooseOther(event: { detail: { value: string; label: string } }) {
      const { value, label } = event.detail;
      if (value) void this.judge(value, label);
    },
    none() {
      void this.judge(null, null);
    },
    change() {
      this.setData({ changing: true, trouble: '' });
    },
    async judge(faqId: string | null, question: string | null) {
      if (this.data.busy) return;
      this.setData({ busy: true, trouble: '' });
      const answer = await staff('knowledge.judge', { no: this.data.no, faqId });
      if (!answer.ok) {
        const trouble = inOneLine(fieldErrors(answer.error.fields)) || answer.error.message;
        return this.setData({ busy: false, trouble });
      }
      this.setData({ busy: false, changing: false, verdict: verdictOf(question) });
    },
  },
});

const verdictOf = (question: string | null): string =>
  question === null ? '知识库里没有这个条目，要由人答复' : `条目“${question}”`;
