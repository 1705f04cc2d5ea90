import type { EngineServices } from '../engine/services.ts';
import type { ContractBuilder } from './builder.ts';

/** Procedures about sessions. */
export function sessionProcedures(os: ContractBuilder['session'], { sessions, arrangement, windowRequests }: EngineServices) {
  return {
    create: os.create.handler(({ input, context, signal }) => sessions.create(input, context.caller, signal)),
    list: os.list.handler(async ({ input }) => [...(await sessions.list(input))]),
    show: os.show.handler(({ input, context }) => sessions.show(input.session, context.caller)),
    switch: os.switch.handler(({ input }) => sessions.switchTo(input.session, input.waitMs)),
    propose: os.propose.handler(async ({ input }) => ({ window: await windowRequests.propose(input, input.waitMs) })),
    send: os.send.handler(({ input }) => sessions.send(input.session, input.text, input.timeoutMs)),
    rename: os.rename.handler(({ input }) => sessions.rename(input.session, input.name)),
    stop: os.stop.handler(async ({ input }) => {
      const result = await sessions.stop(input.session, input.force);
      return { ...result, survivors: [...result.survivors] };
    }),
    restart: os.restart.handler(({ input, signal }) => sessions.restart(input.session, input.size, signal)),
    delete: os.delete.handler(({ input }) => sessions.delete(input.session, input.stop)),
    pin: os.pin.handler(({ input }) => arrangement.pin(input.session, true)),
    unpin: os.unpin.handler(({ input }) => arrangement.pin(input.session, false)),
    guard: os.guard.handler(({ input }) => arrangement.guard(input.session, true)),
    unguard: os.unguard.handler(({ input }) => arrangement.guard(input.session, false)),
    tag: os.tag.handler(({ input }) => arrangement.tag(input.session, input.tags)),
    untag: os.untag.handler(({ input }) => arrangement.untag(input.session, input.tags)),
    group: os.group.handler(({ input }) => arrangement.group(input.session, input.group)),
    renameGroup: os.renameGroup.handler(({ input }) => arrangement.renameGroup(input.group, input.name)),
    move: os.move.handler(({ input }) => arrangement.move(input.session, input.where, input.other)),
    mark: os.mark.handler(({ input, context }) => arrangement.mark(input.session, input.as, context.caller.kind)),
  };
}
