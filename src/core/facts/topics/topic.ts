import type { Spans } from '../../text.ts';

/** What topics are listed under, in this order. */
export const topicGroups = [
  'Paying',
  'Hardware',
  'Addresses',
  'Images and disks',
  'Running',
  'Getting in',
  'Identity',
  'Protection',
] as const;
export type TopicGroup = (typeof topicGroups)[number];

/** One idea around EC2, explained. Every sentence is ours; what could not be checked is left out, or said to be to be checked. */
export interface Topic {
  /** What is typed: lower-case words and hyphens. */
  readonly id: string;
  readonly group: TopicGroup;
  /** AWS's own name of it. */
  readonly title: string;
  /** Other names of the same thing. */
  readonly synonyms: readonly string[];
  /** How people ask for it, in sentences or in words that belong to it; for the search, never shown. */
  readonly asked: readonly string[];
  /** What it is, when to use it, what it costs, what goes wrong: two or three sentences each. */
  readonly what: Spans;
  readonly when: Spans;
  readonly costs: Spans;
  readonly wrong: Spans;
  readonly tables: readonly TopicTable[];
  /** What a team asks next. */
  readonly answers: readonly TopicAnswer[];
  /** AWS's page about it. */
  readonly page: string;
  /** What it was checked against; the region of its figures, which are USD. */
  readonly from: string;
  /** The month of that: `2026-08`. */
  readonly checked: string;
  /** Ids of topics that go on from here. */
  readonly see: readonly string[];
  /** What to type next. */
  readonly next: readonly (readonly [label: string, line: string])[];
}

/** Things side by side. The first column names what is compared. */
export interface TopicTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A question and its answer. */
export interface TopicAnswer {
  /** The question as it is shown, then other ways to ask it. */
  readonly asked: readonly [shown: string, ...others: string[]];
  readonly says: Spans;
}
