/** Why the gateway ends a connection (WebSocket close codes). */
export const VIEWER_CLOSE = {
  /** The stream has come to its end. */
  done: 1000,
  /** The gateway ends; ask for another ticket and come again. */
  going: 1001,
  /** What the viewer said was not of the protocol, or not allowed. */
  refused: 1008,
  /** The stream cannot go on; the error message before says why. */
  broken: 1011,
  /** The right that its ticket gave was taken back. Trying again is of no use. */
  revoked: 4403,
  /** The viewer does not read what it is sent; it may come back. */
  slow: 4413,
} as const;
