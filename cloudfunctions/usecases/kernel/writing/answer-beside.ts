import { meanwhile } from '../meanwhile';
import type { Beside, Database, Transaction } from '../ports';

/**
 * A transaction, and what is answered of it. `work` says how; that is made while the commit is under way, when what is
 * written beside it has left, so it asks nothing and refuses nothing.
 */
export const answerBeside = async <Answer>(
  database: Pick<Database, 'transaction'>,
  work: (transaction: Transaction) => Promise<() => Answer>,
  beside?: Beside,
): Promise<Answer> => {
  let make!: () => Answer;
  let answer!: Answer;
  await database.transaction(
    async transaction => {
      make = await work(transaction);
    },
    {
      write: async () => {
        [, answer] = await meanwhile(Promise.resolve(beside?.write()), () => make());
      },
      undo: async () => beside?.undo(),
    },
  );
  return answer;
};
