import type { Ticket } from '../ticket/ticket';
import type { Input } from './fields';

/** Another ticket that an act opens in its course, about the one that it changes; how that one names it. */
export type Further = { kind: string; input: Input; relation: Ticket['links'][number]['relation'] };
