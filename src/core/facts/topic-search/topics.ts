import { topics } from '../topics/index.ts';
import type { Topic, TopicAnswer } from '../topics/topic.ts';
import { createTopicSearch, nothing, type Found } from './search.ts';

/** What can be explained besides types. */
export interface Topics {
  /** In the order of lists. */
  readonly all: readonly Topic[];
  /** The topic of a name (its id, its title, another name of it), or one for words as people say them. */
  find(asked: string): Found;
}

/** The topics. The search is built when the first question comes: a name needs none, nor what stands here word for word. */
export function openTopics(): Topics {
  const known = new Map<string, Found>();
  const note = (said: string, topic: Topic, answer?: TopicAnswer) =>
    known.set(asName(said), { ...nothing, topic, answer });
  for (const topic of topics) {
    for (const question of topic.asked) note(question, topic);
    for (const answer of topic.answers) for (const question of answer.asked.slice(1)) note(question, topic, answer);
  }
  for (const topic of topics) for (const name of [topic.id, topic.title, ...topic.synonyms]) note(name, topic);
  let search: ((asked: string) => Found) | undefined;
  return {
    all: topics,
    find(asked) {
      const found = known.get(asName(asked));
      if (found !== undefined) return found;
      search ??= createTopicSearch(topics);
      return search(asked);
    },
  };
}

const asName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
