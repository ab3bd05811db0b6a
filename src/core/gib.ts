/** MiB of a GiB. */
export const mibPerGib = 1_024;

/** Memory in GiB as people say it, to two places: few old types have no round figure. */
export const gibibytes = (memoryMiB: number): number => Math.round((memoryMiB / mibPerGib) * 100) / 100;
