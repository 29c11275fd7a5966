import type { OfferedAct } from '../../../typings/contract';
import type { Values } from '../../cloud/actions';
import { citizen, staff, type Failure } from '../../cloud/client';
import { dropDraft, loadDraft, saveDraft } from '../../services/drafts';
import {
  checkValues,
  fieldErrors,
  inOneLine,
  inputOf,
  shownFields,
  type ShownField,
} from '../../services/forms';
import type { Found } from '../../services/lookups';
import { withoutRefresh } from '../../services/words';

const draftKey = (no: string, act: OfferedAct) => `act:${no}:${act.act}` as const;

type Draft = { values: Values; labels: Record<string, string> };

/**
 * The one form for every act that a ticket offers: it shows the fields that the cloud described, sends them, and keeps what
 * was typed whatever happens. Fires `done` with `{ticket, act}`, `stale` when the ticket has changed meanwhile, and `close`.
 */
Component({
  properties: {
    show: { type: Boolean, value: false },
    act: { type: Object, value: null as unknown as OfferedAct },
    no: { type: String, value: '' },
    version: { type: Number, value: 0 },
    staff: { type: Boolean, value: false },
    /** What the form starts with where no draft is kept, and what the chosen things are called. */
    initial: { type: Object, value: {} as Values },
    initialLabels: { type: Object, value: {} as Record<string, string> },
    suggestions: { type: Array, value: [] as { unitId: string; unitName: string; reason: string }[] },
  },
  data: {
    fields: [] as ShownField[],
    values: {} as Values,
    labels: {} as Record<string, string>,
    errors: {} as Record<string, string>,
    units: [] as Found[],
    /** Said above the form when the sending failed. */
    trouble: '',
    troubleNo: '',
    sending: false,
    uploading: false,
    opened: '',
  },
  observers: {
    'show, act, no'(show: boolean, act: OfferedAct | null, no: string) {
      if (!show || !act) return this.setData({ opened: '' });
      if (this.data.opened === `${no}/${act.act}`) return this.setData({ fields: shownFields(act) });
      const draft = loadDraft<Draft>(draftKey(no, act));
      this.setData({
        opened: `${no}/${act.act}`,
        fields: shownFields(act),
        values: draft?.values ?? this.data.initial,
        labels: draft?.labels ?? this.data.initialLabels,
        errors: {},
        trouble: '',
        troubleNo: '',
        uploading: false,
      });
    },
    suggestions(units: { unitId: string; unitName: string; reason: string }[]) {
      this.setData({
        units: units.map(unit => ({ id: unit.unitId, name: unit.unitName, hint: unit.reason })),
      });
    },
  },
  methods: {
    change(event: { detail: { name: string; value: Values[string]; label?: string; uploading?: boolean } }) {
      const { name, value, label, uploading } = event.detail;
      const values = { ...this.data.values, [name]: value };
      const labels = label === undefined ? this.data.labels : { ...this.data.labels, [name]: label };
      const errors = { ...this.data.errors, [name]: '' };
      this.setData({ values, labels, errors, uploading: uploading ?? this.data.uploading });
      saveDraft(draftKey(this.data.no, this.data.act), { values, labels } satisfies Draft);
    },
    close() {
      this.triggerEvent('close');
    },
    async send(): Promise<void> {
      if (this.data.sending || !this.data.act) return;
      const { act, no, version, values } = this.data;
      if (this.data.uploading)
        return this.setData({ trouble: '照片还在上传，请等传完再提交。', troubleNo: '' });
      const errors = checkValues(this.data.fields, values);
      if (Object.keys(errors).length > 0)
        return this.setData({ errors, trouble: inOneLine(errors), troubleNo: '' });
      this.setData({ sending: true, trouble: '', troubleNo: '' });
      const sent = { no, act: act.act, version, input: inputOf(act, values, this.data.initial) };
      const answer = await (this.data.staff ? staff('ticket.act', sent) : citizen('ticket.act', sent));
      this.setData({ sending: false });
      if (!answer.ok) {
        this.setData(troubleOf(answer.error));
        if (hasChanged(answer.error)) this.triggerEvent('stale');
        return;
      }
      dropDraft(draftKey(no, act));
      this.triggerEvent('done', { ticket: answer.data.ticket, act: act.act });
    },
  },
});

/** Somebody else was faster: what the ticket offers now has to be fetched. */
const hasChanged = (error: Failure) => error.code === 'wrong-state' || error.code === 'conflict';

const troubleOf = (error: Failure) => ({
  errors: fieldErrors(error.fields),
  trouble: hasChanged(error)
    ? `${withoutRefresh(error.message)}。已为您换成最新情况，填写的内容还在。`
    : error.message,
  troubleNo: error.errorNo ?? '',
});
