import { createDemoEc2 } from '../src/core/drivers/demo/engine.ts';
import { systemClock } from '../src/core/drivers/system-clock.ts';
import type { Clock } from '../src/core/ports/clock.ts';
import { startAwsPeer, type AwsPeer } from './peers/aws/server.ts';
import type { Mode } from './bot/slack/workspace.ts';
import { openServed, type Begin, type Begun } from './served.ts';
import { openSlack, type SlackServed } from './serving.ts';
import { temporaryStore } from './temporary.ts';

/** The key of a made-up user, which opens nothing, and the account that it is of. */
const key = 'AKIADEVDEVDEVDEVDEVD';
const accountId = '444455556666';

/** Machines of this AWS start and stop so many times as fast. */
const speed = 10;
function quickClock(): Clock {
  const began = Date.now();
  return { ...systemClock, now: () => began + (Date.now() - began) * speed };
}

/** The program as a process of its own, against the loopback Slack and the loopback AWS. */
export interface AwsServing extends SlackServed {
  readonly aws: AwsPeer;
  readonly folder: string;
  /** What it is given in its environment. */
  env(mode?: Mode): Readonly<Record<string, string>>;
  /** Begins it with these lines of configuration besides. */
  begin(more?: string, mode?: Mode, how?: Begin): Promise<Begun>;
  close(): Promise<void>;
}

/** Opens all of it; the caller closes it. The account is called `dev`; whoever is maria in Slack may change it. */
export async function openAwsServing(): Promise<AwsServing> {
  const { store, remove } = await temporaryStore(systemClock);
  const ec2 = await createDemoEc2({ store, clock: quickClock() });
  const aws = await startAwsPeer({ ec2, keys: new Map([[key, accountId]]), products: [] });
  const served = await openServed();
  const slack = await openSlack();
  const env = (mode: Mode = 'socket') => ({
    ...slack.secrets(mode),
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: key,
    AWS_SECRET_ACCESS_KEY: 'not-a-secret',
  });
  return {
    ...slack,
    aws,
    folder: served.folder,
    env,
    begin: (more = '', mode = 'socket', how = {}) =>
      served.begin(
        [
          slack.settings(mode),
          'accounts: [{ name: dev, regions: [us-east-1, eu-west-1] }]\n',
          `roles: { operator: ["slack:${slack.maria.id}"] }\n`,
          more,
        ].join(''),
        env(mode),
        how,
      ),
    async close() {
      await served.close();
      await slack.peer.stop();
      await aws.close();
      await remove();
    },
  };
}
