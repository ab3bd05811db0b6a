import type { Rest } from '../core/people/rests.ts';
import { isProblem, type Problem } from '../core/problem.ts';
import { code, command as typed, say } from '../core/text.ts';
import { command, type Context } from './command.ts';
import { sayingWith, several, where, type Named } from './matters.ts';
import { restingThing } from './options/found.ts';
import { note, reply } from './reply/reply.ts';

/** The way back of `keep` and of `snooze`. */
export const unkeep = command({
  name: 'unkeep',
  summary: 'Take a keep or a snooze back: it is asked about again',
  examples: ['unkeep 198.51.100.10'],
  options: { what: restingThing().required(), ...where },
  effect: 'settings',
  audience: 'place',
  alone: false,
  async run(named, context) {
    const { core, person: by, place, request } = context;
    const woken = await core.settings.wake({ by, where: place, request }, () => restOf(named, context));
    if (isProblem(woken)) return woken;
    return reply(
      'good',
      say`${code(woken.of.label)} is ${woken.reason === undefined ? 'snoozed' : 'kept'} no longer.`,
      note(say`The next alert about it tells it again, where it still wastes.`),
    );
  },
});

/** What is left alone under this word, whether the thing is there any longer or not. */
async function restOf({ what, account, region, rule }: Named, { core }: Context<'settings'>): Promise<Rest | Problem> {
  const found = [...(await core.rests.all()).values()].filter(
    ({ of }) =>
      (of.key === what || of.id === what || of.label === what) &&
      (account === undefined || of.account.name === account || of.account.id === account) &&
      (region === undefined || of.region === region) &&
      (rule === undefined || of.rule === rule),
  );
  const [only, second] = found;
  if (only === undefined) return notKept(what);
  return second === undefined
    ? only
    : several(
        what,
        found.map(({ of }) => sayingWith('unkeep')(of)),
      );
}

const notKept = (word: string): Problem => ({
  problem: 'nothing-to-undo',
  what: say`${code(word)} is neither kept nor snoozed.`,
  todo: say`${typed('kept')} lists what is.`,
});
