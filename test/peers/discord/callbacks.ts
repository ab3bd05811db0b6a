import { data, dataList, isData, numberOr, type Data } from '../json.ts';
import type { Upload } from './body.ts';
import { interactionTypes, type Interaction } from './interactions.ts';
import { answerWithinMs } from './limits.ts';
import { openModal } from './modals.ts';
import { flags, messageOutput, messageTypes } from './outputs.ts';
import { admit, blame, edit, post, type Draft, type Place } from './posting.ts';
import { refused } from './refusal.ts';
import type { Room } from './room.ts';
import { validateCallbackType, validateChoices, validateDeferral, validateModal } from './validate.ts';
import type { DiscordMessage } from './world.ts';

/** Types of callbacks (Discord, "Interactions: Receiving and Responding", "Interaction Callback Type"). */
export const callbackTypes = {
  pong: 1,
  message: 4,
  deferMessage: 5,
  deferUpdate: 6,
  update: 7,
  choices: 8,
  modal: 9,
} as const;

const where = 'callback';

/** Where an answer to an interaction is shown, and as what. */
export function placeOf(interaction: Interaction, body: Data): Place {
  const { channelId, source, target, user, type, metadata } = interaction;
  const replyTo = source ?? target;
  const isCommand = type === interactionTypes.command;
  return {
    channelId,
    type:
      isCommand && target === undefined
        ? messageTypes.command
        : target === undefined
          ? messageTypes.plain
          : messageTypes.contextMenu,
    interaction: metadata,
    ...(replyTo !== undefined && { replyTo }),
    ...((numberOr(body['flags'], 0) & flags.ephemeral) !== 0 && { onlyFor: user }),
  };
}

/** Late by the clock of the stand-in: the token is worth nothing. Late by real time: told apart. */
function checkTime(room: Room, interaction: Interaction): void {
  const tookMs = performance.now() - interaction.sentAt;
  if (tookMs > answerWithinMs) room.log.late.push(`interaction ${interaction.type} after ${Math.round(tookMs)} ms`);
  if (room.now() - interaction.at > answerWithinMs) throw refused('unknownInteraction');
}

function sourceOf({ world }: Room, { source }: Interaction): DiscordMessage {
  const message = world.message(source ?? '');
  if (message === undefined) throw refused('unknownMessage');
  return message;
}

/** Does what a callback says; gives the message that it made or changed. */
function follow(
  room: Room,
  interaction: Interaction,
  type: unknown,
  body: Data,
  files: readonly Upload[],
): DiscordMessage | undefined {
  const under = '/data';
  const draft = (was?: DiscordMessage): Draft =>
    admit(room, where, { body, files }, { by: 'interaction', ...(was && { was }) }, under);
  if (type === callbackTypes.message) return post(room, draft(), placeOf(interaction, body));
  if (type === callbackTypes.deferMessage) {
    blame(room, where, validateDeferral(body));
    const only = { flags: numberOr(body['flags'], 0) & flags.ephemeral };
    const nothing = { body: only, files: [], pings: [] };
    interaction.waiting = true;
    return post(room, nothing, { ...placeOf(interaction, only), loading: true });
  }
  if (type === callbackTypes.deferUpdate) return sourceOf(room, interaction);
  if (type === callbackTypes.update) {
    const message = sourceOf(room, interaction);
    return edit(room, message, draft(message));
  }
  if (type === callbackTypes.choices) {
    blame(room, where, validateChoices(body, interaction.optionType ?? 0));
    interaction.choices = dataList(body['choices']);
    return undefined;
  }
  blame(room, where, validateModal(body));
  openModal(room, interaction, body);
  return undefined;
}

/** Answers an interaction for the first time, by REST or in the answer to its HTTP request. Gives what `with_response` asks for (Discord, "Interactions: Receiving and Responding", "Interaction Callback Response Object"). */
export function answer(room: Room, interaction: Interaction, callback: unknown, files: readonly Upload[]): Data {
  if (interaction.answered !== undefined) throw refused('acknowledged');
  checkTime(room, interaction);
  const { type, data: body } = data(callback);
  const fromMessage = interaction.source !== undefined;
  blame(room, where, validateCallbackType(type, interaction.type, fromMessage));
  const message = follow(room, interaction, type, isData(body) ? body : {}, files);
  interaction.answered = numberOr(type, 0);
  if (message !== undefined) interaction.original = message.id;
  room.log.happened();
  const shown = type === callbackTypes.message || type === callbackTypes.update;
  return {
    interaction: {
      id: interaction.id,
      type: interaction.type,
      ...(message !== undefined && {
        response_message_id: message.id,
        response_message_loading: interaction.waiting,
        response_message_ephemeral: message.onlyFor !== undefined,
      }),
    },
    resource: { type, ...(message !== undefined && shown && { message: messageOutput(room, message) }) },
  };
}
