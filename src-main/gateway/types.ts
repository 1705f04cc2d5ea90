import { z } from 'zod';
import { CallId } from '#shared/call-id.ts';

/** What a ticket grants. Signed by the engine with a key that engine and gateway share for one start. */
export const TicketClaims = z.object({
  childId: z.string(),
  /** Socket of the holder that runs the child; null when the child has ended and only its spool is left. */
  holderSocket: z.string().nullable(),
  rights: z.enum(['read', 'write']),
  /** ms since the epoch. */
  expiresAt: z.number(),
  /** Unique, so that one ticket opens one connection. */
  nonce: z.string(),
  /** The call that asked for the ticket: what the viewer does is logged under its name. */
  call: z.exactOptional(CallId),
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
  /** ms after which a viewer that takes nothing of what waits for it is closed; default 30 s. */
  unreadMs: z.exactOptional(z.number()),
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

/** Takes what a gateway has to say about itself to the log. */
export type GatewayLog = (level: 'debug' | 'info' | 'warn', message: string, fields: Readonly<Record<string, unknown>>) => void;

/** What such a gateway tells its host: its address, once, when it listens, and lines for the log. */
export type GatewayReport =
  | { readonly report: 'listening'; readonly url: string }
  | { readonly report: 'log'; readonly line: Parameters<GatewayLog> };
