import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topics } from '../../../../src/core/facts/topics/index.ts';
import { createTopicSearch } from '../../../../src/core/facts/topic-search/search.ts';
import { openTopics } from '../../../../src/core/facts/topic-search/topics.ts';
import { bareWords, correctedBy, meaningOf } from '../../../../src/core/facts/topic-search/words.ts';
import { blindQuestions, tunedQuestions, type Question } from '../topics/questions.ts';

const { find } = openTopics();

/** What the index was not tuned with must be right so often; what it was, nearly always. */
const halves = [
  { half: 'it was tuned with', questions: tunedQuestions, least: 0.98 },
  { half: 'it was never tuned with', questions: blindQuestions, least: 0.9 },
].filter(({ questions }) => questions.length > 0);

const wrong = (questions: readonly Question[]) =>
  questions.filter(([asked, ...meant]) => !meant.includes(find(asked).topic?.id ?? ''));

describe('questions in people’s words', () => {
  it.each(halves)('are answered by the right topic: those $half', ({ half, questions, least }) => {
    const missed = wrong(questions);
    const right = questions.length - missed.length;
    process.stdout.write(
      `Search, questions ${half}: ${right} of ${questions.length} right (${Math.round((100 * right) / questions.length)} %)\n` +
        missed
          .map(([asked, ...meant]) => `  ${asked}: ${find(asked).topic?.id ?? 'nothing'}, not ${meant.join(' or ')}\n`)
          .join(''),
    );
    expect(right / questions.length).toBeGreaterThanOrEqual(least);
  });

  it('are many, and each topic is asked for', () => {
    expect(tunedQuestions.length).toBeGreaterThanOrEqual(45);
    expect(topics.filter(({ id }) => !tunedQuestions.some(([, topic]) => topic === id)).map(({ id }) => id)).toEqual(
      [],
    );
  });
});

describe('the search for topics', () => {
  it.each([
    'how do I cook pasta',
    'weather in berlin',
    'price of bitcoin',
    'what is kubernetes',
    'hello',
    'tell me a joke',
    'who is the president',
    'docker compose',
    'web-1',
    'cheap',
    'bastion',
    'docker',
    'dynamodb',
    'terraform',
    'rds price',
    'sagemaker',
    's3 bucket price',
    'constructor',
    'ec2 classic',
    'egress cost',
    'load balancer cost',
    'how much is a NAT gateway',
    'lambda timeout',
    'what is the meaning of life',
    'aws',
    'cost',
    'what is the',
    '???',
    '',
  ])('finds nothing for “%s”', (asked) => {
    expect(find(asked).topic).toBeUndefined();
  });

  it.each([
    ['elasitc ip', 'elastic-ip'],
    ['hibernaton', 'hibernation'],
    ['resreved instnaces', 'reserved-instances'],
    ['attach a secruity group', 'security-group'],
    ['temporary credentails', 'sts'],
  ])('reads “%s” as it is meant', (asked, topic) => {
    expect(find(asked).topic?.id).toBe(topic);
  });

  it.each([
    ['is 198.51.100.38 costing us', 'ipv4-charges'],
    ['how do I connect to web-1', 'ssh'],
    ['why did the address of web-1 change', 'public-ip'],
    ['why did the address of i-0123456789abcdef0 change', 'public-ip'],
    ['what is 169.254.169.254', 'instance-metadata'],
    ['byoip', 'elastic-ip'],
  ])('“%s” is about %s, whatever the asker’s own things are called', (asked, topic) => {
    expect(find(asked).topic?.id).toBe(topic);
  });

  it('gives the answer of the question that is asked, where there is one', () => {
    expect(find('can I recover a released elastic ip').answer?.asked[0]).toBe('Can I get a released one back?');
    expect(find('is spot safe').answer?.asked[0]).toBe('Is Spot safe here?');
    expect(find('RI or SP').answer?.asked[0]).toBe('Savings Plan or Reserved Instance?');
    expect(find('elastic ip').answer).toBeUndefined();
  });

  it('names the nearest where it is not sure', () => {
    const { topic, near } = find('security grup');
    expect(topic).toBeUndefined();
    expect(near.map(({ id }) => id)).toContain('security-group');
  });

  it('never names what it found among what is near, and names few', () => {
    fc.assert(
      fc.property(fc.constantFrom(...topics.flatMap(({ asked }) => asked)), (asked) => {
        const { topic, near } = find(asked);
        expect(near.length).toBeLessThanOrEqual(3);
        expect(new Set([topic, ...near]).size).toBe(near.length + 1);
      }),
    );
  });

  it('finds the same for the same, whatever was asked before, and takes any text', () => {
    const other = createTopicSearch(topics);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom(...topics.flatMap(({ asked }) => asked))), (asked) => {
        const found = other(asked);
        expect(other(asked)).toEqual(found);
        expect(createdAnew(asked)).toEqual(found);
      }),
      { numRuns: 300 },
    );
  });
});

const createdAnew = createTopicSearch(topics);

describe('words of a search', () => {
  it.each([
    ['servers', 'machine'],
    ['charged', 'price'],
    ['switched', 'switch'],
    ['encryption', 'encrypted'],
    ['rebooting', 'restart'],
    ['IPs', 'address'],
    ['licences', 'license'],
  ])('%s means %s', (one, other) => {
    expect(bareWords(one).map(meaningOf)).toEqual(bareWords(other).map(meaningOf));
  });

  it.each([
    ['terminal', 'terminate'],
    ['rights', 'right'],
    ['key', 'keyboard'],
  ])('%s does not mean %s', (one, other) => {
    expect(meaningOf(one)).not.toBe(meaningOf(other));
  });

  it('leave out what says nothing, and signs', () => {
    expect(bareWords("What's the t3.micro's price?")).toEqual(['t3', 'type', 'price']);
  });

  it('are corrected to what is near, never far', () => {
    const correct = correctedBy(['elastic', 'address', 'hibernation', 'instructor', 'group']);
    expect(['elasitc', 'adress', 'hibernaton', 'elephant', 'red', 'constructor', 'groop'].map(correct)).toEqual([
      'elastic',
      'address',
      'hibernation',
      'elephant',
      'red',
      'constructor',
      'groop',
    ]);
  });
});
