import type { ControlKind } from '../ports/control.ts';
import type { InstanceState } from '../ports/instance.ts';

/** Where an Elastic IP may stand: in use by something, ours and free, not ours. */
export type AddressState = 'associated' | 'free' | 'released';

/** One kind of change: everything that differs between them. Commands, danger style, typed words, IAM policy, help and words derive from this table. */
export interface ChangeKind {
  /** What it changes. */
  readonly of: 'instance' | 'address';
  /** `Stop` of a button, `stop` of a sentence, `Stopping`, `stopped`. */
  readonly label: string;
  readonly verb: string;
  readonly going: string;
  readonly done: string;
  /** What its command does, and lines that ask for it on the demo account; absent: it is only ever a step of another kind. */
  readonly command?: {
    readonly summary: string;
    readonly examples: readonly string[];
    /** Whether Discord registers it as a subcommand of its own (24 at most). */
    readonly alone: boolean;
  };
  /** IAM action, as the service authorization reference spells it; after the colon EC2's action. */
  readonly permission: string;
  /** What the same line of the AWS CLI has besides the ids. */
  readonly cli: string;
  /** The kind that leads back, where there is one. */
  readonly wayBack?: ControlKind;
  /** States it may be asked from, by EC2 ("Instance lifecycle", "Elastic IP addresses"). */
  readonly from: readonly (InstanceState | AddressState)[];
  /** States that mean it is there already, or on its way. */
  readonly already: readonly (InstanceState | AddressState)[];
  /** The state it leads to; undefined: it leads to no other one. A reboot is only queued, and nothing that can be read tells when it is done; a reverse DNS name is read by itself. */
  readonly to?: InstanceState | AddressState;
  /** Whether it ends costs, begins them, or neither. */
  readonly money: 'saved' | 'begun' | 'none';
  readonly danger: boolean;
  /** Whether the press must bring a word: the instance's name (its id where that is not its alone), or the public IP. */
  readonly typed: boolean;
}

/** Every kind of change, a row each. Nothing else repeats what stands here. */
export const kinds = {
  start: {
    of: 'instance',
    label: 'Start',
    verb: 'start',
    going: 'Starting',
    done: 'started',
    command: {
      summary: 'Start instances, after a plan and a confirmation',
      examples: ['start batch-7', 'start tag:team=search region:eu-west-1'],
      alone: true,
    },
    permission: 'ec2:StartInstances',
    cli: '',
    wayBack: 'stop',
    from: ['stopped'],
    already: ['pending', 'running'],
    to: 'running',
    money: 'begun',
    danger: false,
    typed: false,
  },
  stop: {
    of: 'instance',
    label: 'Stop',
    verb: 'stop',
    going: 'Stopping',
    done: 'stopped',
    command: {
      summary: 'Stop instances, after a plan and a confirmation',
      examples: ['stop web-1', 'stop tag:env=dev region:us-east-1', 'stop web-1 reason:"no traffic until Monday"'],
      alone: true,
    },
    permission: 'ec2:StopInstances',
    cli: '',
    wayBack: 'start',
    from: ['running'],
    already: ['stopping', 'stopped'],
    to: 'stopped',
    money: 'saved',
    danger: true,
    typed: false,
  },
  hibernate: {
    of: 'instance',
    label: 'Hibernate',
    verb: 'hibernate',
    going: 'Hibernating',
    done: 'hibernated',
    command: {
      summary: 'Hibernate instances: their memory is kept on the root volume',
      examples: ['hibernate notebook-2'],
      alone: false,
    },
    permission: 'ec2:StopInstances',
    cli: '--hibernate',
    wayBack: 'start',
    from: ['running'],
    already: ['stopping', 'stopped'],
    to: 'stopped',
    money: 'saved',
    danger: true,
    typed: false,
  },
  reboot: {
    of: 'instance',
    label: 'Reboot',
    verb: 'reboot',
    going: 'Rebooting',
    done: 'asked to reboot',
    command: {
      summary: 'Reboot instances; EC2 queues it and never tells how it went',
      examples: ['reboot api-1'],
      alone: true,
    },
    permission: 'ec2:RebootInstances',
    cli: '',
    from: ['running'],
    already: [],
    money: 'none',
    danger: true,
    typed: false,
  },
  terminate: {
    of: 'instance',
    label: 'Terminate',
    verb: 'terminate',
    going: 'Terminating',
    done: 'terminated',
    command: {
      summary: 'Terminate instances for good, after a plan and a typed word',
      examples: ['terminate crawler-spot-1'],
      alone: true,
    },
    permission: 'ec2:TerminateInstances',
    cli: '',
    from: ['pending', 'running', 'stopping', 'stopped'],
    already: ['shutting-down', 'terminated'],
    to: 'terminated',
    money: 'saved',
    danger: true,
    typed: true,
  },
  'reset-dns': {
    of: 'address',
    label: 'Reset the DNS of',
    verb: 'reset the DNS of',
    going: 'Resetting the DNS of',
    done: 'without a reverse DNS name',
    permission: 'ec2:ResetAddressAttribute',
    cli: '--attribute domain-name',
    from: ['associated', 'free'],
    already: [],
    money: 'none',
    danger: true,
    typed: true,
  },
  disassociate: {
    of: 'address',
    label: 'Disassociate',
    verb: 'disassociate',
    going: 'Disassociating',
    done: 'disassociated',
    command: {
      summary: 'Take an Elastic IP from what uses it; it stays ours and goes on costing',
      examples: ['disassociate 198.51.100.10'],
      alone: false,
    },
    permission: 'ec2:DisassociateAddress',
    cli: '',
    from: ['associated'],
    already: ['free'],
    to: 'free',
    money: 'none',
    danger: true,
    typed: true,
  },
  release: {
    of: 'address',
    label: 'Release',
    verb: 'release',
    going: 'Releasing',
    done: 'released',
    command: {
      summary: 'Give an Elastic IP back to AWS; what uses it is disassociated first',
      examples: ['release 198.51.100.38'],
      alone: true,
    },
    permission: 'ec2:ReleaseAddress',
    cli: '',
    wayBack: 'recover',
    from: ['associated', 'free'],
    already: ['released'],
    to: 'released',
    money: 'saved',
    danger: true,
    typed: true,
  },
  recover: {
    of: 'address',
    label: 'Recover',
    verb: 'recover',
    going: 'Recovering',
    done: 'recovered',
    command: {
      summary: 'Try to get back an Elastic IP that was released here',
      examples: ['recover 198.51.100.38'],
      alone: false,
    },
    permission: 'ec2:AllocateAddress',
    cli: '',
    wayBack: 'release',
    from: ['released'],
    already: ['associated', 'free'],
    to: 'free',
    money: 'begun',
    danger: false,
    typed: true,
  },
} as const satisfies Record<ControlKind, ChangeKind>;

export type Kind = keyof typeof kinds;

/** The row of a kind, as every row is read. */
export const rowOf = (kind: Kind): ChangeKind => kinds[kind];

/** Every kind, in the order of the table. */
export const kindNames = Object.keys(kinds).filter((name): name is Kind => Object.hasOwn(kinds, name));
