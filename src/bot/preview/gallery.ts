import type { Command } from '../../commands/command.ts';
import { beforeExample, isSeconds } from './before.ts';
import type { Entry } from './entry.ts';
import { kindsOfReply } from './kinds-of-reply.ts';

/** Every kind of reply, then every example of every command. */
export const galleryOf = (commands: readonly Command[]): readonly Entry[] => [
  ...kindsOfReply,
  ...commands.flatMap(({ name, effect, examples }) =>
    examples.map((line, at): Entry => {
      const before = beforeExample(name, line);
      return {
        id: `${name.replaceAll(' ', '-')}-${at + 1}`,
        group: name,
        title: line,
        before,
        said: { line, ...(isSeconds(name) && { second: true }) },
        part: 'answer',
        own: effect !== 'reads' || before.length > 0,
      };
    }),
  ),
];
