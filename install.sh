#!/bin/sh
# Builds hunkguard from this clone, installs the program, and makes a repository call it.
set -eu

usage() {
    cat <<'END'
usage: ./install.sh [REPOSITORY]

Builds hunkguard and puts it into ~/.local/bin, or into bin below $HUNKGUARD_PREFIX.
Then makes git call it in REPOSITORY, or in the repository of the current directory
if that is not this clone, and proves that a commit with a secret is blocked.
END
}

fail() {
    printf 'install.sh: %s\n' "$1" >&2
    exit 1
}

need() {
    command -v "$1" >/dev/null 2>&1 || fail "$2"
}

case ${1-} in
-h | --help)
    usage
    exit 0
    ;;
-*)
    usage >&2
    exit 2
    ;;
esac
[ $# -le 1 ] || {
    usage >&2
    exit 2
}

clone=$(cd "$(dirname "$0")" && pwd -P)
[ -f "$clone/Cargo.toml" ] || fail "there is no Cargo.toml beside this script: run it in a clone of hunkguard"

need git 'git is missing: install it with the package manager of your system'
need cargo 'cargo is missing: install Rust from https://rustup.rs, open a new shell, and run this again'
need "${CC:-cc}" 'a C compiler is missing: install one (Debian, Ubuntu: build-essential; Fedora: gcc; macOS: xcode-select --install)'

# The repository that is to call hunkguard; empty if there is none.
repository=${1-}
if [ -n "$repository" ]; then
    git -C "$repository" rev-parse --git-dir >/dev/null 2>&1 || fail "$repository is not inside a git repository"
    repository=$(cd "$repository" && pwd -P)
elif here=$(git rev-parse --git-common-dir 2>/dev/null) && here=$(cd "$here" && pwd -P); then
    own=$(cd "$clone" && cd "$(git rev-parse --git-common-dir 2>/dev/null || echo .)" && pwd -P)
    [ "$here" = "$own" ] || repository=$(pwd -P)
fi

target=${CARGO_TARGET_DIR:-$clone/target}
echo "building hunkguard, which takes a few minutes the first time"
# From inside the clone, so that its toolchain and settings hold.
(cd "$clone" && cargo build --release --locked --target-dir "$target")
case $target in
/*) ;;
*) target=$clone/$target ;;
esac
[ -x "$target/release/hunkguard" ] || fail "cargo put no program into $target/release: unset CARGO_BUILD_TARGET and run this again"

bin=${HUNKGUARD_PREFIX:-$HOME/.local}/bin
mkdir -p "$bin"
bin=$(cd "$bin" && pwd)
program=$bin/hunkguard
# Moved into place, because a program that runs cannot be written over.
cp "$target/release/hunkguard" "$program.new.$$"
chmod 755 "$program.new.$$"
mv -f "$program.new.$$" "$program"
echo "installed $program"
case :$PATH: in
*:"$bin":*) ;;
*) echo "note: $bin is not on PATH; to type hunkguard, add this to your shell's profile: export PATH=\"$bin:\$PATH\"" ;;
esac

if [ -n "$repository" ]; then
    cd "$repository"
    "$program" install
    echo
    exec "$program" doctor
fi

scratch=$(mktemp -d "${TMPDIR:-/tmp}/hunkguard-proof.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cd "$scratch"
git init -q .
# The person's own core.hooksPath says nothing about whether the program works.
git config core.hooksPath .git/hooks
"$program" install >/dev/null
echo
"$program" doctor
cat <<END

next, in a repository of yours:
  $program install
END
