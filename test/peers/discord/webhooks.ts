import { numberOr } from '../json.ts';
import { answer, placeOf } from './callbacks.ts';
import type { Call } from './call.ts';
import type { Interaction } from './interactions.ts';
import { tokenLivesMs } from './limits.ts';
import { flags, messageOutput } from './outputs.ts';
import { admit, edit, post, remove } from './posting.ts';
import { refused } from './refusal.ts';
import { bodyOf, nothing, ok, param, type Route } from './route.ts';
import type { Room } from './room.ts';
import type { DiscordMessage } from './world.ts';

/** The answered interaction of a webhook's token. Refuses a token that is unknown or too old, and one that was not answered: it is no webhook yet. */
function answeredOf(call: Call, room: Room): Interaction {
  if (param(call, 'application') !== room.world.app.id) throw refused('unknownWebhook');
  const interaction = room.interactions.byToken(param(call, 'token'));
  if (interaction === undefined) throw refused('invalidWebhookToken');
  if (room.now() - interaction.at > tokenLivesMs) throw refused('invalidWebhookToken');
  if (interaction.answered === undefined) throw refused('unknownWebhook');
  return interaction;
}

/** The message that a path names: `@original`, or the id of one that this token made. */
function messageOf(call: Call, room: Room, interaction: Interaction): DiscordMessage {
  const named = param(call, 'message');
  const id = named === '@original' ? (interaction.original ?? '') : named;
  const message = room.world.message(id);
  const own = id === interaction.original || message?.interaction?.['id'] === interaction.id;
  if (message === undefined || !own) throw refused('unknownMessage');
  return message;
}

function change(call: Call, room: Room, interaction: Interaction, message: DiscordMessage): DiscordMessage {
  const draft = admit(
    room,
    `${call.method} ${call.route}`,
    { body: bodyOf(call), files: call.files },
    { by: 'interaction', was: message },
  );
  if (message.id === interaction.original) interaction.waiting = false;
  return edit(room, message, draft);
}

function followUp(call: Call, room: Room): DiscordMessage {
  const interaction = answeredOf(call, room);
  const body = bodyOf(call);
  const where = `${call.method} ${call.route}`;
  const original = interaction.waiting ? room.world.message(interaction.original ?? '') : undefined;
  if (original === undefined) {
    const draft = admit(room, where, { body, files: call.files }, { by: 'interaction' });
    const place = placeOf(interaction, body);
    return post(room, draft, {
      ...place,
      interaction: {
        ...interaction.metadata,
        ...(interaction.original !== undefined && { original_response_message_id: interaction.original }),
      },
    });
  }
  // The first after a deferral fills that in, as an edit does (Discord, "Interactions: Receiving and Responding", "Create Followup Message").
  const wished = (numberOr(body['flags'], 0) & flags.ephemeral) !== 0;
  if (wished !== (original.onlyFor !== undefined))
    room.log.offences.push({
      where,
      what: 'EPHEMERAL is as the deferral said, whatever the first follow-up says',
      at: '/flags',
      refused: false,
    });
  return change(
    { ...call, body: { ...body, flags: numberOr(body['flags'], 0) & ~flags.ephemeral } },
    room,
    interaction,
    original,
  );
}

const ofMessage = '/webhooks/{application}/{token}/messages/{message}';

/** Answers to interactions, edits of them, and what follows (Discord, "Interactions: Receiving and Responding", "Endpoints"). */
export const interactionRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/interactions/{interaction}/{token}/callback',
    open: true,
    run(call, room) {
      const interaction = room.interactions.byToken(param(call, 'token'));
      if (interaction === undefined || interaction.id !== param(call, 'interaction'))
        throw refused('unknownInteraction');
      const response = answer(room, interaction, call.body, call.files);
      return call.query.get('with_response') === 'true' ? ok(response) : nothing;
    },
  },
  {
    method: 'POST',
    path: '/webhooks/{application}/{token}',
    open: true,
    run: (call, room) => ok(messageOutput(room, followUp(call, room))),
  },
  {
    method: 'GET',
    path: ofMessage,
    open: true,
    run: (call, room) => ok(messageOutput(room, messageOf(call, room, answeredOf(call, room)))),
  },
  {
    method: 'PATCH',
    path: ofMessage,
    open: true,
    run(call, room) {
      const interaction = answeredOf(call, room);
      return ok(messageOutput(room, change(call, room, interaction, messageOf(call, room, interaction))));
    },
  },
  {
    method: 'DELETE',
    path: ofMessage,
    open: true,
    run(call, room) {
      const interaction = answeredOf(call, room);
      const message = messageOf(call, room, interaction);
      remove(room, message);
      if (message.id === interaction.original) interaction.waiting = false;
      return nothing;
    },
  },
];
