export { findProgram, interpreterOf } from './checks.ts';
export { allowedEnvironment, type Environment, readVariable } from './environment.ts';
export { loginShell } from './login-shell.ts';
export { createLaunchResolver } from './resolver.ts';
export type { LaunchResolver } from './types.ts';
