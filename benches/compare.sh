#!/usr/bin/env bash
# Times hunkguard as a whole process beside git's own diff of the same change, and beside other scanners where they are
# installed. Needs git, awk and hyperfine; GNU time for the memory column. Makes its repositories itself, in a temporary
# folder that it removes.
#
#   benches/compare.sh [--quick] [--keep] [workload …]      workloads: small medium large line push wide history
#
# HUNKGUARD names the binary; without it, target/release/hunkguard is built and used. Every workload is measured in
# interleaved rounds; the table shows medians and the ratio to git.
set -euo pipefail

here=$(cd "$(dirname "$0")/.." && pwd)
rounds=5 runs=10 keep=
workloads=()
for arg in "$@"; do
  case $arg in
    --quick) rounds=2 runs=3 ;;
    --keep) keep=1 ;;
    -*) echo "compare.sh: unknown option $arg" >&2; exit 2 ;;
    *) workloads+=("$arg") ;;
  esac
done
[ ${#workloads[@]} -gt 0 ] || workloads=(small medium large line push wide history)
command -v hyperfine >/dev/null || { echo "compare.sh: hyperfine is not installed" >&2; exit 2; }
if [ -z "${HUNKGUARD:-}" ]; then
  cargo build --release --locked --quiet --manifest-path "$here/Cargo.toml"
  HUNKGUARD=$here/target/release/hunkguard
fi

tmp=$(mktemp -d)
if [ -n "$keep" ]; then echo "repositories: $tmp" >&2; else trap 'rm -rf "$tmp"' EXIT; fi
export HOME=$tmp/home GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_DATE='2026-01-01T00:00:00Z' GIT_COMMITTER_DATE='2026-01-01T00:00:00Z'
mkdir -p "$HOME"
git config --global user.name bench
git config --global user.email bench@example.com
git config --global init.defaultBranch main
git config --global gc.auto 0

# The vocabulary and one line of made-up source, the same for the same seed. One line in a hundred holds a keyword of a code
# rule and one a keyword of a secret, which is about what real code holds.
line_of_code='
  function word() { return w[int(rand() * n) + 1] }
  function line(  a, b, c, r) {
    a = word(); b = word(); c = word(); r = int(rand() * 100)
    if (r < 14) return sprintf("def %s_%s_%d(%s, %s):\n", a, b, int(rand() * 1000), b, c)
    if (r < 28) return sprintf("    if %s.%s is None or len(%s) > %d:\n", a, b, c, int(rand() * 100))
    if (r < 40) return sprintf("        raise ValueError(\"bad %s for %s: {}\".format(%s))\n", a, b, c)
    if (r < 54) return sprintf("    %s = self.%s.get(%s, default=%d)\n", a, b, c, int(rand() * 10000))
    if (r < 66) return sprintf("    # the %s of a %s is kept beside its %s\n", a, b, c)
    if (r < 78) return sprintf("    for %s in sorted(%s.%s()):\n", a, b, c)
    if (r < 90) return sprintf("        %s.append({\"%s\": %s, \"id\": %d})\n", a, b, c, int(rand() * 100000))
    if (r == 90) return sprintf("    row = db.execute(\"SELECT %s FROM %s WHERE id = %%s\", (%s,)).fetchone()\n", a, b, c)
    if (r == 91) return sprintf("    password = os.environ[\"%s_PASSWORD\"]\n", toupper(a))
    return "\n"
  }
  BEGIN {
    srand(seed)
    n = split("request response user account token cache index parser config value handler buffer stream record " \
      "query result session client server worker event message path file line count total offset", w, " ")
  }'

# code SEED LINES: that many lines of source.
code() { awk -v seed="$1" -v lines="$2" "$line_of_code"'BEGIN { for (i = 0; i < lines; i++) printf "%s", line() }'; }

# new_repository DIR FILES: with that many files of 80 lines, committed.
new_repository() {
  git init -q "$1"
  cd "$1"
  awk -v files="$2" 'BEGIN {
    srand(7)
    print "commit refs/heads/main\ncommitter bench <bench@example.com> 1767225600 +0000\ndata 4\nbase"
    for (i = 0; i < files; i++) {
      body = ""
      for (l = 0; l < 80; l++) body = body sprintf("    value_%d = handler.get(%d, default=%d)  # line %d\n", int(rand()*1000), i, int(rand()*1000), l)
      printf "M 100644 inline src/d%d/e%d/f%d.py\ndata %d\n%s\n", i % 40, int(i / 40) % 25, i, length(body), body
    }
  }' | git fast-import --quiet
  git reset -q --hard
}

make_small() { new_repository "$1" 800; for i in 1 2 3; do code "$i" 20 >> "src/d$i/e0/f$i.py"; done; git add -A; }
make_wide() { new_repository "$1" 60000; for i in 1 2 3; do code "$i" 20 >> "src/d$i/e0/f$i.py"; done; git add -A; }
make_medium() {
  new_repository "$1" 800
  for i in $(seq 1 25); do code "$i" 100 >> "src/d$i/e0/f$i.py"; code "$((i + 100))" 100 > "src/new$i.py"; done
  git add -A
}
make_large() {
  git init -q "$1"; cd "$1"; git commit -q --allow-empty -m base
  for d in $(seq 0 99); do mkdir -p "vendor/d$d"; done
  awk -v seed=3 "$line_of_code"'BEGIN {
    for (f = 0; f < 20000; f++) {
      file = "vendor/d" (f % 100) "/f" f ".py"
      for (i = 0; i < 140; i++) printf "%s", line() > file
      close(file)
    }
  }'
  git add -A
}
make_line() {
  git init -q "$1"; cd "$1"; git commit -q --allow-empty -m base
  : > line.js; code 5 100000 | tr '\n' ' ' > chunk
  while [ "$(wc -c < line.js)" -lt 200000000 ]; do cat chunk chunk chunk chunk chunk chunk chunk chunk >> line.js; done
  rm chunk; git add -A
}
make_push() {
  new_repository "$1" 300
  git update-ref refs/remotes/origin/main HEAD
  git config remote.origin.url "$tmp/nowhere"; git config remote.origin.fetch '+refs/heads/*:refs/remotes/origin/*'
  local base; base=$(git rev-parse HEAD)
  awk -v base="$base" 'BEGIN {
    srand(11)
    for (c = 1; c <= 1000; c++) {
      print "commit refs/heads/main"; printf "committer bench <bench@example.com> %d +0000\ndata 6\nchange\n", 1767225600 + c
      if (c == 1) print "from " base
      for (k = 0; k < 3; k++) {
        i = int(rand()*300); body = ""
        for (l = 0; l < 80; l++) body = body sprintf("    value_%d = handler.get(%d, default=%d)  # line %d\n", (l % 20 == k ? c : l), i, l, l)
        printf "M 100644 inline src/d%d/e%d/f%d.py\ndata %d\n%s\n", i % 40, int(i / 40) % 25, i, length(body), body
      }
    }
  }' | git fast-import --quiet --force
  git reset -q --hard
}

make_history() { make_push "$1"; }

staged_floor='git diff --cached -U0'
push_floor='git log -p -U0 refs/remotes/origin/main..HEAD'

# Adds the median of one round to a file. A command that fails is timed like any other: a scanner that finds something does.
measure() { # NAME COMMAND
  hyperfine -N --style none --ignore-failure --warmup 1 --runs "$runs" --export-csv "$tmp/one.csv" "$2" >/dev/null 2>"$tmp/warnings" || { cat "$tmp/warnings" >&2; exit 1; }
  awk -F, 'END { print $4 * 1000 }' "$tmp/one.csv" >> "$tmp/times.$1"
}
median() { sort -g "$1" | awk '{ v[NR] = $1 } END { print (NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2) }'; }
peak() { # COMMAND
  [ -x /usr/bin/time ] || { echo -; return; }
  /usr/bin/time -f %M -o "$tmp/peak" sh -c "exec $1" </dev/null >/dev/null 2>&1 || true
  awk 'END { printf "%.0f", $1 / 1024 }' "$tmp/peak"
}

printf '%-8s %-12s %10s %8s %9s\n' workload program ms 'x git' 'peak MB'
for workload in "${workloads[@]}"; do
  dir=$tmp/$workload
  (rm -rf "$dir"; "make_$workload" "$dir") >/dev/null
  cd "$dir"
  floor=$staged_floor own="$HUNKGUARD hook pre-commit"
  if [ "$workload" = push ]; then
    # The hook reads its lines from standard input; a shell hands them over, to git's side as well.
    echo "refs/heads/main $(git rev-parse HEAD) refs/heads/main $(git rev-parse refs/remotes/origin/main)" > "$tmp/push.in"
    floor="sh -c 'exec $push_floor'"
    own="sh -c 'exec $HUNKGUARD hook pre-push origin $tmp/nowhere < $tmp/push.in'"
  fi
  if [ "$workload" = history ]; then floor='git log -p --all' own="$HUNKGUARD scan --all"; fi
  names=(git hunkguard) commands=("$floor" "$own")
  if command -v gitleaks >/dev/null; then
    names+=(gitleaks)
    if [ "$workload" = push ]; then commands+=("gitleaks git --no-banner --redact --log-opts refs/remotes/origin/main..HEAD .")
    elif [ "$workload" = history ]; then commands+=("gitleaks git --no-banner --redact .")
    else commands+=("gitleaks git --pre-commit --staged --no-banner --redact ."); fi
  fi
  if [ "$workload" != push ] && [ "$workload" != history ] && command -v ripsecrets >/dev/null; then names+=(ripsecrets) commands+=("ripsecrets ."); fi
  rm -f "$tmp"/times.*
  for _ in $(seq "$rounds"); do
    for i in "${!names[@]}"; do measure "${names[$i]}" "${commands[$i]}"; done
  done
  base=$(median "$tmp/times.git")
  for i in "${!names[@]}"; do
    ms=$(median "$tmp/times.${names[$i]}")
    awk -v w="$workload" -v p="${names[$i]}" -v ms="$ms" -v base="$base" -v mb="$(peak "${commands[$i]}")" \
      'BEGIN { printf "%-8s %-12s %10.1f %8.2f %9s\n", w, p, ms, ms / base, mb }'
  done
  cd "$tmp"
  [ -n "$keep" ] || rm -rf "$dir"
done
