import { Redis } from 'ioredis';
import { createAws } from '../../../src/core/drivers/aws/aws.ts';
import { createBullmqJobs } from '../../../src/core/drivers/bullmq/jobs.ts';
import { systemClock } from '../../../src/core/drivers/system-clock.ts';
import { memoryStore } from '../../memory-store.ts';
import { accounts, atOnce, jobOver } from './jobs-house.ts';

/** A process of its own that reads regions for whoever asks; it is killed from outside. */
const [url = ''] = process.argv.slice(2);
const log = { info() {}, warn() {}, error() {} };
// It is killed, and could not clear away a file.
const store = memoryStore(systemClock, 'worker').open();
const { cloud, parts } = createAws({ accounts, clock: systemClock, log, store });
const jobs = createBullmqJobs(jobOver({ cloud, parts, clock: systemClock }), {
  connect: async (own) => new Redis(url, own),
  prefix: 'test',
  bounds: atOnce,
  clock: systemClock,
  log,
  limits: { lockMs: 3_000 },
});
await jobs.work(new AbortController().signal);
