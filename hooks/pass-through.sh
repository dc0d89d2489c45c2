#!/bin/sh
# hunkguard shim v1: written by hunkguard install --global; hunkguard uninstall --global takes it away.
# A global core.hooksPath hides the hooks of every repository; this runs the one of the repository at hand.

git_dir=${GIT_DIR:-.git}
# Only the directory that linked worktrees share has objects, and the hooks.
if ! [ -d "$git_dir/objects" ]; then
    # None yet while git init and git clone make the repository: no hooks either.
    git_dir=$(git rev-parse --git-common-dir 2>/dev/null) || exit 0
fi
[ -x "$git_dir/hooks/@hook@" ] || exit 0
exec "$git_dir/hooks/@hook@" "$@"
