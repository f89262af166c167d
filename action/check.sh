#!/usr/bin/env bash
# Checks PATHS with `validate`; where URL is given, judges the app there with `probe` and delivers the events to it with
# `replay`. RUN starts the app first. Ends with the worst exit code of the commands. The variables come from action.yml.
set -euo pipefail

: "${PATHS=}" "${DENY=}" "${URL=}" "${RUN=}" "${REPORTS=}"
app=

die() {
  echo "::error::$1"
  exit 2
}

# Secrets are empty in pull requests from forks; what is empty is not a key.
forget_empty_secrets() {
  local name
  for name in HELPDESK_EVT_ENCRYPT_KEY HELPDESK_EVT_VERIFICATION_TOKEN; do
    [ -n "${!name:-}" ] || unset "$name"
  done
  if [ -n "$URL" ] && [ -z "${HELPDESK_EVT_ENCRYPT_KEY+set}" ]; then
    echo "::notice::no encrypt key: events are sent plain and unsigned, and cases that need a key are skipped"
  fi
}

# Asks the app, and gives curl's exit code: 0 for any answer, 7 where nothing listens.
ask() {
  curl --silent --output /dev/null --insecure --max-time 5 "$URL"
}

# Starts the app in a process group of its own and waits until it answers, whatever the status.
start() {
  local code=0 last
  ask || code=$?
  [ "$code" -eq 7 ] || die "something listens at $URL already, or it cannot be reached (curl: $code); nothing was started"
  set -m
  bash -c "$RUN" &
  app=$!
  set +m
  trap stop EXIT
  last=$((SECONDS + 60))
  while [ "$SECONDS" -lt "$last" ]; do
    ! ask || return 0
    kill -0 "$app" 2>/dev/null || die "the app ended before it answered at $URL"
    sleep 1
  done
  die "the app did not answer at $URL within 60 s"
}

# Ends the app with all it started, by force after 5 s, and waits until it is gone.
# shellcheck disable=SC2317 # the trap calls it
stop() {
  local tenth
  kill -TERM -- "-$app" 2>/dev/null || return 0
  for ((tenth = 0; tenth < 100; tenth++)); do
    kill -0 -- "-$app" 2>/dev/null || return 0
    [ "$tenth" -lt 50 ] || kill -KILL -- "-$app" 2>/dev/null || return 0
    sleep 0.1
  done
  echo "::warning::the app is still there: process group $app"
}

# Runs a command, and keeps the worst exit code.
worst=0
judge() {
  local code=0
  echo "helpdesk-evt $1" >&2
  helpdesk-evt "$@" || code=$?
  [ "$code" -le "$worst" ] || worst=$code
}

paths=()
while IFS= read -r line; do
  [ -z "$line" ] || paths+=("$line")
done <<<"$PATHS"

checks=(--format github)
for code in ${DENY//,/ }; do
  checks+=(--deny "$code")
done
while IFS= read -r line; do
  [ -z "$line" ] || checks+=(--report "$line")
done <<<"$REPORTS"

[ -n "$URL" ] || [ -z "$RUN" ] || die "\`run\` needs \`url\`: where the app answers"
[ -n "$URL" ] || [ "${#paths[@]}" -gt 0 ] || die "give \`paths\`, \`url\`, or both"
forget_empty_secrets
[ "${#paths[@]}" -eq 0 ] || judge validate "${checks[@]}" "${paths[@]}"
if [ -n "$URL" ]; then
  [ -z "$RUN" ] || start
  judge probe --format github --url "$URL"
  # A step's standard input is a pipe, from which events would be read.
  [ "${#paths[@]}" -gt 0 ] || paths=(--sample all)
  judge replay --format github --url "$URL" --verify-url "${paths[@]}"
fi
exit "$worst"
