import { describe, expect, it } from 'vitest';
import type { Dispatch } from '../../../src/bot/dispatch.ts';
import { key, ttysOfEachTest, type Tty } from './tty.ts';

const started = ttysOfEachTest();

const stateOf = async ({ machine }: Tty, name: string): Promise<string | undefined> => {
  const { items } = await machine.house.core.estate.list([{ by: 'name', value: name }], {
    signal: new AbortController().signal,
  });
  return items[0]?.state;
};

/** Plans that ask for a reason: none of today's does by itself. */
const wantingReasons =
  (own: Dispatch): Dispatch =>
  async (request, show) => {
    const answer = await own(request, show);
    const blocks = answer.reply.blocks.map((block) =>
      block.kind === 'actions'
        ? {
            ...block,
            actions: block.actions.map((one) =>
              one.does.startsWith('confirm ') ? { ...one, form: { ...one.form, reason: true } } : one,
            ),
          }
        : block,
    );
    return { ...answer, reply: { ...answer.reply, blocks } };
  };

describe('a conversation at a terminal', () => {
  it('greets, prompts, answers, and ends at Ctrl-D with 0', async () => {
    const tty = await started();
    expect(tty.seen()).toEqual(['Welcome.', 'ec2>']);
    await tty.say('whoami');
    await tty.say('nonsense');
    expect(tty.seen().join('\n')).toContain('ec2> whoami\nYou are maria');
    expect(tty.seen().join('\n')).toContain('ec2> nonsense\nProblem: There is no command nonsense.');
    expect(tty.cursor()).toBe('ec2>');
    await tty.press(key.ctrlD);
    expect(await tty.ended).toBe(0);
    expect(tty.seen().slice(-2)).toEqual(['ec2>', '']);
  });

  it('breaks its own words between words, not within them', async () => {
    const tty = await started({ columns: 30, greeting: 'Quartermaster, on the demo account.\nCtrl-D leaves.' });
    expect(tty.seen().slice(0, 3)).toEqual(['Quartermaster, on the demo', 'account.', 'Ctrl-D leaves.']);
  });

  it.each(['exit', 'quit', ' BYE '])('ends at %j', async (word) => {
    const tty = await started();
    await tty.press(word, key.enter);
    expect(await tty.ended).toBe(0);
  });

  it('keeps lines in a file that only its owner reads, and has them again the next time, newest first', async () => {
    const tty = await started();
    for (const line of ['whoami', 'list', 'whoami', 'help']) await tty.say(line);
    await tty.press(key.ctrlD);
    await tty.ended;
    expect(await tty.history()).toEqual({ lines: ['list', 'whoami', 'help'], mode: 0o600 });
    const next = await tty.again();
    await next.press(key.up);
    expect(next.cursor()).toBe('ec2> help');
    await next.press(key.up, key.up);
    expect(next.cursor()).toBe('ec2> list');
    await next.press(key.enter);
    await next.press(key.ctrlD);
    await next.ended;
    expect((await next.history()).lines).toEqual(['whoami', 'help', 'list']);
  });

  it('keeps no answer to a question, but a command that was typed instead of one', async () => {
    const tty = await started();
    await tty.say('stop web-1');
    await tty.say('n');
    await tty.say('stop web-1');
    await tty.say('whoami');
    await tty.press(key.ctrlD);
    await tty.ended;
    expect((await tty.history()).lines).toEqual(['stop web-1', 'whoami']);
  });

  it('completes by Tab: a word with a space, a key without, several as a list', async () => {
    const tty = await started();
    await tty.press('pri', key.tab);
    expect(tty.cursor()).toBe('ec2> price');
    await tty.press('m5.xl', key.tab, 'eu-west-1', ' os', key.tab);
    expect(tty.cursor()).toBe('ec2> price m5.xlarge eu-west-1 os:');
    await tty.press('window', key.tab, key.tab);
    expect(tty.seen().join('\n')).toMatch(/os:windows +os:windows-sql-/);
    expect(tty.cursor()).toBe('ec2> price m5.xlarge eu-west-1 os:windows');
    await tty.press(key.ctrlC, 'list tag:en', key.tab, 'pr', key.tab);
    expect(tty.cursor()).toBe('ec2> list tag:env=prod');
  });

  it('gives more rows to a taller window, and its next page follows on the one that was seen', async () => {
    const tty = await started({ rows: 40 });
    await tty.say('list');
    expect(tty.seen().join('\n')).toContain('42 instances, page 1 of 2');
    expect(tty.seen().filter((line) => /\bi-[0-9a-f]{17}\b/.test(line))).toHaveLength(26);
    await tty.say('more');
    expect(tty.seen().filter((line) => /\bi-[0-9a-f]{17}\b/.test(line))).toHaveLength(42);
  });
});

describe('a plan at a terminal', () => {
  it('is done at y', async () => {
    const tty = await started();
    await tty.say('stop web-1');
    expect(tty.cursor()).toBe('Confirm? [y/N]');
    await tty.say('y');
    expect(tty.seen().join('\n')).toContain('Done: web-1');
    expect(await stateOf(tty, 'web-1')).toBe('stopped');
    expect(tty.cursor()).toBe('ec2>');
  });

  it.each(['', 'n', 'yep', 'confirmed'])('is cancelled at %j', async (answer) => {
    const tty = await started();
    await tty.say('stop web-1');
    await tty.say(answer);
    expect(tty.seen().join('\n')).toContain('Cancelled. Nothing was done');
    expect(await stateOf(tty, 'web-1')).toBe('running');
    expect(tty.cursor()).toBe('ec2>');
  });

  it('waits on while another command is answered', async () => {
    const tty = await started();
    await tty.say('stop web-1');
    await tty.say('show web-1');
    expect(tty.seen().join('\n')).not.toContain('Cancelled');
    await tty.say('confirm 7QK2M8TD');
    expect(await stateOf(tty, 'web-1')).toBe('stopped');
  });

  it.each([
    ['6', 'Done: All 6', 'stopped'],
    ['5', 'Cancelled', 'running'],
    ['y', 'Cancelled', 'running'],
  ])('that wants a word gets %j', async (word, says, state) => {
    const tty = await started();
    await tty.say('stop web-1 web-2 api-1 api-2 indexer build-runner');
    expect(tty.cursor()).toBe('Type 6 to confirm, or a command, or cancel:');
    await tty.say(word);
    expect(tty.seen().join('\n')).toContain(says);
    const { items } = await tty.machine.house.core.cloud.instances({}, { signal: new AbortController().signal });
    expect(items.find(({ name }) => name === 'web-1')?.state).toBe(state);
  });

  it('that wants a reason asks for it, and Ctrl-C there cancels', async () => {
    const tty = await started({ dispatch: wantingReasons });
    await tty.say('stop web-1');
    await tty.say('y');
    expect(tty.cursor()).toBe('Reason:');
    await tty.press(key.ctrlC);
    await tty.until('Cancelled');
    expect(await stateOf(tty, 'web-1')).toBe('running');
    await tty.say('stop web-1');
    await tty.say('y');
    await tty.say('it "costs"');
    expect(await stateOf(tty, 'web-1')).toBe('stopped');
    const { entries } = await tty.machine.house.core.audit.find({}, 20, new AbortController().signal);
    expect(entries.some(({ record }) => record?.says.includes('reason: it "costs"'))).toBe(true);
  });

  it('is not answered by what was typed before it was shown, a line or the beginning of one', async () => {
    const tty = await started();
    await tty.press(`stop web-1${key.enter}y${key.enter}y`);
    await tty.until('[y/N]');
    expect(tty.seen().join('\n')).toContain('Not taken, for it was typed before the question: y; y');
    expect(tty.cursor()).toBe('Confirm? [y/N]');
    await tty.press(key.enter);
    await tty.until('Cancelled');
    expect(await stateOf(tty, 'web-1')).toBe('running');
  });

  it('is cancelled by Ctrl-C and by Ctrl-D at its question', async () => {
    const tty = await started();
    await tty.say('stop web-1');
    await tty.press('y', key.ctrlC);
    await tty.until('Cancelled');
    expect(tty.seen().join('\n')).toContain('Confirm? [y/N] ^C');
    expect(tty.hasEnded()).toBe(false);
    await tty.say('stop web-1');
    await tty.press(key.ctrlD);
    expect(await tty.ended).toBe(0);
    expect(await stateOf(tty, 'web-1')).toBe('running');
  });
});

describe('Ctrl-C at the prompt', () => {
  it('clears what was typed, then warns, then leaves', async () => {
    const tty = await started();
    await tty.press('stop web', key.ctrlC);
    expect(tty.cursor()).toBe('ec2>');
    await tty.press(key.ctrlC);
    expect(tty.seen().slice(-2)).toEqual(['Ctrl-C again, or Ctrl-D, leaves.', 'ec2>']);
    await tty.say('whoami');
    await tty.press(key.ctrlC);
    expect(tty.hasEnded()).toBe(false);
    await tty.press(key.ctrlC);
    expect(await tty.ended).toBe(0);
  });
});

describe('the tour', () => {
  it('goes on at Enter, shows a plan and cancels it, and asks nothing itself', async () => {
    const tty = await started();
    await tty.press('tour', key.enter);
    for (let steps = 0; steps < 20 && tty.cursor().startsWith('Enter goes on'); steps += 1) {
      await tty.press(key.enter);
      await tty.pass(2_000);
    }
    const seen = tty.seen().join('\n');
    expect(seen).toContain('That was the tour.');
    expect(seen).toContain('Cancelled. Nothing was done');
    expect(tty.cursor()).toBe('ec2>');
    expect(seen).not.toContain('[y/N]');
  });

  it.each([
    ['a word', ['q', key.enter]],
    ['Ctrl-C', [key.ctrlC]],
  ])('ends at %s, also at its plan, which is then no question', async (_, keys) => {
    const tty = await started();
    await tty.press('tour', key.enter);
    for (let steps = 0; steps < 20 && !tty.seen().join('\n').includes('Nothing has happened yet'); steps += 1)
      await tty.press(key.enter);
    expect(tty.cursor()).toBe('Enter goes on, anything else ends the tour.');
    await tty.press(...keys);
    expect(tty.cursor()).toBe('ec2>');
    expect(tty.seen().join('\n')).not.toContain('[y/N]');
  });
});

describe('an output that is closed', () => {
  it('ends the conversation, and what is under way is written down', async () => {
    const tty = await started();
    await tty.say('stop web-1');
    await tty.press('y', key.enter);
    await tty.pass(1_000);
    tty.breakOutput();
    await tty.pass(1_000);
    expect(await tty.ended).toBe(0);
    const found: string[] = [];
    const { house, clock } = tty.machine;
    await clock.pass(10 * 60_000);
    await house.notices(
      (id) => id === `terminal:${house.store.id}:os:maria`,
      async (_, { title }) => {
        found.push(JSON.stringify(title));
      },
      new AbortController().signal,
    );
    expect(found.join('')).toContain('Found later');
  });
});
