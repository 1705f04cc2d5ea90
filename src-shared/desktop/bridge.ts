/** What a desktop window may ask its host for: a port to the engine's contract, or one over which viewers of terminals are let in. */
export const PORT_KINDS = ['engine', 'terminals'] as const;
export type PortKind = (typeof PORT_KINDS)[number];

/** Name of the bridge among the page's globals. It is there in a desktop window and nowhere else. */
export const BRIDGE = 'kimiShell';

/** All that the preload gives the page. */
export interface DesktopBridge {
  /** Asks for a port. It comes as a message event of the window: `PortMessage`, with the port; without one when there is none now. */
  connect(kind: PortKind): void;
  /** Where a file lies that was dropped on this window or pasted into it; empty for one that lies nowhere. */
  pathOf(file: File): string;
}

/** Name of the messages, from page to host and back. */
export const CONNECT_CHANNEL = 'kimi-shell:connect';
export const PORT_CHANNEL = 'kimi-shell:port';

/** What comes with a port. */
export interface PortMessage {
  readonly type: typeof PORT_CHANNEL;
  readonly kind: PortKind;
}
