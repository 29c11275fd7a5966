import { civilNow, dayText } from '../../../lib/dates';

/** A day, or a day and a time (`2026-10-30T09:00:00.000+08:00`), by the phone's own pickers. Fires `change` with `{name, value}`. */
Component({
  properties: {
    name: { type: String, value: '' },
    label: { type: String, value: '' },
    value: { type: String, value: '' },
    withTime: { type: Boolean, value: false },
    required: { type: Boolean, value: false },
    error: { type: String, value: '' },
  },
  /** `today`: where the picker opens as long as no day is chosen. */
  data: { day: '', time: '', dayShown: '', today: '' },
  lifetimes: {
    attached() {
      this.setData({ today: civilNow().slice(0, 10) });
    },
  },
  observers: {
    value(value: string) {
      const day = value.slice(0, 10);
      this.setData({ day, dayShown: day ? dayText(day) : '', time: value.slice(11, 16) });
    },
  },
  methods: {
    pickDay(event: { detail: { value: string } }) {
      const [today, now] = civilNow().split('T') as [string, string];
      this.tell(event.detail.value, this.data.time || (event.detail.value === today ? now : '09:00'));
    },
    pickTime(event: { detail: { value: string } }) {
      this.tell(this.data.day, event.detail.value);
    },
    tell(day: string, time: string) {
      const value = this.data.withTime ? `${day}T${time}:00.000+08:00` : day;
      this.triggerEvent('change', { name: this.data.name, value });
    },
  },
});
