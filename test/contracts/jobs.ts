import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { jobTries, type Done, type Job, type JobBounds, type Jobs, type Part } from '../../src/core/ports/jobs.ts';

/** Somewhere to have jobs done, empty, and as many processes there as are wanted. */
export interface JobsSubject {
  /** What another process would have; it works until the end of the test. */
  process<P, R>(job: Job<P, R>, bounds?: JobBounds): Promise<Jobs<P, R>>;
  close(): Promise<void>;
}

const Count = z.object({ of: z.string(), number: z.number() });
type Count = z.infer<typeof Count>;
const Square = z.object({ square: z.number(), words: z.string() });
type Square = z.infer<typeof Square>;

/** So many squares, each a piece, or what else a test wants. */
const squares = (run: Job<Count, Square>['run']): Job<Count, Square> => ({
  name: 'squares',
  payload: Count,
  whose: ({ of }) => of,
  run,
  wire: { write: (piece) => piece, read: (written) => Square.parse(written) },
});
const squareOf = ({ number }: Count): readonly Square[] => [{ square: number ** 2, words: 'a\nb “c” \u0000 🚀' }];

const partsOf = (count: number, of: (number: number) => string = () => 'one'): readonly Part<Count>[] =>
  Array.from({ length: count }, (_, number) => ({ id: `n${number}`, payload: { of: of(number), number } }));

async function all<P, R>(given: AsyncIterable<Done<P, R>>): Promise<readonly Done<P, R>[]> {
  const found: Done<P, R>[] = [];
  for await (const one of given) found.push(one);
  return found;
}
const byNumber = <R>(done: readonly Done<Count, R>[]): readonly Done<Count, R>[] =>
  done.toSorted((one, other) => one.payload.number - other.payload.number);

const bounds: JobBounds = { atOnce: 5, ofOneAtOnce: 5 };
const living = (): AbortSignal => new AbortController().signal;

/** What all {@link Jobs} promise. Each implementation runs this on the real thing it wraps. */
export function jobsContract(name: string, open: () => Promise<JobsSubject>): void {
  describe(`jobs contract: ${name}`, () => {
    let subject: JobsSubject;
    beforeEach(async () => {
      subject = await open();
    });
    afterEach(() => subject.close());

    it.each([0, 1, 7, 1_500])('answers each of %d parts once, with what it is the answer to', async (count) => {
      const jobs = await subject.process(squares(async (asked) => squareOf(asked)));
      const parts = partsOf(count);
      const found = await all(jobs.each('batch', parts, living()));
      expect(byNumber(found)).toEqual(parts.map((part) => ({ ...part, pieces: squareOf(part.payload) })));
    });

    it('gives the pieces of a long result in their order', async () => {
      const pieces = Array.from({ length: 300 }, (_, square) => ({ square, words: 'x'.repeat(5_000) }));
      const jobs = await subject.process(squares(async () => pieces));
      expect(await all(jobs.each('batch', partsOf(2), living()))).toEqual(
        expect.arrayContaining(partsOf(2).map((part) => ({ ...part, pieces }))),
      );
    });

    it('gives an empty result', async () => {
      const jobs = await subject.process(squares(async () => []));
      expect(await all(jobs.each('batch', partsOf(1), living()))).toEqual([{ ...partsOf(1)[0], pieces: [] }]);
    });

    it('tries again what throws, and loses it with its reason where it throws each time; the others are answered', async () => {
      const tries = new Map<number, number>();
      const jobs = await subject.process(
        squares(async (asked) => {
          const { number } = asked;
          const before = tries.get(number) ?? 0;
          tries.set(number, before + 1);
          if (number === 1 && before < jobTries - 1) throw new Error('it was busy');
          if (number === 2) throw new Error('it never works');
          return squareOf(asked);
        }),
      );
      const found = byNumber(await all(jobs.each('batch', partsOf(4), living())));
      expect(found.map(({ lost, pieces }) => lost ?? pieces[0]?.square)).toEqual([0, 1, 'it never works', 9]);
      expect([tries.get(1), tries.get(2)]).toEqual([jobTries, jobTries]);
    });

    it('tries anew in another batch what was lost in one, and in the same one as well', async () => {
      let works = false;
      const jobs = await subject.process(
        squares(async (asked) => {
          if (!works) throw new Error('not yet');
          return squareOf(asked);
        }),
      );
      expect((await all(jobs.each('batch', partsOf(1), living())))[0]?.lost).toBe('not yet');
      works = true;
      for (const batch of ['batch', 'another'])
        expect((await all(jobs.each(batch, partsOf(1), living())))[0]?.pieces).toEqual([
          { ...squareOf({ of: '', number: 0 })[0] },
        ]);
    });

    it('has no more done at once than one process does, and of one no more than are wanted', async () => {
      const going = new Map<string, number>();
      const most = new Map<string, number>();
      let [now, atMost] = [0, 0];
      const job = squares(async (asked) => {
        const { of } = asked;
        const own = (going.get(of) ?? 0) + 1;
        going.set(of, own);
        most.set(of, Math.max(own, most.get(of) ?? 0));
        atMost = Math.max(atMost, (now += 1));
        for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setImmediate(resolve));
        now -= 1;
        going.set(of, (going.get(of) ?? 1) - 1);
        return squareOf(asked);
      });
      const jobs = await subject.process(job, { atOnce: 4, ofOneAtOnce: 2 });
      const parts = partsOf(30, (number) => ['one', 'two', 'three'][number % 3] ?? '');
      expect(await all(jobs.each('batch', parts, living()))).toHaveLength(30);
      expect(atMost).toBeLessThanOrEqual(4);
      expect(atMost).toBeGreaterThan(1);
      expect(Math.max(...most.values())).toBeLessThanOrEqual(2);
    });

    it('answers everybody who asks for the same batch, at the same time and after', async () => {
      const jobs = await subject.process(squares(async (asked) => squareOf(asked)));
      const other = await subject.process(squares(async (asked) => squareOf(asked)));
      const parts = partsOf(100);
      const expected = parts.map((part) => ({ ...part, pieces: squareOf(part.payload) }));
      const both = await Promise.all([jobs, jobs, other].map((one) => all(one.each('batch', parts, living()))));
      for (const found of [...both, await all(other.each('batch', parts, living()))])
        expect(byNumber(found)).toEqual(expected);
    });

    it('rejects with the reason of a signal, before and in the midst, and begins nothing more', async () => {
      const end = new AbortController();
      let begun = 0;
      const jobs = await subject.process(
        squares(async (asked, signal) => {
          begun += 1;
          if (begun === 3) end.abort(new Error('enough'));
          if (begun < 3) return squareOf(asked);
          return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
        }),
      );
      await expect(all(jobs.each('batch', partsOf(3), end.signal))).rejects.toThrow('enough');
      await expect(all(jobs.each('batch', partsOf(3), end.signal))).rejects.toThrow('enough');
      expect(begun).toBe(3);
    });

    it('asks for nothing more when whoever listens leaves', async () => {
      let begun = 0;
      const jobs = await subject.process(
        squares(async (asked) => {
          begun += 1;
          return squareOf(asked);
        }),
      );
      for await (const { pieces } of jobs.each('batch', partsOf(5_000), living())) {
        expect(pieces).toHaveLength(1);
        break;
      }
      expect(begun).toBeLessThan(2_000);
    });
  });
}

export { all, bounds, living, partsOf, squareOf, squares };
