import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAws } from '../../../../src/core/drivers/aws/aws.ts';
import { createDemoEc2 } from '../../../../src/core/drivers/demo/engine.ts';
import type { Clock } from '../../../../src/core/ports/clock.ts';
import type { Log } from '../../../../src/core/ports/log.ts';
import { createControl } from '../../../../src/core/drivers/ec2/control.ts';
import { openPrices } from '../../../../src/core/facts/prices/prices.ts';
import { fakeClock } from '../../../fake-clock.ts';
import { startAwsPeer, type AwsPeerParts } from '../../../peers/aws/server.ts';
import { temporaryStore } from '../../../temporary.ts';

/** Keys of made-up users; they open nothing. */
const keys = new Map([
  ['AKIAPRODPRODPRODPROD', '111122223333'],
  ['AKIADEVDEVDEVDEVDEVD', '444455556666'],
]);
const [prodKey = '', devKey = ''] = keys.keys();
export const regions = ['us-east-1', 'eu-west-1', 'ap-northeast-1'];

/** What the SDK reads of the environment, set for one test and put back after it. */
async function withEnvironment(url: string, bare: boolean) {
  const folder = await mkdtemp(join(tmpdir(), 'quartermaster-aws-'));
  const credentials = join(folder, 'credentials');
  const config = join(folder, 'config');
  const runs = join(folder, 'runs');
  const script = join(folder, 'process.cjs');
  await writeFile(runs, '');
  await writeFile(
    script,
    `require('node:fs').appendFileSync(${JSON.stringify(runs)}, 'x');
     console.log(${JSON.stringify(JSON.stringify({ Version: 1, AccessKeyId: prodKey, SecretAccessKey: 'not-a-secret' }))});`,
  );
  await writeFile(config, `[profile process]\ncredential_process = "${process.execPath}" "${script}"\n`);
  await writeFile(
    credentials,
    [
      ['prod', prodKey],
      ['dev', devKey],
      ['stranger', 'AKIASTRANGERSTRANGER'],
    ]
      .map(([name, key]) => `[${name}]\naws_access_key_id=${key}\naws_secret_access_key=not-a-secret\n`)
      .join('\n'),
  );
  const wanted: Readonly<Record<string, string | undefined>> = {
    AWS_ENDPOINT_URL: url,
    AWS_SHARED_CREDENTIALS_FILE: bare ? join(folder, 'none') : credentials,
    AWS_CONFIG_FILE: bare ? join(folder, 'none') : config,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: bare ? prodKey : undefined,
    AWS_SECRET_ACCESS_KEY: bare ? 'not-a-secret' : undefined,
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
  };
  const before = Object.fromEntries(Object.keys(wanted).map((name) => [name, process.env[name]]));
  const put = (values: Readonly<Record<string, string | undefined>>) => {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  };
  put(wanted);
  return {
    /** How often the credentials of the profile `process` were fetched. */
    processRuns: async () => (await readFile(runs, 'utf8')).length,
    async restore() {
      put(before);
      await rm(folder, { recursive: true });
    },
  };
}

export interface AwsHouseOptions {
  readonly products?: AwsPeerParts['products'];
  readonly sold?: AwsPeerParts['sold'];
  readonly roles?: AwsPeerParts['roles'];
  readonly facts?: AwsPeerParts['facts'];
  readonly accounts?: Parameters<typeof createAws>[0]['accounts'];
  /** Keys stand in the environment, and there are no files of AWS's. */
  readonly bare?: boolean;
}

/** AWS's part on a loopback socket over a demo account of its own, and an environment that leads the SDK there. */
export async function openPeer(
  clock: Clock,
  { products = [], sold = {}, roles = new Map(), facts, bare = false }: Omit<AwsHouseOptions, 'accounts'> = {},
) {
  const { store, remove } = await temporaryStore(clock);
  const ec2 = await createDemoEc2({ store, clock });
  const peer = await startAwsPeer({ ec2, keys, products, sold, roles, ...(facts && { facts }) });
  const { restore, processRuns } = await withEnvironment(peer.url, bare);
  return {
    ec2,
    peer,
    store,
    processRuns,
    async close() {
      await peer.close();
      await restore();
      await remove();
    },
  };
}

/** The aws driver through the real SDK and a real socket, against the peer over the demo account. */
export async function openAwsHouse({
  products,
  sold,
  roles,
  facts,
  accounts = [
    { name: 'demo-prod', profile: 'prod', regions },
    { name: 'demo-dev', profile: 'dev', regions },
  ],
}: AwsHouseOptions = {}) {
  const clock = fakeClock();
  const { ec2, peer, processRuns, store, close } = await openPeer(clock, {
    ...(products && { products }),
    ...(sold && { sold }),
    ...(roles && { roles }),
    ...(facts && { facts }),
  });
  const warnings: string[] = [];
  const log: Log = {
    info() {},
    warn: (facts, words) => warnings.push(`${words} ${JSON.stringify(facts)}`),
    error() {},
  };
  const aws = createAws({ accounts, clock, log, store });
  return {
    clock,
    ec2,
    peer,
    store,
    log,
    ...aws,
    warnings,
    /** Opens what answers prices, as a start of the program does: what an earlier one read is in the store. */
    openPrices: () => openPrices({ priceList: aws.priceList, store, clock, log }),
    control: createControl(aws.calls, clock),
    pass: (ms: number) => clock.pass(ms),
    processRuns,
    async close() {
      aws.close();
      await close();
    },
  };
}
