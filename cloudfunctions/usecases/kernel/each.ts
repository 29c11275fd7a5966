/** Does the work for each, one after the other, whatever fails; ends with what has failed. */
export const forEach = async <T>(
  items: Iterable<T> | AsyncIterable<T>,
  work: (item: T) => Promise<void>,
): Promise<void> => {
  const errors: unknown[] = [];
  for await (const item of items) {
    try {
      await work(item);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors);
};

/**
 * Neighbours in groups, each as large as it may be without writing more than a small transaction does; one that writes more by itself
 * stands alone.
 */
export const inSmallTransactions = <T>(
  items: readonly T[],
  written: (group: readonly T[]) => number,
): T[][] => {
  const groups: T[][] = [];
  for (const item of items) {
    const last = groups.at(-1);
    if (last && written([...last, item]) <= MOST_WRITTEN) last.push(item);
    else groups.push([item]);
  }
  return groups;
};

/** A transaction of more documents is a large one (docs/local-cloud.md). */
const MOST_WRITTEN = 20;
