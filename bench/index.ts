import { arch, cpus } from 'node:os';
import { benchAudit } from './audit.ts';
import { benchChanges } from './changes.ts';
import { benchCounting } from './counting.ts';
import { benchDecisions } from './decisions.ts';
import { benchDiscord } from './discord.ts';
import { benchIdle } from './idle.ts';
import { benchJobs } from './jobs.ts';
import { inOwnProcess } from './in-own-process.ts';
import { benchPictures } from './pictures.ts';
import { benchPrices } from './prices.ts';
import { benchReads } from './reads.ts';
import { benchScan } from './scan.ts';
import { benchSlack } from './slack.ts';
import { benchStart } from './start.ts';
import { benchStores } from './stores.ts';
import { benchTogether } from './together.ts';
import { machineBaseline } from './measure.ts';

/** `npm run bench`: one JSON document on stdout. Figures stand beside a baseline of the same run, for machines differ. */
const baselineMs = machineBaseline();
const start = await benchStart();
const changes = await benchChanges();
const audit = await benchAudit();
const stores = await benchStores();
const reads = await benchReads();
const pictures = await benchPictures();
const prices = await benchPrices();
const decisions = await benchDecisions();
/** 40,000 addresses for those that idle, and as many instances and volumes by all rules. */
const sweep = await inOwnProcess('sweep-run');
const scan = await benchScan();
const jobs = await benchJobs();
/** 40,000 instances of one region on their way between two processes, and how long they hold the event loop. */
const carried = await inOwnProcess('carried-run');
const slack = await benchSlack();
const discord = await benchDiscord();
const together = await benchTogether();
const counting = await benchCounting();
const idle = await benchIdle();
const report = {
  machine: { node: process.version, arch: arch(), cores: cpus().length, cpu: cpus()[0]?.model },
  baseline: { what: '20 million additions modulo a prime, ms', ms: baselineMs },
  start,
  changes,
  audit,
  stores,
  reads,
  pictures,
  prices,
  decisions,
  sweep,
  scan,
  jobs,
  carried,
  slack,
  discord,
  together,
  counting,
  idle,
};
process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
