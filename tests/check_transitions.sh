#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Every arrow of the state diagram is taken by a case, the page that says so is
# up to date, and a lost arrow is noticed.
set -u
srcdir=${srcdir:-.}
make_page="$srcdir/docs/make-transitions"
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
checks=0
failures=0

check() {
	checks=$((checks + 1))
	what=$1
	shift
	if "$@"; then
		echo "good    $what"
	else
		echo "FAILED  $what"
		failures=$((failures + 1))
	fi
}

made() {
	python3 "$make_page" "$1" >"$folder/page" 2>"$folder/said"
}

lost() {
	! made "$folder/few" && grep -q 'CLOSING -> TIME_WAIT' "$folder/said"
}

if ! command -v python3 >/dev/null; then
	[ -z "${CI:-}" ] || { echo "python3 is missing"; exit 1; }
	echo "python3 is missing: not checked"
	exit 77
fi
check "no arrow is empty" made "$srcdir/expected"
cat "$folder/said"
check "docs/transitions.md is up to date (else: make docs)" \
	cmp "$folder/page" "$srcdir/docs/transitions.md"
# Without the cases of CLOSING that arrow must be missed.
mkdir "$folder/few"
cp -R "$srcdir/expected/open" "$srcdir/expected/linger" "$folder/few/"
check "a lost arrow is noticed" lost
echo "$(((checks - failures) * 100 / checks))%: Checks: $checks," \
	"Failures: $failures, Errors: 0"
[ "$failures" -eq 0 ]
