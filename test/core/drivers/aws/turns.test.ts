import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTurns, type Release } from '../../../../src/core/drivers/aws/turns.ts';

const open = new AbortController().signal;
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('turns', () => {
  it('are never more at once than allowed, and every piece of work gets one, whoever gives up', async () => {
    const piece = fc.record({ whose: fc.integer({ min: 0, max: 3 }), givesUp: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(piece, { maxLength: 30 }), async (atMost, pieces) => {
        const turns = createTurns(atMost);
        const owners = [{}, {}, {}, {}];
        let out = 0;
        let most = 0;
        let done = 0;
        await Promise.all(
          pieces.map(async ({ whose, givesUp }) => {
            const stop = new AbortController();
            const taking = turns.take(owners[whose] ?? owners, stop.signal);
            if (givesUp) stop.abort(new Error('given up'));
            let release: Release;
            try {
              release = await taking;
            } catch {
              done += 1;
              return;
            }
            out += 1;
            most = Math.max(most, out);
            await settle();
            out -= 1;
            done += 1;
            release();
            release();
          }),
        );
        expect(done).toBe(pieces.length);
        expect(most).toBeLessThanOrEqual(atMost);
        // All are free again.
        for (let index = 0; index < atMost; index += 1) await turns.take({}, open);
      }),
    );
  });

  it('go round: who asks one question is not behind the whole of a scan, and a scan keeps its order', async () => {
    const turns = createTurns(1);
    const [scan, question] = [{}, {}];
    const order: string[] = [];
    const first = await turns.take(scan, open);
    const work = ['scan 1', 'scan 2', 'scan 3', 'question'].map(async (name) => {
      const release = await turns.take(name === 'question' ? question : scan, open);
      order.push(name);
      release();
    });
    first();
    await Promise.all(work);
    expect(order).toEqual(['scan 1', 'question', 'scan 2', 'scan 3']);
  });

  it('that are waited for end with the reason of the signal', async () => {
    const turns = createTurns(1);
    await turns.take({}, open);
    const stop = new AbortController();
    const waiting = turns.take({}, stop.signal);
    stop.abort(new Error('stopped by Ctrl-C'));
    await expect(waiting).rejects.toThrow('stopped by Ctrl-C');
  });
});
