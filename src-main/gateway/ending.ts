/** How long a gateway that ends waits at most for what viewers have said already, a step after the other, ms. */
export const ENDING = {
  /** A viewer that hears that the gateway ends closes at once: one of which nothing comes for so long does not. */
  quietMs: 400,
  /** What viewers have said already is some MiB at most, which a busy machine moves in a second. */
  mostMs: 2000,
  /** What viewers said is with the program in no time; one that reads nothing is not waited for. */
  inputMs: 300,
  /** But the holder is, which reads for it what viewers said: the same MiB once more. */
  passOnMs: 1000,
} as const;

/** For the word to end, and for a thread or process to be gone, on a busy machine. */
const SPARE_MS = 500;

/** What is not over after so long, ms, hangs and is ended; what viewers have said and it has not passed on is lost then. */
export const GATEWAY_END_MS = ENDING.mostMs + ENDING.inputMs + ENDING.passOnMs + SPARE_MS;

/** By then it is gone in any case, ms. */
export const GATEWAY_GONE_MS = GATEWAY_END_MS + SPARE_MS;
