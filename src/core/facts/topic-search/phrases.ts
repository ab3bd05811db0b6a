import type { Topic, TopicAnswer } from '../topics/topic.ts';

/** One way to ask for a topic, or for one of its answers. */
interface Phrase {
  readonly topic: string;
  readonly answer: TopicAnswer | undefined;
  readonly words: string;
}

/** The phrase of a topic that is most like what was asked. */
export interface Likest {
  /** From 0, no word in common, to 1, the same words. */
  readonly likeness: number;
  /** Undefined: the phrase asks for the topic itself. */
  readonly answer: TopicAnswer | undefined;
}

/**
 * Finds, for the words of a question, the likest phrase of every topic that has a word of it.
 * @param weigh How much words tell, together.
 */
export function createPhrases(
  topics: readonly Topic[],
  tokenize: (text: string) => readonly string[],
  weigh: (words: Iterable<string>) => number,
): (words: ReadonlySet<string>) => ReadonlyMap<string, Likest> {
  const phrases = topics.flatMap(phrasesOf).map((phrase) => {
    const words = new Set(tokenize(phrase.words));
    return { ...phrase, words, weight: weigh(words) };
  });
  const having = new Map<string, (typeof phrases)[number][]>();
  for (const phrase of phrases)
    for (const word of phrase.words) {
      const others = having.get(word);
      if (others === undefined) having.set(word, [phrase]);
      else others.push(phrase);
    }

  return (words) => {
    const common = new Map<(typeof phrases)[number], number>();
    for (const word of words) {
      const weight = weigh([word]);
      for (const phrase of having.get(word) ?? []) common.set(phrase, (common.get(phrase) ?? 0) + weight);
    }
    const asked = weigh(words);
    const likest = new Map<string, Likest>();
    for (const [{ topic, answer, weight }, shared] of common) {
      const likeness = shared / Math.sqrt(asked * weight);
      if (likeness > (likest.get(topic)?.likeness ?? 0)) likest.set(topic, { likeness, answer });
    }
    return likest;
  };
}

const phrasesOf = ({ id: topic, title, synonyms, asked, answers }: Topic): readonly Phrase[] => [
  ...[title, topic.replaceAll('-', ' '), ...synonyms, ...asked].map((words) => ({ topic, answer: undefined, words })),
  ...answers.flatMap((answer) => {
    const [shown, ...others] = answer.asked;
    // A question as it is shown leans on the topic above it.
    return [`${title} ${shown}`, ...others].map((words) => ({ topic, answer, words }));
  }),
];
