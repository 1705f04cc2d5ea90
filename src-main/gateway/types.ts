import { z } from 'zod';

/** What a ticket grants. Signed by the engine with a key that engine and gateway share for one start. */
export const TicketClaims = z.object({
  childId: z.string(),
  /** Socket of the holder that runs the child; null when the child has ended and only its spool is left. */
  holderSocket: z.string().nullable(),
  rights: z.enum(['read', 'write']),
  /** Last moment, by `steadyNow`: setting the machine's clock makes no ticket older or younger. */
  validUntil: z.number(),
  /** Unique, so that one ticket opens one connection. */
  nonce: z.string(),
});
export type TicketClaims = z.infer<typeof TicketClaims>;

/** What the engine tells a gateway when it starts it. */
export const GatewayConfig = z.object({
  dataFolder: z.string(),
  /** Hex key that tickets are signed with. */
  ticketKey: z.string(),
  mirrorSocket: z.string(),
  /** Loopback port wanted; 0 or taken: any free one. */
  port: z.number().int(),
  /** Origins that may connect (the page's own); connections without an Origin header (CLI) are allowed, tickets decide. */
  allowedOrigins: z.array(z.string()),
});
export type GatewayConfig = z.infer<typeof GatewayConfig>;

/** A running gateway, seen from the engine's side. */
export interface Gateway {
  /** `ws://127.0.0.1:<port>/terminal` */
  readonly url: string;
  setMirrorSocket(socket: string): void;
  setAllowedOrigins(origins: readonly string[]): void;
  /** Resolves when the gateway is gone, with the reason when nobody closed it; the engine then starts another. */
  readonly closed: Promise<Error | null>;
  close(): Promise<void>;
}

/** What a host tells a gateway that runs in a worker (or a utility process). */
export type ControlMessage =
  | { readonly control: 'mirror'; readonly socket: string }
  | { readonly control: 'origins'; readonly origins: readonly string[] }
  | { readonly control: 'close' };

/** What such a gateway tells its host, once, when it listens. */
export interface GatewayReport {
  readonly url: string;
}
