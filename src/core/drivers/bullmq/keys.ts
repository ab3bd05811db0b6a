/** Where the jobs of one kind stand in Redis. All keys lie in one slot of a Cluster, as BullMQ wants it. */
export interface Keys {
  /** BullMQ's own. */
  readonly prefix: string;
  readonly queue: string;
  result(batch: string, id: string): string;
  /** What was done of a batch, in order: see {@link doneEntry}. */
  done(batch: string): string;
  /** Who is at work on something of this one. */
  slots(whose: string): string;
}

/** @param prefix What all of our keys begin with. @param name Of the kind of job. */
export function keysOf(prefix: string, name: string): Keys {
  const own = `{${prefix}:jobs}`;
  return {
    prefix: own,
    queue: name,
    result: (batch, id) => `${own}:${name}-result:${batch}:${id}`,
    done: (batch) => `${own}:${name}-done:${batch}`,
    slots: (whose) => `${own}:${name}-slots:${whose}`,
  };
}

/** Under which BullMQ knows a part: no colon, and not a number alone. */
export const jobId = (batch: string, id: string): string => `${batch}_${id}`;

/** One line of what was done of a batch. */
export type DoneEntry = { readonly id: string; readonly lost?: string | undefined };

/** `id`, or `id reason` for what is lost; ids have no spaces. */
export const doneEntry = ({ id, lost }: DoneEntry): string => (lost === undefined ? id : `${id} ${lost}`);
/** See {@link doneEntry}. */
export function readDoneEntry(line: string): DoneEntry {
  const space = line.indexOf(' ');
  return space < 0 ? { id: line } : { id: line.slice(0, space), lost: line.slice(space + 1) };
}
