/** One week: its bar in parts (heights in % of the chart), and its numbers as the table says them. */
export type ChartWeek = {
  from: string;
  label: string;
  parts: { height: number; tone: string }[];
  cells: string[];
  spoken: string;
};
export type ChartHead = { label: string; tone: string };

/** Weeks side by side as bars, read aloud one by one, with all their numbers in a table below. */
Component({
  properties: {
    label: { type: String, value: '' },
    /** What a bar stands for. */
    span: { type: String, value: '周' },
    heads: { type: Array, value: [] as ChartHead[] },
    weeks: { type: Array, value: [] as ChartWeek[] },
  },
});
