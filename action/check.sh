#!/usr/bin/env bash
# Checks PATHS with `validate`; where URL is given, judges the app there with `ci`, which starts it with RUN. Ends with the
# worse exit code of the two. The variables come from action.yml.
set -euo pipefail

: "${PATHS=}" "${DENY=}" "${URL=}" "${RUN=}" "${KEEP=}" "${REPORTS=}"
worst=0

die() {
  echo "::error::$1"
  exit 2
}

judge() {
  local code=0
  helpdesk-evt "$@" || code=$?
  [ "$code" -le "$worst" ] || worst=$code
}

# Secrets are empty in pull requests from forks; what is empty is not a key.
for name in HELPDESK_EVT_ENCRYPT_KEY HELPDESK_EVT_VERIFICATION_TOKEN; do
  [ -n "${!name:-}" ] || unset "$name"
done

paths=()
while IFS= read -r line; do
  [ -z "$line" ] || paths+=("$line")
done <<<"$PATHS"

[ -n "$URL" ] || [ -z "$RUN" ] || die "\`run\` needs \`url\`: where the app answers"
[ -n "$URL" ] || [ "${#paths[@]}" -gt 0 ] || die "give \`paths\`, \`url\`, or both"

if [ "${#paths[@]}" -gt 0 ]; then
  checks=(--format github)
  for code in ${DENY//,/ }; do
    checks+=(--deny "$code")
  done
  while IFS= read -r line; do
    [ -z "$line" ] || checks+=(--report "$line")
  done <<<"$REPORTS"
  judge validate "${checks[@]}" "${paths[@]}"
fi

if [ -n "$URL" ]; then
  [ -n "${HELPDESK_EVT_ENCRYPT_KEY+set}" ] ||
    echo "::notice::no encrypt key: events are sent plain and unsigned, and cases that need a key are skipped"
  app=(--url "$URL" --wait 60s)
  [ -z "$RUN" ] || app+=(--run "$RUN")
  [ -z "$KEEP" ] || app+=(--keep "$KEEP")
  # Older shells, as on macOS, take an empty array for an unset variable.
  judge ci "${app[@]}" ${paths[@]+"${paths[@]}"}
fi
exit "$worst"
