import { problems, type ProblemCode } from '../problem.ts';

/** Words that a label may have: these alone, or so many at most, of which the rest is told as `other`. Never an id, a person, or the name of a thing. */
export type Words = readonly string[] | { readonly from: string; readonly atMost: number };

/** One metric: what it counts, in which unit its name says, and by what. */
export interface Metric {
  /** A counter only grows, a gauge is as it is now, a histogram sorts measures into buckets. */
  readonly is: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: Readonly<Record<string, Words>>;
  /**
   * Words of `outcome` that stand at 0 as soon as another word is counted of the same thing: what appears as 1 is no increase to
   * Prometheus, and the first would go untold. Where no label is without end, every word stands there from the start.
   */
  readonly rare?: readonly string[];
  /** Of a histogram: upper bounds, in its unit. */
  readonly buckets?: readonly number[];
}

const platforms = ['slack', 'discord', 'terminal'] as const;
const problemCodes = Object.keys(problems).filter((code): code is ProblemCode => Object.hasOwn(problems, code));

/** Answers that people wait for: seconds that they notice. */
const answerSeconds = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
/** Calls over a network, up to the longest that is waited for. */
const callSeconds = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
/** A disk or a server nearby. */
const storeSeconds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 5];
/** From a handful of things to thousands of accounts. */
const sweepSeconds = [0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 600, 1_800];

const storeOperations = [
  'get',
  'put',
  'claim',
  'take',
  'swap',
  'delete',
  'list',
  'append',
  'read',
  'head',
  'trim',
] as const;

const commands = { from: 'the list of commands; `none` where the line names none', atMost: 200 };
const accounts = { from: 'the names of the accounts in the configuration', atMost: 1_000 };
const operations = { from: 'the calls of AWS that the program makes', atMost: 100 };
const services = { from: 'the services of AWS that the program asks', atMost: 10 };
const families = { from: 'the families and journals that the program keeps', atMost: 100 };

/**
 * Everything that is counted. Names follow Prometheus ("Metric and label naming"): a prefix, the unit in the plural, `_total` for
 * counters. Documents, alert rules and the dashboard name no other.
 */
export const metrics = {
  quartermaster_build_info: {
    is: 'gauge',
    help: 'Always 1: which version runs, on which release of Node.js.',
    labels: {
      version: { from: 'the version of this build', atMost: 1 },
      node: { from: 'the release of Node.js', atMost: 1 },
    },
  },
  quartermaster_ready: {
    is: 'gauge',
    help: 'Whether /readyz answers 200: 1 ready, 0 not. Evaluated at each scrape.',
    labels: {},
  },
  quartermaster_platform_connected: {
    is: 'gauge',
    help: 'Whether people are heard in a platform: 1 heard, 0 not.',
    labels: { platform: ['slack', 'discord'] },
  },
  quartermaster_commands_total: {
    is: 'counter',
    help: 'Lines that were answered, by how: `answered`, or the code of the problem that was told; `internal` is a fault of ours.',
    labels: { platform: platforms, command: commands, outcome: ['answered', ...problemCodes] },
    rare: ['internal'],
  },
  quartermaster_command_seconds: {
    is: 'histogram',
    help: 'From the moment that a line was taken until its answer was made; of a change until its end.',
    labels: { platform: platforms, command: commands },
    buckets: answerSeconds,
  },
  quartermaster_change_targets_total: {
    is: 'counter',
    help: 'Things that confirmed changes were about, by kind of change and by what became of each; `found` where it was looked up later, for the process that acted was gone.',
    labels: {
      kind: { from: 'the kinds of change', atMost: 50 },
      outcome: ['done', 'failed', 'left-alone', 'withheld', 'not-yet', 'cannot-tell', 'waiting', 'under-way'],
      found: ['no', 'yes'],
    },
    rare: ['failed', 'cannot-tell'],
  },
  quartermaster_frozen: {
    is: 'gauge',
    help: 'Whether changes are frozen: 1 frozen, 0 not. One for all processes on a store.',
    labels: {},
  },
  quartermaster_aws_calls_total: {
    is: 'counter',
    help: 'Requests to AWS, each try by itself: `ok`, `throttled` (refused for its rate), `denied` (a right is missing, or credentials are not taken), `refused` (for another reason), `failed` (no answer, or none of AWS).',
    labels: {
      service: services,
      operation: operations,
      account: accounts,
      outcome: ['ok', 'throttled', 'denied', 'refused', 'failed'],
    },
  },
  quartermaster_aws_call_seconds: {
    is: 'histogram',
    help: 'From the moment that a request to AWS goes out until its answer is read; waiting for a turn is not in it.',
    labels: { service: services, operation: operations },
    buckets: callSeconds,
  },
  quartermaster_sweeps_total: {
    is: 'counter',
    help: 'Looks for waste, by whether all was read: `whole`, `partly`, `failed`, `stopped`.',
    labels: { outcome: ['whole', 'partly', 'failed', 'stopped'] },
  },
  quartermaster_sweep_seconds: {
    is: 'histogram',
    help: 'How long looks for waste take.',
    labels: {},
    buckets: sweepSeconds,
  },
  quartermaster_sweep_unread_regions_total: {
    is: 'counter',
    help: 'Regions of accounts that looks for waste could not read, or in part alone; an account that cannot be entered is told by `quartermaster_aws_calls_total`.',
    labels: {},
  },
  quartermaster_sweep_findings_total: {
    is: 'counter',
    help: 'What looks for waste found, each time that it is found.',
    labels: {},
  },
  quartermaster_alert_runs_total: {
    is: 'counter',
    help: 'Runs of alerts: `told` where there was something to post, `silent` where not, `left` where the alert was altered meanwhile or another process has it, `failed` where it is tried again.',
    labels: { outcome: ['told', 'silent', 'left', 'failed'] },
  },
  quartermaster_alert_posts_total: {
    is: 'counter',
    help: 'Posts that runs of alerts put into the outbox.',
    labels: {},
  },
  quartermaster_notices_total: {
    is: 'counter',
    help: 'Attempts to post what nobody asked for: `posted`, `unanswered` (it may stand there), `undeliverable` (given up at once), `failed` (tried again).',
    labels: { platform: platforms, outcome: ['posted', 'unanswered', 'undeliverable', 'failed'] },
  },
  quartermaster_outbox_letters: {
    is: 'gauge',
    help: 'What waits to be posted. One for all processes on a store.',
    labels: {},
  },
  quartermaster_outbox_oldest_seconds: {
    is: 'gauge',
    help: 'How long the oldest has waited that is due or has failed; 0 where none is. What quiet hours hold is not due.',
    labels: {},
  },
  quartermaster_outbox_dead_letters: {
    is: 'gauge',
    help: 'What was given up, and is kept to be sent again.',
    labels: {},
  },
  quartermaster_store_operations_total: {
    is: 'counter',
    help: 'Operations of the store: `ok`, `away` (the server did not answer), `unwritable` (a write that did not happen), `foreign` (something stands there that is not ours), `failed`.',
    labels: {
      family: families,
      operation: storeOperations,
      outcome: ['ok', 'away', 'unwritable', 'foreign', 'failed'],
    },
    rare: ['away', 'unwritable', 'foreign', 'failed'],
  },
  quartermaster_store_operation_seconds: {
    is: 'histogram',
    help: 'How long operations of the store take.',
    labels: { operation: storeOperations },
    buckets: storeSeconds,
  },
} as const satisfies Record<string, Metric>;
