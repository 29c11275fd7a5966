import { previewDate } from '../clock';
import { openColumns, type Columns } from '../shell/columns';
import { defineBuiltin, setDisabled, withRole } from './define';

const pad = (n: number): string => String(n).padStart(2, '0');
const span = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_n, i) => from + i);

const labelsOf = (range: unknown[], key: string): string[] =>
  range.map(one => {
    if (typeof one !== 'object' || one === null) return String(one);
    return String((one as Record<string, unknown>)[key] ?? '');
  });

const parseDate = (text: string, fallback: string): number[] => {
  const source = /^\d{4}/.test(text) ? text : fallback;
  const [year, month = 1, day = 1] = source.split('-').map(Number);
  return [year!, month, day];
};
/** WeChat opens at the present day where no value is given. */
const today = (): string => {
  const now = new previewDate();
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
};
const daysIn = (year: number, month: number): number => new Date(year, month, 0).getDate();

/** Year, month and day between two dates; `fields` says how many of them. */
function dateColumns(
  start: string,
  end: string,
  value: string,
  fields: string,
): { columns: Columns; read(at: number[]): string } {
  const first = parseDate(start, '1900-01-01');
  const last = parseDate(end, '2100-12-31');
  const depth = fields === 'year' ? 1 : fields === 'month' ? 2 : 3;
  const listsFor = (at: number[]): number[][] => {
    const years = span(first[0]!, last[0]!);
    const year = years[at[0] ?? 0] ?? first[0]!;
    const months = span(year === first[0] ? first[1]! : 1, year === last[0] ? last[1]! : 12);
    const month = months[Math.min(at[1] ?? 0, months.length - 1)] ?? 1;
    const firstDay = year === first[0] && month === first[1] ? first[2]! : 1;
    const lastDay = year === last[0] && month === last[1] ? last[2]! : daysIn(year, month);
    return [years, months, span(firstDay, lastDay)].slice(0, depth);
  };
  const wanted = parseDate(value, end !== '' && end < today() ? end : today());
  const at: number[] = [];
  for (let i = 0; i < depth; i += 1) at[i] = Math.max(0, listsFor(at)[i]!.indexOf(wanted[i]!));
  const units = ['年', '月', '日'];
  const labels = (chosen: number[]): string[][] =>
    listsFor(chosen).map((list, i) => list.map(n => `${n} ${units[i]}`));
  return {
    columns: { labels, at },
    read: chosen =>
      listsFor(chosen)
        .map((list, i) => (i === 0 ? String(list[chosen[0]!]) : pad(list[chosen[i]!]!)))
        .join('-'),
  };
}

function timeColumns(
  start: string,
  end: string,
  value: string,
): { columns: Columns; read(at: number[]): string } {
  const [fromHour = 0, fromMinute = 0] = (start || '00:00').split(':').map(Number);
  const [toHour = 23, toMinute = 59] = (end || '23:59').split(':').map(Number);
  const hours = span(fromHour, toHour);
  const minutes = (hour: number): number[] =>
    span(hour === fromHour ? fromMinute : 0, hour === toHour ? toMinute : 59);
  const [hour = 0, minute = 0] = (value || '00:00').split(':').map(Number);
  const at = [Math.max(0, hours.indexOf(hour))];
  at.push(Math.max(0, minutes(hours[at[0]!]!).indexOf(minute)));
  const lists = (chosen: number[]): number[][] => [hours, minutes(hours[chosen[0]!] ?? 0)];
  return {
    columns: { labels: chosen => lists(chosen).map(list => list.map(pad)), at },
    read: chosen =>
      lists(chosen)
        .map((list, i) => pad(list[chosen[i]!]!))
        .join(':'),
  };
}

export const picker = defineBuiltin('picker', {
  properties: {
    mode: 'selector',
    range: [] as unknown[],
    rangeKey: '',
    value: null as unknown,
    start: '',
    end: '',
    fields: 'day',
    disabled: false,
    headerText: '',
    name: '',
  },
  create(self) {
    withRole(self.dom, 'button');
    self.dom.setAttribute('aria-haspopup', 'listbox');
    const choose = async (
      columns: Columns,
      read: (at: number[]) => unknown,
      moved?: (column: number, value: number) => void,
    ) => {
      const at = await openColumns(self.get('headerText') || '请选择', columns, moved);
      if (at === undefined) return self.fire('cancel', {});
      const value = read(at);
      self.set({ value });
      return self.fire('change', { value });
    };
    const open: Record<string, () => Promise<unknown>> = {
      selector() {
        const labels = labelsOf(self.get('range'), self.get('rangeKey'));
        const at = Math.max(0, Number(self.get('value') ?? 0) || 0);
        return choose({ labels: () => [labels], at: [at] }, chosen => chosen[0]);
      },
      multiSelector() {
        const value = self.get('value');
        const at = (self.get('range') as unknown[][]).map((_list, i) =>
          Number((value as unknown[] | null)?.[i] ?? 0),
        );
        const labels = (): string[][] =>
          (self.get('range') as unknown[][]).map(list => labelsOf(list, self.get('rangeKey')));
        return choose(
          { labels, at },
          chosen => chosen,
          (column, index) => self.fire('columnchange', { column, value: index }),
        );
      },
      date() {
        const { columns, read } = dateColumns(
          self.get('start'),
          self.get('end'),
          String(self.get('value') ?? ''),
          self.get('fields'),
        );
        return choose(columns, read);
      },
      time() {
        const { columns, read } = timeColumns(
          self.get('start'),
          self.get('end'),
          String(self.get('value') ?? ''),
        );
        return choose(columns, read);
      },
    };
    self.comp.addListener('tap', () => {
      if (self.get('disabled')) return;
      const run = open[self.get('mode')];
      if (run === undefined) console.error(`<picker mode="${self.get('mode')}"> is not in the preview`);
      else void run();
    });
    return {
      observe: { disabled: value => setDisabled(self.dom, value) },
      formValue: () => self.get('value'),
    };
  },
});
