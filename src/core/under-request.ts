import { AsyncLocalStorage } from 'node:async_hooks';

const under = new AsyncLocalStorage<string>();

/**
 * Does work under the id of a request: whatever it awaits and begins knows it, down to the call of AWS, for which nothing is passed
 * on but a signal. It is for log lines alone; what is written into the audit is handed its id.
 */
export const underRequest = <T>(id: string, work: () => T): T => under.run(id, work);

/** The id of the request that this is done for; undefined: for none. Work that several requests join bears that of the first. */
export const requestNow = (): string | undefined => under.getStore();
