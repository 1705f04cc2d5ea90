export { LOG_BUDGET_BYTES, listLogFiles, logsFolder } from '../../holder/log/log-files.ts';
export { type LogFilter, wantedLines } from './filter.ts';
export { followLogs } from './follow-logs.ts';
export { createLogs, type Logs } from './logs.ts';
export { readLogs } from './read-logs.ts';
