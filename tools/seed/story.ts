import { Refusal } from '../call';

/**
 * Runs the steps of demo stories. The calendar decides what can be done on a day (holidays, release freezes, so many
 * working days after another step): a story whose next step is refused ends there, and its key stands in `ended`.
 */
export const storyteller =
  (ended: string[]) =>
  async (key: string, step: () => Promise<unknown>): Promise<void> => {
    if (ended.includes(key)) return;
    try {
      await step();
    } catch (error) {
      if (!(error instanceof Refusal) || !['invalid', 'wrong-state'].includes(error.code)) throw error;
      ended.push(key);
    }
  };
