import { createDatabase } from '../../cloudfunctions/infra/database';
import type { CloudDatabase } from '../../cloudfunctions/infra/database/sdk';
import type { Beside, Database } from '../../cloudfunctions/usecases/kernel/ports';
import { answerBeside } from '../../cloudfunctions/usecases/kernel/writing/answer-beside';

/**
 * What takes as long as the database does is done meanwhile: a transaction is made ready while it begins; counters, the
 * search and the answer while it is being committed. What was written beside it is taken back when it comes to nothing.
 */

type Ended = 'commits' | 'conflicts' | 'breaks' | 'never begins';

type Work = (database: Database, beside: Beside, steps: string[]) => Promise<string>;

const writesNothing: Work = (database, beside) => database.transaction(async () => 'done', beside);

const run = async (
  ends: Ended[],
  work: Work = writesNothing,
): Promise<{ steps: string[]; outcome: string }> => {
  const steps: string[] = [];
  const handle = {
    startTransaction: async () => {
      const end = ends.shift();
      await new Promise(resolve => setTimeout(resolve, 5));
      if (end === 'never begins') throw new Error('not begun');
      steps.push('begun');
      return {
        collection: () => ({ doc: () => ({ set: async () => void steps.push('put') }) }),
        commit: async () => {
          steps.push('commit');
          if (end === 'conflicts') throw Object.assign(new Error('TransactionConflict'), { code: '' });
          if (end === 'breaks') throw new Error('broken off');
        },
        rollback: async () => void steps.push('rollback'),
      };
    },
  } as unknown as CloudDatabase;
  const beside = {
    write: async () => void steps.push('write'),
    undo: async () => void steps.push('undo'),
  };
  const outcome = await work(
    createDatabase(handle, () => 0),
    beside,
    steps,
  ).catch((error: Error) => error.message);
  return { steps, outcome };
};

test('it is written once with a commit', async () => {
  expect(await run(['commits'])).toEqual({ steps: ['begun', 'commit', 'write'], outcome: 'done' });
});

test('what met another writer is taken back, and written with the commit that holds', async () => {
  const { steps, outcome } = await run(['conflicts', 'commits']);
  expect(outcome).toBe('done');
  expect(steps).toEqual(['begun', 'commit', 'write', 'undo', 'begun', 'commit', 'write']);
});

test('what broke off is taken back', async () => {
  const { steps, outcome } = await run(['breaks']);
  expect(outcome).toBe('broken off');
  expect(steps.slice(0, 4)).toEqual(['begun', 'commit', 'write', 'undo']);
});

const puts: Work = (database, beside, steps) =>
  database.transaction(async transaction => {
    steps.push('made ready');
    await transaction.put('profiles', { _id: 'a' } as never);
    return 'done';
  }, beside);

test('what goes into a transaction is made ready while it begins', async () => {
  const { steps } = await run(['commits'], puts);
  expect(steps).toEqual(['made ready', 'begun', 'put', 'commit', 'write']);
});

test('what is refused before the transaction has begun is rolled back when it has', async () => {
  const refuses: Work = database => database.transaction(() => Promise.reject(new Error('refused')));
  expect(await run(['commits'], refuses)).toEqual({ steps: ['begun', 'rollback'], outcome: 'refused' });
});

test('what never begins writes nothing, and says why', async () => {
  expect(await run(['never begins'], puts)).toEqual({ steps: ['made ready'], outcome: 'not begun' });
});

test('the answer is made behind what is written beside the commit, of the run that holds', async () => {
  let runs = 0;
  const answers: Work = (database, beside, steps) => {
    const work = async (): Promise<() => string> => {
      const no = (runs += 1);
      return () => {
        steps.push('answer');
        return `run ${no}`;
      };
    };
    return answerBeside(database, work, beside);
  };
  const { steps, outcome } = await run(['conflicts', 'commits'], answers);
  expect(outcome).toBe('run 2');
  expect(steps.slice(-4)).toEqual(['begun', 'commit', 'write', 'answer']);
});
