import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from '../../../src/bot/grammar.ts';
import type { Context } from '../../../src/commands/command.ts';
import { yoursOf, type Yours } from '../../../src/commands/explain/yours.ts';
import { createEstate } from '../../../src/core/estate/estate.ts';
import type { Cloud } from '../../../src/core/ports/cloud.ts';
import type { Problem } from '../../../src/core/problem.ts';
import { plain, say } from '../../../src/core/text.ts';
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
    parse: (line) => parse(line, []),
    words: [],
    pageRows: 10,
    show() {},
  });

  const words = ({ notes }: Yours) => notes.map(({ spans }) => plain(spans));

  it('is left out, and said to be, where AWS does not answer in time', async () => {
    const [enough, late] = [AbortSignal.abort(), new AbortController()];
    const asked = yoursOf('spot', contextWith(silent, new AbortController().signal), { enough, late: late.signal });
    late.abort(new Error('late'));
    const yours = await asked;
    expect(yours.says).toBeUndefined();
    expect(words(yours)).toEqual(['Yours were not looked at: AWS did not answer within 5 seconds.']);
  });

  it('tells what was read in time, and names what was not', async () => {
    const enough = new AbortController();
    const { cloud } = talk.machine.house.core;
    /** One place has not answered when it is enough; the others are told. */
    const halting: Cloud['instances'] = async (scope, reading) => {
      const listing = await cloud.instances(scope, { signal: reading.signal });
      const gap: Problem = { problem: 'interrupted', what: say`eu-west-1: not read.`, todo: say`Ask again.` };
      enough.abort();
      return { ...listing, gaps: reading.stop?.aborted === true ? [gap] : [] };
    };
    const yours = await yoursOf('spot', contextWith(halting, new AbortController().signal), {
      enough: enough.signal,
      late: new AbortController().signal,
    });
    expect(plain(yours.says ?? [])).toMatch(/Spot Instance/);
    expect(words(yours).join(' ')).toMatch(/eu-west-1: not read\..* Yours were read for 5 seconds/);
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
