import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { startRedis } from '../test/peers/redis/server.ts';
import { openReplicas } from '../test/replicas.ts';
import { at, ms } from './measure.ts';
import { program } from './program.ts';

const rounds = 3;
/** Nobody says anything for so long: heartbeats, probes, the outbox and alerts come and go, in ms. */
const idleMs = 30_000;

const rssMiB = async (pid: number | undefined): Promise<number> =>
  Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;

/** What a bare Node.js of this machine takes, in MiB. */
async function bareNode(): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'console.log(1);setInterval(()=>{},1e5)'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    await new Promise((resolve) => child.stdout.once('data', resolve));
    return await rssMiB(child.pid);
  } finally {
    child.kill('SIGKILL');
  }
}

/** Resident memory of a replica on Redis that serves both platforms, with an account of AWS and an alert, while nobody says anything: the median of three. */
export async function benchIdle() {
  const server = await startRedis();
  const atReady: number[] = [];
  const idle: number[] = [];
  const bare: number[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const replicas = await openReplicas({
        count: 1,
        redis: { port: server.port, prefix: `idle-${round}` },
        alerts: { 'idle-addresses': { rules: ['idle-addresses'], when: 'every 15m' } },
        program,
      });
      try {
        const pid = replicas.all[0]?.child.pid;
        atReady.push(await rssMiB(pid));
        await setTimeout(idleMs);
        idle.push(await rssMiB(pid));
        bare.push(await bareNode());
      } finally {
        await replicas.close();
      }
    }
  } finally {
    await server.close();
  }
  return {
    rssAtReadyMiB: at(atReady, 0.5),
    rssIdleMiB: at(idle, 0.5),
    largestIdleMiB: Math.max(...idle),
    bareNodeMiB: at(bare, 0.5),
    ratioToBareNode: ms(at(idle, 0.5) / at(bare, 0.5)),
    targets: { rssIdleMiB: 180 },
  };
}
