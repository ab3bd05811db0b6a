import type { Topic } from '../../../../src/core/facts/topics/topic.ts';
import { plain, type Spans } from '../../../../src/core/text.ts';

/** Every text of a topic that is made of spans. */
export const spansOf = ({ what, when, costs, wrong, answers }: Topic): readonly Spans[] => [
  what,
  when,
  costs,
  wrong,
  ...answers.map(({ says }) => says),
];

/** Everything of a topic that people read; what it is only found by is not. */
export const shownIn = (topic: Topic): readonly string[] => [
  topic.title,
  ...spansOf(topic).map(plain),
  ...topic.answers.map(({ asked: [shown] }) => shown),
  ...topic.tables.flatMap(({ columns, rows }) => [columns.join(' '), ...rows.map((row) => row.join(' '))]),
  topic.from,
];

/** Every line that a topic tells to type, in its text and under it. */
export const linesIn = (topic: Topic): readonly string[] => [
  ...spansOf(topic).flatMap((spans) => spans.flatMap((span) => (span.kind === 'command' ? [span.line] : []))),
  ...topic.next.map(([, line]) => line),
];
