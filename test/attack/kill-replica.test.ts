import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRedis, type RedisServer } from '../peers/redis/server.ts';
import type { PlatformName } from '../replicas.ts';
import { faultsOfPosts, killInPost, postMoments, type PostMoment } from './kill-post.ts';
import { killInChange, type ChangeMoment, type written } from './kill-replica.ts';
import { endsOf, faultsOf, killed, type Killed } from './kill.ts';
import type { RoundParts } from './rounds.ts';

let server: RedisServer;
let rounds = 0;
beforeAll(async () => {
  server = await startRedis({ settings: ['--appendfsync', 'always'] });
});
afterAll(() => server.close());
const round = (): RoundParts => ({ redis: { port: server.port, prefix: `round-${(rounds += 1)}` } });
const patienceMs = 240_000;

/** What the others must find: nothing was called, or it was done. */
const found: readonly (readonly [keyof typeof written, ends: readonly string[], calls: number])[] = [
  ['the change is taken', ['withheld'], 0],
  ['the intent is in the audit', ['withheld'], 0],
  ['the call is about to be made', ['failed'], 0],
  ['the answer is about to be written', ['done'], 1],
  ['the answer is written', ['done'], 1],
  ['the end is in the audit', ['done'], 1],
  ['the change has ended', [], 1],
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

const kinds = Object.entries<Killed>(killed);
const called = kinds.flatMap(([kind, call]) =>
  (['on receipt', 'after the answer'] as const satisfies ChangeMoment[]).map((moment) => [kind, moment, call] as const),
);

describe('one of three processes on one Redis is killed', () => {
  it.concurrent.each(called)(
    'in a %s, %s: another one tells how that ended, and calls nothing',
    async (kind, moment, call) => {
      const after = await killInChange(call, moment, round());
      expect(after.missed).toBe(false);
      expect(faultsOf(kind, after)).toEqual([]);
      expect(after.did).toBe(moment !== 'on receipt');
      expect(after.calls, 'called once, and by no other').toBe(1);
      expect(after.noticed).toBe(true);
    },
    patienceMs,
  );

  it.concurrent.each(found)(
    'in a stop, when %s: another one tells how that ended',
    async (moment, ends, calls) => {
      const after = await killInChange(killed.stop, moment, round());
      expect(after.missed).toBe(false);
      expect(faultsOf('stop', after)).toEqual([]);
      expect(endsOf(after.entries)).toEqual(ends);
      expect(after.calls).toBe(calls);
      expect(after.noticed || after.late, 'whoever asked is told by one that lives').toBe(true);
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
