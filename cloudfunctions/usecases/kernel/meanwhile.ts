/** When what was asked so far has left: whatever is worked out before that holds it up. */
export const requestsSent = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** Works something out while others are asked: it takes no time of its own as long as they take longer. */
export const meanwhile = <A, B>(asked: Promise<A>, work: () => B | Promise<B>): Promise<[A, B]> =>
  Promise.all([asked, requestsSent().then(work)]);
