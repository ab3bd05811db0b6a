/** How many turns the event loop has while something is done. */
export async function turnsOf(does: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const count = (): void => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  await does();
  isOver = true;
  return turns;
}
