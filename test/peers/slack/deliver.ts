import type { Ack, PayloadKind, Retry, Transport } from './delivery.ts';
import { dressed } from './blocks.ts';
import { data, isData, text, type Data } from '../json.ts';
import { acknowledgeWithinMs } from './limits.ts';
import { blame } from './posting.ts';
import type { Room } from './room.ts';

/** Something that was sent to the app, and what came back. */
export interface Delivered {
  readonly ack: Ack;
  /** The payload as it was sent. */
  readonly payload: Data;
  /** Sends the same payload again, as the retry of this number. */
  again(number?: number): Promise<Delivered>;
}

/** Sends a payload and awaits its acknowledgement. What is wrong with that is written down. */
export type Deliver = (kind: PayloadKind, payload: Data, retry?: Retry) => Promise<Delivered>;

/** Delivers over whichever transport is in use. */
export function delivering(room: Room, transport: () => Transport): Deliver {
  const deliver: Deliver = async (kind, plain, retry) => {
    const payload = data(dressed(plain));
    const end = room.log.begin();
    try {
      const ack = await transport().send(kind, payload, retry);
      const what = text(data(payload['event'])['type']) || text(payload['type']) || text(payload['command']);
      if (ack.ms > acknowledgeWithinMs) room.log.late.push(`${what} after ${Math.round(ack.ms)} ms`);
      if (ack.status !== undefined && ack.status !== 200)
        blame(room, what, [{ what: `acknowledged by status ${ack.status}`, at: '', refused: true }]);
      // Only a command, a submission and a suggestion are answered by what the acknowledgement holds.
      const holds = isData(ack.body) || (typeof ack.body === 'string' && ack.body !== 'OK' && ack.body !== 'ok');
      const mayHold = ['view_submission', 'block_suggestion'].includes(what) || kind === 'slash_commands';
      if (ack.status === 200 && holds && !mayHold)
        blame(room, what, [{ what: 'acknowledged with a body', at: '', refused: false }]);
      return { ack, payload, again: (number = 1) => deliver(kind, payload, { number }) };
    } finally {
      end();
    }
  };
  return deliver;
}
