import type { Invitation, ShownMember } from '../../../../../typings/api';
import type { FormField } from '../../../../../typings/contract';
import { staff } from '../../../../cloud/client';
import { loading, problem, ready, troubleText } from '../../../../cloud/view';
import { look } from '../../../../lib/look';
import { go, goBack, routes } from '../../../../lib/routes';
import {
  changed,
  checkValues,
  errorsAfter,
  errorsBeside,
  fieldErrors,
  inputOf,
} from '../../../../model/form/forms';
import type { FieldChange, Filled } from '../../../../model/form/forms';
import {
  dissolvingFields,
  invitationFields,
  memberLines,
  type MemberLine,
} from '../../../../model/people/units';

const NOTHING: Filled = { values: {}, labels: {} };

/** A unit: who works there, inviting and revoking, and its end (A42). */
Page({
  data: {
    ...look(),
    view: loading,
    id: '',
    /** Of the unit as it was read: nobody's change is overwritten; 0 = not known. */
    version: 0,
    name: '',
    vacant: false,
    members: [] as MemberLine[],
    mayDissolve: false,
    mayEdit: false,
    what: '' as '' | 'invite' | 'dissolve',
    fields: [] as FormField[],
    filled: NOTHING,
    errors: {} as Record<string, string>,
    trouble: '',
    said: '',
    saving: false,
  },

  onLoad({ id = '' }: { id?: string }) {
    this.setData({ id });
  },

  onShow() {
    this.setData(look());
    // Also after the page behind has changed it.
    void this.load();
  },

  edit() {
    go(routes.editUnit(this.data.id));
  },

  async load() {
    const { id } = this.data;
    const [listed, me] = await Promise.all([staff('unit.list', { query: id }), staff('me.get', {})]);
    if (!listed.ok) return this.setData({ view: problem(listed.error) });
    if (!me.ok) return this.setData({ view: problem(me.error) });
    const members: ShownMember[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await staff('member.list', { unitId: id, ...(cursor ? { cursor } : {}) });
      if (!page.ok) return this.setData({ view: problem(page.error) });
      members.push(...page.data.members);
      cursor = page.data.nextCursor;
      if (cursor === undefined) break;
    }
    this.setData({
      view: ready,
      name: listed.data.units.find(one => one.id === id)?.name ?? '',
      version: listed.data.units.find(one => one.id === id)?.version ?? 0,
      vacant: listed.data.vacant.includes(id),
      members: memberLines(members),
      mayDissolve: me.data.may.includes('unit.dissolve'),
      mayEdit: me.data.may.includes('unit.save'),
    });
  },

  retry() {
    this.setData({ view: loading });
    void this.load();
  },

  begin(event: { currentTarget: { dataset: { what: 'invite' | 'dissolve' } } }) {
    const { what } = event.currentTarget.dataset;
    // Who may end a unit also appoints its leads.
    const fields = what === 'invite' ? invitationFields(this.data.mayDissolve) : dissolvingFields;
    this.setData({ what, fields, filled: NOTHING, errors: {}, trouble: '', said: '' });
  },

  endForm() {
    this.setData({ what: '' });
  },

  change({ detail }: { detail: FieldChange }) {
    this.setData({
      filled: { ...this.data.filled, ...changed(this.data.filled, detail) },
      errors: errorsAfter(this.data.errors, detail),
      trouble: '',
    });
  },

  async send() {
    const { what, fields, filled, saving, id } = this.data;
    if (saving) return;
    const wrong = checkValues(fields, filled.values);
    if (Object.keys(wrong).length > 0) return this.setData({ errors: wrong });
    this.setData({ saving: true, trouble: '' });
    const input = inputOf(fields, filled.values);
    const answer =
      what === 'invite'
        ? await staff('member.invite', { role: 'handler', ...input, unitId: id } as Invitation)
        : await staff('unit.dissolve', {
            ...(input as { reason: string }),
            unitId: id,
            ...(this.data.version > 0 ? { version: this.data.version } : {}),
          });
    this.setData({ saving: false });
    if (!answer.ok) {
      const errors = fieldErrors(answer.error.fields);
      const beside = errorsBeside(fields, errors);
      return this.setData({
        errors,
        trouble: beside || (Object.keys(errors).length > 0 ? '' : troubleText(answer.error)),
      });
    }
    this.setData({ what: '' });
    if (what === 'dissolve') return goBack(routes.units);
    this.setData({ said: '● 已邀请' });
    await this.load();
  },

  async revoke(event: { currentTarget: { dataset: { id: string; name: string } } }) {
    const { id: memberId, name } = event.currentTarget.dataset;
    const { confirm } = await wx.showModal({
      title: '收回权限',
      content: `收回后${name}不能再办理，确定收回？`,
    });
    if (!confirm) return;
    const answer = await staff('member.revoke', { memberId });
    this.setData({ said: answer.ok ? '● 已收回' : `■ ${troubleText(answer.error)}` });
    await this.load();
  },
});
