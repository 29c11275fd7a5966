import type { RowValue, ShownAttachment, TimelineItem } from '../contract';

/** What the maps of several functions and topics are made of. */

/** An action that is told nothing. */
export type Nothing = Record<string, never>;
export type Paged = { cursor?: string };

/** What a form or an act hands over: field name → value. */
export type Values = Record<string, string | number | boolean | string[] | RowValue[] | undefined>;
export type ActInput = { no: string; act: string; version: number; input: Values };

/** Of a long ticket: what lies before what has been read, and where to go on. */
export type ReadOnApi = {
  'ticket.timeline': { in: ReadOn; out: { timeline: TimelineItem[]; earlier?: string } };
  'ticket.files': { in: ReadOn; out: { files: ShownAttachment[]; earlier?: string } };
};
type ReadOn = { no: string; cursor: string };

export type FileFormat = 'xlsx' | 'csv' | 'jsonl';
/** A file as it is (base64), its text, or where it was uploaded to. */
export type FileContent = { file: string } | { text: string } | { fileID: string };

/** A field that a row of a file would change, as its cells read before and after, cut to what can be shown. */
export type FieldChange = { label: string; from: string; to: string };

/** What came of an imported file, or would come of it. */
export type TableOutcome<Row extends object> = {
  imported: number;
  created: number;
  changed: number;
  unchanged: number;
  /** Of the imported ones: how many the cloud is still writing. */
  waiting: number;
  /** The first of `badCount`. */
  bad: { row: number; reason: string }[];
  badCount: number;
  rows: (Row & { row: number; does: 'create' | 'change' | 'nothing'; changes: FieldChange[] })[];
};

/** Of an export: texts come in parts to be joined, spreadsheets as whole files (base64) one after the other. */
export type ExportPart = { text?: string; file?: string; count: number; nextCursor?: string };
