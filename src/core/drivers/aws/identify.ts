import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Account } from '../../ports/instance.ts';
import { isProblem, type Problem } from '../../problem.ts';
import { code, say } from '../../text.ts';
import { homeRegions, type AccountConfig } from './account.ts';
import type { Clients } from './clients.ts';
import { stated, readProblem } from './errors.ts';
import { untilAborted } from '../../until-aborted.ts';

/** Whose credentials an account's are. Rejects when the signal is aborted. */
export type Identify = (config: AccountConfig, signal: AbortSignal) => Promise<Account | Problem>;

/** The id is asked of AWS once, and again after a failure. */
export function createIdentify(clients: Clients): Identify {
  const answers = new Map<string, Promise<Account | Problem>>();

  const askIn = async (config: AccountConfig, region: string | undefined): Promise<Account | Problem> => {
    try {
      const { Account: id } = await clients.identity(config, region).send(new GetCallerIdentityCommand({}));
      return { name: config.name, id: stated(id) };
    } catch (error) {
      return readProblem(
        error,
        config.profile === undefined
          ? say`account ${config.name}`
          : say`account ${config.name}, whose profile is ${code(config.profile)}`,
      );
    }
  };
  /** A region that is not enabled, or does not exist, refuses everybody's credentials: then the others are asked, all at once. */
  const ask = async (config: AccountConfig): Promise<Account | Problem> => {
    const [first, ...others] = homeRegions(config);
    const answer = await askIn(config, first);
    if (!isProblem(answer)) return answer;
    const rest = await Promise.all(others.map((region) => askIn(config, region)));
    return rest.find((one) => !isProblem(one)) ?? answer;
  };

  return (config, signal) => {
    const asked =
      answers.get(config.name) ??
      ask(config).then((answer) => {
        if (isProblem(answer)) answers.delete(config.name);
        return answer;
      });
    answers.set(config.name, asked);
    return untilAborted(asked, signal);
  };
}
