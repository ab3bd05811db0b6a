import { topics } from './index.ts';
import { createTopicSearch, nothing, type Found } from './search.ts';
import type { Topic } from './topic.ts';

/** What can be explained besides types. */
export interface Topics {
  /** In the order of lists. */
  readonly all: readonly Topic[];
  /** The topic of a name (its id, its title, another name of it), or one for words as people say them. */
  find(asked: string): Found;
}

/** The topics. The search is built when the first question comes: a name needs none. */
export function openTopics(): Topics {
  const byName = new Map(
    topics.flatMap((topic) => [topic.id, topic.title, ...topic.synonyms].map((name) => [asName(name), topic] as const)),
  );
  let search: ((asked: string) => Found) | undefined;
  return {
    all: topics,
    find(asked) {
      const named = byName.get(asName(asked));
      if (named !== undefined) return { ...nothing, topic: named };
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
