import type { EngineServices } from '../engine/services.ts';
import type { ContractBuilder } from './builder.ts';

/** Procedures about what the person is told. */
export function notificationProcedures(os: ContractBuilder['notification'], { notifications }: EngineServices) {
  return {
    list: os.list.handler(() => [...notifications.list()]),
    dismiss: os.dismiss.handler(({ input }) => notifications.dismiss(input.notification)),
    act: os.act.handler(({ input }) => notifications.act(input.notification, input.action)),
    shown: os.shown.handler(async ({ input }) => {
      await notifications.markShown(input.notifications);
      return {};
    }),
    doNotDisturb: os.doNotDisturb.handler(({ input }) =>
      notifications.setDoNotDisturb(input.set === undefined ? undefined : input.set === 'on', input.minutes),
    ),
  };
}
