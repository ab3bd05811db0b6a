import { DecodeAuthorizationMessageCommand } from '@aws-sdk/client-sts';
import { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import { minuteMs, secondMs, type Instant } from '../../time.ts';
import type { Denial } from '../ec2/error.ts';
import type { AccountConfig } from './account.ts';
import type { Clients } from './clients.ts';

/** A refusal waits so long for its message to be decoded, and is told without it then. */
const decodeMs = 3 * secondMs;
/** An account that could not have one decoded is not asked again for so long: rights seldom change. */
const restMs = 5 * minuteMs;

/** What of a decoded message is read (STS API, "DecodeAuthorizationMessage"); principal, statements and conditions never are. */
const Decoded = z.object({ context: z.object({ action: z.string().min(1), resource: z.string().optional() }) });

/** Which right was missing, out of EC2's encoded message. Never rejects. */
export type Decode = (account: AccountConfig, region: string, encoded: string) => Promise<Denial>;

/** Decodes with the account's own role, which needs sts:DecodeAuthorizationMessage for it. */
export function createDecode(clients: Clients, clock: Clock): Decode {
  const restsUntil = new Map<string, Instant>();
  return async (account, region, encoded) => {
    if (clock.now() < (restsUntil.get(account.name) ?? 0)) return 'closed';
    const over = new AbortController();
    const late = new AbortController();
    clock.sleep(decodeMs, over.signal).then(
      () => late.abort(),
      () => {},
    );
    try {
      const { DecodedMessage = '' } = await clients
        .identity(account, region)
        .send(new DecodeAuthorizationMessageCommand({ EncodedMessage: encoded }), { abortSignal: late.signal });
      const { action, resource } = Decoded.parse(JSON.parse(DecodedMessage)).context;
      return { action, ...(resource !== undefined && resource !== '' && { resource }) };
    } catch {
      // Not allowed, late, or in a form that nobody knows: the refusal is told without it, whatever the reason.
      restsUntil.set(account.name, clock.now() + restMs);
      return 'closed';
    } finally {
      over.abort();
    }
  };
}
