#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Every arrow of the state diagram is taken by a case, what the page says of that
# is true, and a lost arrow is noticed. A new case does not make the page untrue.
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

page_good() {
	python3 "$make_page" --check "$1" "${2:-$srcdir/expected}" \
		>"$folder/said" 2>&1
}

page_bad() {
	! page_good "$1" && grep -qF "$2" "$folder/said"
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
check "docs/transitions.md is true (else: make docs)" \
	page_good "$srcdir/docs/transitions.md"
cat "$folder/said"
check "what is written is true" page_good "$folder/page"
cp -R --no-preserve=mode "$srcdir/expected" "$folder/more"
cp "$folder/more/close/twice.trace" "$folder/more/close/a_new_case.trace"
check "a new case leaves it true" page_good "$folder/page" "$folder/more"
rm "$folder/more/close/simultaneous.trace"
check "a case that is gone is noticed" eval \
	'! page_good "$folder/page" "$folder/more"'
check "a case that is gone is named" grep -qF "close/simultaneous does not" \
	"$folder/said"
sed 's!^\(| CLOSING | TIME_WAIT .*| \)close/!\1linger/off, close/!' \
	"$folder/page" >"$folder/untrue"
check "a case on the wrong row is noticed" page_bad "$folder/untrue" \
	"| receive ACK of FIN | linger/off does not take it"
sed '/^| CLOSING | TIME_WAIT/d' "$folder/page" >"$folder/short"
check "a row that is missing is noticed" page_bad "$folder/short" \
	"| CLOSING | TIME_WAIT | receive ACK of FIN | is missing"
sed 's/^| LISTEN | CLOSED | /&odd /' "$folder/page" >"$folder/odd"
check "a row that is none is noticed" page_bad "$folder/odd" "does not take it"
# Without the cases of CLOSING that arrow must be missed.
mkdir "$folder/few"
cp -R --no-preserve=mode "$srcdir/expected/open" "$srcdir/expected/linger" "$folder/few/"
check "a lost arrow is noticed" lost
echo "$(((checks - failures) * 100 / checks))%: Checks: $checks," \
	"Failures: $failures, Errors: 0"
[ "$failures" -eq 0 ]
