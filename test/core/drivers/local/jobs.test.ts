import { expect, it } from 'vitest';
import { createLocalJobs } from '../../../../src/core/drivers/local/jobs.ts';
import { all, bounds, jobsContract, living, partsOf, squareOf, squares } from '../../../contracts/jobs.ts';

/** Rests are over at once. */
const clock = { sleep: async () => {} };

jobsContract('local', async () => ({
  process: async (job, own = bounds) => createLocalJobs(job, clock, own),
  close: async () => {},
}));

it('does once what several ask for at the same time, and again what is asked for after that', async () => {
  let runs = 0;
  const jobs = createLocalJobs(
    squares(async (asked) => {
      runs += 1;
      return squareOf(asked);
    }),
    clock,
    bounds,
  );
  await Promise.all([1, 2, 3].map(() => all(jobs.each('batch', partsOf(1), living()))));
  expect(runs).toBe(1);
  await all(jobs.each('batch', partsOf(1), living()));
  expect(runs).toBe(2);
});

it('goes on for the others when one leaves, and ends when nobody waits any longer', async () => {
  let ended: string | undefined;
  let begins = (): void => {};
  const begun = new Promise<void>((resolve) => (begins = resolve));
  const jobs = createLocalJobs(
    squares((_, signal) => {
      begins();
      return new Promise((__, reject) =>
        signal.addEventListener('abort', () => {
          ended = String(signal.reason);
          reject(new Error('ended'));
        }),
      );
    }),
    clock,
    bounds,
  );
  const [one, other] = [new AbortController(), new AbortController()];
  const asked = [one, other].map(({ signal }) => all(jobs.each('batch', partsOf(1), signal)).catch(String));
  await begun;
  one.abort(new Error('one leaves'));
  expect(await asked[0]).toBe('Error: one leaves');
  expect(ended).toBeUndefined();
  other.abort(new Error('the other leaves'));
  expect(await asked[1]).toBe('Error: the other leaves');
  expect(ended).toBe('Error: nobody waits for it any longer');
});
