import { Routes } from 'discord.js';
import { z } from 'zod';
import { secondMs } from '../../core/time.ts';
import type { DiscordCalls } from './calls.ts';
import { codes } from './failure.ts';
import type { FirstAnswer } from './read.ts';

/** Discord takes a first answer for three seconds (Discord, "Receiving and Responding"): time for two. */
const withinMs = 1.3 * secondMs;

const Interaction = z.object({ id: z.string(), token: z.string() });

/** The first answer to an interaction that came over the gateway. Asked again where nobody answered: that it was answered before then says that this was taken. */
export function callbackOf(calls: DiscordCalls, interaction: unknown): FirstAnswer {
  const say: FirstAnswer['say'] = async (body) => {
    const { data } = Interaction.safeParse(interaction);
    if (data === undefined) return { is: 'refused', code: 'no_interaction', details: [] };
    const once = () => calls.answer(Routes.interactionCallback(data.id, data.token), body, withinMs);
    const first = await once();
    if (first.is === 'sent') return undefined;
    if (first.is !== 'unanswered') return first;
    const second = await once();
    // Whether the first was taken is as little known as before.
    if (second.is === 'later') return first;
    return second.is === 'sent' || (second.is === 'refused' && second.code === codes.alreadyAcknowledged)
      ? undefined
      : second;
  };
  return { say, once: true };
}
