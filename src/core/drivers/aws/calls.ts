import {
  AllocateAddressCommand,
  DisassociateAddressCommand,
  RebootInstancesCommand,
  ReleaseAddressCommand,
  ResetAddressAttributeCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
  type EC2Client,
  type InstanceStateChange,
} from '@aws-sdk/client-ec2';
import type { FinalizeHandler } from '@smithy/types';
import type { ControlKind, Target } from '../../ports/control.ts';
import type { Account } from '../../ports/instance.ts';
import type { Ec2Calls, StateChange } from '../ec2/calls.ts';
import { AnswerLost, Ec2Error } from '../ec2/error.ts';
import { encodedMessageOf } from '../ec2/explain.ts';
import type { AccountConfig } from './account.ts';
import type { Clients } from './clients.ts';
import type { Decode } from './decode.ts';
import { untilAborted } from '../../until-aborted.ts';
import { changeError, isDryRunSuccess, isDryRunUnknown, NotAnswered } from './errors.ts';

/** The changing calls of AWS's EC2: one request each, never repeated here. */
export function createCalls(
  clients: Clients,
  accountOf: (account: Account) => AccountConfig | undefined,
  decode: Decode,
): Ec2Calls {
  /** A refusal of several targets is halved by who called, so that only that of a single one is told, and decoded. */
  const decoded = async (
    error: Ec2Error | AnswerLost,
    account: AccountConfig,
    region: string,
    targets: readonly Target[],
  ): Promise<Ec2Error | AnswerLost> => {
    const encoded = error instanceof Ec2Error && targets.length === 1 ? encodedMessageOf(error.message) : undefined;
    if (!(error instanceof Ec2Error) || encoded === undefined) return error;
    return new Ec2Error(error.code, error.message, error.requestId, await decode(account, region, encoded));
  };
  return {
    async ready(home, by, signal) {
      const account = accountOf(home.account);
      if (account === undefined) return;
      const credentials = clients.changing(account, home.region, by).config.credentials();
      await untilAborted(
        credentials.then(
          () => {},
          () => {},
        ),
        signal,
      );
    },
    async change(kind, home, targets, dryRun, signal, by) {
      const account = accountOf(home.account);
      if (account === undefined) throw new Ec2Error('NotSent', `no account ${home.account.name} is configured`);
      try {
        // A call that changes something is never cut off: its answer is what tells whether it was done.
        const sending = dryRun ? { abortSignal: signal } : {};
        const { changes, requestId } = await send[kind](
          notingSent(clients.changing(account, home.region, by)),
          targets,
          dryRun,
          sending,
        );
        // A DryRun's success is an error: an answer without one did not come from EC2, or from one that knows no DryRun.
        if (dryRun) throw sent(new NotAnswered());
        return { changes, requestId: requestId ?? '' };
      } catch (error) {
        if (dryRun && (isDryRunSuccess(error) || isDryRunUnknown(error))) return { requestId: '', changes: [] };
        const failure = changeError(error);
        // What is lost before the call goes out is lost of the credentials: their service has the same names for its failures.
        const unsent = failure instanceof AnswerLost && !wasSent(error);
        throw unsent ? new Ec2Error('NotSent', failure.message) : await decoded(failure, account, home.region, targets);
      }
    },
  };
}

/** What failed once its request was on the way. */
const sentFailures = new WeakSet<object>();
const sent = <E>(error: E): E => {
  if (typeof error === 'object' && error !== null) sentFailures.add(error);
  return error;
};
const wasSent = (error: unknown): boolean => typeof error === 'object' && error !== null && sentFailures.has(error);

/** Notes which failures come after the signing, which is the last step before the request goes out and needs the credentials. */
const noting =
  <I extends object, O extends object>(next: FinalizeHandler<I, O>): FinalizeHandler<I, O> =>
  async (args) => {
    try {
      return await next(args);
    } catch (error) {
      throw sent(error);
    }
  };
function notingSent(client: EC2Client): EC2Client {
  client.middlewareStack.addRelativeTo(noting, {
    name: 'notingSent',
    relation: 'after',
    toMiddleware: 'httpSigningMiddleware',
    override: true,
  });
  return client;
}

type Send = (
  client: EC2Client,
  targets: readonly Target[],
  dryRun: boolean,
  sending: { readonly abortSignal?: AbortSignal },
) => Promise<{ readonly changes: readonly StateChange[]; readonly requestId: string | undefined }>;

/** What EC2 answers for instances. */
const moved = (changed: readonly InstanceStateChange[] | undefined): readonly StateChange[] =>
  (changed ?? []).flatMap(({ InstanceId, PreviousState, CurrentState }) =>
    InstanceId === undefined
      ? []
      : [{ id: InstanceId, previous: PreviousState?.Name ?? 'unknown', current: CurrentState?.Name ?? 'unknown' }],
  );

/** Calls whose success says nothing: each target went from the one state to the other. */
const all = (targets: readonly Target[], previous: string, current: string): readonly StateChange[] =>
  targets.map(({ id }) => ({ id, previous, current }));

const idsOf = (targets: readonly Target[]): string[] => targets.map(({ id }) => id);
/** Of calls that take one target. */
const only = (targets: readonly Target[]): Target => {
  const [target] = targets;
  if (target === undefined || targets.length > 1) throw new Error('this call takes one target');
  return target;
};

const stop =
  (hibernate: boolean): Send =>
  async (client, targets, DryRun, sending) => {
    const asked = new StopInstancesCommand({
      InstanceIds: idsOf(targets),
      DryRun,
      ...(hibernate && { Hibernate: true }),
    });
    const { StoppingInstances, $metadata } = await client.send(asked, sending);
    return { changes: moved(StoppingInstances), requestId: $metadata.requestId };
  };

/** One EC2 call a kind. Never with Force or SkipOsShutdown: both can lose data. */
const send: Readonly<Record<ControlKind, Send>> = {
  async start(client, targets, DryRun, sending) {
    const { StartingInstances, $metadata } = await client.send(
      new StartInstancesCommand({ InstanceIds: idsOf(targets), DryRun }),
      sending,
    );
    return { changes: moved(StartingInstances), requestId: $metadata.requestId };
  },
  stop: stop(false),
  hibernate: stop(true),
  async reboot(client, targets, DryRun, sending) {
    const { $metadata } = await client.send(
      new RebootInstancesCommand({ InstanceIds: idsOf(targets), DryRun }),
      sending,
    );
    return { changes: all(targets, 'running', 'running'), requestId: $metadata.requestId };
  },
  async terminate(client, targets, DryRun, sending) {
    const { TerminatingInstances, $metadata } = await client.send(
      new TerminateInstancesCommand({ InstanceIds: idsOf(targets), DryRun }),
      sending,
    );
    return { changes: moved(TerminatingInstances), requestId: $metadata.requestId };
  },
  async 'reset-dns'(client, targets, DryRun, sending) {
    const { $metadata } = await client.send(
      new ResetAddressAttributeCommand({ AllocationId: only(targets).id, Attribute: 'domain-name', DryRun }),
      sending,
    );
    return { changes: all(targets, 'named', 'resetting'), requestId: $metadata.requestId };
  },
  async disassociate(client, targets, DryRun, sending) {
    const { $metadata } = await client.send(
      new DisassociateAddressCommand({ AssociationId: only(targets).associationId, DryRun }),
      sending,
    );
    return { changes: all(targets, 'associated', 'free'), requestId: $metadata.requestId };
  },
  async release(client, targets, DryRun, sending) {
    const { id, networkBorderGroup } = only(targets);
    const { $metadata } = await client.send(
      new ReleaseAddressCommand({ AllocationId: id, DryRun, NetworkBorderGroup: networkBorderGroup }),
      sending,
    );
    return { changes: all(targets, 'free', 'released'), requestId: $metadata.requestId };
  },
  async recover(client, targets, DryRun, sending) {
    const { id, networkBorderGroup } = only(targets);
    const { AllocationId, $metadata } = await client.send(
      new AllocateAddressCommand({ Address: id, Domain: 'vpc', DryRun, NetworkBorderGroup: networkBorderGroup }),
      sending,
    );
    // An answer without one is none of EC2's: whether there is an address now is for reading to tell.
    if (!DryRun && AllocationId === undefined) throw sent(new NotAnswered());
    return { changes: all(targets, 'released', 'free'), requestId: $metadata.requestId };
  },
};
