import { jobsContract } from '../../../contracts/jobs.ts';
import { openRedisHouse } from './house.ts';

jobsContract('bullmq', async () => {
  const house = await openRedisHouse();
  return {
    async process(job, own) {
      const jobs = await house.asker(job, own);
      house.worker(jobs);
      return jobs;
    },
    close: () => house.close(),
  };
});
