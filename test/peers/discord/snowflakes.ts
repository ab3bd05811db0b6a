/** The first millisecond of Discord's ids, since the epoch (Discord, "API Reference", "Snowflakes"). */
const discordEpochMs = 1_420_070_400_000;

/** Milliseconds stand above these bits. */
const lowerBits = 22n;

/** Ids that grow, whatever the clock does: the time in their upper bits, and a count below. */
export function createSnowflakes(now: () => number): () => string {
  let last = 0n;
  return () => {
    const least = BigInt(Math.floor(now()) - discordEpochMs) << lowerBits;
    last = least > last ? least : last + 1n;
    return last.toString();
  };
}

/** When an id was made, in milliseconds since the epoch. */
export const timeOf = (id: string): number => Number(BigInt(id) >> lowerBits) + discordEpochMs;
