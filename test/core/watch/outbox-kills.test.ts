import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Notice } from '../../../src/core/watch/notice.ts';
import { createOutbox, type Outbox } from '../../../src/core/watch/outbox.ts';
import { NeverDeliverable, type Post } from '../../../src/core/watch/post.ts';
import { fakeClock } from '../../fake-clock.ts';
import { mortal, type Fate, type Write } from '../../mortal.ts';
import { temporaryStore } from '../../temporary.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };
const notice: Notice = { says: 'change-ended', change: 'A', at: 0 };

let clock: ReturnType<typeof fakeClock>;
let made: Awaited<ReturnType<typeof temporaryStore>>;
const begin = async () => {
  clock = fakeClock();
  made = await temporaryStore(clock);
};
beforeEach(begin);
afterEach(() => made.remove());

/** A notice of so many messages, and what the platform says to each that it is given, in order; then yes. */
interface Scenario {
  readonly parts: number;
  readonly answers?: readonly ('yes' | 'no' | 'never')[];
}

/** A platform in which a notice is posted. */
function platform({ parts, answers = [] }: Scenario) {
  const messages: { readonly part: number; readonly repeat: boolean }[] = [];
  const waiting = [...answers];
  /** The message that was taken last, as long as nobody has noted that. */
  let unnoted: number | undefined;
  const post: Post = async (_, __, { unanswered, begun, progress }) => {
    for (let part = begun?.messages ?? 0; part < parts; part += 1) {
      const answer = waiting.shift() ?? 'yes';
      if (answer === 'no') throw new Error('not now');
      if (answer === 'never') throw new NeverDeliverable('is_archived');
      messages.push({ part, repeat: unanswered && part === (begun?.messages ?? 0) });
      unnoted = part;
      if (part + 1 === parts) return;
      await progress({ messages: part + 1, first: { channel: 'C', id: '1' } });
      unnoted = undefined;
    }
  };
  const noted = () => {
    unnoted = undefined;
  };
  return { messages, post, noted, unnoted: () => unnoted };
}

/** Plays a scenario in a process whose n-th write has a fate of its own; others go on where it dies. */
async function play(scenario: Scenario, nth: number, own: Fate) {
  const { messages, post, noted, unnoted } = platform(scenario);
  let writes = 0;
  let hit: Write | undefined;
  /** Of which message it was not noted that it was posted. */
  let gap: number | undefined;
  const fate = (write: Write): Fate => {
    writes += 1;
    if (writes === nth) {
      hit = write;
      gap = own === 'dies before' ? unnoted() : undefined;
    }
    if (write.into === 'outbox-told') noted();
    return writes === nth ? own : 'made';
  };
  const steps: ((outbox: Outbox) => Promise<unknown>)[] = [
    (outbox) => outbox.put('A', 'chat:ops', notice),
    (outbox) => outbox.deliver(() => true, post),
    (outbox) => outbox.again('A'),
    () => clock.pass(5_000),
    (outbox) => outbox.deliver(() => true, post),
  ];
  const dying = mortal(made.store, clock, { fate });
  const outbox = createOutbox(dying.store, dying.clock, log);
  const doing = async () => {
    for (const step of steps) await step(outbox).catch(() => step(outbox));
  };
  await Promise.race([doing(), dying.death]);
  const next = createOutbox(made.store, clock, log);
  const rounds = async () => {
    for (let round = 0; round < 4; round += 1) {
      await next.deliver(() => true, post);
      await clock.pass(60_000);
    }
  };
  // Whoever did not hear that it was put puts it again, and what is given up is sent again.
  await next.put('A', 'chat:ops', notice);
  await rounds();
  for (const { key } of await next.dead()) await next.again(key);
  await rounds();
  const where = `write ${nth} (${hit?.verb} into ${hit?.into}): ${JSON.stringify(messages)}`;
  return { messages, hit, gap, writes, dead: await next.dead(), where };
}

/** The same with every write of it in turn. */
async function everyWrite(scenario: Scenario, own: Fate, holds: (played: Awaited<ReturnType<typeof play>>) => void) {
  for (let nth = 1; ; nth += 1) {
    await made.remove();
    await begin();
    const played = await play(scenario, nth, own);
    if (played.hit === undefined) return;
    holds(played);
  }
}

describe.each<[name: string, scenario: Scenario]>([
  ['a notice that is taken', { parts: 1 }],
  ['a notice of three messages', { parts: 3 }],
  ['one that is refused first', { parts: 1, answers: ['no'] }],
  ['one of three that is refused in the middle', { parts: 3, answers: ['yes', 'no'] }],
  ['one that can never be posted, and is sent again', { parts: 1, answers: ['never'] }],
  ['one of two that can never be posted further, and is sent again', { parts: 2, answers: ['yes', 'never'] }],
])('%s', (_, scenario) => {
  const inOrder = Array.from({ length: scenario.parts }, (__, part) => part);

  it('stands there once, each message in its order', async () => {
    const { messages, dead, writes } = await play(scenario, 0, 'made');
    // It is put, begun, noted message by message, and gone.
    expect(writes).toBeGreaterThanOrEqual(scenario.parts + 3);
    expect(messages).toEqual(inOrder.map((part) => ({ part, repeat: false })));
    expect(dead).toEqual([]);
  });

  it('is neither lost nor doubled, whichever of its writes is refused', async () => {
    await everyWrite(scenario, 'refused', ({ messages, dead, where }) => {
      expect(messages, where).toEqual(inOrder.map((part) => ({ part, repeat: false })));
      expect(dead, where).toEqual([]);
    });
  });

  it.each(['dies before', 'dies after'] as const)(
    'is not lost, whichever of its writes its process %s, and stands there twice only where it was posted and not noted, which it says',
    async (own) => {
      let gaps = 0;
      await everyWrite(scenario, own, ({ messages, dead, gap, where }) => {
        expect(dead, where).toEqual([]);
        const parts = messages.map(({ part }) => part);
        expect([...new Set(parts)], where).toEqual(inOrder);
        const repeats = messages.filter(({ part }, at) => parts.indexOf(part) !== at);
        expect(repeats, where).toEqual(gap === undefined ? [] : [{ part: gap, repeat: true }]);
        gaps += gap === undefined ? 0 : 1;
      });
      expect(gaps).toBe(own === 'dies before' ? scenario.parts : 0);
    },
  );
});
