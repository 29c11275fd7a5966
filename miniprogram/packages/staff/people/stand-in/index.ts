import type { StandIns } from '../../../../../typings/api';
import type { FormField } from '../../../../../typings/contract';
import { staff } from '../../../../cloud/client';
import { isClosed, loading, problem, ready, troubleText } from '../../../../cloud/view';
import { look } from '../../../../lib/look';
import { changed, checkValues, errorsAfter, errorsBeside, fieldErrors } from '../../../../model/form/forms';
import type { FieldChange, Filled } from '../../../../model/form/forms';
import { standInFields, standInLine } from '../../../../model/people/stand-ins';

const NOTHING: Filled = { values: {}, labels: {} };

/** One's own stand-in: who, from when to when; for whom one stands in; taking it back (A42). */
Page({
  data: {
    ...look(),
    view: loading,
    own: '',
    forOthers: [] as string[],
    fields: [] as FormField[],
    filled: NOTHING,
    errors: {} as Record<string, string>,
    trouble: '',
    said: '',
    saving: false,
    asked: 0,
  },

  onShow() {
    this.setData(look());
    void this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    const asked = ++this.data.asked;
    const answer = await staff('member.standIns', {});
    if (asked !== this.data.asked) return;
    if (answer.ok) return this.show(answer.data);
    // What was read and typed stays, with a word that it may be old.
    if (this.data.view.state === 'ready' && !isClosed(answer.error))
      return this.setData({ trouble: troubleText(answer.error) });
    this.setData({ view: problem(answer.error) });
  },

  show({ colleagues, own, forOthers }: StandIns) {
    this.setData({
      view: ready,
      own: own ? standInLine(own, '代班') : '',
      forOthers: forOthers.map(one => standInLine(one, '请您代班')),
      fields: colleagues.length > 0 ? standInFields(colleagues) : [],
    });
  },

  retry() {
    this.setData({ view: loading });
    void this.load();
  },

  change({ detail }: { detail: FieldChange }) {
    this.setData({
      filled: { ...this.data.filled, ...changed(this.data.filled, detail) },
      errors: errorsAfter(this.data.errors, detail),
      trouble: '',
      said: '',
    });
  },

  async save() {
    const { fields, filled, saving } = this.data;
    if (saving) return;
    const errors = checkValues(fields, filled.values);
    this.setData({ errors, trouble: '', said: '' });
    if (Object.keys(errors).length > 0) return;
    const { memberId, from, until } = filled.values as Record<string, string>;
    await this.send(
      { memberId, ...(from ? { from } : {}), until },
      '● 已请好代班，对方会同时收到发给您的消息',
    );
  },

  end() {
    wx.showModal({
      title: '结束代班？',
      content: '结束后新的消息只发给您。',
      confirmText: '确认结束',
      success: ({ confirm }) => {
        if (confirm) void this.send({ end: true }, '● 已结束代班');
      },
    });
  },

  async send(input: { memberId?: string; from?: string; until?: string; end?: true }, said: string) {
    this.setData({ saving: true });
    const answer = await staff('member.standIn', input);
    this.setData({ saving: false });
    if (!answer.ok) {
      const errors = fieldErrors(answer.error.fields);
      const beside = errorsBeside(this.data.fields, errors);
      return this.setData({
        errors,
        trouble: beside || (Object.keys(errors).length > 0 ? '' : troubleText(answer.error)),
      });
    }
    this.setData({ said, filled: NOTHING });
    await this.load();
  },
});
