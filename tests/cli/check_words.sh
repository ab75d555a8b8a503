#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The words of the command line: what is chosen by them, what they print, and
# how wrong ones are refused.
set -u
. "${srcdir:-.}/tests/cli/cli.sh"

# --- words that mean nothing ---
go "$lastack"
check "no command: usage on stderr, 2" ended 2
check "no command: names the commands" complained "lastack run"
go "$lastack" rnu
check "unknown command" refused 2 'there is no command "rnu"'
go "$lastack" run --no-such
check "unknown option" misused "no-such"
for bad in "-j 0" "-j x" "--repeat 0" "--repeat -1" "--repeat 1x" "--shard 0/3" \
	"--shard 4/3" "--shard 1" "--shard 1/3x" "--link wine" "--family 5" \
	"--format tap" "--repeat 9999999999999"; do
	# shellcheck disable=SC2086 # two words
	go "$lastack" run --expected "$expected" $bad close/twice
	check "run $bad" misused "${bad#* }"
done
for bad in "--link wine" "--family 5"; do
	# shellcheck disable=SC2086 # two words
	go "$lastack" list $bad
	check "list $bad" misused "${bad#* }"
done
for command in run list bless diff; do
	go "$lastack" $command 'nonsense/case'
	check "$command of an unknown case" refused 2 \
		'no case matches "nonsense/case"'
	go "$lastack" $command close/twice 'close/zz*'
	check "$command of a glob without match" refused 2 \
		'no case matches "close/zz*"'
done
go "$lastack" show --expected "$expected" close/no_such
check "show of an unknown case" refused 2 'no case matches "close/no_such"'
for words in "run close/twice" "diff close/twice" "bless close/twice" \
	"show close/twice" "show grid/CLOSED" "grid CLOSED" \
	"bless grid/CLOSED" "compare expected expected"; do
	# shellcheck disable=SC2086 # words
	go "$lastack" ${words%% *} --expected no-such ${words#* }
	check "$words --expected no-such" refused 2 "no-such"
	# shellcheck disable=SC2086 # words
	go env LASTACK_EXPECTED=no-such "$lastack" $words
	check "LASTACK_EXPECTED=no-such $words" refused 2 "no-such"
done
go "$lastack" show
check "show of nothing" misused "which case?"
go "$lastack" show close/twice 'close/zz*'
check "show of a glob without match" refused 2 'no case matches "close/zz*"'
go "$lastack" show --expected no-such close/twice
check "show, no such goldens" refused 2 "golden traces: no-such: No such file"
go "$lastack" diff
check "diff of nothing" misused "which case?"
go "$lastack" decode no-such.pcap
check "decode of no file" refused 2 "no-such.pcap: No such file"

# --- help ---
go "$lastack" --help
check "--help: on stdout, 0" ended 0
check "--help: names the commands" said "lastack bless"
for command in run list show diff bless compare decode; do
	go "$lastack" $command --help
	check "$command --help: on stdout, 0" ended 0
	check "$command --help: says how to use it" said "Usage:"
done
go "$lastack" --version
check "--version" one_line out

# --- list ---
go "$lastack" list
check "list" ended 0
cp out all
check "list: one variant a line" [ -z "$(grep -vE \
	'^[a-z0-9_]+/[a-z0-9_]+@[a-z]+[0-9]+$' all)" ]
check "list: each once" [ -z "$(sort all | uniq -d)" ]
check "list: at least 250" [ "$(wc -l <all)" -ge 250 ]
go "$lastack" list close/twice
printf 'close/twice@%s\n' lo4 lo6 lo46 >want
check "list of a case: its variants" grep -qxFf want out
check "list of a case: its variants only" [ -z "$(grep -v ^close/twice@ out)" ]
go "$lastack" list linger
check "list of a subject" [ "$(cat out)" = "$(grep ^linger/ all)" ]
go "$lastack" list 'linger/*@lo6' close/twice@lo4
check "list of globs" [ "$(sort out)" = "$(
	grep -e '^linger/.*@lo6$' -e '^close/twice@lo4$' all | sort)" ]
go "$lastack" list --family 6
check "list --family 6" [ -z "$(grep -v '@[a-z]*6$' out | grep -v lo46)" ]
check "list --family 6: not IPv4-mapped" said_not lo46
go "$lastack" list --long accept_queue/never_accepted@lo4
check "list --long: about" said "never accepts"
check "list --long: RFC" said "RFC 9293"
go "$lastack" list --long orphan/too_many_orphans@lo4
check "list --long: needs" said "needs: "

go "$lastack" list grid
check "list grid" ended 0
cp out pages
check "list grid: the pages that are expected" [ "$(sort pages)" = "$(
	cd "$expected" && printf '%s\n' grid/*.grid | sed 's/\.grid$//' |
	grep -v '[~@]' | sort)" ]
go "$lastack" list 'grid/FIN_WAIT1*' linger/off@lo4 'grid/*-orphan'
check "list of pages and cases" [ "$(sort out)" = "$({
	grep -e FIN_WAIT1 -e '-orphan$' pages
	echo linger/off@lo4
} | sort)" ]
go "$lastack" list --long grid/CLOSED
check "list --long of a page" said "        No socket on that port."
go "$lastack" list linger 'grid/N*'
check "list of a page that is none" refused 2 'no station matches "grid/N*"'
go "$lastack" list grid linger/nonsense
check "list of a page and no case" refused 2 'no case matches "linger/nonsense"'

# --- show ---
go "$lastack" show --expected "$expected" accept_queue/never_accepted
check "show" ended 0
check "show: where it stands, in the tree" \
	grep -qE '^  cases/accept_queue\.c:[0-9]+$' out
check "show: the golden" said "server CLOSE_WAIT Recv-Q 5"
check "show: where it stands, from the root of the tree on" grep -qE \
	'^  cases/accept_queue.c:[0-9]+$' out
check "show: a locale without UTF-8 gets ASCII" [ -z "$(
	tr -d '\000-\177' <out)" ]
utf8=$(locale -a 2>/dev/null | grep -iE '^C\.utf-?8$' | head -n 1)
if [ -n "$utf8" ]; then
	go env LC_ALL="$utf8" "$lastack" show --expected "$expected" \
		accept_queue/never_accepted
	check "show: a UTF-8 locale gets boxes" grep -q '│' out
	go env LC_ALL="$utf8" "$lastack" show --ascii --expected "$expected" \
		accept_queue/never_accepted
	check "show --ascii" [ -z "$(tr -d '\000-\177' <out)" ]
else
	left_out "there is no locale with UTF-8"
fi

go "$lastack" show --expected "$expected" linger
check "show of a subject" ended 0
check "show of a subject: all of its cases, each once, in order" same \
	<(grep -o '^linger/[a-z0-9_]*$' out | uniq) \
	<("$lastack" list linger | sed 's/@.*//' | uniq)
go "$lastack" show --expected "$expected" close/twice linger/off
check "show of two" same <(grep -xE '[a-z]+/[a-z]+' out | uniq) \
	<(printf '%s\n' close/twice linger/off)
mkdir -p e/close
cp "$expected/close/twice.trace" e/close
cp "$expected/close/twice.trace" e/close/twice@lo6.trace
go "$lastack" show --expected e close/twice
check "show: the golden of one variant, too" said "e/close/twice@lo6.trace:"
check "show: each once" [ "$(grep -c '^e/close/.*:$' out)" = 2 ]
go "$lastack" show --expected e close/twice@lo6
check "show of one variant: its golden only" \
	[ "$(grep '^e/close/.*:$' out)" = e/close/twice@lo6.trace: ]
go "$lastack" show --expected "$expected" grid/CLOSED grid/LISTEN
check "show of two pages" misused "one page of the grid at a time"

# --- choosing what is run ---
names()
{
	sed -n 's/^\(PASS\|KNOWN\|SKIP\) *\([^ :]*\).*/\2/p' "$@" | sort
}

can namespaces || finish
for i in 1 2 3; do
	go "$lastack" run -v --link lo --expected "$expected" --shard $i/3 'open/*'
	check "--shard $i/3" ended 0
	names out >shard$i
	check "--shard $i/3: not empty" [ -s shard$i ]
done
"$lastack" list --link lo 'open/*' | sort >want
sort shard1 shard2 shard3 >got
check "three shards are all, and disjoint" same want got
go "$lastack" run --expected "$expected" --shard 4/4 open/self_connect@lo4
check "an empty shard" ended 0
go "$lastack" run -v --expected "$expected" --repeat 3 close/twice@lo4
check "--repeat 3" lines <(grep ^PASS out) 3
go "$lastack" run -v --link lo --expected "$expected" -j 1 close/twice
check "-j 1" ended 0
check "-j 1: one after the other, in order" [ "$(sed -n \
	's/^PASS *\([^ ]*\).*/\1/p' out)" = "$(grep ^close/twice@lo all)" ]
go "$lastack" run -v --expected "$expected" --link lo --family 6 close/twice
check "run --family 6" [ "$(names out)" = close/twice@lo6 ]
check "nothing is left in the folder" missing lastack.out
finish
