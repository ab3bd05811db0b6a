import type { HealthConfig } from '../config/health.ts';

/** Whoever asks has to end before the container's own patience does (`HEALTHCHECK --timeout`), in ms. */
const patienceMs = 3_000;

/** An address that stands for all of them cannot be connected to everywhere; the machine itself is among them. */
const reached: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** Whether the process says that it lives: undefined, or a sentence of what is wrong. Never rejects. */
export async function askHealth({ port, host }: HealthConfig): Promise<string | undefined> {
  const address = reached[host] ?? host;
  const url = `http://${address.includes(':') ? `[${address}]` : address}:${port}/healthz`;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(patienceMs) });
    await answer.body?.cancel();
    return answer.ok ? undefined : `${url} answered ${answer.status}`;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return `${url} did not answer: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}
