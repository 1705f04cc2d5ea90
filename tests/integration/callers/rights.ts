import { callOf, type Ground, type Target } from './ground.ts';
import type { Attempt } from './knock.ts';

/** One thing that an agent may or may not do: a row of the table in docs/security.md, and a test. */
export interface Right {
  /** Ends the sentence "An agent may …". */
  readonly what: string;
  /** Where it is asked for: a procedure of the contract, or a socket. */
  readonly where: string;
  readonly may: boolean;
  readonly attempt: (ground: Ground, target: Target) => Attempt | Promise<Attempt>;
}

/** An agent asks with its own token, as the ones inside Kimi's tools do. */
function call(what: string, procedure: string, may: boolean, input: (target: Target) => unknown = () => ({})): Right {
  const path = procedure.replace('.', '/');
  return { what, where: `\`${procedure}\``, may, attempt: (_ground, target) => callOf(target, 'own', path, input(target)) };
}

const may = true;
const mayNot = false;

/** Everything that an agent could ask for. */
export const RIGHTS: readonly Right[] = [
  call('ask who the engine takes it for', 'system.whoami', may),
  call('measure how busy the engine is', 'system.load', mayNot, () => ({ ms: 100 })),
  call('read its own session: name, state, evidence', 'session.show', may, ({ own }) => ({ session: own })),
  call('read another session', 'session.show', mayNot, ({ other }) => ({ session: other })),
  call('list sessions', 'session.list', mayNot),
  call('answer its own request, or write to itself', 'session.send', mayNot, ({ own }) => ({ session: own, text: '1' })),
  call('write to another session', 'session.send', mayNot, ({ other }) => ({ session: other, text: '1' })),
  call('start a session', 'session.create', mayNot, () => ({ name: 'more', agent: 'shell', cwd: '/' })),
  call('rename a session', 'session.rename', mayNot, ({ own }) => ({ session: own, name: 'trusted' })),
  call('stop a session', 'session.stop', mayNot, ({ other }) => ({ session: other, force: true })),
  call('start an ended session again', 'session.restart', mayNot, ({ other }) => ({ session: other })),
  call('delete a session', 'session.delete', mayNot, ({ other }) => ({ session: other, stop: true })),
  call('pin a session', 'session.pin', mayNot, ({ own }) => ({ session: own })),
  call('unpin a session', 'session.unpin', mayNot, ({ other }) => ({ session: other })),
  call('have a session looked after without the app', 'session.guard', mayNot, ({ own }) => ({ session: own })),
  call('take that back', 'session.unguard', mayNot, ({ other }) => ({ session: other })),
  call('tag a session', 'session.tag', mayNot, ({ own }) => ({ session: own, tags: ['trusted'] })),
  call("take a session's tags away", 'session.untag', mayNot, ({ other }) => ({ session: other, tags: ['x'] })),
  call('put a session into a group', 'session.group', mayNot, ({ own }) => ({ session: own, group: 'trusted' })),
  call('rename a group', 'session.renameGroup', mayNot, () => ({ group: 'x', name: 'trusted' })),
  call('put sessions in another order', 'session.move', mayNot, ({ own, other }) => ({ session: own, where: 'before', other })),
  call('mark a session as read', 'session.mark', mayNot, ({ own }) => ({ session: own, as: 'read' })),
  call('move the focus of a window', 'session.switch', mayNot, ({ own }) => ({ session: own })),
  call('propose a session in a window', 'session.propose', mayNot, () => ({ cwd: '/', name: 'trusted' })),
  call('type into its own terminal through the gateway', 'terminal.attach', mayNot, ({ own }) => ({ session: own })),
  call('watch another terminal', 'terminal.attach', mayNot, ({ other }) => ({ session: other, rights: 'read' })),
  call('read the recording of a terminal', 'terminal.tail', mayNot, ({ other }) => ({ session: other })),
  call('list the agents on this machine', 'agent.list', mayNot),
  call('install an agent', 'agent.install', mayNot),
  call('ask which files exist', 'file.locate', mayNot, ({ own }) => ({ session: own, paths: ['/etc/passwd'] })),
  call("open a file in the person's editor", 'file.edit', mayNot, ({ own }) => ({ session: own, path: '/etc/passwd' })),
  call('ask how a shell writes a path', 'file.quote', mayNot, ({ own }) => ({ session: own, paths: ['/etc/passwd'] })),
  call('leave a file with a session', 'file.put', mayNot, ({ own }) => ({ session: own, name: 'x', bytes: 0, at: 0, data: '' })),
  call('list what the person was told', 'notification.list', mayNot),
  call('take a notification away', 'notification.dismiss', mayNot, () => ({ notification: 'all' })),
  call('do what a notification offers', 'notification.act', mayNot, () => ({ notification: 'ntf_01J0000000000000000000000A' })),
  call('say that a notification was shown', 'notification.shown', mayNot, () => ({ notifications: [] })),
  call('keep the person from being told', 'notification.doNotDisturb', mayNot, () => ({ set: 'on' })),
  call('list secrets', 'secret.list', mayNot),
  call('ask where secrets are kept', 'secret.status', mayNot),
  call('read a secret', 'secret.reveal', mayNot, () => ({ name: 'x' })),
  call('keep a secret', 'secret.set', mayNot, () => ({ name: 'x', value: 'y' })),
  call('replace a secret', 'secret.rotate', mayNot, () => ({ name: 'x', value: 'y' })),
  call('delete a secret', 'secret.delete', mayNot, () => ({ name: 'x' })),
  call('unlock secrets', 'secret.unlock', mayNot, () => ({ machine: true })),
  call('read the settings', 'settings.get', mayNot),
  call('change a setting', 'settings.set', mayNot, () => ({ key: 'terminal.clipboardWrite', value: 'true' })),
  call('give a setting its default back', 'settings.unset', mayNot, () => ({ key: 'terminal.clipboardWrite' })),
  call('read where settings come from', 'settings.describe', mayNot),
  call('change several settings', 'settings.merge', mayNot, () => ({ toml: 'theme = "dark"' })),
  call('replace the settings file', 'settings.replace', mayNot, () => ({ toml: 'theme = "dark"' })),
  call("read a window's layout", 'settings.loadLayout', mayNot, () => ({ name: 'main' })),
  call("change a window's layout", 'settings.saveLayout', mayNot, () => ({ name: 'main', json: '{}' })),
  call('read who changed what', 'audit.list', mayNot),
  call('search who changed what', 'audit.search', mayNot, () => ({ query: 'trusted' })),
  call('take the audit log away', 'audit.export', mayNot),
  call('have the audit log checked', 'audit.verify', mayNot),
  call('read what the processes logged', 'log.list', mayNot),
  call('hear what the processes log', 'log.follow', mayNot, () => ({ from: {} })),
  call('collect diagnostics', 'system.diagnostics', mayNot),
  call('read what runs: engine, holders, data folder', 'system.status', mayNot),
  call('read what keeps an engine awake', 'system.awake', mayNot),
  call('have the machine checked', 'system.doctor', mayNot),
  call('repair what was found on the machine', 'system.repair', mayNot, () => ({ finding: 'runtime' })),
  call('hear what happens in all sessions', 'system.events', mayNot),
  call('say which window has the focus', 'system.focused', mayNot, () => ({ window: 'win_01J0000000000000000000000A' })),
  call('say what the person looks at', 'system.lookingAt', mayNot, ({ own }) => ({
    window: 'win_01J0000000000000000000000A',
    sessions: [own],
  })),
  call('say that the machine sleeps', 'system.power', mayNot, () => ({ event: 'suspend' })),
  call('use an action of a window', 'system.act', mayNot, () => ({ action: 'session.new' })),
  call('get a link that lets a browser in', 'system.link', mayNot),
  call('end the access of browser pages', 'system.revokePages', mayNot),
  call('end the engine', 'system.shutdown', mayNot),
  call('have the engine make way for another one', 'system.handOver', mayNot, () => ({ to: 'serve', pid: 1, insist: true })),
  { what: 'reach the process that holds the terminals', where: 'holder’s socket', may: mayNot, attempt: (ground) => ground.holder() },
  {
    what: 'read what is on a screen',
    where: 'mirror’s socket',
    may: mayNot,
    attempt: (ground, { otherTerminal }) => ground.mirror(otherTerminal),
  },
];

/** The table as it stands in docs/security.md. */
export function rightsTable(): string {
  const rows = RIGHTS.map(({ what, where, may: allowed }) => `| ${what} | ${where} | ${allowed ? 'yes' : 'no'} |`);
  return ['| An agent may … | Asked at | |', '| --- | --- | --- |', ...rows].join('\n');
}
