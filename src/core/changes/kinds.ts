import type { InstanceState } from '../ports/instance.ts';

/** One kind of change: everything that differs between them. Danger style, IAM policy, help and words derive from this table. */
export interface ChangeKind {
  /** `Stop` of a button, `stop` of a sentence, `Stopping`, `stopped`. */
  readonly label: string;
  readonly verb: string;
  readonly going: string;
  readonly done: string;
  /** IAM action, as the service authorization reference spells it. */
  readonly permission: string;
  /** The kind that leads back, where there is one. */
  readonly wayBack?: string;
  /** States it may be asked from, by EC2 ("Instance lifecycle"). */
  readonly from: readonly InstanceState[];
  /** States that mean it is there already, or on its way. */
  readonly already: readonly InstanceState[];
  /** The state it leads to. */
  readonly to: InstanceState;
  readonly danger: boolean;
}

/** Every kind of change, a row each. Nothing else repeats what stands here. */
export const kinds = {
  start: {
    label: 'Start',
    verb: 'start',
    going: 'Starting',
    done: 'started',
    permission: 'ec2:StartInstances',
    wayBack: 'stop',
    from: ['stopped'],
    already: ['pending', 'running'],
    to: 'running',
    danger: false,
  },
  stop: {
    label: 'Stop',
    verb: 'stop',
    going: 'Stopping',
    done: 'stopped',
    permission: 'ec2:StopInstances',
    wayBack: 'start',
    from: ['running'],
    already: ['stopping', 'stopped'],
    to: 'stopped',
    danger: true,
  },
} as const satisfies Record<string, ChangeKind>;

export type Kind = keyof typeof kinds;
