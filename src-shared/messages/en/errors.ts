/** English texts: errors. The English catalogue decides which keys exist. */
export const errors = {} as const;
