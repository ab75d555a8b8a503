#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Completion: what bash would offer, of the file as it is sourced.
set -u
completions=$(cd "${srcdir:-.}" && pwd)/completions/lastack.bash
. "${srcdir:-.}/tests/cli/cli.sh"

go bash --norc -c "set -eu; . '$completions'; complete -p lastack"
check "sourced: nothing but the completion" ended 0
check "sourced: of lastack" said "complete -F _lastack lastack"
check "sourced: silent" silent err
. "$completions"

# offers WORD...: what is offered behind the last of these words, one a line.
# In words an "=" stands alone, as bash has it.
offers()
{
	COMP_WORDS=("$lastack" "$@")
	COMP_CWORD=$#
	_lastack 2>err
	printf '%s\n' "${COMPREPLY[@]}" >out
}

# offered NAME...: exactly these
offered()
{
	[ "$(sort out)" = "$(printf '%s\n' "$@" | sort)" ] && silent err
}

# --- commands and options ---
offers ''
check "commands" offered $(sed -n 's/^  lastack \([a-z]*\) .*/\1/p' \
	<("$lastack" --help)) --help --version
check "commands: grid" grep -qx grid out
offers de
check "a command" offered decode
for command in run list show diff bless compare grid coverage decode; do
	offers $command --he
	check "an option of $command" offered --help
done
offers run --sha
check "an option of run" offered --shard
offers grid --l
check "options of grid" offered --list --long
offers grid --kern
check "an option that has a short one" offered --kernel

# --- links, families, formats ---
"$lastack" list | sed 's/.*@//; s/[0-9]*$//' | sort -u >links
check "there are three links" lines links 3
for command in run list; do
	offers $command --link ''
	check "$command --link" offered $(cat links)
done
offers run --link = wi
check "--link=wi" offered wire
offers run --link =
check "--link=" offered $(cat links)
offers list --family ''
check "--family" offered 4 6
offers run --format k
check "run --format" offered ktap
offers grid --format ''
check "grid --format" offered text json
offers coverage --format ''
check "coverage --format" offered text json lcov
offers run -k deb
check "-k" offered debian:
offers run --repeat ''
check "a number" offered ''

# --- cases ---
offers run lin
check "a subject" offered linger/
offers run linger/zero_after_d
check "a case" offered linger/zero_after_data
offers run ''
check "all subjects" [ "$(cat out)" = "$("$lastack" list |
	sed 's,/.*,/,' | sort -u)" ]
check "all subjects: run has no grid" said_not grid

# --- stations ---
offers grid FIN_WAIT1
check "stations" offered FIN_WAIT1 FIN_WAIT1-orphan
offers grid LISTEN ''
check "all stations" [ "$(sort out)" = "$("$lastack" grid --list | sort)" ]
check "all stations: the calls, too" grep -qx calls out
for command in show bless list; do
	offers $command gri
	check "$command: the grid" offered grid/
	offers $command grid/LAST
	check "$command: stations" offered grid/LAST_ACK grid/LAST_ACK-orphan
done

# --- files, names with spaces as well ---
mkdir "a run" "another run" && touch "a file"
offers compare "a"
check "folders" offered "a run" "another run"
offers decode "a f"
check "files" offered "a file"
offers run --record "an"
check "--record" offered "another run"
offers run -k "a f"
check "-k: files" offered "a file"

# --- a program that is not there is no reason to complain ---
lastack=$place/none
offers run ''
check "no program" offered ''
finish
