import * as z from 'zod';
import { hasRole, type Role } from '../../domain/catalogue/roles';
import { fieldErrors, type Actor } from '../../domain/engine';
import { readable } from '../../domain/typed/text';
import { fail, Failure } from './failure';
import type { Begun } from './reading/snapshot';
import type { Runtime } from './runtime';

/**
 * Who calls: the OPENID that the platform vouches for, and in which role; a citizen's id is the OPENID. `begun`: what was
 * read to find that out.
 */
export type Caller = { openid: string; actor: Actor; begun?: Begun };

/** What a function answers with nothing to say is null. */
type Answer<T> = T extends void ? null : T;

/** The names of fields; of an open record none. */
type FieldsOf<T> = T extends unknown ? keyof { [K in keyof T as string extends K ? never : K]: 1 } : never;

/** What can be called from outside: who may, and what it makes of an input that it checks first. */
export type UseCase<In, Out, Fields = FieldsOf<In>> = {
  may: readonly Role[];
  /** What it checks its input against: tests look through all that can be sent, and make inputs of it. */
  takes: z.ZodType;
  run: (runtime: Runtime, caller: Caller, input: In) => Promise<Out>;
  /** Counters that it wants of its caller: they come with the first query of the call, in `begun`. */
  counters?: (actor: Actor) => readonly string[];
  /**
   * For the types alone, never set: a table and its map must name the same fields. A field that the schema does not know
   * would be dropped without a word.
   */
  fields?: (name: Fields) => Fields;
};

/** Of use cases that are told nothing. */
export const nothing = z.object({});

/**
 * A use case of what it takes, who may call it, and what it does. Each stands in the module of what it does and is called
 * as its action: `ticket.queue` is `ticketQueue`. The tables of cloudfunctions/api name them, and hold no rule themselves.
 */
export const useCase = <Schema extends z.ZodType, Out>(
  takes: Schema,
  may: readonly Role[],
  does: (runtime: Runtime, caller: Caller, input: z.output<Schema>) => Out | Promise<Out>,
): UseCase<z.input<Schema>, Answer<Out>> => ({
  may,
  takes,
  run: async (runtime, caller, input) => {
    const read = readable(input) ?? fail('invalid', '内容嵌套得太深，请核对', { input: '嵌套太深' });
    const parsed = takes.safeParse(read.value);
    if (!parsed.success) throw new Failure('invalid', '有内容需要补充或更正', fieldErrors(parsed.error));
    return ((await does(runtime, caller, parsed.data)) ?? null) as Answer<Out>;
  },
});

/** Whether this caller may; asked before the input is looked at (contract §2). */
export const mayCall = ({ may }: { may: readonly Role[] }, { actor }: Caller): boolean => hasRole(actor, may);
