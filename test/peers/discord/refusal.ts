import type { Data } from '../json.ts';

/** Discord refuses a request: by an HTTP status and a code of its own (Discord, "Opcodes and Status Codes", "JSON Error Codes"). */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: number;
  /** Further fields of the answer: `errors` of a form. */
  readonly more: Data;

  constructor([status, code, message]: RefusalKind, more: Data = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.more = more;
  }
}

/** Status, code and words of one kind of refusal. */
export type RefusalKind = readonly [status: number, code: number, message: string];

/** The refusals that the stand-in knows. */
export const refusals = {
  unauthorised: [401, 0, '401: Unauthorized'],
  notFound: [404, 0, '404: Not Found'],
  methodNotAllowed: [405, 0, '405: Method Not Allowed'],
  tooLarge: [413, 40_005, 'Request entity too large'],
  unknownApplication: [404, 10_002, 'Unknown Application'],
  unknownChannel: [404, 10_003, 'Unknown Channel'],
  unknownGuild: [404, 10_004, 'Unknown Guild'],
  unknownMember: [404, 10_007, 'Unknown Member'],
  unknownMessage: [404, 10_008, 'Unknown Message'],
  unknownUser: [404, 10_013, 'Unknown User'],
  unknownWebhook: [404, 10_015, 'Unknown Webhook'],
  unknownInteraction: [404, 10_062, 'Unknown interaction'],
  acknowledged: [400, 40_060, 'Interaction has already been acknowledged.'],
  missingAccess: [403, 50_001, 'Missing Access'],
  othersMessage: [403, 50_005, 'Cannot edit a message authored by another user'],
  emptyMessage: [400, 50_006, 'Cannot send an empty message'],
  cannotSend: [403, 50_007, 'Cannot send messages to this user'],
  missingPermissions: [403, 50_013, 'Missing Permissions'],
  invalidWebhookToken: [401, 50_027, 'Invalid Webhook Token'],
  invalidForm: [400, 50_035, 'Invalid Form Body'],
  archivedThread: [400, 50_083, 'Thread is archived'],
  invalidJson: [400, 50_109, 'The request body contains invalid JSON.'],
} as const satisfies Record<string, RefusalKind>;

/** Refuses. */
export const refused = (kind: keyof typeof refusals, more?: Data): Refusal => new Refusal(refusals[kind], more);
