import { isIP } from 'node:net';
import { z } from 'zod';

/** Where nothing is said: of the ports of Prometheus' exporters one that is free by its list, on this machine alone. */
const usual = { port: 9_464, host: '127.0.0.1' } as const;
const portMost = 65_535;

/** Where the process tells how it is: /healthz, /readyz and /metrics. */
export const HealthConfig = z.strictObject({
  /** 0: whichever is free. */
  port: z.int().min(0).max(portMost).default(usual.port),
  /** An address of the machine. In a container `0.0.0.0`, or nobody outside reaches it; on a machine of one's own the loopback. */
  host: z
    .string()
    .refine((host) => isIP(host) !== 0, 'expected an IP address, such as 127.0.0.1 or 0.0.0.0')
    .default(usual.host),
});

/** See the schema. */
export type HealthConfig = Readonly<z.infer<typeof HealthConfig>>;

/** How much is told in the log. */
export const LogConfig = z
  .strictObject({
    /** `info` has a line for each request that was answered, `debug` one for each request to AWS besides. */
    level: z.enum(['debug', 'info', 'warn', 'error'], 'expected debug, info, warn or error').default('warn'),
  })
  .prefault({});
