/** English texts: cli. The English catalogue decides which keys exist. */
export const cli = {} as const;
