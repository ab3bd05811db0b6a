import { describe, expect, it } from 'vitest';
import { topics } from '../../../../src/core/facts/topics/index.ts';
import { topicGroups } from '../../../../src/core/facts/topics/topic.ts';
import { openTopics } from '../../../../src/core/facts/topic-search/topics.ts';
import { fileAt, filesUnder } from '../../../house-files.ts';
import { shownIn, spansOf } from './shown.ts';

const named = topics.map((topic) => ({ id: topic.id, topic }));
const byId = new Map(topics.map((topic) => [topic.id, topic]));
/** Files of the folder that are no topic. */
const others = ['index', 'tables', 'topic'];
/** Of all references so many lead back, at least: what is near to one thing is mostly near from there too. */
const leadBack = 0.75;
/** Ways to ask for a topic, and questions that go on from it, at least. */
const atLeast = { asked: 20, answers: 2, next: 3, see: 2 } as const;
/** A sentence is read at a glance. */
const charactersOfAPart = 330;

describe('every topic', () => {
  it('is a file of its id, and is in the list once', () => {
    const files = filesUnder('src/core/facts/topics', '.ts').map(({ path }) => path.replace(/^.*\/|\.ts$/g, ''));
    expect(topics.map(({ id }) => id).toSorted()).toEqual(files.filter((one) => !others.includes(one)));
  });

  it('stands in the list by its group', () => {
    const groups = topics.map(({ group }) => topicGroups.indexOf(group));
    expect(groups).toEqual(groups.toSorted((one, other) => one - other));
  });

  it.each(named)('$id names AWS’s page, what it was checked against and when', ({ topic }) => {
    expect(topic.page).toMatch(/^https:\/\/(docs\.aws|aws)\.amazon\.com\/[\w/.-]+$/);
    expect(topic.from).not.toBe('');
    expect(topic.checked).toMatch(/^20\d\d-(0[1-9]|1[0-2])$/);
    expect(topic.checked <= new Date().toISOString().slice(0, 'YYYY-MM'.length)).toBe(true);
  });

  it.each(named)('$id can be asked for in many ways, and goes on', ({ topic }) => {
    const { asked, answers, next, see } = topic;
    for (const [what, least] of Object.entries(atLeast))
      expect(
        Object.entries({ asked, answers, next, see }).find(([key]) => key === what)?.[1].length,
        what,
      ).toBeGreaterThanOrEqual(least);
    expect(new Set(asked).size).toBe(asked.length);
  });

  it.each(named)('$id says each part in whole short sentences', ({ topic }) => {
    for (const sentence of spansOf(topic).map((spans) =>
      spans.map((span) => ('text' in span ? span.text : 'x')).join(''),
    )) {
      expect(sentence).toMatch(/^[\w$~-].*[.]$/s);
      expect(sentence.length).toBeLessThanOrEqual(charactersOfAPart);
    }
    for (const { asked } of topic.answers) expect(asked[0]).toMatch(/^[A-Z\d].*\?$|^[a-z]+\d or .*\?$/);
  });

  it.each(named)('$id has tables whose rows are as wide as their heads', ({ topic }) => {
    for (const { columns, rows } of topic.tables)
      for (const row of rows) expect(row, row[0]).toHaveLength(columns.length);
  });

  it.each(named)(
    '$id refers to topics that there are, not to itself, and to one at least that leads back',
    ({ topic }) => {
      expect(topic.see.filter((id) => !byId.has(id) || id === topic.id)).toEqual([]);
      expect(topic.see.some((id) => byId.get(id)?.see.includes(topic.id))).toBe(true);
    },
  );

  it('mostly leads back where it is referred from', () => {
    const all = topics.flatMap(({ id, see }) => see.map((other) => [id, other] as const));
    const back = all.filter(([id, other]) => byId.get(other)?.see.includes(id) === true);
    expect(back.length / all.length).toBeGreaterThanOrEqual(leadBack);
  });

  it('has names of its own, by which it is found before any question', () => {
    const { find } = openTopics();
    for (const topic of topics)
      for (const name of [topic.id, topic.title, ...topic.synonyms]) {
        expect(find(name).topic?.id, name).toBe(topic.id);
        expect(find(name.toUpperCase().replaceAll('-', ' ')).topic?.id, name).toBe(topic.id);
      }
  });

  it('never leaves a figure without its unit', () => {
    for (const sentence of topics.flatMap(shownIn)) expect(sentence).not.toMatch(/\d (USD|EUR)\b|\$ \d/);
  });
});

describe('CONTRIBUTING', () => {
  it('tells how a topic is written, by the names of its fields', () => {
    const text = fileAt('CONTRIBUTING.md').text;
    for (const field of ['asked', 'answers', 'checked', 'page', 'see', 'next']) expect(text).toContain(`\`${field}\``);
  });
});
