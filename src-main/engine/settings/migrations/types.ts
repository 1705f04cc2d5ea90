/** One step of the form of settings.toml, from format `to - 1` to format `to`. A released step is never changed. */
export interface SettingsMigration {
  readonly to: number;
  readonly name: string;
  /** Settings that have another name since, old to new, dotted. */
  readonly renamed: Readonly<Record<string, string>>;
  /**
   * The text in the next format; what the step is not about stays byte for byte. Pure. A file without a number may be of any format, so a
   * step knows what is old by its name or kind, leaves what is new alone, and no name ever comes back with another meaning.
   * @throws Error when it cannot be done; then nothing of the file is changed
   */
  migrate(text: string): string;
}
