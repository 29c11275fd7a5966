import type { Role } from '../catalogue';
import type { Audience, Context, FieldErrors, Fields, InputOf } from '../engine';
import type { RuleSet, SwitchDefinition, WindowDefinition } from '../rulesets';
import type { CivilDate } from '../time';

/**
 * A list of record: what it holds, whose its rows are, who reads and who keeps them, when somebody is reminded. List,
 * form, export, history and reminder follow from one module (docs/add-a-procedure.md).
 */
export type Register<F extends Fields = Fields> = {
  register: string;
  label: string;
  purpose: string;
  clauses: readonly string[];
  /** Who sees rows, and who of them may add and change them: a unit its own, a local authority those of its region. */
  readers: readonly Role[];
  keepers: readonly Role[];
  /** Its form, and the columns of its export, in this order. */
  fields: F;
  /** The field by whose words a row is called and the list is sorted. */
  title: keyof F & string;
  /** The field of type `unit` that says whose a row is; without one the rows are the platform's. */
  owner?: keyof F & string;
  /** Its rows are about persons: they leave as a file only for whom the manager has approved it (J-21b). */
  personal?: true;
  /** The field that names the account that a row is about: its rows are found by it. */
  about?: keyof F & string;
  /** By what else rows are found, besides by their readers and the account. */
  alsoFoundBy?(values: InputOf<F>): readonly string[];
  /** By which field the list is sorted, where not by the title. */
  sortedBy?: keyof F & string;
  /** Field errors beyond the type of each field. */
  check?(values: InputOf<F>, context: Context): FieldErrors | undefined;
  /**
   * From which day on its owner is reminded of a row, once; undefined = not at all. `says` begins with what happened, in
   * a clause of at most 20 characters (A45); the row is named by its title.
   */
  reminder?(values: InputOf<F>, ruleSet: RuleSet): Reminder | undefined;
  /** Who is reminded besides the owner. */
  alsoReminds?: Audience;
  /** What its rows may hold of what was found: rectifications that are ordered from the row (J-22). */
  rectified?: Rectified<F>;
  /** The numbers that rule sets can change, as those of a procedure; a row is reminded of by those in force when it is saved. */
  windows?: readonly WindowDefinition[];
  switches?: readonly SwitchDefinition[];
};

/** `matter`: what kind of matter it is; `field` says what came of it, and never that all is well while one is open. */
export type Rectified<F extends Fields = Fields> = {
  matter: string;
  field: keyof F & string;
  isPassed(values: InputOf<F>): boolean;
};

export type Reminder = { on: CivilDate; says: string };

/** A register, its values typed by its fields. */
export const register = <const F extends Fields>(definition: Register<F>): Register =>
  definition as unknown as Register;
