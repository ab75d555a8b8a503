# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
#
# What the scripts that test the program as a whole have in common; they source
# it. Each works in a folder of its own, and carries a marker that all processes
# of a run inherit, so that they can be told from those of others.

lastack=$(pwd)/lastack
selftest=$(pwd)/tests/selftest
needs=$(pwd)/tests/needs
expected=$(cd "${LASTACK_EXPECTED:-${srcdir:-.}/expected}" && pwd)
was_ci=${CI-}
unset LASTACK_EXPECTED LASTACK_HANG_SECONDS LASTACK_LIMIT_SECONDS CI NO_COLOR
export TERM=dumb LC_ALL=C
# LeakSanitizer needs a thread, which no longer can be made by a process whose
# PID namespace has ended.
export ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0"
script=${0##*/}
place=$(mktemp -d) || exit 1
trap 'rm -rf "$place"' EXIT
chmod 755 "$place"
cd "$place" || exit 1
# What is copied from a tree that may not be written to could not be either.
[ -w "$expected/close/twice.trace" ] || {
	cp -r --no-preserve=mode "$expected" goldens || exit 1
	expected=$place/goldens
}
export LASTACK_TEST_MARK="$script.$$"
checks=0
failures=0

# check WHAT TEST...: one check, told whatever comes of it
check()
{
	local what=$1

	shift
	checks=$((checks + 1))
	if "$@"; then
		echo "good    $what"
		return
	fi
	failures=$((failures + 1))
	echo "FAILED  $what: $*"
	sed 's/^/        status: /' status
	head -n 40 out | sed 's/^/        out: /'
	head -n 40 err | sed 's/^/        err: /'
}

# go COMMAND...: leaves its words in out and err, its exit status in status
go()
{
	"$@" >out 2>err </dev/null
	echo $? >status
}

ended()		{ [ "$(cat status)" = "$1" ]; }
said()		{ grep -qF -- "$1" out; }
said_not()	{ ! grep -qF -- "$1" out; }
complained()	{ grep -qF -- "$1" err; }
one_line()	{ [ "$(wc -l <"$1")" -eq 1 ]; }
silent()	{ [ ! -s "$1" ]; }
same()		{ cmp -s "$1" "$2"; }
missing()	{ [ ! -e "$1" ]; }
last_is()	{ tail -n 1 out | grep -qE -- "$1"; }
lines()		{ [ "$(wc -l <"$1")" -eq "$2" ]; }

# holds FILTER FILE: what jq says of a file
holds()		{ jq -es "$1" "$2" >/dev/null 2>jq_says; }

# refused STATUS WORDS: one line on standard error with these words, no more
refused()
{
	ended "$1" && one_line err && complained "$2" && silent out
}

# As refused, where argp adds a line that points to --help.
misused()
{
	ended 2 && complained "$1" && silent out && complained "--help"
}

# have PROGRAM: a build server must have it; elsewhere the check is left out
have()
{
	command -v "$1" >/dev/null && return
	left_out "$1 is not installed (./quickstart setup does that)"
	[ -z "${was_ci-}" ] || check "$1 is installed" false
	return 1
}

left_out()
{
	why_left_out=$*
	echo "left out: $*"
}

# need NEED...: without these the script ends here. See tests/needs.h.
need()
{
	CI=${was_ci-} "$needs" "$script" "$@" || exit
}

# can NEED...: a part of it can be tried; else that is left out
can()
{
	local why

	why=$(CI='' "$needs" "$script" "$@") && return
	left_out "${why#*: skipped: }"
	return 1
}

# Process ids of everything that the runs of this script have started.
marked()
{
	local file

	for file in /proc/[0-9]*/environ; do
		grep -qzxF "LASTACK_TEST_MARK=$LASTACK_TEST_MARK" "$file" \
			2>/dev/null || continue
		file=${file%/environ}
		file=${file#/proc/}
		is_own_shell "$file" || echo "$file"
	done
}

# Subshells of this script carry its marker only if they were exec'ed.
is_own_shell()
{
	[ "$1" = $$ ] || [ "$1" = "$BASHPID" ]
}

nobody_left()
{
	local left

	left=$(marked)
	[ -z "$left" ] && return
	echo "        left: $left"
	return 1
}

# In the words of Check, as the other tests.
finish()
{
	[ "$checks" -gt 0 ] || {
		echo "$script: skipped: ${why_left_out:-there is nothing to check}"
		exit 77
	}
	echo "$(((checks - failures) * 100 / checks))%: Checks: $checks," \
		"Failures: $failures, Errors: 0"
	[ "$failures" -eq 0 ]
	exit
}
