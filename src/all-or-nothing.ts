/** What has been opened. */
export interface Opened {
  /** One thing more, by how it is closed. */
  add(close: () => Promise<void> | void): void;
  /** Closes all of it, the newest first. Rejects with the first fault, when everything has been tried. */
  close(): Promise<void>;
}

/** Gives what is made; where the making rejects, all that was opened for it is closed first. */
export async function allOrNothing<T>(make: (opened: Opened) => Promise<T>): Promise<T> {
  const opened = nothing();
  try {
    return await make(opened);
  } catch (error) {
    // Why it could not be made matters, not what else went wrong when it was given up.
    await opened.close().catch(() => {});
    throw error;
  }
}

function nothing(): Opened {
  const closings: (() => Promise<void> | void)[] = [];
  return {
    add: (close) => void closings.push(close),
    async close() {
      const faults: unknown[] = [];
      for (let close = closings.pop(); close !== undefined; close = closings.pop()) {
        try {
          await close();
        } catch (error) {
          faults.push(error);
        }
      }
      if (faults.length > 0) throw faults[0];
    },
  };
}
