export { checkFolder, findProgram, interpreterOf } from './checks.ts';
export { allowedEnvironment, type Environment, readVariable } from './environment.ts';
export { loginShell } from './login-shell.ts';
export { createLaunchResolver, type LaunchResolverOptions } from './resolver.ts';
export type { LaunchResolver, ResolvedLaunch } from './types.ts';
