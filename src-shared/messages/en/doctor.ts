/** English texts: doctor. The English catalogue decides which keys exist. */
export const doctor = {} as const;
