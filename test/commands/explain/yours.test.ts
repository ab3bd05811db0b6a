import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../../src/commands/command.ts';
import { yoursOf } from '../../../src/commands/explain/yours.ts';
import { createEstate } from '../../../src/core/estate/estate.ts';
import type { Cloud } from '../../../src/core/ports/cloud.ts';
import { plain } from '../../../src/core/text.ts';
import { maria, openTalk, type Talk } from '../house.ts';

describe('what is said of the asker’s own', () => {
  let talk: Talk;
  beforeAll(async () => {
    talk = await openTalk();
  });
  afterAll(() => talk.close());

  /** A cloud that never answers, as AWS behind a broken line; it ends when nobody waits any longer. */
  const silent: Cloud['instances'] = (_, { signal }) =>
    new Promise((__, reject) => signal.addEventListener('abort', () => reject(new Error(String(signal.reason)))));

  const contextWith = (instances: Cloud['instances'], signal: AbortSignal): Context<'reads'> => ({
    person: maria,
    place: { id: 'terminal:maria' },
    request: 'r',
    core: { ...talk.machine.house.core, estate: createEstate({ ...talk.machine.house.core.cloud, instances }) },
    now: talk.machine.clock.now(),
    uses: {},
    everything: false,
    signal,
    commands: [],
    words: [],
    pageRows: 10,
    show() {},
  });

  it('is left out, and said to be, where AWS does not answer in time', async () => {
    const { says, notes } = await yoursOf('spot', contextWith(silent, new AbortController().signal), 1);
    expect(says).toBeUndefined();
    expect(notes.map(({ spans }) => plain(spans))).toEqual(['Yours were not looked at: AWS did not answer in time.']);
  });

  it('ends with the asker’s own stop', async () => {
    const gone = new AbortController();
    const asked = yoursOf('spot', contextWith(silent, gone.signal));
    gone.abort(new Error('Ctrl-C'));
    await expect(asked).rejects.toThrow('Ctrl-C');
  });

  it('hides no fault of ours', async () => {
    const broken = () => Promise.reject(new TypeError('a fault'));
    await expect(yoursOf('spot', contextWith(broken, new AbortController().signal))).rejects.toThrow('a fault');
  });

  it('is nothing for a topic that is about nothing that is read', async () => {
    expect(await yoursOf('cognito', contextWith(silent, new AbortController().signal))).toEqual({ notes: [] });
  });
});
