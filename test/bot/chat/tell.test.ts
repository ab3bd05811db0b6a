import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Chat, Sent, Where } from '../../../src/bot/chat/chat.ts';
import type { Platform } from '../../../src/bot/chat/parts.ts';
import { createEverywhere } from '../../../src/bot/chat/everywhere.ts';
import { createChangeMessages } from '../../../src/bot/chat/messages.ts';
import { createTell } from '../../../src/bot/chat/tell.ts';
import { paragraph, reply, type Reply } from '../../../src/commands/reply/reply.ts';
import { plain, say } from '../../../src/core/text.ts';
import { createOutbox, type Outbox } from '../../../src/core/watch/outbox.ts';
import { fakeClock } from '../../fake-clock.ts';
import { temporaryStore } from '../../temporary.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };
const minuteMs = 60_000;
/** What is told, in so many paragraphs of one line. */
const told = ['one', 'two', 'three', 'four', 'five'];
const digest: Reply = reply('plain', say`Idle`, ...told.map((line) => paragraph(say`${line}`)));
/** Lines that a message holds: what stands before them moves them into another. */
const linesAMessage = 2;

const platform: Platform = {
  id: 'slack',
  title: 'Chat',
  calls: () => undefined,
  channelOf: (id) => (id.startsWith('chat:') ? id : undefined),
  mayNotPostFiles: say``,
  whyAlone: () => say``,
};

/** The lines of a reply, so many a message. */
async function show({ title, blocks }: Reply) {
  const lines = [
    ...(plain(title) === '' ? [] : [plain(title)]),
    ...blocks.flatMap((block) => (block.kind === 'text' || block.kind === 'note' ? [plain(block.spans)] : [])),
  ];
  const messages = Array.from({ length: Math.ceil(lines.length / linesAMessage) }, (_, at) =>
    lines.slice(at * linesAMessage, (at + 1) * linesAMessage).join('\n'),
  );
  return { messages, cut: false };
}

/** What a platform does with a post. */
type Answer = 'taken' | 'not now' | 'taken, unanswered' | 'unanswered' | 'refused';

interface Standing {
  readonly id: string;
  readonly where: Where;
  readonly text: string;
  readonly once: string | undefined;
}

/** A platform that answers in order, then takes everything. @param remembers It takes what has a name once. */
function chatOf(answers: readonly Answer[], remembers: boolean) {
  const standing: Standing[] = [];
  const waiting = [...answers];
  const take = (where: Where, text: string, once: string | undefined): Sent => {
    const before = remembers ? standing.find((one) => one.once === once) : undefined;
    const one = before ?? { id: String(standing.length + 1), where, text, once };
    if (before === undefined) standing.push(one);
    return { is: 'sent', channel: where.channel, id: one.id };
  };
  const chat: Chat<string> = {
    async post(where, text, once) {
      switch (waiting.shift() ?? 'taken') {
        case 'taken':
          return take(where, text, once);
        case 'not now':
          return { is: 'later', code: 'ratelimited' };
        case 'refused':
          return { is: 'refused', code: 'is_archived', details: [] };
        case 'taken, unanswered':
          take(where, text, once);
          return { is: 'unanswered', code: 'time_is_up' };
        case 'unanswered':
          return { is: 'unanswered', code: 'time_is_up' };
      }
    },
    edit: async (posted) => ({ is: 'sent', ...posted }),
  };
  return { chat, standing };
}

/** Tells it with all that follows, and gives what stands there. */
async function telling(answers: readonly Answer[], remembers: boolean, what = digest): Promise<readonly Standing[]> {
  const clock = fakeClock();
  const made = await temporaryStore(clock);
  try {
    const { chat, standing } = chatOf(answers, remembers);
    const messages = createChangeMessages(made.store, 'slack');
    const shows = { platform, chat, messages, show, log: silent };
    const everywhere = createEverywhere({ ...shows, over: async () => undefined, clock });
    const tell = createTell({ ...shows, everywhere });
    const outbox: Outbox = createOutbox(made.store, clock, silent);
    await outbox.put('alert/A/1/1', 'chat:ops', { says: 'audit', position: 1 });
    // Each round another process.
    for (let round = 0; round < 2 * answers.length + 2; round += 1) {
      await createOutbox(made.store, clock, silent).deliver(
        () => true,
        (notice, place, attempt) => tell(place, what, { ...attempt, says: notice.says }),
      );
      for (const { key } of await outbox.dead()) await outbox.again(key);
      await clock.pass(60 * minuteMs);
    }
    return standing;
  } finally {
    await made.remove();
  }
}

const repeat = 'This may be a repeat: Chat did not answer when it was posted before.';
/** What stands there besides notes that it may be a repeat. */
const linesIn = (standing: readonly Standing[]): readonly string[] =>
  standing.flatMap(({ text }) => text.split('\n')).filter((line) => line !== repeat);

describe('a notice of several messages', () => {
  it('stands there in order, the others below its first', async () => {
    const standing = await telling([], false);
    expect(linesIn(standing)).toEqual(['Idle', ...told]);
    expect(standing.map(({ where }) => where.thread)).toEqual([undefined, '1', '1']);
    expect(new Set(standing.map(({ once }) => once)).size).toBe(3);
  });

  it.each<[what: string, answers: readonly Answer[]]>([
    ['not taken now', ['taken', 'not now']],
    ['not taken twice', ['taken', 'taken', 'not now', 'not now']],
    ['refused, and sent again', ['taken', 'refused']],
  ])('of which one is %s goes on with that one, and doubles nothing', async (_, answers) => {
    const standing = await telling(answers, false);
    expect(linesIn(standing)).toEqual(['Idle', ...told]);
    expect(standing.some(({ text }) => text.includes(repeat))).toBe(false);
    expect(standing.map(({ where }) => where.thread)).toEqual([undefined, '1', '1']);
  });

  it('of which one is never answered says so right before that one', async () => {
    const standing = await telling(['taken', 'taken, unanswered'], false);
    expect(standing.map(({ text }) => text)).toEqual(['Idle\none', 'two\nthree', repeat, 'two\nthree', 'four\nfive']);
    expect(standing.slice(1).every(({ where }) => where.thread === '1')).toBe(true);
  });

  it('whose first is never answered says so before it', async () => {
    const standing = await telling(['taken, unanswered', 'taken', 'taken', 'not now'], false);
    expect(standing.map(({ text }) => text)).toEqual(['Idle\none', repeat, 'Idle\none', 'two\nthree', 'four\nfive']);
    expect(standing.map(({ where }) => where.thread)).toEqual([undefined, undefined, undefined, '3', '3']);
  });

  const answer = fc.constantFrom<Answer[]>('taken', 'not now', 'taken, unanswered', 'unanswered', 'refused');
  const scripts = fc.array(answer, { maxLength: 8 });

  it('is lost in no part, whatever is answered, and doubled only where nothing was, which is said right before', async () => {
    await fc.assert(
      fc.asyncProperty(scripts, async (answers) => {
        const standing = await telling(answers, false);
        expect([...new Set(linesIn(standing))]).toEqual(['Idle', ...told]);
        if (!answers.some((one) => one.includes('unanswered'))) expect(linesIn(standing)).toHaveLength(told.length + 1);
        const texts = standing.map(({ text }) => text);
        for (const [at, text] of texts.entries())
          if (text !== repeat && texts.indexOf(text) < at) expect(texts[at - 1]).toBe(repeat);
        expect(texts.length - new Set(texts).size).toBeLessThanOrEqual(2 * answers.length);
      }),
      { numRuns: 60 },
    );
  });

  it('is doubled nowhere on a platform that takes what has a name once', async () => {
    await fc.assert(
      fc.asyncProperty(scripts, async (answers) => {
        expect(linesIn(await telling(answers, true))).toEqual(['Idle', ...told]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a notice of one message', () => {
  const short: Reply = reply('plain', say`Idle`);

  it('says itself that it may be a repeat', async () => {
    const standing = await telling(['taken, unanswered'], false, short);
    expect(standing.map(({ text }) => text)).toEqual(['Idle', `Idle\n${repeat}`]);
  });

  it('that has no room for it has it said before it', async () => {
    const full = reply('plain', say`Idle`, paragraph(say`one`));
    const standing = await telling(['taken, unanswered'], false, full);
    expect(standing.map(({ text }) => text)).toEqual(['Idle\none', repeat, 'Idle\none']);
  });
});
