import type { Opening } from '../../../../../typings/api';
import { staff, type Failure } from '../../../../cloud/client';
import { uuid } from '../../../../cloud/uuid';
import { closed, isClosed, loading, problem, quotedNo, ready } from '../../../../cloud/view';
import { fittingFields } from '../../../../model/form/drafts';
import { showInPage } from '../../../../model/form/form-places';
import {
  askedFields,
  changed,
  checkValues,
  countWrong,
  errorsAfter,
  errorsBeside,
  fieldErrors,
  inputOf,
  marked,
  shownFields,
  wrongFields,
  type FieldChange,
  type ShownField,
} from '../../../../model/form/forms';
import { take } from '../../../../model/handoff';
import { look } from '../../../../lib/look';
import {
  dropOpening,
  inParts,
  keepOpening,
  keptOpening,
  newOpening,
  openings,
  type OpeningDraft,
  type Prefill,
} from '../../../../model/procedure/opening';
import { goInstead, routes } from '../../../../lib/routes';

/** The one form with which every procedure is started: its fields come from the cloud, what was typed stays on the phone. */
Page({
  data: {
    ...look(),
    kind: '',
    view: loading,
    label: '',
    purpose: '',
    /** All fields; those that belong to what is chosen, in two parts. */
    fields: [] as ShownField[],
    first: [] as ShownField[],
    rest: [] as ShownField[],
    /** Whether the rest of the form is shown. */
    whole: false,
    draft: newOpening(),
    /** What was typed before and never sent. */
    goesOn: false,
    errors: {} as Record<string, string>,
    /** Fields whose files are on their way, and those with files that did not arrive. */
    uploading: [] as string[],
    unsent: [] as string[],
    /** How many fields are wrong, and what went wrong besides. */
    wrong: '',
    trouble: '',
    troubleNo: '',
    sending: false,
    asked: 0,
  },

  prefill: undefined as Prefill | undefined,
  opening: undefined as Opening | undefined,

  onLoad(query: { kind?: string }) {
    this.prefill = take('opening');
    this.setData({ kind: query.kind ?? '' });
    void this.load();
  },

  onShow() {
    this.setData(look());
  },

  about(): string {
    return this.prefill ? this.prefill.about : '';
  },

  async load() {
    const asked = ++this.data.asked;
    const offered = await openings(true);
    if (asked !== this.data.asked) return;
    if (!offered.ok) {
      if (isClosed(offered.error)) wx.setNavigationBarTitle({ title: '发起' });
      return this.setData({ view: problem(offered.error) });
    }
    const opening = offered.data.filter(each => each.kind === this.data.kind)[0];
    if (!opening)
      return this.setData({
        view: closed('您的角色不能发起这个事项', '看可以发起的事项', routes.start),
      });
    this.opening = opening;
    const found = keptOpening(opening.kind, this.about());
    const kept = found && fittingFields(found, opening.fields ?? []);
    const fields = shownFields(opening.fields ?? []);
    const draft = kept ?? newOpening(this.prefill, fields);
    const parts = this.parts(fields, draft.values);
    this.setData({
      view: ready,
      label: opening.label,
      purpose: opening.purpose,
      fields,
      ...parts,
      whole: parts.rest.length === 0 || parts.rest.some(field => draft.values[field.name] !== undefined),
      draft,
      goesOn: kept !== undefined,
    });
    wx.setNavigationBarTitle({ title: opening.label });
  },

  retry() {
    this.setData({ view: loading });
    void this.load();
  },

  /** The fields that belong to what is chosen, in two parts. */
  parts(fields: ShownField[], values: OpeningDraft['values']) {
    return inParts(askedFields(fields, values), this.opening?.urgent?.fields);
  },

  change({ detail }: { detail: FieldChange }) {
    const { kind, fields, draft } = this.data;
    const next = { ...draft, ...changed(draft, detail) };
    const errors = errorsAfter(this.data.errors, detail);
    this.setData({
      ...this.parts(fields, next.values),
      draft: next,
      errors,
      wrong: countWrong(wrongFields(askedFields(fields, next.values), errors)),
      trouble: '',
      uploading: marked(this.data.uploading, detail, detail.uploading),
      unsent: marked(this.data.unsent, detail, detail.failed),
    });
    keepOpening(kind, this.about(), next);
  },

  toFirstWrong() {
    const { fields, draft, errors } = this.data;
    const [first] = wrongFields(askedFields(fields, draft.values), errors);
    if (first) void showInPage(this.selectAllComponents('.form'), first);
  },

  /** The rest of the form is shown when something in it is wrong. */
  unfolded(errors: Record<string, string>) {
    return { whole: this.data.whole || wrongFields(this.data.rest, errors).length > 0 };
  },

  showWhole() {
    this.setData({ whole: true });
  },

  /** Begins again with an empty form. */
  clear() {
    const { kind, fields } = this.data;
    dropOpening(kind, this.about());
    // Fields that hold files of their own are made anew.
    this.setData({ first: [], rest: [] });
    const draft = newOpening(this.prefill, fields);
    this.setData({
      ...this.parts(fields, draft.values),
      draft,
      uploading: [],
      unsent: [],
      goesOn: false,
      errors: {},
      wrong: '',
      trouble: '',
      troubleNo: '',
    });
  },

  async send() {
    const { kind, fields, draft, sending, uploading, unsent } = this.data;
    if (sending) return;
    if (uploading.length > 0)
      return this.setData({ trouble: '文件还在上传，请等传完再提交。', troubleNo: '' });
    if (unsent.length > 0)
      return this.setData({ trouble: '有文件没有传上去，请点它重传，或者删掉它。', troubleNo: '' });
    const errors = checkValues(fields, draft.values);
    const wrong = countWrong(wrongFields(fields, errors));
    this.setData({ errors, wrong, trouble: '', troubleNo: '', ...this.unfolded(errors) });
    if (wrong) return;
    this.setData({ sending: true, goesOn: false });
    const input = inputOf(fields, draft.values);
    const answer = await staff('procedure.open', { kind, requestId: draft.requestId, input });
    this.setData({ sending: false });
    if (!answer.ok) return this.fail(answer.error);
    dropOpening(kind, this.about());
    goInstead(routes.staffTicket(answer.data.ticket.no));
  },

  fail(error: Failure) {
    // The same request arrived before, with other words: it is open already, and this is another one.
    const openedBefore = error.code === 'conflict' && error.fields === undefined;
    const { fields, draft: typed } = this.data;
    const asked = askedFields(fields, typed.values);
    const errors = fieldErrors(error.fields);
    const wrong = countWrong(wrongFields(asked, errors));
    const beside = errorsBeside(asked, errors);
    this.setData({
      errors,
      wrong,
      ...this.unfolded(errors),
      trouble: openedBefore
        ? '刚才那次其实已经提交成功，请到工作台查看。确实要再发起一件，再点一次提交。'
        : beside || (wrong ? '' : error.message),
      troubleNo: quotedNo(error),
    });
    if (!openedBefore) return;
    const draft = { ...typed, requestId: uuid() };
    this.setData({ draft });
    keepOpening(this.data.kind, this.about(), draft);
  },
});
