import type { FormField } from '../contract';
import type { Page } from '../contract-basics';
import type { ExportedFile, RegisterRow, RegisterStep, RowRectifications } from '../contract-registers';
import type { Paged, Values } from './common';

/** Actions of the function `staff` for lists of record (contract §9). */
export type RegisterApi = {
  'register.list': {
    in: Paged & { register: string; query?: string };
    out: Page<'rows', RegisterRow> & {
      /** Of the form; without what goes without saying for this member. */
      fields: FormField[];
      mayKeep: boolean;
      /** What stands above the list, e.g. who is on duty now. */
      heading?: string[];
    };
  };
  'register.history': {
    in: Paged & { register: string; id: string };
    /** `rectifications` with the first page, of registers that have some. */
    out: Page<'steps', RegisterStep> & { rectifications?: RowRectifications };
  };
  'register.rectify': {
    in: { register: string; id: string; requestId: string; values: Values };
    out: { no: string };
  };
  'register.save': {
    in: { register: string; id?: string; version?: number; requestId?: string; values: Values };
    out: { row: RegisterRow };
  };
  'register.export': { in: { register: string; format: 'xlsx' | 'csv' }; out: ExportedFile };
};
