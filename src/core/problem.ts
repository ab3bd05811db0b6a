import { plain, text, type Spans } from './text.ts';

/**
 * Every kind of thing a person caused or can mend, and what it means. The key is stable: it stands in
 * `--json`, in the audit and in tests; the words of one occurrence are made where it is found.
 */
export const problems = {
  'unknown-command': 'No command has this name.',
  'unknown-option': 'The command has no option of this name.',
  'bad-value': 'A value does not fit its option.',
  'missing-value': 'A required option was not given.',
  'unreadable-line': 'The line cannot be split into words.',
  'instance-not-found': 'No instance matches what was asked.',
  'address-not-found': 'No Elastic IP matches what was asked.',
  'image-not-found': 'No image of this id is shown to the accounts.',
  'ambiguous-name': 'Several instances match where one is needed.',
  'too-wide': 'A change was asked for without saying which instances.',
  'too-many-targets': 'More targets than the configuration allows.',
  'nothing-to-do': 'Every target is already in the state asked for.',
  'nothing-to-undo': 'There is no change of this person that something leads back from.',
  'all-refused': 'None of the targets can be changed.',
  'target-refused': 'EC2, or a rule of ours, does not let this target be changed.',
  'not-allowed': 'No access rule lets this person do it, or one forbids it.',
  'not-shown': 'The access rules do not let the person look at an account and region, or the place does not show it.',
  'reason-needed': 'An access rule wants a reason.',
  'approval-needed': 'An access rule wants the approval of another person.',
  frozen: 'All changes rest until somebody lets them go on.',
  'too-many-changes': 'The person has changed as much within an hour as the configuration allows.',
  'unknown-key': 'No confirmation has this key.',
  'expired-key': 'The confirmation was not pressed in time.',
  'used-key': 'The confirmation was used or cancelled before.',
  'wrong-person': 'The confirmation was asked by somebody else.',
  'wrong-place': 'The confirmation was asked in another place.',
  'reads-only': 'Nothing is changed from the place that it was said in.',
  'wrong-word': 'The typed word is missing or not the one asked for.',
  paused: 'Too many wrong keys: confirmations of this person rest for a minute.',
  'too-many-requests': 'The person asked for more than they may in so short a time.',
  'no-price': 'No source we have gives this price.',
  'unknown-type': 'No instance type has this name.',
  'unknown-topic': 'Too little of what was asked is known to explain it.',
  'unknown-region': 'No region has this name.',
  'cloud-refused': 'AWS refused a call.',
  'cloud-away': 'AWS did not answer.',
  'cannot-tell': 'It cannot be told whether a change took place.',
  'store-refused': 'The store cannot be written, so nothing may be changed.',
  'demo-only': 'Possible on the demo account alone.',
  interrupted: 'The work was stopped before its end.',
  internal: 'A fault of Quartermaster itself.',
} as const satisfies Record<string, string>;

export type ProblemCode = keyof typeof problems;

/** Things that a word may mean. */
export interface Candidates {
  /** The word, as it was said. */
  readonly word: string;
  /** What is wrong, where the options are shown beside it. */
  readonly says: Spans;
  /** The first of them: the word that names each alone, and what is shown of it, as it comes from AWS. */
  readonly options: readonly { readonly word: string; readonly label: string; readonly about?: string }[];
}

/** Candidates that a Problem carries; more are narrowed by another word. */
export const candidatesCarried = 100;

/** What a person caused or can mend: returned and shown, never thrown. Everything else is a bug: thrown, logged with its request id, answered with a short apology and that id. */
export interface Problem {
  readonly problem: ProblemCode;
  readonly what: Spans;
  readonly where?: Spans;
  readonly todo: Spans;
  /** Ids of the access rules that decided so. */
  readonly rules?: readonly string[];
  /** One of these was meant. */
  readonly which?: Candidates;
}

/** What is wrong, and where, in one stretch. */
export const sentenceOf = ({ what, where }: Problem): Spans =>
  where === undefined ? what : [...what, text(' '), ...where];

/** Whether a result is a Problem. */
export const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'problem' in value && 'todo' in value;

/** Gaps of what could not be read. What rules do not show somebody lacks nothing that belongs to what they see. */
export const unread = (gaps: readonly Problem[]): readonly Problem[] =>
  gaps.filter(({ problem }) => problem !== 'not-shown');

/** Each reason once, by its words but for AWS's id of the request: two reads of one place fail for one reason. */
export const distinct = (problems: readonly Problem[]): readonly Problem[] => [
  ...new Map(problems.map((problem) => [plain(problem.what).replace(/, request [\w-]+/, ''), problem])).values(),
];

/** What they say, each reason once, one sentence after the other. */
export const reasons = (problems: readonly Problem[]): Spans =>
  distinct(problems).flatMap(({ what }, index) => (index === 0 ? what : [text(' '), ...what]));
