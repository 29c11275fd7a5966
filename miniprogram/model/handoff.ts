import type { FigureQuery, StaffNotice, Urgent } from '../../typings/contract';
import type { Wanted } from './desk/desk';
import type { PlanForm } from './plan/plan';
import type { RegisterForm } from './register/register';
import type { RuleChanges } from './rules/changing';
import type { Figure } from './supervision/clauses';
import type { Prefill } from './procedure/opening';

/** What one page hands to a tab page, which cannot be given a query: taken once. */
export type Handoff = {
  /** A question typed on the home page. */
  question: string;
  /** A question that a person has to answer, with what the machine made of it. */
  filing: { text: string; askId: string };
  /** A danger that stands in what was just filed. */
  urgent: Urgent;
  /** Questions for which an entry is to be written, or which are other words for an entry (`id`). */
  entry: { id: string; question: string; similar: string[] };
  /** A notice that is changed. */
  notice: StaffNotice;
  /** What the form of a procedure starts with. */
  opening: Prefill;
  /** A row of a list of record, with its form. */
  row: RegisterForm;
  /** A plan, or a template of one, with its form. */
  plan: PlanForm;
  /** A ticket that was taken by phone is to be claimed. */
  claim: true;
  /** The cases behind a figure; of a share also those of which it is one. */
  cases: { title: string; query: FigureQuery; isShare: boolean };
  /** The list that the workbench opens with. */
  queue: Wanted;
  /** What is searched for in the list of which several are handled at once; what else it is narrowed to is kept (desk/scope). */
  bulk: { query: string; within: boolean };
  /** The figure of supervision whose tickets are shown. */
  figure: Figure;
  /** Changes of rules that are tried out. */
  tryOut: RuleChanges;
};

const left: Partial<Handoff> = {};

export function leave<K extends keyof Handoff>(key: K, value: Handoff[K]): void {
  left[key] = value;
}

export function take<K extends keyof Handoff>(key: K): Handoff[K] | undefined {
  const value = left[key];
  delete left[key];
  return value;
}
