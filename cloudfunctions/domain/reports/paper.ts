/** A document as it is put on paper: what it says in order, and nothing of how it looks. */

export type Bar = { label: string; words: string; share: number | null };

export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'text'; text: string }
  | { kind: 'small'; text: string }
  | { kind: 'facts'; rows: readonly (readonly [label: string, value: string])[] }
  | {
      kind: 'table';
      head: readonly string[];
      rows: readonly (readonly string[])[];
      widths?: readonly number[];
    }
  | { kind: 'bars'; title: string; bars: readonly Bar[] };

export type Paper = {
  title: string;
  subtitle?: string;
  /** At the foot of each page: who took it out, when, under which number (J-26). */
  footer: string;
  /** Of what it is: the same content gives the same bytes. */
  at: string;
  blocks: readonly Block[];
};

/** A cell of a spreadsheet: a text, a number, or a share of one. */
export type Cell = string | number | { share: number };

export type Sheet = {
  name: string;
  head: readonly string[];
  /** Characters. */
  widths: readonly number[];
  /** Read as they are written, where there are many. */
  rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>;
};
