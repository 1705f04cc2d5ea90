import { z } from 'zod';
import { CallId } from '#shared/call-id-schema.ts';

/** What a ticket grants. Signed by the engine with a key that it shares with one gateway, so tickets end with the gateway. */
export const TicketClaims = z.object({
  childId: z.string(),
  /** Socket of the holder that runs the child; null when the child has ended and only its spool is left. */
  holderSocket: z.string().nullable(),
  rights: z.enum(['read', 'write']),
  /** Last moment, by `steadyNow`: setting the machine's clock makes no ticket older or younger. */
  validUntil: z.number(),
  /** The connection that asked for it, as the door names it: `page:…`, `token:…`, `child:…`. What ends that one's right ends the ticket. */
  via: z.string(),
  /** The engine counts its tickets: each opens one connection, and what is revoked are those up to a number. */
  serial: z.number().int(),
  /** The call that asked for the ticket: what the viewer does is logged under its name. */
  call: z.exactOptional(CallId),
});
export type TicketClaims = z.infer<typeof TicketClaims>;

/** Which tickets are good no longer: those for one terminal, or those of all connections whose name begins so. */
export type RevokedTickets = { readonly childId: string } | { readonly via: string };

/** A revocation as a gateway is told of it. */
export interface Revocation {
  readonly tickets: RevokedTickets;
  /** Tickets with a greater number were given after it, and are good. */
  readonly upTo: number;
  /** By `steadyNow`: by then every one of them that was never shown has expired. */
  readonly until: number;
}

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
  /** Viewers of one caller. */
  viewersEach: z.exactOptional(z.number().int()),
});
export type GatewayConfig = z.infer<typeof GatewayConfig>;

/** A running gateway, seen from the engine's side. */
export interface Gateway {
  /** `ws://127.0.0.1:<port>/terminal` */
  readonly url: string;
  setMirrorSocket(socket: string): void;
  setAllowedOrigins(origins: readonly string[]): void;
  /** Refuses tickets, shown or not, and ends the connections that were opened with them. Resolves when that is done. */
  revoke(revocation: Revocation): Promise<void>;
  /** Resolves when the gateway is gone, with the reason when nobody closed it; the engine then starts another. */
  readonly closed: Promise<Error | null>;
  close(): Promise<void>;
}

/** What a host tells a gateway that runs in a worker (or a utility process). */
export type ControlMessage =
  | { readonly control: 'mirror'; readonly socket: string }
  | { readonly control: 'origins'; readonly origins: readonly string[] }
  /** A desktop window: its port comes along. */
  | { readonly control: 'window' }
  | { readonly control: 'revoke'; readonly id: number; readonly revocation: Revocation }
  | { readonly control: 'close' };

/** Takes what a gateway has to say about itself to the log. */
export type GatewayLog = (level: 'debug' | 'info' | 'warn', message: string, fields: Readonly<Record<string, unknown>>) => void;

/** What such a gateway tells its host: its address, once, when it listens; that a revocation is done; lines for the log. */
export type GatewayReport =
  | { readonly report: 'listens'; readonly url: string }
  | { readonly report: 'revoked'; readonly id: number }
  | { readonly report: 'log'; readonly line: Parameters<GatewayLog> };
