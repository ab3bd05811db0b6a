import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRedis, type RedisServer } from '../peers/redis/server.ts';
import type { PlatformName } from '../replicas.ts';
import { faultsOfPosts, killInPost, postMoments, type PostMoment } from './kill-post.ts';
import { killInChanges, type KilledAt, type written } from './kill-replica.ts';
import { endsOf, faultsOf, killed, type Killed } from './kill.ts';
import type { RoundParts } from './rounds.ts';

let server: RedisServer;
let rounds = 0;
beforeAll(async () => {
  server = await startRedis({ settings: ['--appendfsync', 'always'] });
});
afterAll(() => server.close());
const round = (): RoundParts => ({ redis: { port: server.port, prefix: `round-${(rounds += 1)}` } });
const patienceMs = 480_000;

/** What the others must find, each of a machine that nothing befell yet: nothing was called, or it was done. */
const found: readonly {
  readonly moment: keyof typeof written;
  readonly of: string;
  readonly ends: readonly string[];
  readonly calls: number;
}[] = [
  { moment: 'the change is taken', of: 'web-2', ends: ['withheld'], calls: 0 },
  { moment: 'the intent is in the audit', of: 'web-2', ends: ['withheld'], calls: 0 },
  { moment: 'the call is about to be made', of: 'web-2', ends: ['failed'], calls: 0 },
  { moment: 'the answer is about to be written', of: 'web-2', ends: ['done'], calls: 1 },
  { moment: 'the answer is written', of: 'api-1', ends: ['done'], calls: 1 },
  { moment: 'the end is in the audit', of: 'api-2', ends: ['done'], calls: 1 },
  { moment: 'the change has ended', of: 'bastion', ends: [], calls: 1 },
];

/** Posts that stand in the end, and whether each says that it may be a repeat: in Slack a second one where the first was not known to be there. Within some minutes Discord takes a message once. */
const repeats: Readonly<Record<PlatformName, Readonly<Record<PostMoment, readonly boolean[]>>>> = {
  slack: {
    'it is about to be posted': [true],
    'on receipt': [true],
    'before the answer': [false, true],
    'after the answer': [false, true],
    'its answer is noted': [false],
  },
  discord: {
    'it is about to be posted': [true],
    'on receipt': [true],
    'before the answer': [false],
    'after the answer': [false],
    'its answer is noted': [false],
  },
};

/** On receipt EC2 does nothing of it, so that the same can be done after that; what is made ready before is made ready once. */
function bothOf(call: Killed): readonly (KilledAt & { readonly moment: 'on receipt' | 'after the answer' })[] {
  const { before: _, ...again } = call;
  return [
    { call, moment: 'on receipt' },
    { call: again, moment: 'after the answer' },
  ];
}
type Kind = keyof typeof killed;
/** Every kind of changing call, by what has rounds of the same three processes. */
const kinds: readonly (readonly Kind[])[] = [
  ['start', 'stop', 'hibernate', 'reboot', 'terminate'],
  ['disassociate', 'release'],
  ['recover'],
  ['reset-dns'],
];

describe('one of three processes on one Redis is killed', () => {
  it('in every kind of changing call', () => {
    expect(kinds.flat().toSorted()).toEqual(Object.keys(killed).toSorted());
  });

  it.concurrent.each(kinds.map((some) => [some.join(', '), some] as const))(
    'in each of %s, on receipt and after the answer: another one tells how that ended, and calls nothing',
    async (_, some) => {
      const rounds = some.flatMap((kind) => bothOf(killed[kind]).map((one) => ({ ...one, kind })));
      const afters = await killInChanges(rounds, round());
      for (const [at, { kind, moment }] of rounds.entries()) {
        const after = afters[at];
        const what = `${kind}, ${moment}`;
        expect(after, what).toMatchObject({
          missed: false,
          did: moment !== 'on receipt',
          // By no other.
          calls: 1,
          noticed: true,
        });
        expect(after && faultsOf(kind, after), what).toEqual([]);
      }
    },
    patienceMs,
  );

  it.concurrent(
    'in a stop, between an answer of Redis and its next call: another one tells how that ended',
    async () => {
      const rounds = found.map(({ moment, of }) => ({ call: { ...killed.stop, asks: `stop ${of}` }, moment }));
      const afters = await killInChanges(rounds, round());
      for (const [at, { moment, ends, calls }] of found.entries()) {
        const after = afters[at];
        expect(after, moment).toMatchObject({ missed: false, calls });
        expect(after && faultsOf('stop', after), moment).toEqual([]);
        expect(after && endsOf(after.entries), moment).toEqual(ends);
        expect(after?.noticed === true || after?.late, `${moment}: whoever asked is told by one that lives`).toBe(true);
      }
    },
    patienceMs,
  );

  const posts = (['slack', 'discord'] as const satisfies PlatformName[]).flatMap((platform) =>
    postMoments.map((moment) => [platform, moment] as const),
  );
  it.concurrent.each(posts)(
    'while it posts an alert in %s, %s: another one tells it, and says where it may be a repeat',
    async (platform, moment) => {
      const posted = await killInPost(platform, moment, round());
      expect(faultsOfPosts(posted)).toEqual([]);
      expect(posted.repeats).toEqual(repeats[platform][moment]);
    },
    patienceMs,
  );
});
