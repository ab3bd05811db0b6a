import { command } from './command.ts';
import { explainTopic } from './explain/topic.ts';
import { optionOf, startingWith } from './options/option.ts';

/** Words as they come, up to the end of the line; ids of topics are offered. */
const wanted = () =>
  optionOf({
    shape: 'TOPIC',
    about: 'What to explain: a topic by its name, or a question in your words',
    rest: true,
    parse: (words) => words.join(' '),
    print: (value) => value.split(' '),
    suggest: async (typed, { core }) =>
      startingWith(
        typed,
        core.topics.all.map(({ id, title }) => ({ word: id, about: title })),
      ),
  });

/** What something is, when to use it, what it costs and what goes wrong. */
export const explain = command({
  name: 'explain',
  summary: 'Explain a topic: what it is, when to use it, what it costs, what goes wrong',
  examples: ['explain elastic-ip', 'explain why am I paying for a stopped server', 'explain ebs more'],
  options: { topic: wanted().required() },
  effect: 'reads',
  audience: 'person',
  alone: true,
  run: ({ topic }, context) => explainTopic(topic, context),
});
