import MiniSearch from 'minisearch';
import { plain } from '../../text.ts';
import type { Topic, TopicAnswer } from '../topics/topic.ts';
import { createPhrases } from './phrases.ts';
import { bareWords, correctedBy, isTelling, meaningOf, qualifies, withoutOwn } from './words.ts';

/** What a question finds. */
export interface Found {
  /** Undefined: too little of what was asked is known here. */
  readonly topic: Topic | undefined;
  /** The answer of that topic whose question is like what was asked, where one is. */
  readonly answer: TopicAnswer | undefined;
  /** Other topics it may mean, best first. */
  readonly near: readonly Topic[];
}

/**
 * Share of what was asked that the names and questions of a topic must know, rare words counting more and vague ones not
 * at all; below it nothing is found. One word alone may be known by chance.
 */
const sureEnough = { byOneWord: 0.6, byMore: 0.35 } as const;
/** A word that no topic has tells more than one that only one has, as if so small a part of a topic had it. */
const unknownWord = 0.1;
/** A word belongs to a topic where it is in a name of it, or in so many of its questions; one such word must be in what was asked. */
const severalQuestions = 3;
/** From 0 to 1, how like a question must be to what was asked, for its answer to be shown first. */
const answersIt = 0.6;
/** The likest question counts so much beside the topic as a whole. */
const phraseCounts = 1.5;
/** Other topics that are named; one with less than this share of the best score is not. */
const near = { most: 3, share: 0.6 } as const;

/** How a topic is weighed as a whole (BM25+; with a high `k` a word counts more the more of its questions have it). */
const wholeTopic = { bm25: { k: 6, b: 0.3, d: 0.1 } } as const;

/** What is found where no word is known. */
export const nothing: Found = { topic: undefined, answer: undefined, near: [] };

/**
 * A search over topics, for words as people say them. A topic is scored by all that is said in it, and by the one of its
 * questions that is most like what was asked. Built once; one text always finds the same.
 */
export function createTopicSearch(topics: readonly Topic[]): (asked: string) => Found {
  const byId = new Map(topics.map((topic) => [topic.id, topic]));
  const documents = topics.map(documentOf);

  const said = documents
    .flatMap(({ names, asked }) => [names, asked])
    .join(between)
    .toLowerCase();

  /** Every word that is said here, with what it means. */
  const vocabulary = new Map<string, string>();
  const tokenize = (text: string): string[] =>
    bareWords(text).map((word) => {
      const meaning = vocabulary.get(word) ?? meaningOf(word);
      vocabulary.set(word, meaning);
      return meaning;
    });
  const topicsWith = new Map<string, number>();
  for (const document of documents)
    for (const word of new Set(tokenize(Object.values(document).join(' '))))
      topicsWith.set(word, (topicsWith.get(word) ?? 0) + 1);
  /** How much words tell: one that every topic has tells least. */
  const weigh = (words: Iterable<string>): number =>
    [...words].reduce((all, word) => all + Math.log(1 + topics.length / (topicsWith.get(word) ?? unknownWord)), 0);

  const whole = new MiniSearch({ fields: ['names', 'asked', 'text'], tokenize, processTerm: (word) => word });
  whole.addAll(documents);
  const likest = createPhrases(topics, tokenize, weigh);
  const saidOf = new Map(documents.map((document) => [document.id, countedIn(document, tokenize)]));
  const correct = correctedBy([...vocabulary.keys()]);

  return (asked) => {
    const bare = bareWords(withoutOwn(asked, said));
    const meant = (word: string): string => vocabulary.get(word) ?? meaningOf(correct(word));
    const words = new Set(bare.map(meant));
    const telling = new Set(bare.filter(isTelling).map(meant));
    const found = whole.search([...words].join(' '), { ...wholeTopic, tokenize: (query) => query.split(' ') });
    const [bestOfAll] = found;
    if (bestOfAll === undefined) return nothing;
    const like = likest(words);
    const most = Math.max(...[...like.values()].map(({ likeness }) => likeness), Number.EPSILON);
    const scored = found
      .map(({ id, score }) => {
        const counts = saidOf.get(String(id));
        const known = [...telling].filter((word) => counts?.has(word) === true);
        const belongs = known.some((word) => !qualifies(word) && (counts?.get(word) ?? 0) >= severalQuestions);
        const phrase = like.get(String(id));
        return {
          topic: byId.get(String(id)),
          phrase,
          sure:
            belongs && weigh(known) / weigh(telling) >= (known.length > 1 ? sureEnough.byMore : sureEnough.byOneWord),
          score: score / bestOfAll.score + (phraseCounts * (phrase?.likeness ?? 0)) / most,
        };
      })
      .toSorted((one, other) => other.score - one.score);
    const [first] = scored;
    const topic = first?.sure === true ? first.topic : undefined;
    const phrase = topic === undefined ? undefined : first?.phrase;
    return {
      topic,
      answer: phrase !== undefined && phrase.likeness >= answersIt ? phrase.answer : undefined,
      near: scored
        .filter((one) => one.topic !== topic && one.score >= near.share * (first?.score ?? 0))
        .slice(0, near.most)
        .flatMap((one) => one.topic ?? []),
    };
  };
}

/** Stands between sentences. */
const between = ' | ';

/** In how many questions each word is; a word of a name counts as if all had it. */
function countedIn(
  { names, asked }: { readonly names: string; readonly asked: string },
  tokenize: (text: string) => readonly string[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const question of asked.split(between))
    for (const word of new Set(tokenize(question))) counts.set(word, (counts.get(word) ?? 0) + 1);
  for (const word of tokenize(names)) counts.set(word, Infinity);
  return counts;
}

function documentOf(topic: Topic) {
  const { id, title, synonyms, asked, what, when, costs, wrong, answers, tables } = topic;
  return {
    id,
    names: [title, id, ...synonyms].join(between),
    asked: [...asked, ...answers.flatMap((answer) => answer.asked.slice(1))].join(between),
    text: [
      ...[what, when, costs, wrong, ...answers.map(({ says }) => says)].map(plain),
      ...answers.map((answer) => answer.asked[0]),
      ...tables.flatMap(({ rows }) => rows.flat()),
    ].join(between),
  };
}
