import type { Message } from '../../cloudfunctions/domain/engine';
import { maySee } from '../../cloudfunctions/domain/ticket/scope';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { createAddressBook } from '../../cloudfunctions/usecases/people/address-book';
import { memberActor } from '../../cloudfunctions/usecases/kernel/runtime';
import { memory } from './memory';
import { MONDAY } from './domain';

/** Messages about tickets that walks have met, one of each kind: everybody who is told can open what it speaks of (A42). */
export const createRecipients = () => {
  const met = new Map<string, { ticket: Ticket; message: Message; act: string }>();
  return {
    add: (act: string, ticket: Ticket, messages: readonly Message[]): void => {
      for (const message of messages) {
        const { kind, state, marks, holder } = ticket;
        const key = JSON.stringify([
          act,
          kind,
          state,
          marks.includes('confidential'),
          holder.role,
          message.audience,
          message.template,
        ]);
        if (!met.has(key)) met.set(key, { ticket, message, act });
      }
    },
    /** What is told to nobody, or to somebody who may not see it. */
    problems: async (): Promise<string[]> => {
      const book = createAddressBook(memory(MONDAY).ports);
      const found: string[] = [];
      for (const { ticket, message, act } of met.values()) {
        const { audience } = message;
        if (audience.to === 'citizen' || audience.to === 'followers') continue;
        const people = await book.people(audience, ticket);
        const blind = people.filter(member => !maySee(memberActor(member), ticket));
        // A region without a local authority is told nothing.
        const nobody = people.length === 0 && audience.to !== 'local';
        if (nobody || blind.length > 0)
          found.push(
            `${act} of ${ticket.kind}: “${message.text}” to ${JSON.stringify(audience)} in ${ticket.state}`,
          );
      }
      return found;
    },
    kinds: () => met.size,
  };
};
