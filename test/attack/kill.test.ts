import { describe, expect, it } from 'vitest';
import { endsOf, faultsOf, killAt, killed, type Killed, type Moment } from './kill.ts';

const kinds = Object.entries<Killed>(killed);
const moments = ['on receipt', 'before the answer', 'after the answer'] as const satisfies Moment[];
const rounds = kinds.flatMap(([kind, call]) => moments.map((moment) => [kind, moment, call] as const));

describe('the program is killed', () => {
  it.concurrent.each(rounds)(
    'in a %s, %s: its restart tells how that ended, and calls nothing',
    async (kind, moment, call) => {
      const after = await killAt(call, moment);
      const { did, calls, entries, told, err } = after;
      expect(err, 'no error is logged').not.toContain('"level":50');
      expect(faultsOf(kind, after)).toEqual([]);
      expect(did).toBe(moment !== 'on receipt');
      expect(calls, 'called once, and by no restart').toBe(1);
      // One of release's steps was done, the next never called.
      const truth = kind === 'reset-dns' && did ? 'withheld' : did ? 'done' : 'failed';
      // A reboot leaves no trace: it is known to be queued where the answer was still written down.
      const possible =
        kind !== 'reboot' ? [truth] : moment === 'after the answer' ? ['done', 'cannot-tell'] : ['cannot-tell'];
      const ends = endsOf(entries);
      expect(ends).toHaveLength(1);
      expect(possible).toContain(ends[0]);
      const [notice, whoami, again] = told;
      expect(notice, 'whoever asked is told first').toMatch(/"notice":true/);
      expect(whoami).toContain('"command":"whoami"');
      expect(again).toContain('"code":"used-key"');
    },
    120_000,
  );
});
