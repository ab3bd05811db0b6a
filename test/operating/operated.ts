import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { wordsIn } from '../bot/slack/workspace.ts';
import { patienceMs, type Begin, type Begun } from '../served.ts';
import { openAwsServing, type AwsServing } from '../serving-aws.ts';
import { openShell, type Shell } from './shell.ts';

/** Quartermaster as an operator has it: a process that serves Slack and tells how it is, its log in a file, and a shell beside it. */
export interface Operated extends AwsServing {
  /** Begins as configured, its stderr in `quartermaster.log`; also where it may not get so far. */
  starts(more?: string, how?: Begin): Promise<Begun>;
  /** The same, when it can be spoken to, with a shell that finds its port. */
  serves(more?: string, how?: Begin): Promise<Begun & { readonly shell: Shell }>;
  /** Says a line in #ops as maria, who may do everything, and gives what she sees of the answer once it has these words. */
  says(line: string, words: string | RegExp): Promise<string>;
}

/** Opens it; the caller closes it. */
export async function openOperated(): Promise<Operated> {
  const serving = await openAwsServing();
  const { peer, maria, ops, folder } = serving;
  const roles = { operator: [`slack:${maria.id}`], admin: [`slack:${maria.id}`] };
  const seen = () => peer.seenBy(maria, ops);
  const starts: Operated['starts'] = async (more = '', how = {}) => {
    const begun = await serving.begin(`health: { port: 0 }\n${more}`, 'socket', {
      ...how,
      env: { QUARTERMASTER_ROLES: JSON.stringify(roles), ...how.env },
    });
    // At once: a line that was waited for stands in the file.
    begun.child.stderr.on('data', (part: Buffer) => appendFileSync(join(folder, 'quartermaster.log'), part));
    return begun;
  };
  return {
    ...serving,
    starts,
    async serves(more, how = {}) {
      const begun = await starts(more, how);
      const [, health = ''] = /health on (\S+)$/.exec(await begun.ready()) ?? [];
      return {
        ...begun,
        shell: await openShell(folder, { env: { ...serving.env(), ...how.env, NODE_OPTIONS: '' }, health }),
      };
    },
    async says(line, words) {
      const fits = (text: string) => (typeof words === 'string' ? text.includes(words) : words.test(text));
      const before = new Set(seen().map(({ ts }) => ts));
      await peer.command({ user: maria, channel: ops, text: line });
      const answer = await peer.until(
        () => seen().find((message) => !before.has(message.ts) && fits(wordsIn(message))),
        patienceMs,
      );
      return wordsIn(answer);
    },
  };
}
