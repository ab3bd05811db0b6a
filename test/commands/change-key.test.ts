import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { noticeReply } from '../../src/commands/notices.ts';
import { documentKeys, openMachine, type Machine } from '../terminal.ts';

const Answered = z.object({
  command: z.string().nullable(),
  final: z.boolean(),
  reply: z.object({ change: z.string().optional() }),
});

let machine: Machine;
beforeEach(async () => {
  machine = await openMachine();
});
afterEach(() => machine.close());

/** Whether each answer was the last one, and the change that it says to be about. */
async function changesOf(line: string, second = false): Promise<readonly string[]> {
  const { out } = await machine.pipe([line], { json: true, second });
  return out
    .trim()
    .split('\n')
    .map((one) => Answered.parse(JSON.parse(one)))
    .filter(({ command }) => command !== null)
    .map(({ final, reply: { change = 'none' } }) => `${final ? 'ends' : 'goes on'}: ${change}`);
}

describe('what is said of a change bears its key', () => {
  const [key, next] = documentKeys;

  it('from the plan over progress to the outcome', async () => {
    expect(await changesOf('stop web-1')).toEqual([`ends: ${key}`]);
    expect(await changesOf(`plans ${key}`)).toEqual([`ends: ${key}`]);
    const told = await changesOf(`confirm ${key}`);
    expect(new Set(told)).toEqual(new Set([`goes on: ${key}`, `ends: ${key}`]));
  });

  it('where it is cancelled', async () => {
    await changesOf('stop web-1');
    expect(await changesOf(`cancel ${key}`)).toEqual([`ends: ${key}`]);
  });

  it('where it waits for another person, is looked at, and denied or approved', async () => {
    await changesOf('terminate web-2');
    expect(await changesOf(`confirm ${key} web-2`)).toEqual([`ends: ${key}`]);
    expect(await changesOf(`plans ${key}`, true)).toEqual([`ends: ${key}`]);
    expect(await changesOf(`deny ${key}`, true)).toEqual([`ends: ${key}`]);
    await changesOf('terminate web-2');
    await changesOf(`confirm ${next} web-2`);
    const told = await changesOf(`approve ${next}`, true);
    expect(new Set(told)).toEqual(new Set([`goes on: ${next}`, `ends: ${next}`]));
  });

  it('where it is a notice', async () => {
    const now = machine.clock.now();
    const outcome = {
      key,
      kind: 'terminate',
      targets: [],
      by: { id: 'os:maria', name: 'maria' },
      where: 'terminal',
      cancelled: false,
      inPrivate: false,
      leftBehind: [],
      left: [],
      waits: { for: 'approval', until: now + 1 },
    } as const;
    for (const says of [
      'change-found',
      'approval-wanted',
      'change-approved',
      'change-denied',
      'approval-late',
      'glass-broken',
    ] as const) {
      const told = await noticeReply(
        { says, change: key, at: now },
        {
          journal: { raw: async () => [] },
          changes: { outcome: async () => outcome, wanted: async () => undefined },
          runs: { of: async () => undefined },
          now,
          signal: new AbortController().signal,
        },
      );
      expect([says, told?.change]).toEqual([says, key]);
    }
  });

  it('and nothing else does', async () => {
    expect(await changesOf('list')).toEqual(['ends: none']);
    expect(await changesOf('confirm AAAABBBB')).toEqual(['ends: none']);
  });
});
