import { Socket } from 'node:net';
import { SentinelConnector, type SentinelConnectionOptions } from 'ioredis';

/**
 * Finds the master by the sentinels, as ioredis does. There a connection is over for good that is told to connect anew, by what
 * detects failovers among others, while the sentinels are still being asked; here it has closed, and is made again unless it was
 * ended. It is handed over as an option, so that copies of a connection have it too.
 */
export class LastingSentinelConnector extends SentinelConnector {
  /** @param options Those of the connection, which ioredis hands over whatever they are. */
  constructor(options: unknown) {
    if (!isOfSentinels(options)) throw new Error('these are no options of a connection by sentinels');
    super(options);
  }

  override async connect(...given: Parameters<SentinelConnector['connect']>): ReturnType<SentinelConnector['connect']> {
    try {
      return await super.connect(...given);
    } catch {
      return new Socket().destroy();
    }
  }
}

const isOfSentinels = (options: unknown): options is SentinelConnectionOptions =>
  typeof options === 'object' && options !== null && 'sentinels' in options;
