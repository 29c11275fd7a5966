import { withoutText } from '../../domain/search/searchable';
import { queueOf } from '../kernel/reading/queue';
import type { Runtime } from '../kernel/runtime';
import type { Work } from './work';

/** The job of the timer: of what ended long ago only the title is searched, so that the index stays small. */
export const forgetTexts = async ({ ports }: Runtime, work: Work): Promise<{ shortened: number }> => {
  const { database, now } = ports;
  let shortened = 0;
  for await (const searchable of queueOf(database, 'searchable', 'textUntil', { until: now() })) {
    if (!(await work.hasTime())) break;
    const done = await work.attempt(searchable._id, () =>
      database.put('searchable', withoutText(searchable)),
    );
    if (done) shortened += 1;
  }
  return { shortened };
};
