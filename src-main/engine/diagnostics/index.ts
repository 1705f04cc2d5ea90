export { type CollectOptions, collectDiagnostics, type DiagnosticSources, LOG_LINES_IN_BUNDLE } from './collect.ts';
export { machineVersions } from './machine-versions.ts';
