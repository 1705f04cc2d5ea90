import type { EngineServices } from '../engine/services.ts';
import type { ContractBuilder } from './builder.ts';

/** Procedures about secrets. */
export function secretProcedures(os: ContractBuilder['secret'], { secrets }: EngineServices) {
  return {
    list: os.list.handler(async () => [...(await secrets.list())]),
    status: os.status.handler(() => secrets.status()),
    set: os.set.handler(({ input }) => secrets.set({ ...input, replace: false })),
    rotate: os.rotate.handler(({ input }) => secrets.set({ ...input, replace: true })),
    reveal: os.reveal.handler(async ({ input }) => ({ value: await secrets.reveal(input.name) })),
    delete: os.delete.handler(async ({ input }) => {
      await secrets.remove(input.name);
      return { name: input.name };
    }),
    unlock: os.unlock.handler(({ input }) => secrets.unlock(input)),
  };
}
