/** Where the administrator's settings are on a system. The environment cannot move them: that would be a way around them. */
export function adminFilePath(platform: string): string {
  switch (platform) {
    case 'win32':
      // As the system has it by default; the variable ProgramData is anybody's to set.
      return 'C:\\ProgramData\\Kimi Shell\\settings.toml';
    case 'darwin':
      return '/Library/Application Support/Kimi Shell/settings.toml';
    default:
      return '/etc/kimi-shell/settings.toml';
  }
}
