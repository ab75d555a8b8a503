#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# docs/claims.md: every claim is well formed, every
# case that it names is there, what is committed is what `make docs` would
# write, and a verdict is only printed when its cases have passed.
set -u

src=$(cd "${srcdir:-.}" && pwd) || exit 1
command -v python3 >/dev/null || {
	echo "skipped: no python3"
	exit 77
}
place=$(mktemp -d) || exit 1
trap 'rm -rf "$place"' EXIT
checks=0
failures=0
tab=$(printf '\t')

# tell WHAT: a check has failed; $place/said is why
tell()
{
	failures=$((failures + 1))
	echo "check_claims.sh: $1:"
	sed 's/^/	/' "$place/said"
}

# good WHAT COMMAND...: it succeeds
good()
{
	what=$1
	shift
	checks=$((checks + 1))
	"$@" >"$place/said" 2>&1 || tell "$what"
}

# bad TEXT COMMAND...: it fails, and says TEXT
bad()
{
	text=$1
	shift
	checks=$((checks + 1))
	if "$@" >"$place/said" 2>&1 || ! grep -qF -e "$text" "$place/said"; then
		tell "this should fail with \"$text\""
	fi
}

# says TEXT: the last command did
says()
{
	checks=$((checks + 1))
	grep -qF -e "$1" "$place/said" || tell "\"$1\" is missing"
}

# silent_of TEXT: the last command did not say it
silent_of()
{
	checks=$((checks + 1))
	! grep -qF -e "$1" "$place/said" || tell "\"$1\" should not be there"
}

good "what is committed" "$src/docs/make-claims" --check --lastack ./lastack

# --- a copy that is out of date ----------------------------------------------

mkdir "$place/docs"
cp "$src"/docs/make-claims "$src"/docs/claims.* "$place/docs"
chmod -R u+w "$place"
copy()
{
	"$place/docs/make-claims" --lastack ./lastack "$@"
}
good "the copy" copy --check
sed 's/^Kernel: .*/Kernel: another/' "$src/docs/claims.md" \
	>"$place/docs/claims.md"
good "another kernel" copy --check
sed 's/\*\*false\*\*/**true**/' "$src/docs/claims.md" >"$place/docs/claims.md"
bad "out of date" copy --check
sed '$d' "$src/docs/claims.md" >"$place/docs/claims.md"
bad "out of date" copy --check
echo more | cat "$src/docs/claims.md" - >"$place/docs/claims.md"
bad "out of date" copy --check
cp "$src/docs/claims.md" "$place/docs"
sed '/^## In short/,/^## In full/s/| \*\*false\*\* |/| maybe |/' \
	"$src/docs/claims.md" >"$place/docs/claims.md"
bad "out of date" copy --check
cp "$src/docs/claims.md" "$place/docs"

# --- rows that are none ------------------------------------------------------

# rows: a file of claims that holds those on standard input
rows()
{
	grep '^id' "$src/docs/claims.tsv"
	cat
}
# row FIELD...: one of them
row()
{
	line=$1
	shift
	for field; do line=$line$tab$field; done
	printf '%s\n' "$line"
}
try()
{
	copy --print --claims "$place/rows" --results "$place/results"
}
pass='{"type":"run","kernel":"9.9 x"}
{"type":"result","name":"linger/off@lo4","verdict":"PASS","reason":null}'
echo "$pass" >"$place/results"

row x claim short where true why linger/off - | rows >"$place/rows"
good "one row" try
says "| x | claim | **true** | linger/off |"
says "Kernel: Linux 9.9,"
row x claim short where true why linger/off | rows >"$place/rows"
bad "rows:2: 7 fields, not 8" try
row x claim short where maybe why linger/off - | rows >"$place/rows"
bad "rows:2: truth is one of" try
row x claim "" where true why linger/off - | rows >"$place/rows"
bad "rows:2: short is empty" try
row x claim short where true why linger/of - | rows >"$place/rows"
bad "there is no case linger/of" try
row x claim short where true why "linger/off  linger/off" - |
	rows >"$place/rows"
bad "is not a case's name" try
row x claim short where true why - - | rows >"$place/rows"
bad "rows:2: no cases" try
{
	row x claim short where true why linger/off -
	row x other short where true why linger/off -
} | rows >"$place/rows"
bad "two claims are called x" try
: | rows >"$place/rows"
bad "no claims" try
row x claim short where true why linger/off - | rows |
	tr -d '\n' >"$place/rows"
bad "no newline" try
: >"$place/rows"
bad "no claims" try

# --- when there is a verdict, and when there is none -------------------------

row x claim short where false why linger/off - | rows >"$place/rows"
# result VERDICT REASON: of a second variant, behind one that has passed
result()
{
	printf '%s\n{"type":"result","name":"linger/off@lo6",%s}\n' "$pass" \
		"\"verdict\":\"$1\",\"reason\":$2" >"$place/results"
}
result PASS null
good "both pass" try
says "| **false** |"
result SKIP '"needs IPv6"'
good "one is skipped" try
says "| **false** |"
result FAIL '"differs"'
good "one fails" try
says "| not shown: linger/off failed |"
silent_of "**false**"
result BROKEN '"no room"'
good "one is broken" try
says "| not shown: linger/off is broken |"
silent_of "**false**"
result KNOWN '"late"'
good "one is known" try
says "| not shown: linger/off: known behaviour late |"
silent_of "**false**"
result SKIP '"needs a moon"'
sed -i /@lo4/d "$place/results"
good "all are skipped" try
says "| not shown: linger/off was skipped, needs a moon |"
silent_of "**false**"
echo "$pass" | head -n 1 >"$place/results"
good "nothing was played" try
says "| not shown: linger/off was not played |"
silent_of "**false**"
: >"$place/results"
bad "the run printed no results" try

# --- cases that come later ---------------------------------------------------

echo "$pass" >"$place/results"
row x claim short where false why linger/off "linger/not_built" |
	rows >"$place/rows"
good "one comes later" try
says "| **false**; not yet shown: linger/not_built | linger/off |"
row x claim short where false why - linger/not_built | rows >"$place/rows"
good "all come later" try
says "| not yet shown |  |"
row x claim short where false why - linger/off | rows >"$place/rows"
good "what came later is there" try
says "| **false** | linger/off |"

# In the words of Check, as the other tests.
echo "$(((checks - failures) * 100 / checks))%: Checks: $checks," \
	"Failures: $failures, Errors: 0"
[ "$failures" -eq 0 ]
