import type { InvitableRole, Invitation, ShownMember } from '../../../../../typings/api';
import type { FormField } from '../../../../../typings/contract';
import { staff } from '../../../../cloud/client';
import { loading, problem, ready, troubleText } from '../../../../cloud/view';
import { look } from '../../../../lib/look';
import { go, goBack, routes } from '../../../../lib/routes';
import { dropDraft, meetRequest, requestOf } from '../../../../model/form/drafts';
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
  codeWords,
  dissolvingFields,
  invitationFields,
  memberLines,
  type MemberLine,
} from '../../../../model/people/units';

const NOTHING: Filled = { values: {}, labels: {} };

/** What a page without a unit is called: who runs the platform, local authorities, partners. */
const BESIDE_UNITS = '不属于单位的人员';

/** A unit: who works there, inviting and revoking, and its end (A42). Without an id: those who belong to no unit. */
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
    /** Whom the reader may invite here. */
    invites: [] as InvitableRole[],
    /** Whoever is invited in the role that is chosen has a region. */
    hasRegion: false,
    filled: NOTHING,
    errors: {} as Record<string, string>,
    trouble: '',
    said: '',
    /** Of somebody who has just been invited: it is told once. */
    code: '',
    codeWords: '',
    saving: false,
    asked: 0,
  },

  onLoad({ id = '' }: { id?: string }) {
    this.setData({ id });
    if (!id) wx.setNavigationBarTitle({ title: BESIDE_UNITS });
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
    const asked = ++this.data.asked;
    const { id } = this.data;
    const [listed, me] = await Promise.all([staff('unit.list', { query: id }), staff('me.get', {})]);
    if (asked !== this.data.asked) return;
    if (!listed.ok) return this.setData({ view: problem(listed.error) });
    if (!me.ok) return this.setData({ view: problem(me.error) });
    const members: ShownMember[] = [];
    let invites: InvitableRole[] = [];
    const whose = id ? { unitId: id } : { besideUnits: true as const };
    for (let cursor: string | undefined; ;) {
      const page = await staff('member.list', { ...whose, ...(cursor ? { cursor } : {}) });
      if (asked !== this.data.asked) return;
      if (!page.ok) return this.setData({ view: problem(page.error) });
      members.push(...page.data.members);
      invites = page.data.invites;
      cursor = page.data.nextCursor;
      if (cursor === undefined) break;
    }
    const unit = id ? listed.data.units.find(one => one.id === id) : undefined;
    this.setData({
      view: ready,
      name: unit?.name ?? BESIDE_UNITS,
      version: unit?.version ?? 0,
      vacant: listed.data.vacant.includes(id),
      members: memberLines(members),
      mayDissolve: unit !== undefined && me.data.may.includes('unit.dissolve'),
      mayEdit: unit !== undefined && me.data.may.includes('unit.save'),
      invites,
    });
  },

  retry() {
    this.setData({ view: loading });
    void this.load();
  },

  begin(event: { currentTarget: { dataset: { what: 'invite' | 'dissolve' } } }) {
    const { what } = event.currentTarget.dataset;
    const fields = what === 'invite' ? invitationFields(this.data.invites) : dissolvingFields;
    this.setData({
      what,
      fields,
      filled: NOTHING,
      hasRegion: false,
      errors: {},
      trouble: '',
      said: '',
      code: '',
    });
  },

  endForm() {
    this.setData({ what: '' });
  },

  change({ detail }: { detail: FieldChange }) {
    const filled = { ...this.data.filled, ...changed(this.data.filled, detail) };
    const chosen = this.data.invites.find(({ role }) => role === filled.values['role']);
    this.setData({
      filled,
      hasRegion: chosen?.hasRegion === true,
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
        ? await staff('member.invite', {
            ...this.invitation(input),
            requestId: requestOf(`invite:${id}`),
          })
        : await staff('unit.dissolve', {
            ...(input as { reason: string }),
            unitId: id,
            ...(this.data.version > 0 ? { version: this.data.version } : {}),
          });
    this.setData({ saving: false });
    if (!answer.ok) {
      meetRequest(`invite:${id}`, answer.error);
      const errors = fieldErrors(answer.error.fields);
      const beside = errorsBeside(fields, errors);
      return this.setData({
        errors,
        trouble: beside || (Object.keys(errors).length > 0 ? '' : troubleText(answer.error)),
      });
    }
    dropDraft(`invite:${id}`);
    this.setData({ what: '' });
    if (what === 'dissolve') return goBack(routes.units);
    if ('code' in answer.data && answer.data.code)
      this.setData({ code: answer.data.code, codeWords: codeWords(answer.data.member) });
    await this.load();
  },

  invitation(input: Record<string, unknown>): Invitation {
    const { id, invites, filled, hasRegion } = this.data;
    return {
      role: invites[0]?.role,
      ...input,
      ...(hasRegion ? { region: filled.values['region'] } : {}),
      ...(id ? { unitId: id } : {}),
    } as Invitation;
  },

  copyCode() {
    void wx.setClipboardData({ data: this.data.code });
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
