import { Client, Events, GatewayDispatchEvents, GatewayIntentBits } from 'discord.js';
import { Agent } from 'undici6';

/**
 * A bare handler of discord.js, a process of its own: defers, and edits once. `discord-bare-run.mjs API-URL` writes a line with
 * `ready` when it is connected, and ends with SIGTERM.
 */
const [api = ''] = process.argv.slice(2);
// Its own pace, 50 a second for all calls, is not what is to be compared: Discord does not pace answers to interactions with the rest.
const rest = { api, agent: new Agent(), globalRequestsPerSecond: Number.POSITIVE_INFINITY };
const client = new Client({ intents: [GatewayIntentBits.Guilds], rest });
client.on(Events.InteractionCreate, (interaction) => {
  if (!interaction.isChatInputCommand()) return;
  void interaction.deferReply().then(() => interaction.editReply('m5.large costs $0.096 an hour.'));
});
client.ws.on(GatewayDispatchEvents.Ready, () => void process.stderr.write('ready\n'));
await client.login('a-token.of-a.benchmark');
