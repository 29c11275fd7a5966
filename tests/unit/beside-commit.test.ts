import { createDatabase } from '../../cloudfunctions/infra/database';
import type { CloudDatabase } from '../../cloudfunctions/infra/database/sdk';

/** Counters and the search are written while a transaction is being committed, and taken back when it comes to nothing. */

type Ended = 'commits' | 'conflicts' | 'breaks';

const run = async (...ends: Ended[]): Promise<{ steps: string[]; outcome: string }> => {
  const steps: string[] = [];
  const handle = {
    startTransaction: async () => {
      const end = ends.shift();
      return {
        collection: () => ({}),
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
  const outcome = await createDatabase(handle, () => 0)
    .transaction(async () => 'done', beside)
    .catch((error: Error) => error.message);
  return { steps, outcome };
};

test('it is written once with a commit', async () => {
  expect(await run('commits')).toEqual({ steps: ['commit', 'write'], outcome: 'done' });
});

test('what met another writer is taken back, and written with the commit that holds', async () => {
  const steps = ['commit', 'write', 'undo', 'commit', 'write'];
  expect(await run('conflicts', 'commits')).toEqual({ steps, outcome: 'done' });
});

test('what broke off is taken back', async () => {
  const { steps, outcome } = await run('breaks');
  expect(outcome).toBe('broken off');
  expect(steps.slice(0, 3)).toEqual(['commit', 'write', 'undo']);
});
