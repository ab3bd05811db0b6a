import { StartInstancesCommand, StopInstancesCommand } from '@aws-sdk/client-ec2';
import type { Account } from '../../ports/instance.ts';
import type { Ec2Calls } from '../ec2/calls.ts';
import { Ec2Error } from '../ec2/error.ts';
import type { AccountConfig, Clients } from './clients.ts';
import { changeError, isDryRunSuccess, NotAnswered } from './errors.ts';

/** The changing calls of AWS's EC2: one request each, never repeated here. */
export function createCalls(clients: Clients, accountOf: (account: Account) => AccountConfig | undefined): Ec2Calls {
  return {
    async change(action, home, ids, dryRun, signal) {
      const account = accountOf(home.account);
      if (account === undefined) throw new Ec2Error('NotSent', `no account ${home.account.name} is configured`);
      const client = clients.changing(account, home.region);
      const input = { InstanceIds: [...ids], DryRun: dryRun };
      try {
        const sending = { abortSignal: signal };
        const answer = await (action === 'StartInstances'
          ? client
              .send(new StartInstancesCommand(input), sending)
              .then(({ StartingInstances, $metadata }) => ({ changed: StartingInstances, $metadata }))
          : client
              .send(new StopInstancesCommand(input), sending)
              .then(({ StoppingInstances, $metadata }) => ({ changed: StoppingInstances, $metadata })));
        // A DryRun's success is an error: an answer without one did not come from EC2, or from one that knows no DryRun.
        if (dryRun) throw new NotAnswered();
        return {
          requestId: answer.$metadata.requestId ?? '',
          changes: (answer.changed ?? []).flatMap(({ InstanceId, PreviousState, CurrentState }) =>
            InstanceId === undefined
              ? []
              : [
                  {
                    id: InstanceId,
                    previous: PreviousState?.Name ?? 'unknown',
                    current: CurrentState?.Name ?? 'unknown',
                  },
                ],
          ),
        };
      } catch (error) {
        if (dryRun && isDryRunSuccess(error)) return { requestId: '', changes: [] };
        throw changeError(error);
      }
    },
  };
}
