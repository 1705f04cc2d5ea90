import type { EngineServices } from '../engine/services.ts';
import type { ContractBuilder } from './builder.ts';

/** Procedures about the engine itself. */
export function systemProcedures(os: ContractBuilder['system'], { system, events, windows }: EngineServices) {
  return {
    status: os.status.handler(() => system.status()),
    doctor: os.doctor.handler(() => system.doctor()),
    whoami: os.whoami.handler(({ context }) => context.caller),
    shutdown: os.shutdown.handler(() => system.shutdown()),
    handOver: os.handOver.handler(({ input }) => system.handOver(input)),
    link: os.link.handler(() => system.link()),
    events: os.events.handler(async ({ input, context, signal }) =>
      events.open({
        connection: context.connection,
        ...(signal === undefined ? {} : { signal }),
        ...(input.window === undefined ? {} : { window: input.window }),
        ...(input.after === undefined ? {} : { after: input.after }),
      }),
    ),
    focused: os.focused.handler(({ input }) => {
      windows.focused(input.window);
      return {};
    }),
  };
}
