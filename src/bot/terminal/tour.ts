/** One step of the tour: what is said, then a line that is run. */
export interface TourStep {
  readonly says: string;
  readonly line?: string;
  /** Run instead of `line`: an action of the last answer, by its label. */
  readonly presses?: string;
}

/** The first minute, on the demo account or a real one: it looks, asks for one change, and cancels it. */
export const tour: readonly TourStep[] = [
  { says: 'Quartermaster answers questions about EC2 machines. First: what have we?', line: 'list' },
  { says: 'All of one machine: type, owner, disks, addresses, protection, and what it costs.', line: 'show web-1' },
  { says: 'The price of any type, with its source and date.', line: 'price m5.large windows eu-west-1' },
  { says: 'What everything costs now, and what stopped machines still cost.', line: 'cost by:owner' },
  { says: 'A change is shown as a plan first. Nothing happens until it is confirmed.', line: 'stop web-1' },
  { says: 'We cancel this one: its key works no longer.', presses: 'Cancel' },
  { says: 'Everything that was asked is in the audit.', line: 'audit' },
  {
    says: 'That was the tour. “help” lists all commands; “stop web-1”, then the line its plan gives for Confirm, really stops that demo machine.',
  },
];
