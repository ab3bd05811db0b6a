import { topicGroups } from '../core/facts/topics/topic.ts';
import { command as typed, say } from '../core/text.ts';
import { command } from './command.ts';
import { column, line, note, prose, reply, table } from './reply/reply.ts';

/** Everything that is explained besides types, in groups. */
export const topics = command({
  name: 'topics',
  summary: 'What can be explained besides types, in groups',
  examples: ['topics'],
  options: {},
  effect: 'reads',
  audience: 'person',
  alone: false,
  async run(_, { core }) {
    const inGroups = topicGroups.flatMap((group) => core.topics.all.filter((topic) => topic.group === group));
    return reply(
      'plain',
      say`${inGroups.length} topics`,
      table(
        [column('Group', 'left', 1), column('To type'), prose('About')],
        inGroups.map(({ group, id, title }, at) => [
          inGroups[at - 1]?.group === group ? '' : group,
          typed(line`explain ${id}`),
          title,
        ]),
      ),
      note(say`${typed('explain')} also takes a question in your words.`),
    );
  },
});
