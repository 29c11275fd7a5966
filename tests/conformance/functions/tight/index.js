/** A function with little time and memory. */
exports.main = async ({ wish, bytes }) => {
  if (wish === 'sleep') await new Promise(resolve => setTimeout(resolve, 5000));
  if (wish === 'spin') for (;;);
  if (wish === 'throw') throw new Error('broken on purpose');
  if (wish === 'reject later') {
    setTimeout(() => Promise.reject(new Error('nobody waits')), 0);
    await new Promise(resolve => setTimeout(resolve, 500));
  }
  if (wish === 'exit') process.exit(3);
  if (wish === 'memory') {
    const kept = [];
    for (;;) kept.push(new Array(100_000).fill(Math.random()));
  }
  if (wish === 'large') return 'x'.repeat(bytes);
  if (wish === 'log') console.log('a line of the function');
  return { pid: process.pid, env: process.env.SECRET_OF_TEST, tz: new Date().getTimezoneOffset() };
};
