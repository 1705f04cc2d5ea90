import { type Artifact, artifactFor } from './artifacts.ts';

export interface Release {
  readonly version: string;
  readonly description: string;
  readonly homepage: string;
  readonly license: string;
  readonly artifacts: readonly Artifact[];
}

/** Homebrew's cask (https://docs.brew.sh/Cask-Cookbook): the app, and from inside it the command, its completions and its manual. */
export function cask({ version, homepage, artifacts }: Release): string {
  const arm = artifactFor(artifacts, 'mac', 'arm64', 'dmg');
  const intel = artifactFor(artifacts, 'mac', 'x64', 'dmg');
  const within = '#{appdir}/Kimi Shell.app/Contents/Resources';
  return `cask "kimi-shell" do
  arch arm: "arm64", intel: "x64"

  version "${version}"
  sha256 arm:   "${arm.sha256}",
         intel: "${intel.sha256}"

  url "${homepage}/releases/download/v#{version}/kimi-shell-#{version}-mac-#{arch}.dmg"
  name "Kimi Shell"
  desc "Keeps coding agents alive in real terminals"
  homepage "${homepage}"

  depends_on macos: ">= :monterey"

  app "Kimi Shell.app"
  binary "${within}/bin/kimi-shell"
  bash_completion "${within}/completions/kimi-shell.bash"
  fish_completion "${within}/completions/kimi-shell.fish"
  zsh_completion "${within}/completions/_kimi-shell"
  manpage "${within}/man/kimi-shell.1.gz"

  uninstall quit: "app.kimishell.KimiShell"

  zap trash: [
    "~/.kimi-shell",
    "~/Library/Application Support/Kimi Shell",
    "~/Library/Preferences/app.kimishell.KimiShell.plist",
  ]
end
`;
}
