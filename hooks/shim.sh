#!/bin/sh
# hunkguard shim v1: written by hunkguard install; run hunkguard uninstall to take it away. Changes made here get lost.
# A hook that stood here before lies beside this file, as *.hunkguard-chained. It runs first, and its failure counts.

hook=@hook@
hunkguard=@binary@
if ! [ -x "$hunkguard" ]; then
    missing=$hunkguard
    if command -v hunkguard >/dev/null 2>&1; then
        hunkguard=hunkguard
    else
        for hunkguard in "${HOME:-}/.local/bin/hunkguard" "${HOME:-}/.cargo/bin/hunkguard" \
            /usr/local/bin/hunkguard /opt/homebrew/bin/hunkguard ''; do
            [ -x "$hunkguard" ] && break
        done
    fi
    if [ -z "$hunkguard" ]; then
        printf '%s\n' "hunkguard: $hook is blocked because the program is gone from $missing and from PATH; run ./install.sh in a clone of hunkguard to put it back" >&2
        exit 1
    fi
fi

# From $0, so that a tool that moves this file away (to pre-commit.legacy, say) and calls it does not run in circles.
chained=$0.hunkguard-chained
if [ -x "$chained" ]; then
    case $hook in
    pre-push | pre-receive)
        # Both read the lines that git writes to standard input. The dot keeps their last line end.
        lines=$(cat && echo .) || exit 1
        lines=${lines%.}
        printf %s "$lines" 2>/dev/null | "$chained" "$@" || exit $?
        printf %s "$lines" 2>/dev/null | "$hunkguard" hook "$hook" "$@"
        exit $?
        ;;
    *)
        "$chained" "$@" || exit $?
        ;;
    esac
fi
exec "$hunkguard" hook "$hook" "$@"
