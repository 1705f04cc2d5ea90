/** English texts: window. The English catalogue decides which keys exist. */
export const window = {} as const;
