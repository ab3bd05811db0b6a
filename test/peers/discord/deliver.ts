import { isData, type Data } from '../json.ts';
import { answer } from './callbacks.ts';
import { listenForMs, type Ack, type Transport } from './delivery.ts';
import type { Interaction, InteractionSpec } from './interactions.ts';
import { answerWithinMs } from './limits.ts';
import { interactionPayload, type At } from './payloads.ts';
import { Refusal } from './refusal.ts';
import type { Room } from './room.ts';
import type { DiscordMessage } from './world.ts';

/** An interaction that was sent to the app, and what came back. */
export interface Delivered {
  readonly interaction: Interaction;
  /** As it was sent. */
  readonly payload: Data;
  readonly ack: Ack;
  /** Type of the callback that answered it; undefined where nobody did. */
  readonly answered: number | undefined;
  /** Sends the same again, as it was: it has been answered since, or it is too late. */
  again(): Promise<Ack>;
}

/** What an interaction is about, besides where it happens. */
export interface Sent extends Omit<InteractionSpec, 'user' | 'channelId' | 'metadata' | 'id'> {
  readonly data: Data;
  readonly message?: DiscordMessage;
  readonly metadata: (id: string) => Data;
  /** Fields that are otherwise than Discord sends them. */
  readonly forged?: Data;
}

/** Sends an interaction and waits until it is answered, or until it is too late by the peer's clock, or nobody is there to answer. */
export type Deliver = (at: At, sent: Sent) => Promise<Delivered>;

/** Delivers over whichever transport is in use. */
export function delivering(room: Room, transport: () => Transport): Deliver {
  /** The body of an HTTP answer is a callback; 202 says that one comes by REST (Discord, "Interactions: Receiving and Responding", "Interaction Callback"). */
  function take(interaction: Interaction, { status, body, files = [] }: Ack): void {
    const oops = (what: string) => room.log.offences.push({ where: 'http answer', what, at: '', refused: true });
    if (status === 202) {
      if (body !== undefined) oops('202 comes without a body');
    } else if (status !== 200) oops(`answered by status ${status}`);
    else if (!isData(body)) oops('answered without JSON');
    else
      try {
        answer(room, interaction, body, files);
      } catch (error) {
        // The person sees that the interaction failed; what was wrong is written down.
        if (!(error instanceof Refusal)) throw error;
        if (error.code !== 50_035) oops(`${error.code}: ${error.message}`);
      }
  }

  return async (at, { data, message, metadata, forged, ...spec }) => {
    const id = room.world.id();
    const interaction = room.interactions.make({
      ...spec,
      id,
      user: at.user.id,
      channelId: at.channel.id,
      metadata: metadata(id),
    });
    const payload = { ...interactionPayload(room, interaction, at, { data, ...(message && { message }) }), ...forged };
    const end = room.log.begin();
    try {
      const over = transport();
      const ack = await over.send(interaction, payload);
      if (over.answersInPlace === true && ack.status !== undefined) take(interaction, ack);
      // An HTTP answer other than 202 is the last word.
      const isOpen = ack.status !== undefined && (over.answersInPlace !== true || ack.status === 202);
      const isOver = () =>
        interaction.answered !== undefined || room.over.stopped || room.now() - interaction.at > answerWithinMs;
      if (isOpen) await room.log.until(isOver, listenForMs).catch(() => undefined);
      return {
        interaction,
        payload,
        ack,
        answered: interaction.answered,
        again: () => transport().send(interaction, payload),
      };
    } finally {
      end();
    }
  };
}
