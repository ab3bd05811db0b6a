import { App, HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import { signingSecret } from './slack-stand-in.ts';

/**
 * A bare Bolt handler, a process of its own: acknowledges and responds once. `slack-bare-run.mjs MODE API-URL` writes a line
 * with `ready` when it is connected, over HTTP with its port, and ends with SIGTERM.
 */
const [mode, slackApiUrl = ''] = process.argv.slice(2);
const clientOptions = { slackApiUrl };
const http = new HTTPReceiver({ signingSecret });
const receiver =
  mode === 'http' ? http : new SocketModeReceiver({ appToken: 'xapp-1', installerOptions: { clientOptions } });
const app = new App({ token: 'xoxb-1', receiver, clientOptions });
app.command(/.*/, async ({ ack, respond }) => {
  await ack();
  await respond('m5.large costs $0.096 an hour.');
});
const started = await app.start(0);
const at = started !== undefined && 'address' in started ? started.address() : undefined;
const port = typeof at === 'object' && at !== null ? at.port : 0;
process.stderr.write(`ready on port ${port}, path /slack/events,\n`);
