import type { Topic, TopicAnswer, TopicTable } from '../../core/facts/topics/topic.ts';
import type { Problem } from '../../core/problem.ts';
import { code, command as typed, link, list, say, strong, type Span, type Spans } from '../../core/text.ts';
import type { Context } from '../command.ts';
import {
  action,
  actions,
  column,
  fields,
  line,
  note,
  paragraph,
  prose,
  reply,
  table,
  type Reply,
} from '../reply/reply.ts';
import type { Explainer, Wanted } from './explainer.ts';
import { yoursOf } from './yours.ts';

/** Explains a topic by its name: its first screen, applied to what the asker has; with `more` what a team asks next. */
export const explainNamedTopic: Explainer = async ({ words, more }, context) => {
  const named = context.core.topics.all.find(({ id }) => id === words);
  return named && (more ? secondScreen(named) : firstScreen(named, undefined, [], context));
};

/** The topic that is meant by words as a person says them. `unknown-topic` names the nearest. */
export async function explainTopic({ words, more }: Wanted, context: Context<'reads'>): Promise<Reply | Problem> {
  const { topic, answer, near } = context.core.topics.find(words);
  if (topic === undefined) return unknownTopic(words, near);
  return more ? secondScreen(topic) : firstScreen(topic, answer, near, context);
}

const unknownTopic = (words: string, near: readonly Topic[]): Problem => ({
  problem: 'unknown-topic',
  what: say`Nothing here explains ${code(words)}.`,
  todo:
    near.length > 0
      ? say`Nearest: ${list(near.map(explained), 'or')}; ${typed('topics')} lists all.`
      : say`${typed('topics')} lists what can be explained.`,
});

/** What to type for a topic. */
export const explained = ({ id }: Topic): Span => typed(line`explain ${id}`);

async function firstScreen(
  topic: Topic,
  answer: TopicAnswer | undefined,
  near: readonly Topic[],
  context: Context<'reads'>,
): Promise<Reply> {
  const yours = await yoursOf(topic.id, context);
  const related = topic.see.flatMap((see) => context.core.topics.all.find(({ id }) => id === see) ?? []);
  return reply(
    'plain',
    topic.title,
    answer && paragraph(answered(answer)),
    fields(['What', topic.what], ['When', topic.when], ['Costs', topic.costs], ['Mind', topic.wrong]),
    yours.says && paragraph(yours.says),
    ...topic.tables.map(asTable),
    note(say`See also ${list([...new Set([...near, ...related])].map(explained))}.`),
    source(topic),
    ...yours.notes,
    actions(
      ...topic.next.map(([label, does]) => action(label, does)),
      action('Asked next', line`explain ${topic.id} more:yes`),
    ),
  );
}

const secondScreen = (topic: Topic): Reply =>
  reply(
    'plain',
    say`${topic.title}: what is asked next`,
    ...topic.answers.map((answer) => paragraph(answered(answer))),
    source(topic),
    actions(action('First screen', line`explain ${topic.id}`)),
  );

/** A question, and its answer. */
export const answered = ({ asked: [shown], says }: TopicAnswer): Spans => say`${strong(shown)} ${says}`;

/** AWS's page, and how far what is said was checked. */
const source = ({ page, from, checked }: Topic) =>
  note(say`${link(page, "AWS's page")}. Checked ${checked} against: ${from}. Figures are USD.`);

/** The first column names what is compared; the others may go on in further lines. */
const asTable = ({ columns: [first = '', ...others], rows }: TopicTable) =>
  table([column(first), ...others.map((title) => prose(title))], rows);
