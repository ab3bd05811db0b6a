import { isProblem } from '../core/problem.ts';
import { command as typed, say } from '../core/text.ts';
import { command } from './command.ts';
import { note, reply } from './reply/reply.ts';

/** Starts the demo account over. Real accounts have no such thing. */
export const demoReset = command({
  name: 'demo reset',
  summary: 'Put the demo account back to its beginning',
  examples: ['demo reset'],
  options: {},
  effect: 'settings',
  audience: 'person',
  alone: false,
  async run(_, { core, person, place, request }) {
    const problem = await core.settings.resetDemo({ by: person, where: place, request });
    if (isProblem(problem)) return problem;
    return reply(
      'good',
      say`The demo account is back at its beginning.`,
      note(
        say`Alerts, keeps and the audit stay; the audit says what was done before. What was saved counts until now: ${typed('savings')} shows it.`,
      ),
    );
  },
});
