/**
 * ms between two heartbeats of an event stream. Long enough that a hundred idle windows cost nothing, short enough that three of
 * them missing (see below) is still about as long as a person takes to wonder.
 */
export const HEARTBEAT_MS = 5_000;
/** Heartbeats in a row that may be missing before a reader takes the engine for gone: one late is a busy machine, three are not. */
export const MISSED_HEARTBEATS = 3;
