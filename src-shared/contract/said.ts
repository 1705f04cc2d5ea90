import { z } from 'zod';

const Word = z.union([z.string(), z.number()]);

/** Words of the app's own as data: the catalogue has a text `said.<code>`. A code that it lacks is a newer version's. */
export const Said = z.object({ code: z.string(), values: z.record(z.string(), z.union([Word, z.array(Word).readonly()])) });

/** A value of a text, to be written in the reader's language: a list of words is joined there, and what the app says is looked up there. */
export const TextData = z.union([Word, Said, z.array(z.union([Word, Said])).readonly()]);
