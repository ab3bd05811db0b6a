import fc from 'fast-check';
import { expect, it } from 'vitest';
import { digestReply } from '../../../src/commands/reply/digest-reply.ts';
import { sampleRun } from '../../../src/bot/preview/digests.ts';
import { Run } from '../../../src/core/watch/run.ts';
import { anyRun } from '../../commands/reply/runs.ts';

it('a run of waste that was kept and read back is told in the same words', () => {
  fc.assert(
    fc.property(fc.oneof(anyRun, fc.constant(sampleRun)), (run) => {
      const read = Run.parse(JSON.parse(JSON.stringify(run)));
      if (read.is !== 'waste') throw new Error('it is of another kind');
      const wish = { part: { of: 'all' }, shown: 'all' } as const;
      expect(digestReply(read, wish)).toEqual(digestReply(run, wish));
    }),
  );
});
