/** Editors that the app knows how to open at a line; `auto` takes the first that is installed, `custom` the person's own command. */
export const EDITOR_NAMES = ['auto', 'vscode', 'vscodium', 'cursor', 'windsurf', 'zed', 'sublime', 'jetbrains', 'custom'] as const;
export type EditorName = (typeof EDITOR_NAMES)[number];
