import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const Option = z.looseObject({
  type: z.number(),
  get options(): z.ZodOptional<z.ZodArray<typeof Option>> {
    return z.array(Option).optional();
  },
});
const Command = z.looseObject({ type: z.number(), name: z.string(), options: z.array(Option).optional() });
type Command = z.infer<typeof Command>;

/** Discord's part of REST that knows an application's commands, on loopback. */
export interface CommandsApi {
  /** Ends in `/api`. */
  readonly url: string;
  /** Calls so far, as `PUT /applications/1/commands`. */
  readonly calls: readonly string[];
  /** Names that are registered under a route. */
  names(route: string): readonly string[];
  /** From now on calls of routes below this are answered so. */
  refuses(route: string, status: number, message: string): void;
  close(): Promise<void>;
}

/** Keeps what is put, and gives it back as Discord does: with ids, versions, what is usual filled in, and in another order. */
export async function openCommandsApi(): Promise<CommandsApi> {
  const kept = new Map<string, readonly Command[]>();
  const calls: string[] = [];
  const refusals: { readonly route: string; readonly status: number; readonly message: string }[] = [];
  let version = 0;

  const server = createServer((request, response) => {
    const { method = '', url = '' } = request;
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const route = url.replace('/api/v10', '');
      calls.push(`${method} ${route}`);
      const answer = (status: number, body: unknown) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      };
      const refusal = refusals.find((one) => route.startsWith(one.route));
      if (refusal !== undefined) return answer(refusal.status, { code: 50_001, message: refusal.message });
      if (method === 'PUT') {
        kept.set(route, z.array(Command).parse(JSON.parse(Buffer.concat(parts).toString('utf8'))));
        version += 1;
      }
      return answer(
        200,
        (kept.get(route) ?? []).toReversed().map((one, at) => told(one, route, `${version}${at}`)),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Of a server that listens on a port, an address is what Node.js gives.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api`,
    calls,
    names: (route) => (kept.get(route) ?? []).map(({ name }) => name),
    refuses: (route, status, message) => refusals.push({ route, status, message }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Discord, "Application Commands": example answers of Get Global and Get Guild Application Commands. */
function told(one: Command, route: string, id: string): unknown {
  const ofServer = route.includes('/guilds/');
  return {
    id,
    application_id: '1',
    version: id,
    default_member_permissions: null,
    name_localizations: null,
    description: '',
    description_localizations: null,
    dm_permission: true,
    nsfw: false,
    ...(ofServer ? { guild_id: '7', contexts: null, integration_types: [0] } : {}),
    ...one,
    ...(one.options !== undefined && { options: one.options.map(toldOption) }),
  };
}

const toldOption = (one: z.infer<typeof Option>): unknown => ({
  name_localizations: null,
  description_localizations: null,
  ...one,
  ...(one.type > 2 && { required: one['required'] ?? false }),
  ...(one.options !== undefined && { options: one.options.map(toldOption) }),
});
