import type { Calendar } from '../calendar';
import type { Catalogue, Member, Role, Service } from '../catalogue';
import type { RuleSet } from '../rulesets';
import type { PlatformWindow } from '../services/platform';
import type { Attachment, Ticket } from '../ticket/ticket';
import type { Instant } from '../time';

/** Who acts. Role, unit and region come from the member bound to the OPENID, never from the event. */
export type Actor = { id: string; role: Role; name: string; unitId?: string; region?: string };

/** The platform itself: automatic steps and what follows from a rule. */
export const systemActor: Actor = { id: 'system', role: 'system', name: '系统' };

/** What is known of a file that was looked into. */
export type KeptFile = Required<Pick<Attachment, 'name' | 'type' | 'from' | 'by' | 'sha256' | 'size'>>;

/** What a pure rule may know besides the ticket. */
export type Context = {
  now: Instant;
  /** Of an automatic step: when the sweep really runs; `now` is then the time at which the step was due. */
  sweptAt?: Instant;
  calendar: Calendar;
  ruleSet: RuleSet;
  catalogue: Catalogue;
  actor: Actor;
  /** What a kind of ticket is called: `投诉`. */
  labelOf: (kind: string) => string;
  /** The service of the ticket, or the one that the form names. */
  service?: Service;
  /** The member that the form names. */
  member?: Member;
  /** The other ticket that the form names (merge, link). */
  related?: Ticket;
  /** The number of the document that is opened, where its procedure counts them. */
  documentNo?: string;
  /** The how many-th of its sort in the year is opened, where its procedure counts sorts. */
  ordinal?: number;
  /** Its own rules and its service: it is changed by those, not by the rules of the ticket that changes it. */
  relatedContext?: { ruleSet: RuleSet; service?: Service };
  /** What the rows of a table name. */
  services?: Service[];
  members?: Member[];
  tickets?: Ticket[];
  /** The files that the form names, by where their copies lie. */
  files?: ReadonlyMap<string, KeptFile>;
  /** The rows of those that the form wants read. */
  tables?: ReadonlyMap<string, string[][]>;
  /** Windows of maintenance of the platform itself, coming or running. */
  platformWindows?: PlatformWindow[];
  /** Who is at the desk that holds it, with how much each holds: read where somebody may be assigned. */
  desk?: readonly Assignable[];
  /** Of an answer that is given now: by what those of the same words are found, and whether two others had them (A52). */
  sameWords?: { words: string; others: boolean };
  /** What the procedure has looked up by its own queries; read through its `needs`. */
  needed?: unknown;
};

/** A member who could be given the ticket; `holds` = open tickets in the own hands. */
export type Assignable = Pick<Member, 'id' | 'name' | 'role'> & { holds: number };

/** When what is told is really told: of a late automatic step, later than it happened. */
export const toldAt = ({ now, sweptAt = now }: Pick<Context, 'now' | 'sweptAt'>): Instant => sweptAt;

/** A party with a test whether an actor belongs to it for this ticket. */
export type Party = {
  label: string;
  /** Roles that can ever belong to it: checked before the ticket is read. */
  roles: readonly Role[];
  has(actor: Actor, ticket: Ticket, context: Pick<Context, 'catalogue'>): boolean;
};
