import type { Claim, Witness } from '../../src/core/ports/witness.ts';

/** A witness in memory, for stores that are. */
export function memoryWitness(): Witness {
  const claims: Claim[] = [];
  return {
    where: 'memory',
    ready: async () => {},
    async note(append, standing) {
      const last = claims.at(-1);
      if (last !== undefined && standing !== undefined) {
        const hash = (await standing.hashAt(last.position)) ?? last.hash;
        if (hash !== last.hash) claims.push({ ...last, hash });
      }
      const knew = claims.length === 0 ? 'nothing' : 'something';
      claims.push(await append());
      return knew;
    },
    testimony: async () => ({ claims: [...claims], unreadable: 0 }),
  };
}
