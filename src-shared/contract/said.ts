import { z } from 'zod';

/** Words of the app's own as data: the catalogue has a text `said.<code>`. A code that it lacks is a newer version's. */
export const Said = z.object({ code: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) });
