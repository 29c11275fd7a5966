import { staff } from '../../../../cloud/client';
import { empty, loading, problem, ready } from '../../../../cloud/view';
import { BANDS, matchedText, percent } from '../../../../model/knowledge/entries';
import { look } from '../../../../lib/look';
import { go, routes } from '../../../../lib/routes';

type Candidate = {
  id: string;
  question: string;
  facts: string;
  matched: string;
  answer: string;
  open: boolean;
};

const URGENT = {
  label: '转人工',
  text: '文字里有紧急或敏感的内容：群众会看到求助电话，并转人工。',
  tone: 'box-bad',
};
const FIRST = empty('写一句群众会问的话，看看机器怎么答');

/** What a citizen would get for a question, and why. Nothing is counted. */
Page({
  data: {
    ...look(),
    view: FIRST,
    text: '',
    region: '',
    asking: false,
    error: '',
    band: null as { label: string; text: string; tone: string } | null,
    asked: '',
    candidates: [] as Candidate[],
  },

  onShow() {
    this.setData(look());
  },

  change(event: { detail: { name: string; value: string } }) {
    this.setData({ [event.detail.name]: event.detail.value, error: '' });
  },

  async ask() {
    const query = this.data.text.trim();
    if (this.data.asking) return;
    if (!query) return this.setData({ error: '请写下一个问题' });
    const { region } = this.data;
    this.setData({ asking: true, band: null, candidates: [], view: loading });
    const answer = await staff('faq.list', { query, ...(region ? { region } : {}) });
    this.setData({ asking: false });
    if (!answer.ok) return this.setData({ view: problem(answer.error) });
    const { faqs, band, urgent } = answer.data;
    this.setData({
      asked: query,
      band: urgent ? URGENT : BANDS[band ?? 'handover'],
      candidates: faqs.slice(0, 5).map(faq => ({
        id: faq.id,
        question: faq.question,
        facts: [`把握 ${percent(faq.confidence ?? 0)}`, faq.unitName].join(' · '),
        matched: matchedText(faq.matched) || '没有匹配的字词',
        answer: faq.answer,
        open: false,
      })),
      view: faqs.length > 0 ? ready : empty('没有相近的条目'),
    });
  },

  toggle(event: { currentTarget: { dataset: { id: string } } }) {
    const { id } = event.currentTarget.dataset;
    const candidates = this.data.candidates.map(one => (one.id === id ? { ...one, open: !one.open } : one));
    this.setData({ candidates });
  },

  openEntry(event: { currentTarget: { dataset: { id: string } } }) {
    go(routes.entry(event.currentTarget.dataset.id));
  },
});
