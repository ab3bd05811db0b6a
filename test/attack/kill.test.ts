import { describe, expect, it } from 'vitest';
import { endsOf, killAt, killed, type Killed, type Moment } from './kill.ts';

const kinds = Object.entries<Killed>(killed);
const moments = ['on receipt', 'after the answer'] as const satisfies Moment[];
const rounds = kinds.flatMap(([kind, call]) => moments.map((moment) => [kind, moment, call] as const));

describe('the program is killed', () => {
  it.concurrent.each(rounds)(
    'in a %s, %s: its restart tells how that ended, and calls nothing',
    async (kind, moment, call) => {
      const { did, calls, entries, verified, told, err } = await killAt(call, moment);
      expect(err, 'no error is logged').not.toContain('"level":50');
      expect(did).toBe(moment !== 'on receipt');
      expect(calls, 'called once, and by no restart').toBe(1);
      const [end, ...others] = endsOf(entries);
      expect(others).toEqual([]);
      // A reboot leaves no trace; whether its answer was still written down is a matter of microseconds.
      if (kind === 'reboot') expect(did ? ['done', 'cannot-tell'] : ['cannot-tell']).toContain(end);
      // The release that comes after it was never called.
      else if (kind === 'reset-dns' && did) expect(end).toBe('withheld');
      else expect(end).toBe(did ? 'done' : 'failed');
      const [notice, whoami, again] = told;
      expect(notice, 'whoever asked is told first').toMatch(/"notice":true/);
      expect(whoami).toContain('"command":"whoami"');
      expect(again).toContain('"code":"used-key"');
      expect(verified.code, verified.out).toBe(0);
    },
    120_000,
  );
});
