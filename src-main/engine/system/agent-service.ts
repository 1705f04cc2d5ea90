import type { AgentRegistry } from '../agents/index.ts';
import type { LaunchPlan } from '../agents/types.ts';
import type { AgentService } from '../services.ts';
import type { SessionService } from '../sessions/index.ts';

/** Agents as the contract offers them: looking for them, and installing Kimi in a session like any other. */
export function createAgentService(agents: AgentRegistry, sessions: SessionService): AgentService {
  return {
    list: ({ refresh }) => agents.list(refresh),
    async install(caller) {
      const plan = await agents.installPlan();
      return sessions.create({ name: 'Install Kimi', agent: 'shell', args: shellArguments(plan), env: plan.env }, caller);
    },
  };
}

/** A plan as arguments of the login shell, so that the session can be restarted like every shell session. */
function shellArguments(plan: LaunchPlan): readonly string[] {
  const words = [plan.file, ...plan.args];
  if (process.platform === 'win32') return ['/d', '/c', ...words];
  // Single quotes mean the same in every shell that can be somebody's login shell.
  return ['-c', words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')];
}
