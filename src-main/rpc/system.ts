import type { EngineServices } from '../engine/services.ts';
import type { ContractBuilder } from './builder.ts';
import { tellErrors } from './errors.ts';

/** Procedures about the engine itself. */
export function systemProcedures(
  os: ContractBuilder['system'],
  { system, events, windows, windowRequests, power, dataFolder }: EngineServices,
) {
  return {
    status: os.status.handler(() => system.status()),
    doctor: os.doctor.handler(() => system.doctor()),
    repair: os.repair.handler(({ input }) => system.repair(input.finding)),
    diagnostics: os.diagnostics.handler(() => system.diagnostics()),
    awake: os.awake.handler(() => system.awake()),
    load: os.load.handler(({ input }) => system.load(input.ms)),
    whoami: os.whoami.handler(({ context }) => context.caller),
    shutdown: os.shutdown.handler(() => system.shutdown()),
    handOver: os.handOver.handler(({ input }) => system.handOver(input)),
    link: os.link.handler(() => system.link()),
    revokePages: os.revokePages.handler(() => system.revokePages()),
    events: os.events.handler(async ({ input, context, signal }) =>
      tellErrors(
        events.open({
          ...context,
          ...(signal === undefined ? {} : { signal }),
          ...(input.window === undefined ? {} : { window: input.window }),
          ...(input.after === undefined ? {} : { after: input.after }),
        }),
        dataFolder,
      ),
    ),
    power: os.power.handler(async ({ input }) => {
      await power.tell(input.event);
      return {};
    }),
    act: os.act.handler(async ({ input }) => ({ window: await windowRequests.act(input.action, input.waitMs) })),
    focused: os.focused.handler(({ input }) => {
      windows.focused(input.window);
      return {};
    }),
    lookingAt: os.lookingAt.handler(({ input }) => {
      windows.lookingAt(input.window, input.sessions);
      return {};
    }),
  };
}
