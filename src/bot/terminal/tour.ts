import type { Reply } from '../../commands/reply/reply.ts';
import { line } from '../../commands/reply/reply.ts';
import { plain } from '../../core/text.ts';

/** One step of the tour: what is said, then a line that is run. A step that has no line where it should is left out. */
export interface TourStep {
  readonly says: string;
  /** @param machine What the tour shows and asks to stop; undefined where nothing runs. */
  line?(machine: string | undefined): string | undefined;
  /** Run instead of `line`: an action of the last answer, by its label. */
  readonly presses?: string;
}

/** What the tour looks at first: its machine is chosen from the answer. */
export const firstLine = 'list running';

const about =
  (word: string) =>
  (machine: string | undefined): string | undefined =>
    machine === undefined ? undefined : line`${[word, machine]}`;

/** The first minute, on the demo account or a real one: it looks, asks for one change, and cancels it. */
export const tour: readonly TourStep[] = [
  { says: 'Quartermaster answers questions about EC2 machines. First: what runs?', line: () => firstLine },
  { says: 'All of one machine: type, owner, disks, addresses, protection, and what it costs.', line: about('show') },
  { says: 'The price of any type, with its source and date.', line: () => 'price m5.large windows eu-west-1' },
  { says: 'What everything costs now, and what stopped machines still cost.', line: () => 'cost by:owner' },
  { says: 'What wastes money is told of itself, where and when an alert says so.', line: () => 'alerts list' },
  { says: 'What changes made here have saved so far.', line: () => 'savings' },
  { says: 'A change is shown as a plan first. Nothing happens until it is confirmed.', line: about('stop') },
  { says: 'We cancel this one: its key works no longer.', presses: 'Cancel' },
  { says: 'Everything that was asked is in the audit.', line: () => 'audit' },
  {
    says: 'That was the tour. “help” lists all commands. A stop asks “Confirm?” here; a script presses it with the line that the plan gives.',
  },
];

/** The machine of the demo's documents where it runs, else the first with a plain name, else the first. */
export function machineOf({ blocks }: Reply): string | undefined {
  const rows = blocks.flatMap((block) => (block.kind === 'table' ? block.rows : []));
  const machines = rows.map(([name = [], id = []]) => ({ name: plain(name), id: plain(id) }));
  const isPlain = ({ name }: { readonly name: string }): boolean => /^[\w.-]+$/.test(name);
  const chosen = machines.find(({ name }) => name === 'web-1') ?? machines.find(isPlain) ?? machines[0];
  return chosen === undefined ? undefined : isPlain(chosen) ? chosen.name : chosen.id;
}
