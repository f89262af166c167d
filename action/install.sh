#!/usr/bin/env bash
# Puts helpdesk-evt on the PATH of the steps that follow: the binary that was released with the action's version, checked
# against its SHA-256; where there is none, cargo builds the source that the action came with.
# Reads GITHUB_ACTION_PATH, GITHUB_PATH, GITHUB_SERVER_URL, RUNNER_OS, RUNNER_ARCH and RUNNER_TEMP.
set -euo pipefail

root=$RUNNER_TEMP/helpdesk-evt

# The target that is released for this runner.
target() {
  case $RUNNER_OS-$RUNNER_ARCH in
    Linux-X64) echo x86_64-unknown-linux-musl ;;
    Linux-ARM64) echo aarch64-unknown-linux-musl ;;
    macOS-X64) echo x86_64-apple-darwin ;;
    macOS-ARM64) echo aarch64-apple-darwin ;;
    Windows-X64) echo x86_64-pc-windows-msvc ;;
    *) return 1 ;;
  esac
}

# The release's tag for what stands after the @ of `uses:`: the tag itself, or the commit that it names.
tag() {
  local repository=$1 ref=$2
  if [[ $ref =~ ^[0-9a-f]{40}$ ]]; then
    ref=$(git ls-remote --tags "$repository" | awk -v commit="$ref" '$1 == commit { print $2 }' | tail -n 1)
    ref=${ref#refs/tags/}
    ref=${ref%"^{}"}
  fi
  [[ $ref =~ ^v[0-9]+\.[0-9]+\.[0-9]+ ]] && echo "$ref"
}

sha256_check() {
  if command -v sha256sum >/dev/null; then sha256sum --check --status "$1"; else shasum -a 256 --check --status "$1"; fi
}

# Downloads and unpacks the released binary. Fails where there is none; a wrong checksum ends the step.
released() {
  # The runner unpacks an action to .../_actions/OWNER/REPOSITORY/REF; a local one (`uses: ./`) was never released.
  [[ ${GITHUB_ACTION_PATH//\\//} =~ /_actions/([^/]+/[^/]+)/([^/]+)/?$ ]] || return 1
  local repository=$GITHUB_SERVER_URL/${BASH_REMATCH[1]} tag target name archive file
  tag=$(tag "$repository" "${BASH_REMATCH[2]}") && target=$(target) || return 1
  name=helpdesk-evt-$target-$tag
  archive=$name.tar.gz
  [ "$RUNNER_OS" != Windows ] || archive=$name.zip
  for file in "$archive" "$archive.sha256"; do
    curl --fail --silent --show-error --location --retry 3 --output "$root/$file" \
      "$repository/releases/download/$tag/$file" || return 1
  done
  if ! (cd "$root" && sha256_check "$archive.sha256"); then
    echo "::error::$archive does not have the SHA-256 of its release"
    exit 1
  fi
  case $archive in
    *.zip) unzip -q -o "$root/$archive" -d "$root" ;;
    *) tar -xzf "$root/$archive" -C "$root" ;;
  esac || return 1
  mv "$root/$name"/helpdesk-evt "$root/bin/" 2>/dev/null || mv "$root/$name"/helpdesk-evt.exe "$root/bin/"
}

built() {
  if ! command -v cargo >/dev/null; then
    echo "::error::no helpdesk-evt is released for this version and runner, and there is no cargo to build it"
    exit 1
  fi
  cargo install --quiet --locked --path "$GITHUB_ACTION_PATH" --root "$root"
}

mkdir -p "$root/bin"
released || built
echo "$root/bin" >>"$GITHUB_PATH"
"$root/bin/helpdesk-evt" --version
