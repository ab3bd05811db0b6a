import { Redis } from 'ioredis';
import { createAws } from '../../../src/core/drivers/aws/aws.ts';
import { createBullmqJobs } from '../../../src/core/drivers/bullmq/jobs.ts';
import { systemClock } from '../../../src/core/drivers/system-clock.ts';
import { temporaryStore } from '../../temporary.ts';
import { accounts, atOnce, jobOver } from './jobs-house.ts';

/** A process of its own that reads regions for whoever asks; it is killed from outside. */
const [url = ''] = process.argv.slice(2);
const log = { info() {}, warn() {}, error() {} };
const { store } = await temporaryStore(systemClock);
const { cloud, parts } = createAws({ accounts, clock: systemClock, log, store });
const jobs = createBullmqJobs(jobOver({ cloud, parts, clock: systemClock }), {
  connect: async () => new Redis(url, { maxRetriesPerRequest: null }),
  prefix: 'test',
  bounds: atOnce,
  clock: systemClock,
  log,
  limits: { lockMs: 500 },
});
await jobs.work(new AbortController().signal);
