import { didYouMean } from '../near.ts';
import type { Listing } from '../ports/cloud.ts';
import type { Address, Home } from '../ports/instance.ts';
import { candidatesCarried, reasons, type Problem } from '../problem.ts';
import { code, command, list, say } from '../text.ts';

/** Candidates told where a name is not one address's alone. */
const candidatesTold = 8;

/** No Elastic IP is meant by the word; names the nearest. */
export function noSuchAddress(word: string, { items, gaps }: Listing<Address>): Problem {
  return {
    problem: 'address-not-found',
    what: say`No Elastic IP of ours is ${code(word)}.`,
    ...(gaps.length > 0 && { where: say`Not everything could be read: ${reasons(gaps)}` }),
    todo: didYouMean(
      word,
      items.flatMap(({ publicIp, tags: { Name: name } }) => [
        publicIp,
        ...(name === undefined || name === '' ? [] : [name]),
      ]),
      say`${command('addresses')} shows all there are.`,
    ),
  };
}

/** Several are meant; names the candidates. */
export const ambiguousAddress = (word: string, found: readonly (Home & { readonly ip: string })[]): Problem => ({
  problem: 'ambiguous-name',
  what: say`${found.length} Elastic IPs answer to ${code(word)}: ${list(found.slice(0, candidatesTold).map(({ ip, account, region }) => say`${code(ip)} (${account.name}, ${region})`))}.`,
  todo: say`Say which by its address.`,
  which: {
    word,
    says: say`${found.length} Elastic IPs answer to ${code(word)}.`,
    options: found.slice(0, candidatesCarried).map(({ ip, account, region }) => ({
      word: ip,
      label: ip,
      about: `${account.name}, ${region}`,
    })),
  },
});
